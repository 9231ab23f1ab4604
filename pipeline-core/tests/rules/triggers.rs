use crate::support::{assert_finds, base, finding, home, read, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Action, Builder, Trigger, map, word};

type Any = Value;

const CONNECTION: &str = "arn:aws:codeconnections:us-east-1:111111111111:connection/0123";

fn connection(name: &str, output: &str, branch: &str) -> Action {
    Action::new(name, "CodeConnection")
        .output(output)
        .set("connection_arn", CONNECTION)
        .set("full_repository_id", "owner/app")
        .set("branch_name", branch)
}

fn with(sources: impl IntoIterator<Item = Action>) -> Builder {
    Builder::new()
        .setting("name", "x")
        .account(home())
        .stage(stage("Source", sources))
        .stage(stage("Read", [read("Copy", "source")]))
}

fn pushes(filters: impl Into<Any>) -> Builder {
    with([connection("Checkout", "source", "main")])
        .trigger(Trigger::on("Checkout").set("push", filters))
}

fn includes(patterns: &[&str]) -> Any {
    map([("includes", patterns.to_vec())])
}

fn part(key: &str, patterns: &[&str]) -> Any {
    map([(key, includes(patterns))])
}

#[test]
fn a_trigger_has_filters() {
    let main = || part("branches", &["main"]);
    assert_finds(&pushes(main()), &[]);
    assert_finds(&pushes(vec![main(), part("tags", &["v*"])]), &[]);
    let request = map([
        ("events", Any::from(vec![word("OPEN"), word("UPDATED")])),
        ("branches", includes(&["main"])),
        ("file_paths", map([("excludes", vec!["docs/**"])])),
    ]);
    let pipeline = with([connection("Checkout", "source", "main")])
        .trigger(Trigger::on("Checkout").set("pull_request", request));
    assert_finds(&pipeline, &[]);
}

#[test]
fn a_trigger_is_of_a_connection() {
    let typo = with([connection("Checkout", "source", "main")])
        .trigger(Trigger::on("Chekout").set("push", part("tags", &["v*"])));
    assert_finds(&typo, &["P350 no action is named `Chekout`"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a source with a similar name: `Checkout`")
    );
    assert_finds(
        &base().trigger(Trigger::on("Checkout").set("push", part("tags", &["v*"]))),
        &["P351 action `Checkout` is of kind `CodeCommit`, which has no triggers"],
    );
}

#[test]
fn an_action_has_one_trigger_with_something_in_it() {
    assert_finds(
        &pushes(part("tags", &["v*"])).trigger(Trigger::on("Checkout")),
        &[
            "P352 action `Checkout` has two triggers",
            "P353 the trigger of `Checkout` has no filter",
        ],
    );
}

#[test]
fn filters_are_few_and_differ() {
    let tags = |tag: &str| part("tags", &[tag]);
    assert_finds(&pushes(vec![tags("a"), tags("b"), tags("c")]), &[]);
    assert_finds(
        &pushes(vec![tags("a"), tags("b"), tags("c"), tags("d")]),
        &["P421 `push` has 4 items, and AWS allows 3"],
    );
    assert_finds(
        &pushes(Vec::<Any>::new()),
        &["P421 `push` has no items, and needs at least 1"],
    );
    assert_finds(
        &pushes(vec![tags("a"), tags("a")]),
        &["P354 this `push` filter stands here twice"],
    );
}

#[test]
fn parts_go_together_as_aws_takes_them() {
    let both =
        |one: &str, other: &str| pushes(map([(one, includes(&["x"])), (other, includes(&["y"]))]));
    assert_finds(&both("branches", "file_paths"), &[]);
    assert_finds(
        &both("tags", "branches"),
        &["P355 a filter by `tags` takes no `branches`"],
    );
    assert_finds(
        &both("tags", "file_paths"),
        &["P355 a filter by `tags` takes no `file_paths`"],
    );
    assert_finds(
        &pushes(part("file_paths", &["src/**"])),
        &["P355 a filter by `file_paths` needs `branches`"],
    );
    assert_finds(
        &pushes(map::<&str, &str>([])),
        &["P355 this `push` filter is empty"],
    );
    let request = with([connection("Checkout", "source", "main")])
        .trigger(Trigger::on("Checkout").set("pull_request", part("tags", &["v*"])));
    assert_finds(
        &request,
        &["P401 `pull_request` of the trigger of `Checkout` has no setting `tags`"],
    );
    let request = |filter: Value| {
        with([connection("Checkout", "source", "main")])
            .trigger(Trigger::on("Checkout").set("pull_request", filter))
    };
    assert_finds(&request(map([("events", vec![word("OPEN")])])), &[]);
    assert_finds(
        &request(map::<&str, &str>([])),
        &["P355 this `pull_request` filter is empty"],
    );
}

#[test]
fn patterns_are_few_and_short() {
    assert_finds(
        &pushes(part("tags", &["a", "b", "c", "d", "e", "f", "g", "h"])),
        &[],
    );
    assert_finds(
        &pushes(part("tags", &["a", "b", "c", "d", "e", "f", "g", "h", "i"])),
        &["P421 `includes` has 9 items, and AWS allows 8"],
    );
    assert_finds(
        &pushes(map([("branches", map::<&str, &str>([]))])),
        &["P356 `branches` names no pattern"],
    );
    assert_finds(&pushes(part("tags", &[""])), &["P407 `includes` is empty"]);
    assert_finds(
        &pushes(part("tags", &["x".repeat(256).as_str()])),
        &["P407 `includes` has 256 characters, and AWS allows 255"],
    );
}

#[test]
fn there_are_fifty_triggers_at_most() {
    let names: Vec<String> = (0..51).map(|number| format!("S{number}")).collect();
    let sources = names
        .iter()
        .map(|name| connection(name, &format!("_{name}"), "main").set("detect_changes", false));
    let pipeline = sources
        .clone()
        .take(0)
        .chain(sources)
        .chain([connection("Checkout", "source", "main")]);
    let pipeline = names.iter().fold(with(pipeline), |pipeline, name| {
        pipeline.trigger(Trigger::on(name).set("push", part("tags", &["v*"])))
    });
    let found = crate::support::found(&pipeline);
    let triggers = found.iter().filter(|finding| finding.code.id == "P357");
    assert_eq!(triggers.count(), 1);
}

#[test]
fn a_trigger_takes_the_place_of_detection() {
    let pipeline = with([connection("Checkout", "source", "main").set("detect_changes", true)]);
    assert_finds(&pipeline, &[]);
    assert_finds(
        &pipeline.trigger(Trigger::on("Checkout").set("push", part("tags", &["v*"]))),
        &["P358 `detect_changes` has no effect: action `Checkout` has a trigger"],
    );
}

#[test]
fn one_branch_of_a_repository_starts_the_pipeline() {
    let two = |next: Action| with([connection("Main", "source", "main"), next]);
    let next = |branch: &str| connection("Next", "_next", branch);
    assert_finds(&two(next("main")), &[]);
    assert_finds(
        &two(next("next")),
        &[
            "P359 `Main` and `Next` take two branches of `owner/app`, and only one of them starts the pipeline reliably",
        ],
    );
    assert_finds(&two(next("next").set("detect_changes", false)), &[]);
}

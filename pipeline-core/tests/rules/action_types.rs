use crate::support::{assert_finds, base, finding, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Action, ActionType, Builder, map, variable, word};

fn counts(least: i64, most: i64) -> Value {
    map([("minimum_count", least), ("maximum_count", most)])
}

fn with(action_type: ActionType) -> ActionType {
    action_type
        .set("category", word("Test"))
        .set("provider", "scanner")
        .set("version", "1")
        .set("input_artifact_details", counts(1, 1))
        .set("output_artifact_details", counts(0, 1))
}

fn scanner() -> ActionType {
    let flag = |keys: &[&'static str]| map(keys.iter().map(|key| (*key, true)));
    let typed = |kind| map([("type", word(kind))]);
    with(ActionType::managed("scanner")).set(
        "configuration_properties",
        map([
            ("Project", flag(&["required", "queryable"])),
            ("Token", flag(&["secret"])),
            ("Depth", typed("Number")),
            ("Strict", typed("Boolean")),
        ]),
    )
}

fn scan() -> Action {
    Action::new("Scan", "Custom")
        .input("source")
        .set("action_type", word("scanner"))
}

fn pipeline(action_type: ActionType, action: Action) -> Builder {
    base()
        .action_type(action_type)
        .stage(stage("Test", [action]))
}

fn configured<const N: usize>(entries: [(&str, Value); N]) -> Builder {
    let all = [("Project", "app".into())].into_iter().chain(entries);
    pipeline(scanner(), scan().set("configuration", map(all)))
}

#[test]
fn what_fits_is_clean() {
    assert_finds(
        &configured([
            ("Depth", 3.into()),
            ("Strict", true.into()),
            ("Token", "{{resolve:secretsmanager:scanner}}".into()),
            // AWS adds this one to every action type.
            ("JobList", "app".into()),
        ]),
        &[],
    );
    assert_finds(
        &configured([("Depth", variable("Checkout", "CommitId"))]),
        &[],
    );
}

#[test]
fn an_action_type_is_declared() {
    let scaner = Action::new("Scan", "Custom")
        .input("source")
        .set("action_type", word("scaner"));
    assert_finds(
        &pipeline(scanner(), scaner),
        &["P150 action type `scaner` is not declared"],
    );
    let home = Action::new("Scan", "Custom")
        .input("source")
        .set("action_type", word("tools"));
    assert_finds(
        &base().stage(stage("Test", [home])),
        &["P150 `tools` is an account, not an action type"],
    );
    let text = Action::new("Scan", "Custom")
        .input("source")
        .set("action_type", "scanner");
    assert_finds(
        &base().stage(stage("Test", [text])),
        &["P405 `action_type` takes a declared action type, and this is a text"],
    );
}

#[test]
fn an_unused_one_is_suspicious() {
    assert_finds(
        &base().action_type(scanner()),
        &["P122 action type `scanner` is never used"],
    );
}

#[test]
fn names_are_of_one_scope() {
    let pipeline = pipeline(with(ActionType::managed("prod")), {
        Action::new("Scan", "Custom")
            .input("source")
            .set("action_type", word("prod"))
    })
    .account(Account::new("prod", "222222222222"));
    assert_finds(
        &pipeline,
        &["P106 `prod` is declared twice, as an account and as an action type"],
    );
}

#[test]
fn what_the_type_says_the_action_does_not() {
    let pipeline = pipeline(
        with(ActionType::managed("scanner")),
        scan().set("category", word("Test")).set("version", "1"),
    );
    assert_finds(
        &pipeline,
        &[
            "P404 `category` has no effect with `action_type`",
            "P404 `version` has no effect with `action_type`",
        ],
    );
    let nothing = base().stage(stage(
        "Test",
        [Action::new("Scan", "Custom").input("source")],
    ));
    assert_finds(
        &nothing,
        &[
            "P403 action `Scan` has no `category`, `provider` or `version`, which it needs without `action_type`",
        ],
    );
}

#[test]
fn artifacts_are_as_many_as_it_says() {
    let action = Action::new("Scan", "Custom").set("action_type", word("scanner"));
    assert_finds(
        &pipeline(with(ActionType::managed("scanner")), action),
        &["P206 action type `scanner` needs at least 1 input, and `Scan` has no inputs"],
    );
    let action = scan().output("_a").output("_b");
    assert_finds(
        &pipeline(with(ActionType::managed("scanner")), action),
        &["P207 action type `scanner` makes at most 1 output, and `Scan` has 2 outputs"],
    );
    let reversed = ActionType::managed("scanner")
        .set("category", word("Test"))
        .set("provider", "scanner")
        .set("version", "1")
        .set("input_artifact_details", counts(2, 1))
        .set("output_artifact_details", counts(0, 6));
    assert_finds(
        &pipeline(reversed, scan()),
        &[
            "P409 `maximum_count` is 6, and goes from 0 to 5",
            "P152 `input_artifact_details` is at least 2 and at most 1",
        ],
    );
}

#[test]
fn configuration_is_what_it_declares() {
    assert_finds(
        &configured([("Dept", 3.into())]),
        &["P401 action type `scanner` has no property `Dept`"],
    );
    assert_finds(
        &pipeline(scanner(), scan()),
        &[
            "P403 the configuration of action `Scan` has no `Project`, which action type `scanner` requires",
        ],
    );
    // One cause, one finding.
    assert_finds(
        &pipeline(
            scanner(),
            scan().set("configuration", map([("Projekt", "app")])),
        ),
        &["P401 action type `scanner` has no property `Projekt`"],
    );
    assert_finds(
        &configured([("Depth", "deep".into()), ("Strict", "yes".into())]),
        &[
            "P405 `Depth` takes a number, and this is a text",
            "P405 `Strict` takes `true` or `false`, and this is a text",
        ],
    );
    assert_finds(
        &configured([("Token", "0123".into())]),
        &["P420 `Token` is a secret, and this writes it into the template for all to read"],
    );
    assert_finds(
        &pipeline(
            scanner(),
            scan().set("configuration", map([("Project", "my app")])),
        ),
        &["P407 `Project` must be letters, digits and - _, since the property is `queryable`"],
    );
}

#[test]
fn an_import_is_looked_at_as_far_as_it_is_known() {
    let imported = || {
        ActionType::imported("scanner")
            .set("category", word("Test"))
            .set("provider", "scanner")
            .set("version", "1")
    };
    let action = || scan().set("configuration", map([("Anything", "x")]));
    assert_finds(&pipeline(imported(), action()), &[]);
    let known = imported().set(
        "configuration_properties",
        map([("Depth", map::<&str, bool>([]))]),
    );
    assert_finds(
        &pipeline(known, action()),
        &["P401 action type `scanner` has no property `Anything`"],
    );
    assert_finds(
        &pipeline(
            imported().set("settings", map([("entity_url_template", "x")])),
            action(),
        ),
        &["P401 action type `scanner`, which is imported, has no setting `settings`"],
    );
}

#[test]
fn one_property_is_queryable() {
    let with = |properties: Value| {
        let scanner = with(ActionType::managed("scanner"));
        let action = scan().set("configuration", map([("A", "a"), ("B", "b")]));
        pipeline(scanner.set("configuration_properties", properties), action)
    };
    let flags = |keys: &[&'static str]| map(keys.iter().map(|key| (*key, true)));
    assert_finds(
        &with(map([
            ("A", flags(&["queryable", "required"])),
            ("B", flags(&["queryable", "required"])),
        ])),
        &["P153 properties `A` and `B` are both queryable, and AWS allows one"],
    );
    assert_finds(
        &with(map([("A", flags(&["queryable"])), ("B", flags(&[]))])),
        &["P153 property `A` is queryable and not required"],
    );
    let secret = with(map([
        ("A", flags(&["queryable", "required", "secret"])),
        ("B", flags(&[])),
    ]));
    assert_eq!(
        finding(&secret).message,
        "property `A` is queryable and secret"
    );
}

#[test]
fn an_address_names_what_every_action_has() {
    let with = |address: &str| {
        let scanner = scanner().set("settings", map([("entity_url_template", address)]));
        let action = scan().set("configuration", map([("Project", "app")]));
        pipeline(scanner, action)
    };
    assert_finds(
        &with("https://scan.example.com/{Config:Project}/{ExternalExecutionId}"),
        &[],
    );
    for (address, message) in [
        (
            "https://x/{Config:Projekt}",
            "names property `Projekt`, which is not declared",
        ),
        (
            "https://x/{Config:Depth}",
            "names property `Depth`, which is not required",
        ),
        (
            "https://x/{Config:Token}",
            "names property `Token`, which is secret",
        ),
    ] {
        assert_finds(
            &with(address),
            &[&format!("P154 `entity_url_template` {message}")],
        );
    }
}

#[test]
fn two_are_not_the_same_for_aws() {
    let second = with(ActionType::managed("other"));
    let action = Action::new("Scan", "Custom").input("source");
    let pipeline = base()
        .action_type(with(ActionType::managed("scanner")))
        .action_type(second)
        .stage(stage(
            "Test",
            [
                action.set("action_type", word("scanner")),
                Action::new("Again", "Custom")
                    .input("source")
                    .set("action_type", word("other")),
            ],
        ));
    assert_finds(
        &pipeline,
        &[
            "P151 action types `scanner` and `other` are both `scanner` of category `Test`, version `1`",
        ],
    );
}

/// A category that is known from the declaration only.
#[test]
fn a_source_of_a_declared_type_starts_the_pipeline() {
    let source = ActionType::managed("git")
        .set("category", word("Source"))
        .set("provider", "git")
        .set("version", "1")
        .set("input_artifact_details", counts(0, 0))
        .set("output_artifact_details", counts(1, 1));
    let checkout = Action::new("Checkout", "Custom")
        .output("source")
        .set("action_type", word("git"));
    let pipeline = |stages: [&str; 2]| {
        let first = stage(stages[0], [checkout.clone()]);
        let second = stage(stages[1], [crate::support::read("Copy", "source")]);
        Builder::new()
            .setting("name", "x")
            .account(crate::support::home())
            .action_type(source.clone())
            .stage(first)
            .stage(second)
    };
    assert_finds(&pipeline(["Source", "Use"]), &[]);
    let late = base()
        .action_type(source.clone())
        .stage(stage("Late", [checkout.clone()]));
    assert!(
        crate::support::found(&late)
            .iter()
            .any(|found| found.code.id == "P305")
    );
}

#[test]
fn a_secret_that_is_mistyped_is_one_finding() {
    for (text, expected) in [
        (
            "{{resolve:secretsmanger:scanner}}",
            "P428 CloudFormation resolves no references of a service `secretsmanger`",
        ),
        (
            "hunter2",
            "P420 `Token` is a secret, and this writes it into the template for all to read",
        ),
    ] {
        assert_finds(&configured([("Token", text.into())]), &[expected]);
    }
}

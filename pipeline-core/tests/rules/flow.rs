use crate::support::{
    assert_finds, base, change_sets, checkout, finding, home, package, read, reads, stage,
};
use pipewright_core::builder::{Account, Action, Builder, Project, Store, file, word};

fn with(actions: impl IntoIterator<Item = Action>) -> Builder {
    base().stage(stage("Deploy", actions))
}

fn accounts(pipeline: Builder) -> Builder {
    pipeline
        .account(Account::new("dev", "222222222222"))
        .account(Account::new("prod", "333333333333"))
}

/// A function that turns one artifact into another.
fn convert(name: &str, input: &str, output: &str) -> Action {
    Action::new(name, "Lambda")
        .input(input)
        .output(output)
        .set("function_name", "convert")
}

#[test]
fn artifacts_are_made_by_someone() {
    let typo = with([read("Upload", "sourc")]);
    assert_finds(&typo, &["P201 no action makes an artifact `sourc`"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("an artifact with a similar name: `source`")
    );
    assert_finds(
        &with([read("Upload", "tools")]),
        &["P201 `tools` is an account, not an artifact"],
    );
}

#[test]
fn artifacts_are_made_before_they_are_read() {
    assert_finds(
        &with([package("source", "packaged"), read("Upload", "packaged")]),
        &[],
    );
    assert_finds(
        &with([read("Upload", "packaged"), package("source", "packaged")]),
        &["P202 `packaged` is read before it is made: `Package` runs later in this stage"],
    );
    assert_finds(
        &with([read("Upload", "packaged")]).stage(stage("Build", [package("source", "packaged")])),
        &["P202 `packaged` is read before it is made: `Package` runs later, in stage `Build`"],
    );
    assert_finds(
        &with([package("packaged", "packaged")]),
        &["P202 action `Package` reads `packaged`, which it makes itself"],
    );
}

#[test]
fn run_orders_decide_what_comes_before() {
    assert_finds(
        &with([
            read("Upload", "packaged").set("run_order", 2),
            package("source", "packaged").set("run_order", 1),
        ]),
        &[],
    );
}

#[test]
fn artifacts_are_made_once() {
    assert_finds(
        &with([package("source", "source")]).stage(stage("Upload", [read("Upload", "source")])),
        &["P203 artifact `source` is made twice, by `Checkout` and by `Package`"],
    );
}

#[test]
fn what_runs_side_by_side_hands_nothing_over() {
    let side_by_side = pipewright_core::builder::Stage::new("Deploy")
        .parallel([package("source", "packaged"), read("Upload", "packaged")]);
    assert_finds(
        &base().stage(side_by_side),
        &["P204 `packaged` is made by `Package`, which runs side by side with `Upload`"],
    );
}

#[test]
fn an_artifact_that_nobody_reads_is_suspicious() {
    assert_finds(
        &with([package("source", "packaged")]),
        &["P205 artifact `packaged` is never read"],
    );
    assert_finds(&with([package("source", "_packaged")]), &[]);
    let for_others = Action::new("Test", "CodeBuildTest")
        .input("source")
        .public_output("packaged")
        .output("logs")
        .set("project_name", "package");
    assert_finds(&with([for_others]), &["P205 artifact `logs` is never read"]);
}

#[test]
fn inputs_are_as_many_as_the_kind_takes() {
    let none = with([Action::new("Upload", "S3Deploy")
        .set("bucket_name", "site-files")
        .set("extract", true)]);
    assert_finds(
        &none,
        &["P206 `S3Deploy` needs at least 1 input, and `Upload` has no inputs"],
    );
    assert_eq!(
        finding(&none).help.as_deref(),
        Some("hand it over in parentheses: `S3Deploy(source)`")
    );
    assert_finds(
        &with([
            package("source", "packaged"),
            read("Upload", "packaged").input("source"),
        ]),
        &["P206 `S3Deploy` takes at most 1 input, and `Upload` has 2 inputs"],
    );
}

#[test]
fn outputs_are_as_many_as_the_kind_makes() {
    let unbound = Action::new("Checkout", "CodeCommit")
        .set("repository_name", "x")
        .set("branch_name", "main");
    assert_finds(
        &Builder::new()
            .setting("name", "x")
            .account(home())
            .stage(stage("Source", [unbound]))
            .stage(stage("Review", [Action::new("Review", "Manual")])),
        &["P207 `CodeCommit` makes 1 output, and `Checkout` has no outputs"],
    );
    assert_finds(
        &with([Action::new("Review", "Manual").output("review")]),
        &["P207 `Manual` makes no outputs, and `Review` has 1 output"],
    );
}

#[test]
fn artifacts_do_not_pass_between_foreign_accounts() {
    let from_to = |from: &str, to: &str| {
        accounts(with([
            convert("Convert", "source", "converted").account(from),
            read("Upload", "converted").account(to),
            read("InDev", "source").account("dev"),
            read("InProd", "source").account("prod"),
        ]))
    };
    assert_finds(&from_to("dev", "dev"), &[]);
    assert_finds(&from_to("dev", "tools"), &[]);
    assert_finds(&from_to("tools", "prod"), &[]);
    let between = from_to("dev", "prod");
    assert_finds(
        &between,
        &[
            "P237 artifact `converted` passes from account `dev` to account `prod`, which AWS does not document, and which works where the bucket owns it",
        ],
    );
    assert_eq!(
        finding(&between).help.as_deref(),
        Some(
            "leave it if the first run shows that it works; or else an action in home in between, `tools`, can read it and make a new artifact for `Upload`"
        )
    );
}

#[test]
fn of_an_imported_store_its_owner_says_whose_the_artifacts_are() {
    let store = |ownership: Option<&str>| {
        let store = Store::imported("main")
            .region("us-east-1")
            .set("bucket", "artifacts")
            .set(
                "key",
                "arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            );
        let store = match ownership {
            Some(ownership) => store.set("object_ownership", word(ownership)),
            None => store,
        };
        let pipeline = with([
            convert("Convert", "source", "converted").account("dev"),
            read("Upload", "converted").account("prod"),
        ]);
        accounts(pipeline.store(store))
    };
    let refused = "P208 artifact `converted` cannot pass from account `dev` to account `prod` unless the bucket of store `main` owns it";
    let passes = "P237 artifact `converted` passes from account `dev` to account `prod`, which AWS does not document, and which works where the bucket owns it";
    assert_finds(&store(None), &[refused]);
    assert_finds(&store(Some("ObjectWriter")), &[refused]);
    assert_finds(&store(Some("BucketOwnerPreferred")), &[passes]);
    assert_finds(&store(Some("BucketOwnerEnforced")), &[passes]);
}

#[test]
fn inputs_are_handed_over_once() {
    assert_finds(
        &with([package("source", "_packaged").input("source")]),
        &["P209 `source` is handed to action `Package` twice"],
    );
}

#[test]
fn files_are_in_inputs() {
    let [prepare, execute] = change_sets();
    let prepare = prepare.set("template_configuration", file("packaged", "prod.json"));
    let pipeline = with([package("source", "packaged"), prepare, execute]);
    assert_finds(
        &pipeline,
        &["P210 `packaged` is not an input of action `Prepare`"],
    );
    assert_eq!(
        finding(&pipeline).help.as_deref(),
        Some("hand it over: `Prepare: CloudFormation(source, packaged)`")
    );
}

#[test]
fn artifact_names_keep_to_the_pattern() {
    assert_finds(
        &with([package("source", "pack.aged"), read("Upload", "pack.aged")]),
        &["P211 artifact name `pack.aged` must be letters, digits and - _"],
    );
}

#[test]
fn a_foreign_build_makes_no_artifacts() {
    let pipeline = with([
        package("source", "packaged").account("dev"),
        read("Upload", "packaged"),
        read("InProd", "packaged").account("prod"),
    ]);
    let warning =
        "P137 project `package` is not declared, so its role is not admitted to the artifact store";
    assert_finds(
        &accounts(pipeline),
        &[
            "P212 `CodeBuild` makes no artifacts in a foreign account, and `Package` runs in `dev`",
            warning,
        ],
    );
}

#[test]
fn a_clone_reference_is_read_by_builds_only() {
    let pipeline = |format: &str| {
        Builder::new()
            .setting("name", "x")
            .account(home())
            .stage(stage(
                "Source",
                [checkout().set("output_artifact_format", word(format))],
            ))
            .stage(stage("Build", [package("source", "_packaged")]))
            .stage(reads("Read"))
    };
    assert_finds(&pipeline("CODE_ZIP"), &[]);
    assert_finds(
        &pipeline("CODEBUILD_CLONE_REF"),
        &["P213 `source` is a `CODEBUILD_CLONE_REF`, which an `S3Deploy` action cannot read"],
    );
}

#[test]
fn an_output_needs_its_file() {
    let [prepare, execute] = change_sets();
    assert_finds(
        &with([prepare, execute.output("_outputs")]),
        &["P238 `_outputs` is never made: action `Execute` has no `output_file_name`"],
    );
    let [prepare, execute] = change_sets();
    assert_finds(
        &with([prepare, execute.output("outputs"), read("Copy", "outputs")]),
        &["P214 `outputs` is never made: action `Execute` has no `output_file_name`"],
    );
    let [prepare, execute] = change_sets();
    assert_finds(
        &with([
            prepare,
            execute
                .output("_outputs")
                .set("output_file_name", "outputs.json"),
        ]),
        &[],
    );
}

#[test]
fn a_clone_is_made_in_the_repositorys_account() {
    let cloned = |source: Action, account: &str| {
        let test = Action::new("Test", "CodeBuildTest")
            .input("source")
            .account(account)
            .set("project_name", word("tests"));
        let project = Project::managed("tests").set("image", "x").account(account);
        let pipeline = Builder::new()
            .setting("name", "x")
            .account(home())
            .account(Account::new("dev", "222222222222"))
            .project(project)
            .stage(stage("Source", [source]))
            .stage(stage("Test", [test]));
        pipeline.stage(stage(
            "Use",
            [Action::new("Use", "Lambda")
                .account("dev")
                .set("function_name", "use")],
        ))
    };
    let reference =
        |source: Action| source.set("output_artifact_format", word("CODEBUILD_CLONE_REF"));
    assert_finds(&cloned(reference(checkout()), "tools"), &[]);
    let abroad = cloned(reference(checkout()), "dev");
    assert_finds(
        &abroad,
        &[
            "P215 `source` refers to a `CodeCommit` repository of account `tools`, which action `Test` in account `dev` cannot clone",
        ],
    );
    assert_eq!(
        finding(&abroad).help.as_deref(),
        Some(
            "let `Checkout` upload the files, without `output_artifact_format`, or build in `tools`"
        )
    );
    // The other way round it is the same.
    let foreign = cloned(reference(checkout().account("dev")), "tools");
    assert_eq!(finding(&foreign).code.id, "P215");
    // A connection can be shared.
    let connection = Action::new("Checkout", "CodeConnection")
        .output("source")
        .set(
            "connection_arn",
            "arn:aws:codeconnections:us-east-1:111111111111:connection/0",
        )
        .set("full_repository_id", "octo/app")
        .set("branch_name", "main");
    assert_finds(&cloned(reference(connection), "dev"), &[]);
}

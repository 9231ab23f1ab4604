//! What keeps its name, and comes to stand elsewhere or is made anew.

use super::*;
use crate::builder::{ActionType, Event, StackOutput, Store, list};

#[test]
fn a_named_role_with_another_path_is_told() {
    let named = |path: &'static str| {
        pipeline(move |role| role.set("role_name", "copies").set("path", path))
    };
    assert_eq!(
        over(named("/one/"), named("/other/"), "path"),
        [
            "P542 role `copies` in account 111111111111 keeps its name, and its `Path` `/one/` becomes `/other/`"
        ]
    );
    let renamed = pipeline(|role| role.set("role_name", "copies-2").set("path", "/other/"));
    assert_eq!(over(named("/one/"), renamed, "renamed"), [""; 0]);
    // A derived name changes along with the path.
    let derived = |path: &'static str| pipeline(move |role| role.set("path", path));
    assert_eq!(
        over(derived("/one/"), derived("/other/"), "derived"),
        [""; 0]
    );
}

/// Its policies have its path, and a name that nobody can choose.
#[test]
fn a_role_with_policies_of_its_own_is_told_once() {
    let large = |path: &'static str| {
        let statement = |number: usize| {
            map([
                ("effect", word("Allow")),
                ("actions", list(["sqs:SendMessage"])),
                (
                    "resources",
                    list([format!(
                        "arn:aws:sqs:us-east-1:111111111111:a-queue-with-a-long-name-{number:03}"
                    )]),
                ),
            ])
        };
        let statements: Vec<_> = (0..200).map(statement).collect();
        pipeline(move |role| {
            let role = role.set("role_name", "copies").set("path", path);
            role.set("statements", list(statements.clone()))
        })
    };
    assert_eq!(
        codes(large("/one/"), large("/other/"), "policies"),
        ["P542"]
    );
}

#[test]
fn a_pipeline_in_another_stack_is_told() {
    let plain = || pipeline(|role| role);
    let named = plain().setting("stack_name", "team-app");
    let found = over(plain(), named, "stack");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("P543 pipeline `app` stood in stack `app-pipeline-")
            && found[0].ends_with("and stands in stack `team-app` now"),
        "{found:?}"
    );
    let execution = plain().setting("execution_mode", word("QUEUED"));
    assert_eq!(over(plain(), execution, "same"), [""; 0]);
}

#[test]
fn a_resource_with_a_name_is_told_where_it_moves() {
    let queue = |declared: &str, region: &str| {
        let queue = Resource::new(declared, "AWS::SQS::Queue").region(region);
        plain().resource(queue.set("QueueName", "failed"))
    };
    assert_eq!(
        over(
            queue("failed", "us-east-1"),
            queue("missed", "us-east-1"),
            "queue"
        )
        .iter()
        .map(|text| text.split(" of stack").next().unwrap_or_default())
        .collect::<Vec<_>>(),
        [
            "P545 `AWS::SQS::Queue` `failed` in account 111111111111 and region `us-east-1` is made by `FailedSQSQueue`"
        ]
    );
    // A queue of this name is another one there, and empty.
    let elsewhere = queue("failed", "eu-west-1");
    assert_eq!(
        codes(queue("failed", "us-east-1"), elsewhere, "region"),
        ["P549"]
    );
    // A bucket has its name everywhere.
    let bucket = |region: &str| {
        let bucket = Resource::new("kept", "AWS::S3::Bucket").region(region);
        plain().resource(bucket.set("BucketName", "kept-files"))
    };
    assert_eq!(
        codes(bucket("us-east-1"), bucket("eu-west-1"), "bucket"),
        ["P545"]
    );
}

#[test]
fn a_named_resource_that_is_made_anew_is_told() {
    let images = |name: &'static str, encryption: &'static str| {
        let encryption = map([("EncryptionType", encryption)]);
        let images = Resource::new("images", "AWS::ECR::Repository")
            .set("EncryptionConfiguration", encryption);
        plain().resource(images.set("RepositoryName", name))
    };
    assert_eq!(
        over(images("app", "AES256"), images("app", "KMS"), "images"),
        [
            "P542 `AWS::ECR::Repository` `app` in account 111111111111 and region `us-east-1` keeps its name, and its `EncryptionConfiguration.EncryptionType` `AES256` becomes `KMS`"
        ]
    );
    // Another name is another repository: the deployment works, and the images stay behind.
    let both = codes(images("app", "AES256"), images("apps", "KMS"), "both");
    assert_eq!(both, ["P549"]);
}

/// Each bus has its own rules: the pipeline's gets another name, and one with a name of the user's
/// is not made anew under it.
#[test]
fn a_rule_on_another_bus_is_told_if_it_keeps_its_name() {
    let event = |bus: &'static str| {
        let event = Event::new("ordered")
            .set("event_bus_name", bus)
            .set("pattern", map([("source", list(["shop"]))]));
        plain().on_event(event)
    };
    assert_eq!(over(event("orders"), event("sales"), "bus"), [""; 0]);
    assert_eq!(over(event("default"), event("sales"), "bus-named"), [""; 0]);
    let rule = |bus: &'static str, name: &'static str| {
        let rule = Resource::new("ordered", "AWS::Events::Rule")
            .set("Name", name)
            .set("EventBusName", bus)
            .set("ScheduleExpression", "rate(1 day)");
        plain().resource(rule)
    };
    assert_eq!(
        over(rule("orders", "told"), rule("sales", "told"), "bus-rule"),
        [
            "P542 event rule `told` in account 111111111111 and region `us-east-1` keeps its name, and its `EventBusName` \
             `orders` becomes `sales`, for which AWS may make it anew: it cannot under the name that it keeps"
        ]
    );
    let both = codes(rule("orders", "told"), rule("sales", "sold"), "bus-both");
    assert_eq!(both, [""; 0]);
}

#[test]
fn an_action_type_that_changes_under_its_version_is_told() {
    let scanner = |version: &'static str, most: i64| {
        let counts = |most: i64| map([("minimum_count", 0), ("maximum_count", most)]);
        let scan = Action::new("Scan", "Custom")
            .input("source")
            .set("action_type", word("scanner"));
        let declared = ActionType::managed("scanner")
            .set("category", word("Test"))
            .set("provider", "scanner")
            .set("version", version)
            .set("input_artifact_details", counts(most))
            .set("output_artifact_details", counts(0));
        plain()
            .action_type(declared)
            .stage(Stage::new("Check").action(scan))
    };
    assert_eq!(codes(scanner("1", 1), scanner("1", 2), "same"), ["P542"]);
    assert_eq!(codes(scanner("1", 1), scanner("2", 2), "version"), [""; 0]);
}

#[test]
fn a_bucket_name_and_an_export_are_told_where_they_move() {
    let store = |pipeline: &str| {
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let copy = Action::new("Copy", "S3Deploy")
            .input("source")
            .set("bucket_name", "www.example.com")
            .set("extract", true);
        let store = Store::managed("main").region("us-east-1");
        Pipeline::builder(pipeline)
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .store(store.set("bucket_name", "app-artifacts"))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Copy").action(copy))
    };
    let export = |of: &[&str]| {
        let output = StackOutput::of("Told", of.iter().copied());
        store("app").output(output.set("export_name", "told"))
    };
    let renamed = over(store("app"), store("shop"), "renamed");
    assert_eq!(renamed.len(), 1, "{renamed:?}");
    assert!(renamed[0].starts_with("P545 bucket `app-artifacts` is made by stack `app-artifacts-"));
    let moved = codes(export(&["pipeline"]), export(&["main"]), "export");
    assert_eq!(moved, ["P545"]);
    let same = codes(export(&["pipeline"]), export(&["pipeline", "arn"]), "value");
    assert_eq!(same, [""; 0]);
}

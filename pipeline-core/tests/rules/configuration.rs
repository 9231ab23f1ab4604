use crate::support::{assert_finds, base, change_sets, finding, stage};
use pipewright_core::builder::{Action, Builder, word};

fn with(action: Action) -> Builder {
    base().stage(stage("Deploy", [action]))
}

fn upload() -> Action {
    Action::new("Upload", "S3Deploy")
        .input("source")
        .set("bucket_name", "site-files")
        .set("extract", true)
}

#[test]
fn keys_are_known_ones() {
    assert_finds(&with(upload()), &[]);
    let camel = with(upload().set("CacheControl", "x"));
    assert_finds(&camel, &["P401 action `Upload` has no key `CacheControl`"]);
    assert_eq!(
        finding(&camel).help.as_deref(),
        Some("keys are written in snake case: `cache_control`")
    );
    let typo = with(upload().set("cache_contrl", "x"));
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a key with a similar name: `cache_control`")
    );
    let half = with(upload().set("canned", "private"));
    assert_eq!(
        finding(&half).help.as_deref(),
        Some("a key with a similar name: `canned_acl`")
    );
}

#[test]
fn a_mistyped_key_is_not_missing_too() {
    let action = Action::new("Upload", "S3Deploy")
        .input("source")
        .set("bucket_nam", "site-files")
        .set("extract", true);
    assert_finds(
        &with(action),
        &["P401 action `Upload` has no key `bucket_nam`"],
    );
}

#[test]
fn keys_are_said_once() {
    assert_finds(
        &with(upload().set("extract", false).set("object_key", "x")),
        &["P402 `extract` is said twice"],
    );
}

#[test]
fn required_keys_are_there() {
    let action = Action::new("Upload", "S3Deploy")
        .input("source")
        .set("extract", false);
    let pipeline = with(action);
    assert_finds(
        &pipeline,
        &[
            "P403 action `Upload` has no `bucket_name`, and no `object_key`, which it needs when `extract` is `false`",
        ],
    );
    assert_eq!(
        finding(&pipeline).help.as_deref(),
        Some("add `bucket_name: …`, the bucket")
    );
}

#[test]
fn keys_without_effect_are_suspicious() {
    let [prepare, execute] = change_sets();
    let pipeline = base().stage(stage(
        "Deploy",
        [
            prepare,
            execute.set("capabilities", vec![word("CAPABILITY_IAM")]),
        ],
    ));
    assert_finds(
        &pipeline,
        &["P404 `capabilities` has no effect when `action_mode` is `CHANGE_SET_EXECUTE`"],
    );
    let build = |batch: Option<bool>| {
        let action = Action::new("Build", "CodeBuild")
            .input("source")
            .set("project_name", "build")
            .set("combine_artifacts", true);
        with(match batch {
            Some(batch) => action.set("batch_enabled", batch),
            None => action,
        })
    };
    assert_finds(&build(Some(true)), &[]);
    assert_finds(
        &build(Some(false)),
        &["P404 `combine_artifacts` has no effect when `batch_enabled` is `false`"],
    );
    assert_finds(
        &build(None),
        &["P404 `combine_artifacts` has no effect without `batch_enabled`"],
    );
}

#[test]
fn roles_that_no_key_of_aws_names_are_wanted() {
    let fleet = || {
        Action::new("Fleet", "CodeDeploy")
            .input("source")
            .set("application_name", "app")
            .set("deployment_group_name", "fleet")
    };
    let silent = with(fleet());
    assert_finds(
        &silent,
        &[
            "P431 action `Fleet` has no `instance_roles`: no instance is admitted to the store, and one that is not allowed to by hand cannot fetch the artifact",
        ],
    );
    assert_eq!(
        finding(&silent).help.as_deref(),
        Some(
            "add `instance_roles: [ROLE, …]`, the roles of the instances: the store lets them read; `[]` where there are none"
        )
    );
    assert_finds(
        &with(fleet().set("instance_roles", Vec::<&str>::new())),
        &[],
    );
    let role = "arn:aws:iam::111111111111:role/fleet";
    assert_finds(&with(fleet().set("instance_roles", [role])), &[]);
    let service = Action::new("Service", "Ecs")
        .input("source")
        .set("cluster_name", "main")
        .set("service_name", "app");
    assert_eq!(finding(&with(service)).code.id, "P431");
}

#[test]
fn an_output_file_is_in_an_output() {
    let [prepare, execute] = change_sets();
    let execute = execute.set("output_file_name", "outputs.json");
    let both = |execute: Action| base().stage(stage("Deploy", [prepare.clone(), execute]));
    assert_finds(
        &both(execute.clone()),
        &["P404 `output_file_name` has no effect without an output"],
    );
    assert_finds(&both(execute.output("_outputs")), &[]);
}

//! ARNs that a user writes: of the region and the account that AWS takes there.

use crate::support::{assert_finds, base, finding, stage, use_account};
use pipewright_core::builder::{Account, Action, Builder};

fn with(action: Action) -> Builder {
    base().stage(stage("Deploy", [action]))
}

#[test]
fn a_topic_is_in_the_pipelines_region() {
    let review = |region: &str, account: &str| {
        let topic = format!("arn:aws:sns:{region}:{account}:reviews");
        with(Action::new("Review", "Manual").set("notification_arn", topic))
    };
    assert_finds(&review("us-east-1", "222222222222"), &[]);
    assert_finds(
        &review("eu-west-1", "111111111111"),
        &[
            "P143 `notification_arn` is of region `eu-west-1`, and the pipeline lives in `us-east-1`",
        ],
    );
}

#[test]
fn a_key_of_another_region_is_suspicious() {
    let upload = |region: &str| {
        let key = format!("arn:aws:kms:{region}:222222222222:key/0");
        let upload = Action::new("Upload", "S3Deploy").input("source");
        with(
            upload
                .set("bucket_name", "site-files")
                .set("extract", true)
                .set("kms_encryption_key_arn", key)
                .region("eu-west-1"),
        )
    };
    assert_finds(&upload("eu-west-1"), &[]);
    let elsewhere = upload("us-east-1");
    assert_finds(
        &elsewhere,
        &[
            "P144 `kms_encryption_key_arn` is of region `us-east-1`, and action `Upload` runs in `eu-west-1`",
        ],
    );
    assert_eq!(
        finding(&elsewhere).help.as_deref(),
        Some("S3 takes a key of the bucket's own region: name one of `eu-west-1`")
    );
}

#[test]
fn a_connection_is_used_in_every_region() {
    let source = Action::new("Checkout", "CodeConnection")
        .output("other")
        .set(
            "connection_arn",
            "arn:aws:codeconnections:eu-west-1:222222222222:connection/0",
        )
        .set("full_repository_id", "octo/app")
        .set("branch_name", "main");
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(crate::support::home())
        .stage(stage("Source", [source]))
        .stage(stage("Read", [crate::support::read("Copy", "other")]));
    assert_finds(&pipeline, &[]);
}

#[test]
fn a_state_machine_admits_its_own_account() {
    let run = |account: &str| {
        let machine = format!("arn:aws:states:us-east-1:{account}:stateMachine:verify");
        let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
        let pipeline = with(run).account(Account::new("dev", "222222222222"));
        use_account(pipeline, "dev")
    };
    assert_finds(&run("111111111111"), &[]);
    let elsewhere = run("222222222222");
    assert_finds(
        &elsewhere,
        &[
            "P143 `state_machine_arn` is of account `222222222222`, and action `Run` runs in `tools`, `111111111111`",
        ],
    );
    assert!(
        finding(&elsewhere)
            .help
            .is_some_and(|help| help.ends_with("`in dev`"))
    );
    assert_finds(
        &run("#{Checkout.CommitId}"),
        &[
            "P429 `state_machine_arn` holds `Checkout.CommitId`, which is known only when the pipeline runs, and the role of action `Run` would be allowed `states:DescribeExecution`, `states:DescribeStateMachine` and `states:StartExecution` on `arn:aws:states:us-east-1:*:stateMachine:verify`, of whatever account",
        ],
    );
}

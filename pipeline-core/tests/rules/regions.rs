//! Regions: their form, whether there is such a one, and their partition.

use crate::support::{assert_finds, base, finding, reads, sources, use_account};
use pipewright_core::builder::{Account, Builder};

fn in_region(region: &str) -> pipewright_core::builder::Builder {
    use_account(
        base().account(Account::new("dev", "222222222222").region(region)),
        "dev",
    )
}

#[test]
fn regions_are_known_ones() {
    assert_finds(&in_region("eu-west-1"), &[]);
    assert_finds(
        &in_region("us_east_1"),
        &["P111 `us_east_1` is not a region"],
    );
    assert_finds(
        &in_region("us-esat-1"),
        &["P111 there is no region `us-esat-1`"],
    );
    assert_eq!(
        finding(&in_region("us-esat-1")).help.as_deref(),
        Some("a region with a similar name: `us-east-1`")
    );
}

#[test]
fn a_region_that_is_not_listed_is_suspicious() {
    assert_finds(
        &in_region("us-east-3"),
        &["P112 CodePipeline is not listed for region `us-east-3`"],
    );
    assert_finds(
        &in_region("mx-central-1"),
        &["P112 CodePipeline is not listed for region `mx-central-1`"],
    );
}

#[test]
fn a_similar_region_is_of_the_same_partition() {
    let china = Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region("cn-north-1"))
        .stage(sources())
        .stage(reads("Read"));
    assert_finds(
        &china,
        &["P112 CodePipeline is not listed for region `cn-north-1`"],
    );
    assert_eq!(finding(&china).help, None);
    assert_finds(&in_region(""), &["P111 this region is empty"]);
}

#[test]
fn a_kind_is_offered_where_it_runs() {
    use pipewright_core::builder::{Action, word};
    let phones = |region: &str| {
        let phones = Action::new("Phones", "DeviceFarm")
            .input("source")
            .region(region)
            .set("app_type", word("Android"))
            .set("project_id", "0123")
            .set("app", "app.apk")
            .set(
                "device_pool_arn",
                "arn:aws:devicefarm:us-west-2::devicepool:0123",
            )
            .set("test_type", word("BUILTIN_FUZZ"));
        base().stage(crate::support::stage("Test", [phones]))
    };
    assert_finds(&phones("us-west-2"), &[]);
    assert_finds(
        &phones("eu-west-1"),
        &["P142 AWS does not list `DeviceFarm` for region `eu-west-1`, where action `Phones` runs"],
    );
    // There is no such region: that is enough.
    assert_finds(
        &phones("eu-wset-1"),
        &["P111 there is no region `eu-wset-1`"],
    );
}

#[test]
fn partitions_do_not_mix() {
    assert_finds(
        &in_region("us-gov-west-1"),
        &[
            "P113 region `us-gov-west-1` is in partition `aws-us-gov`, and the pipeline lives in `aws`",
        ],
    );
}

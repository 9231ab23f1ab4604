//! Regions: their form, whether there is such a one, and their partition.

use crate::support::{assert_finds, base, finding, found, reads, sources, use_account};
use pipewright_core::builder::{Account, Builder};
use pipewright_core::catalogue::partitions::PARTITIONS;

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
    assert_finds(&china, &[]);
    assert_finds(&in_region(""), &["P111 this region is empty"]);
}

/// A pipeline that lives in a region, in an account of its own.
fn lives_in(region: &str) -> Builder {
    Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region(region))
        .stage(sources())
        .stage(reads("Read"))
}

#[test]
fn every_region_of_every_partition_is_taken() {
    for partition in PARTITIONS {
        for region in partition.regions {
            let listed = !partition.without_codepipeline.contains(region);
            let warning = format!("P112 CodePipeline is not listed for region `{region}`");
            let found = found(&lives_in(region));
            let said: Vec<String> = found
                .iter()
                .map(|finding| format!("{} {}", finding.code.id, finding.message))
                .collect();
            let expected = if listed { vec![] } else { vec![warning] };
            // CodeCommit is not everywhere.
            let said: Vec<&String> = said
                .iter()
                .filter(|said| !said.starts_with("P142"))
                .collect();
            assert_eq!(said, expected.iter().collect::<Vec<_>>(), "{region}");
            let helped = found.iter().find(|finding| finding.code.id == "P112");
            assert!(
                helped.is_none_or(|finding| finding.help.is_none()),
                "{region}"
            );
        }
    }
}

#[test]
fn a_new_region_is_of_the_partition_that_it_is_named_like() {
    for partition in PARTITIONS {
        let geography = partition.geographies[0];
        let new = format!("{geography}-central-9");
        assert_finds(
            &lives_in(&new),
            &[&format!(
                "P112 CodePipeline is not listed for region `{new}`"
            )],
        );
    }
    // One letter away from `sa-east-1`, and yet a name that AWS could give.
    assert_finds(
        &in_region("ca-east-1"),
        &["P112 CodePipeline is not listed for region `ca-east-1`"],
    );
    assert_finds(
        &in_region("mars-north-1"),
        &["P128 `mars-north-1` begins like the regions of no partition of AWS"],
    );
    assert_finds(
        &in_region("us-iosb-east-1"),
        &["P111 there is no region `us-iosb-east-1`"],
    );
}

#[test]
fn no_two_partitions_mix() {
    for home in PARTITIONS {
        for other in PARTITIONS {
            let there = other.regions[0];
            let pipeline = use_account(
                lives_in(home.regions[0])
                    .account(Account::new("dev", "222222222222").region(there)),
                "dev",
            );
            let mixed = found(&pipeline)
                .iter()
                .any(|finding| finding.code.id == "P113");
            assert_eq!(
                mixed,
                home.name != other.name,
                "{} {}",
                home.name,
                other.name
            );
        }
    }
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

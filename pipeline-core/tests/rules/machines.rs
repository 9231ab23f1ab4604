//! Machines of build projects: image, type and size, in every combination.

use crate::support::{assert_finds, base, finding, found, stage};
use pipewright_core::builder::{Action, Builder, Project, word};
use pipewright_core::catalogue::images::FAMILIES;
use pipewright_core::catalogue::machines::{
    self, COMPUTE_TYPES, ENVIRONMENT_TYPES, MACHINES, machine_named,
};

const FLEET: &str = "arn:aws:codebuild:us-east-1:111111111111:fleet/builds:0123-4567";

fn project(image: &str) -> Project {
    Project::managed("build").set("image", image)
}

fn with(project: Project) -> Builder {
    let build = Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", word("build"));
    base().project(project).stage(stage("Build", [build]))
}

fn codes(project: Project) -> Vec<&'static str> {
    let findings = found(&with(project)).into_iter();
    findings.map(|finding| finding.code.id).collect()
}

#[test]
fn every_image_of_codebuild_is_taken_on_the_machine_that_it_is_for() {
    for family in FAMILIES {
        for version in family.versions {
            let image = format!("{}:{version}", family.name);
            let machine = machines::default_environment_type(&image);
            assert!(family.machines.contains(&machine), "{image}: {machine}");
            let reserved = machine_named(machine).is_some_and(|machine| machine.reserved);
            let expected: &[&str] = if reserved { &["P157"] } else { &[] };
            assert_eq!(codes(project(&image)), expected, "{image}");
            assert_eq!(
                codes(project(&image).set("fleet", FLEET)),
                [""; 0],
                "{image}"
            );
        }
    }
}

#[test]
fn every_image_is_tried_on_every_machine() {
    for family in FAMILIES {
        let image = format!("{}:{}", family.name, family.versions[0]);
        for machine in MACHINES {
            let found = codes(project(&image).set("environment_type", word(machine.name)));
            let expected: &[&str] = match family.machines.contains(&machine.name) {
                false => &["P148"],
                true if machine.reserved => &["P157"],
                true => &[],
            };
            assert_eq!(found, expected, "{image} on {}", machine.name);
        }
    }
}

#[test]
fn every_machine_is_tried_in_every_size_and_with_every_setting() {
    for name in ENVIRONMENT_TYPES {
        let machine = machine_named(name).expect("a machine");
        let own = || project("own/image:1").set("environment_type", word(*name));
        if machine.reserved {
            assert_eq!(codes(own()), ["P157"], "{name}");
            continue;
        }
        for size in COMPUTE_TYPES {
            let general = size.starts_with("BUILD_GENERAL1_");
            let expected: &[&str] = match machine.compute_types.contains(size) {
                true => &[],
                // Of no size does AWS say that these are without it.
                false if name.ends_with("_EC2") && general => &["P159"],
                false => &["P149"],
            };
            let found = codes(own().set("compute_type", word(*size)));
            assert_eq!(found, expected, "{name} {size}");
        }
        let docker: &[&str] = if machine.no_docker.is_some() {
            &["P155"]
        } else {
            &[]
        };
        assert_eq!(codes(own().set("privileged_mode", true)), docker, "{name}");
        assert_eq!(
            codes(own().set("privileged_mode", false)),
            [""; 0],
            "{name}"
        );
        let timeout: &[&str] = if machine.has_timeout { &[] } else { &["P156"] };
        assert_eq!(
            codes(own().set("timeout_in_minutes", 10)),
            timeout,
            "{name}"
        );
    }
}

#[test]
fn a_misspelled_image_is_told_from_a_newer_one() {
    assert_finds(
        &with(project("aws/codebuild/amazonlinux-x86-64-standard:5.0")),
        &["P146 CodeBuild has no image `aws/codebuild/amazonlinux-x86-64-standard:5.0`"],
    );
    assert_eq!(
        finding(&with(project("aws/code-build/standard:7.0")))
            .help
            .as_deref(),
        Some("an image with a similar name: `aws/codebuild/standard:7.0`")
    );
    for newer in [
        "aws/codebuild/standard:99.0",
        "aws/codebuild/standard",
        "aws/codebuild/nodejs:10.14.1",
    ] {
        assert_finds(
            &with(project(newer)),
            &[&format!("P147 CodeBuild does not list image `{newer}`")],
        );
    }
    for other in [
        "node:22",
        "ghcr.io/octo/app:1",
        "public.ecr.aws/docker/library/rust:1",
    ] {
        assert_finds(&with(project(other)), &[]);
    }
}

#[test]
fn a_registry_is_of_its_regions_partition_and_the_pipelines() {
    let image = |address: &str| format!("{address}/app:1");
    for right in [
        "111111111111.dkr.ecr.us-east-1.amazonaws.com",
        "222222222222.dkr.ecr.eu-west-9.amazonaws.com",
    ] {
        assert_finds(&with(project(&image(right))), &[]);
    }
    for (wrong, said) in [
        (
            "111.dkr.ecr.us-east-1.amazonaws.com",
            "P129 `image` is of a registry of `111`, and account ids are 12 digits",
        ),
        (
            "111111111111.dkr.ecr.us-esat-1.amazonaws.com",
            "P129 `image` is of a registry in `us-esat-1`, and there is no such region",
        ),
        (
            "111111111111.dkr.ecr.us-east-1.amazonaws.com.cn",
            "P129 `image` is of a registry at `amazonaws.com.cn`, and those in `us-east-1` are at `amazonaws.com`",
        ),
        (
            "111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn",
            "P129 `image` is in partition `aws-cn`, and the pipeline lives in `aws`",
        ),
    ] {
        assert_finds(&with(project(&image(wrong))), &[said]);
    }
}

#[test]
fn a_fleet_is_where_its_project_is() {
    let mac = || project("aws/codebuild/macos-arm-base:15");
    let elsewhere = FLEET.replace("us-east-1", "us-west-2");
    assert_finds(
        &with(mac().set("fleet", elsewhere)),
        &["P158 the fleet is in `us-west-2`, and project `build` in `us-east-1`"],
    );
    let other = FLEET.replace("111111111111", "222222222222");
    assert_finds(
        &with(mac().set("fleet", other)),
        &["P158 the fleet is in `222222222222`, and project `build` in `111111111111`"],
    );
    let there = with(
        mac()
            .set("fleet", FLEET.replace("us-east-1", "us-west-2"))
            .region("us-west-2"),
    );
    assert!(
        found(&there)
            .iter()
            .all(|finding| finding.code.id != "P158")
    );
}

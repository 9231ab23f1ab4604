//! Settings of build projects: what is close to a mistake and right, and every combination with
//! every machine.

use crate::support::{base, found, stage};
use pipewright_core::builder::{Action, Builder, Project, Store, Value, list, map, word};
use pipewright_core::catalogue::machines::{ENVIRONMENT_TYPES, MACHINES, machine_named};
use pipewright_core::catalogue::projects::{PROPERTIES, Use};
use pipewright_core::catalogue::{declared, snake_case};

fn own(machine: &str) -> Project {
    Project::managed("build")
        .set("image", "own/image:1")
        .set("environment_type", word(machine))
}

fn on_linux() -> Project {
    own("LINUX_CONTAINER")
}

fn with(project: Project) -> Builder {
    let build = Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", word("build"));
    base().project(project).stage(stage("Build", [build]))
}

fn codes_of(builder: &Builder) -> Vec<&'static str> {
    let findings = found(builder).into_iter();
    findings.map(|finding| finding.code.id).collect()
}

fn codes(project: Project) -> Vec<&'static str> {
    codes_of(&with(project))
}

fn vpc() -> Value {
    map([
        ("vpc_id", Value::from("vpc-01234567")),
        ("subnets", vec!["subnet-01234567"].into()),
        ("security_group_ids", vec!["sg-01234567"].into()),
    ])
}

fn local(mode: &str) -> Value {
    map([("type", word("LOCAL")), ("modes", list([word(mode)]))])
}

fn bucket(location: &str) -> Value {
    map([("type", word("S3")), ("location", location.into())])
}

fn mounted() -> Value {
    list([map([
        ("identifier", "cache"),
        (
            "location",
            "fs-01234567.efs.us-east-1.amazonaws.com:/builds",
        ),
        ("mount_point", "/cache"),
    ])])
}

#[test]
fn every_setting_is_tried_on_every_machine() {
    let lambda: &[&str] = &["P171"];
    for name in ENVIRONMENT_TYPES {
        let machine = machine_named(name).expect("a machine");
        if machine.reserved {
            continue;
        }
        let wrong = |is: bool, code: &'static str| -> Vec<&'static str> {
            if machine.lambda {
                lambda.to_vec()
            } else if is {
                vec![code]
            } else {
                Vec::new()
            }
        };
        let found = |key: &str, value: Value| codes(own(name).set(key, value));
        assert_eq!(found("vpc_config", vpc()), wrong(false, ""), "{name}");
        assert_eq!(found("cache", bucket("cache")), wrong(false, ""), "{name}");
        let nothing = map([("type", word("NO_CACHE"))]);
        assert_eq!(found("cache", nothing), [""; 0], "{name}");
        let cached = found("cache", local("LOCAL_CUSTOM_CACHE"));
        assert_eq!(cached, wrong(!machine.has_local_cache, "P177"), "{name}");
        let certificate = found("certificate", "bucket/own.pem".into());
        assert_eq!(certificate, wrong(false, ""), "{name}");
        let queued = found("queued_timeout_in_minutes", 30.into());
        assert_eq!(queued, wrong(false, ""), "{name}");
        let server = map([("compute_type", word("BUILD_GENERAL1_SMALL"))]);
        let server = found("docker_server", server);
        assert_eq!(server, wrong(!machine.linux, "P155"), "{name}");
        let kernel = found("host_kernel", word("LINUX_KERNEL_6"));
        let expected: &[&str] = if machine.has_host_kernel {
            &[]
        } else {
            &["P172"]
        };
        assert_eq!(kernel, expected, "{name}");
        let mounts = own(name).set("file_system_locations", mounted());
        let mounts = codes(if machine.lambda {
            mounts
        } else {
            mounts.set("vpc_config", vpc())
        });
        assert_eq!(mounts, wrong(!machine.linux, "P182"), "{name}");
    }
}

#[test]
fn the_host_kernel_is_that_of_the_machines_that_the_api_lists() {
    let with_kernel: Vec<&str> = MACHINES
        .iter()
        .filter(|machine| machine.has_host_kernel)
        .map(|machine| machine.name)
        .collect();
    let listed = ["LINUX_CONTAINER", "ARM_CONTAINER", "LINUX_EC2", "ARM_EC2"];
    assert_eq!(with_kernel, listed);
}

#[test]
fn a_cache_has_what_its_type_needs() {
    let layers = || local("LOCAL_DOCKER_LAYER_CACHE");
    let docker = on_linux().set("privileged_mode", true);
    assert_eq!(codes(docker.set("cache", layers())), [""; 0]);
    assert_eq!(codes(on_linux().set("cache", layers())), ["P178"]);
    let none = map([("type", word("LOCAL"))]);
    assert_eq!(codes(on_linux().set("cache", none)), ["P175"]);
    let in_vpc = on_linux().set("vpc_config", vpc());
    assert_eq!(codes(in_vpc.set("cache", bucket("cache/app"))), [""; 0]);
    for location in ["cache/", "cache/*", "s3://cache", "Cache", ""] {
        let found = codes(on_linux().set("cache", bucket(location)));
        assert_eq!(found, ["P407"], "{location}");
    }
}

#[test]
fn the_cache_of_sources_needs_a_clone() {
    let cached = || on_linux().set("cache", local("LOCAL_SOURCE_CACHE"));
    assert_eq!(codes(cached()), ["P179"]);
    let clone = Action::new("Clone", "CodeCommit")
        .output("clone")
        .set("repository_name", "x")
        .set("branch_name", "main")
        .set("output_artifact_format", word("CODEBUILD_CLONE_REF"));
    let build = Action::new("Build", "CodeBuild")
        .input("clone")
        .set("project_name", word("build"));
    let pipeline = pipewright_core::builder::Builder::new()
        .setting("name", "x")
        .account(crate::support::home())
        .project(cached())
        .stage(stage("Source", [clone]))
        .stage(stage("Build", [build]));
    assert_eq!(codes_of(&pipeline), [""; 0]);
}

#[test]
fn a_bucket_of_a_store_is_the_stores() {
    let store = || {
        Store::imported("main")
            .region("us-east-1")
            .set("bucket", "artifacts")
    };
    let of = |location: &str| {
        let project = on_linux().set("cache", bucket(location));
        codes_of(&with(project).store(store()))
    };
    assert!(of("artifacts/cache").contains(&"P189"));
    assert!(!of("artifacts-cache").contains(&"P189"));
}

#[test]
fn a_key_of_its_own_is_for_what_is_no_artifact() {
    const KEY: &str = "arn:aws:kms:us-east-1:111111111111:key/0123";
    let keyed = || on_linux().set("encryption_key", KEY);
    assert_eq!(codes(keyed()), [""; 0]);
    let build = Action::new("Build", "CodeBuild")
        .input("source")
        .output("built")
        .set("project_name", word("build"));
    let pipeline = || {
        base()
            .project(keyed())
            .stage(stage("Build", [build.clone()]))
            .stage(stage("Use", [crate::support::read("Copy-built", "built")]))
    };
    assert_eq!(codes_of(&pipeline()), ["P185"]);
    let store = Store::imported("main")
        .region("us-east-1")
        .set("bucket", "artifacts")
        .set("key", KEY);
    assert!(!codes_of(&pipeline().store(store)).contains(&"P185"));
}

#[test]
fn an_image_is_pulled_by_whom_its_registry_lets() {
    let ecr = |account: &str| format!("{account}.dkr.ecr.us-east-1.amazonaws.com/build:1");
    let by = |image: &str, by: &str| {
        let project = Project::managed("build").set("image", image);
        codes(project.set("image_pull_credentials_type", word(by)))
    };
    let own = "aws/codebuild/standard:7.0";
    assert_eq!(by(own, "CODEBUILD"), [""; 0]);
    assert_eq!(by(own, "SERVICE_ROLE"), ["P184"]);
    for who in ["CODEBUILD", "SERVICE_ROLE"] {
        assert_eq!(by(&ecr("111111111111"), who), [""; 0], "{who}");
        assert_eq!(by("docker.io/acme/build:1", who), [""; 0], "{who}");
    }
    assert_eq!(by(&ecr("222222222222"), "SERVICE_ROLE"), [""; 0]);
    assert_eq!(by(&ecr("222222222222"), "CODEBUILD"), ["P184"]);
    let secret = map([("credential", "docker-hub")]);
    let project = Project::managed("build").set("image", "docker.io/acme/build:1");
    let project = project.set("registry_credential", secret);
    assert_eq!(codes(project), [""; 0]);
}

#[test]
fn what_a_project_cannot_have_is_said_with_its_reason() {
    for property in PROPERTIES {
        let Use::Unsuited(why) = property.what else {
            continue;
        };
        let parts: Vec<String> = property.path.split('.').map(snake_case).collect();
        let project = match parts.as_slice() {
            [key] => on_linux().set(key, true),
            // The properties of the source would be settings of the project.
            [of, key] if of == "source" => on_linux().set(key, true),
            [of, _] if of == "artifacts" => on_linux().set(of, true),
            [of, key] => on_linux().set(of, map([(key.as_str(), true)])),
            _ => panic!("{}", property.path),
        };
        let found = found(&with(project));
        let said: Vec<_> = found.iter().filter(|one| one.code.id == "P170").collect();
        assert_eq!(said.len(), 1, "{}: {found:?}", property.path);
        let whole = parts[0] == "artifacts";
        assert!(
            whole || said[0].message.ends_with(why),
            "{}",
            said[0].message
        );
    }
}

#[test]
fn every_setting_of_the_list_is_a_setting() {
    for property in PROPERTIES {
        if let Use::Setting(name) = property.what {
            let first = name.split('.').next().unwrap_or(name);
            let mut keys = declared::MANAGED_PROJECT.iter();
            assert!(keys.any(|key| key.is_written(first)), "{}", property.path);
        }
    }
}

#[test]
fn what_is_empty_huge_or_of_another_type_is_one_error_and_no_panic() {
    let long = "x".repeat(10_000);
    let many: Vec<String> = (0..100)
        .map(|index| format!("subnet-{index:08x}"))
        .collect();
    for (key, value) in [
        ("vpc_config", Value::from(3)),
        ("vpc_config", map([("vpc_id", "vpc-01234567")])),
        ("cache", "S3".into()),
        ("cache", map([("type", word("DISK"))])),
        ("logs_config", map([("cloud_watch_logs", true)])),
        ("report_groups", vec![long.as_str()].into()),
        ("file_system_locations", map([("identifier", "a")])),
        ("docker_server", map([("compute_type", word("SMALL"))])),
        ("concurrent_build_limit", 0.into()),
        ("queued_timeout_in_minutes", 481.into()),
        ("registry_credential", map([("credential", "a b")])),
        ("host_kernel", word("LINUX_5")),
        ("certificate", "bucket".into()),
        ("encryption_key", "alias/own".into()),
        ("tags", map([("aws:team", "x")])),
        ("tags", map((0..50).map(|index| (format!("T{index}"), "x")))),
    ] {
        let found = codes(on_linux().set(key, value.clone()));
        assert_eq!(found.len(), 1, "{key} {found:?}");
    }
    let mut vpc = vec![("vpc_id", Value::from("vpc-01234567"))];
    let subnets: Vec<&str> = many.iter().map(String::as_str).collect();
    vpc.push(("subnets", subnets.into()));
    vpc.push(("security_group_ids", vec!["sg-01234567"].into()));
    assert_eq!(codes(on_linux().set("vpc_config", map(vpc))), ["P421"]);
}

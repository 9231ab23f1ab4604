//! Build projects with every setting.

use super::checkout;
use crate::builder::{
    Account, Action, Parameter, Project, Stage, Value, import_value, list, map, ssm, word,
};
use crate::pipeline::Pipeline;

const KEY: &str = "arn:aws:kms:eu-west-1:222222222222:key/0123";
const GROUP: &str = "arn:aws:codebuild:eu-west-1:222222222222:report-group/shared";

fn texts(all: &[&str]) -> Value {
    all.to_vec().into()
}

fn vpc() -> Value {
    map([
        ("vpc_id", Value::from("vpc-01234567")),
        ("subnets", texts(&["subnet-01234567", "subnet-89abcdef"])),
        ("security_group_ids", texts(&["sg-01234567"])),
    ])
}

fn cache(location: &str) -> Value {
    map([
        ("type", word("S3")),
        ("location", location.into()),
        ("cache_namespace", "app".into()),
    ])
}

/// Makes an artifact, in a VPC at home.
fn package() -> Project {
    Project::managed("package")
        .set("image", "docker.io/acme/build:1")
        .set("privileged_mode", true)
        .set("vpc_config", vpc())
        .set("cache", cache("build-cache/app"))
        .set(
            "logs_config",
            map([
                (
                    "cloud_watch_logs",
                    map([("group_name", "/builds/app"), ("stream_name", "package")]),
                ),
                (
                    "s3_logs",
                    map([
                        ("location", Value::from("build-logs/app")),
                        ("bucket_owner", "999999999999".into()),
                    ]),
                ),
            ]),
        )
        .set("report_groups", texts(&["unit", "coverage"]))
        .set(
            "file_system_locations",
            list([map([
                ("identifier", "tools"),
                ("location", "fs-01234567.efs.eu-west-1.amazonaws.com:/tools"),
                ("mount_point", "/tools"),
            ])]),
        )
        .set(
            "docker_server",
            map([
                ("compute_type", word("BUILD_GENERAL1_SMALL")),
                ("security_group_ids", texts(&["sg-89abcdef"])),
            ]),
        )
        .set("registry_credential", map([("credential", "docker-hub")]))
        .set("certificate", "certificates/own.pem")
        .set("host_kernel", word("LINUX_KERNEL_LATEST"))
        .set("concurrent_build_limit", 2)
        .set("queued_timeout_in_minutes", 30)
        .set("tags", map([("part", "package")]))
}

/// Makes nothing, and keeps a cache.
fn check() -> Project {
    Project::managed("check")
        .set("image", "aws/codebuild/standard:7.0")
        .set("cache", cache("build-cache"))
        .set(
            "build_batch_config",
            map([
                ("timeout_in_mins", Value::from(60)),
                ("restrictions", map([("maximum_builds_allowed", 4)])),
            ]),
        )
}

/// In another account, with a key of its own.
fn smoke() -> Project {
    Project::managed("smoke")
        .account("prod")
        .set(
            "image",
            "222222222222.dkr.ecr.eu-west-1.amazonaws.com/smoke:1",
        )
        .set("image_pull_credentials_type", word("CODEBUILD"))
        .set("encryption_key", KEY)
        .set("report_groups", texts(&[GROUP]))
        .set(
            "logs_config",
            map([
                ("cloud_watch_logs", map([("status", word("DISABLED"))])),
                (
                    "s3_logs",
                    map([("location", "arn:aws:s3:::prod-logs/smoke")]),
                ),
            ]),
        )
}

pub(super) fn projects() -> Pipeline {
    let build = |name: &str, project: &str| {
        Action::new(name, "CodeBuild")
            .input("source")
            .set("project_name", word(project))
    };
    Pipeline::builder("whole")
        .account(Account::home("main", "111111111111").region("eu-west-1"))
        .account(Account::new("prod", "222222222222"))
        .project(package())
        .project(check())
        .project(smoke())
        .stage(Stage::new("Source").action(checkout("app")))
        .stage(
            Stage::new("Build")
                .action(build("Package", "package").output("packaged"))
                .action(build("Check", "check").set("batch_enabled", true)),
        )
        .stage(
            Stage::new("Smoke")
                .account("prod")
                .action(build("Test", "smoke").input("packaged")),
        )
        .build()
        .expect("a pipeline")
}

/// The subnets of the builds are a list that is known when the stack is deployed.
pub(super) fn in_listed_subnets() -> Pipeline {
    let vpc = map([
        ("vpc_id", import_value("network-VpcId")),
        ("subnets", word("subnets")),
        ("security_group_ids", list([ssm("/network/builds")])),
    ]);
    Pipeline::builder("listed")
        .account(Account::home("main", "111111111111").region("eu-west-1"))
        .parameter(Parameter::new("subnets", "List<AWS::EC2::Subnet::Id>"))
        .project(
            Project::managed("build")
                .set("image", "aws/codebuild/standard:7.0")
                .set("vpc_config", vpc),
        )
        .stage(Stage::new("Source").action(checkout("app")))
        .stage(
            Stage::new("Build").action(
                Action::new("Build", "CodeBuild")
                    .input("source")
                    .set("project_name", word("build")),
            ),
        )
        .build()
        .expect("a pipeline")
}

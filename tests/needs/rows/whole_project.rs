//! A build project with what projects of real pipelines have: a VPC, a cache, logs, reports, a key,
//! tags, limits, several sources, a private registry, a file system, reserved machines.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "search-whole-project";
        home tools = "111111111111" @ "us-east-1";

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            vpc_config: {
                vpc_id: "vpc-0a1b2c3d",
                subnets: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
                security_group_ids: ["sg-0a1b2c3d"],
            },
            cache: { type: S3, location: "acme-build-cache/search" },
            logs_config: {
                cloud_watch_logs: { group_name: "/acme/builds/search", stream_name: "package" },
                s3_logs: { location: "acme-build-logs/search" },
            },
            report_groups: ["arn:aws:codebuild:us-east-1:111111111111:report-group/search-tests"],
            concurrent_build_limit: 2,
            timeout_in_minutes: 30,
            queued_timeout_in_minutes: 60,
            tags: { "cost-center": "4711" },
        }
        project lint {
            image: "registry.example.com/acme/lint:3",
            registry_credential: { credential: "acme/registry" },
            encryption_key: "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
            cache: { type: LOCAL, modes: [LOCAL_CUSTOM_CACHE] },
        }
        project index {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            fleet: "arn:aws:codebuild:us-east-1:111111111111:fleet/search:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        }
        project measure {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            privileged_mode: true,
            vpc_config: {
                vpc_id: "vpc-0a1b2c3d",
                subnets: ["subnet-0a1b2c3d"],
                security_group_ids: ["sg-0a1b2c3d"],
            },
            file_system_locations: [{
                identifier: "corpus",
                location: "fs-0a1b2c3d.efs.us-east-1.amazonaws.com:/corpus",
                mount_point: "/mnt/corpus",
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit { repository_name: "search", branch_name: "main" };
            let words = Words: CodeCommit { repository_name: "search-words", branch_name: "main" };
        }
        stage Build {
            Package: CodeBuild(source, words) { project_name: package, primary_source: source };
            Lint: CodeBuildTest(source) { project_name: lint };
            Index: CodeBuild(source) { project_name: index };
            Measure: CodeBuildTest(source) { project_name: measure };
        }
    }]
}

const HOME: &str = "111111111111/us-east-1";

#[test]
fn every_property_is_set() {
    let made = Made::of(pipelines());
    let project =
        |properties| json!({ "Type": "AWS::CodeBuild::Project", "Properties": properties });
    made.has(HOME, &project(json!({
        "VpcConfig": {
            "VpcId": "vpc-0a1b2c3d",
            "Subnets": ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
            "SecurityGroupIds": ["sg-0a1b2c3d"],
        },
        "Cache": { "Type": "S3", "Location": "acme-build-cache/search" },
        "LogsConfig": {
            "CloudWatchLogs": { "Status": "ENABLED", "GroupName": "/acme/builds/search", "StreamName": "package" },
            "S3Logs": { "Status": "ENABLED", "Location": "acme-build-logs/search" },
        },
        "ConcurrentBuildLimit": 2,
        "TimeoutInMinutes": 30,
        "QueuedTimeoutInMinutes": 60,
        "Tags": [{ "Key": "cost-center", "Value": "4711" }],
    })));
    made.has(HOME, &project(json!({
        "Environment": { "RegistryCredential": { "Credential": "acme/registry", "CredentialProvider": "SECRETS_MANAGER" } },
        "EncryptionKey": "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "Cache": { "Type": "LOCAL", "Modes": ["LOCAL_CUSTOM_CACHE"] },
    })));
    made.has(HOME, &project(json!({
        "Environment": { "Fleet": { "FleetArn": "arn:aws:codebuild:us-east-1:111111111111:fleet/search:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9" } },
    })));
    made.has(HOME, &project(json!({
        "FileSystemLocations": [{
            "Type": "EFS", "Identifier": "corpus",
            "Location": "fs-0a1b2c3d.efs.us-east-1.amazonaws.com:/corpus", "MountPoint": "/mnt/corpus",
        }],
    })));
    made.has(
        HOME,
        &json!({
            "Type": "AWS::CodePipeline::Pipeline",
            "Properties": { "Stages": [{ "Actions": [{
                "InputArtifacts": [{ "Name": "source" }, { "Name": "words" }],
                "Configuration": { "PrimarySource": "source" },
            }] }] },
        }),
    );
}

/// A VPC takes network interfaces, a cache and logs their buckets, reports their groups, a registry its
/// secret: the roles of the builds have these calls.
#[test]
fn the_roles_of_the_builds_may_use_what_is_set() {
    let made = Made::of(pipelines());
    for (call, resource) in [
        (
            "ec2:CreateNetworkInterfacePermission",
            "arn:aws:ec2:us-east-1:111111111111:network-interface/*",
        ),
        ("s3:GetObject", "arn:aws:s3:::acme-build-cache/search/*"),
        ("s3:PutObject", "arn:aws:s3:::acme-build-logs/search/*"),
        (
            "logs:PutLogEvents",
            "arn:aws:logs:us-east-1:111111111111:log-group:/acme/builds/search:*",
        ),
        (
            "codebuild:BatchPutTestCases",
            "arn:aws:codebuild:us-east-1:111111111111:report-group/search-tests",
        ),
        (
            "secretsmanager:GetSecretValue",
            "arn:aws:secretsmanager:us-east-1:111111111111:secret:acme/registry-??????",
        ),
    ] {
        assert!(
            made.allows("codebuild.amazonaws.com", call, resource),
            "{call} on {resource}"
        );
    }
}

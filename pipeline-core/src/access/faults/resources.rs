//! Faults of what is no policy: the pipeline, its stores, projects, rules, keys, roles.

use super::{Fault, stores};
use serde_json::{Value, json};

/// Properties that widen a resource, and that nobody asks for.
const WIDER: &[(&str, &str, &str)] = &[
    ("AWS::CodeBuild::Project", "Visibility", "\"PUBLIC_READ\""),
    (
        "AWS::CodeBuild::Project",
        "ResourceAccessRole",
        "\"arn:aws:iam::111111111111:role/any\"",
    ),
    (
        "AWS::CodeBuild::Project",
        "VpcConfig",
        "{\"VpcId\": \"vpc-0a1b2c3d\"}",
    ),
    (
        "AWS::CodeBuild::Project",
        "Cache",
        "{\"Type\": \"S3\", \"Location\": \"someone-elses\"}",
    ),
    (
        "AWS::CodeBuild::Project",
        "LogsConfig",
        "{\"S3Logs\": {\"Status\": \"ENABLED\", \"Location\": \"someone-elses\"}}",
    ),
    ("AWS::Events::Rule", "EventBusName", "\"other\""),
    ("AWS::IAM::Role", "MaxSessionDuration", "43200"),
    ("AWS::KMS::Key", "BypassPolicyLockoutSafetyCheck", "true"),
    ("AWS::KMS::Key", "MultiRegion", "true"),
    ("AWS::S3::Bucket", "AccessControl", "\"PublicRead\""),
    ("AWS::S3::Bucket", "CorsConfiguration", "{}"),
    ("AWS::S3::Bucket", "ReplicationConfiguration", "{}"),
    ("AWS::S3::Bucket", "WebsiteConfiguration", "{}"),
    ("AWS::SNS::Topic", "DataProtectionPolicy", "{}"),
    ("AWS::SNS::Topic", "FifoTopic", "true"),
];

pub(super) fn of(body: &Value) -> Vec<Fault> {
    let mut out = Vec::new();
    let mut change = |kind: &'static str, pointer: &str, value: Option<Value>| {
        let Some(found) = body.pointer(pointer) else {
            return;
        };
        if value.as_ref() == Some(found) {
            return;
        }
        let mut changed = body.clone();
        match value {
            Some(value) => *changed.pointer_mut(pointer).expect("a place") = value,
            None => {
                let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
                let parent = changed.pointer_mut(parent).expect("a parent");
                match parent {
                    Value::Array(items) => {
                        items.remove(key.parse().expect("an index"));
                    }
                    other => {
                        other.as_object_mut().expect("an object").remove(key);
                    }
                }
            }
        }
        let what = format!("{pointer} was {found}");
        out.push(Fault {
            kind,
            what,
            body: changed,
            may_be_said_twice: false,
        });
    };
    for (kind, property, value) in WIDER {
        if body["Type"] == *kind {
            let mut properties = body["Properties"].clone();
            properties[*property] = serde_json::from_str(value).expect("JSON");
            let what = "a property that widens a resource";
            change(what, "/Properties", Some(properties));
        }
    }
    change(
        "a build that is privileged",
        "/Properties/Environment/PrivilegedMode",
        Some(json!(true)),
    );
    let other_role = json!("arn:aws:iam::111111111111:role/someone-else");
    let variables = body["Properties"]["Environment"]["EnvironmentVariables"].as_array();
    for (index, variable) in variables.into_iter().flatten().enumerate() {
        let name = variable["Name"].as_str().unwrap_or_default();
        if name.starts_with("CHANGE_SET_") {
            let text = variable["Value"].as_str().unwrap_or_default();
            let place = format!("/Properties/Environment/EnvironmentVariables/{index}/Value");
            change(
                "a build that describes another change set",
                &place,
                Some(json!(text.replacen("release", "other", 1))),
            );
            change("a build that describes nothing", &place, Some(json!("{}")));
        }
    }
    match body["Type"].as_str().unwrap_or_default() {
        "AWS::IAM::Role" => {
            change(
                "the wrong path of a role",
                "/Properties/Path",
                Some(json!("/")),
            );
            let name = body["Properties"]["RoleName"].as_str().unwrap_or_default();
            change(
                "the wrong name of a role",
                "/Properties/RoleName",
                Some(json!(format!("{name}x"))),
            );
            change(
                "a role without a trust policy",
                "/Properties/AssumeRolePolicyDocument",
                None,
            );
            change("a role without its policy", "/Properties/Policies/0", None);
            let (boundary, attached) = (
                "/Properties/PermissionsBoundary",
                "/Properties/ManagedPolicyArns/0",
            );
            let other = json!("arn:aws:iam::aws:policy/AdministratorAccess");
            change("a role without its boundary", boundary, None);
            change(
                "the wrong boundary of a role",
                boundary,
                Some(other.clone()),
            );
            change("a role without its managed policy", attached, None);
            change(
                "the wrong managed policy of a role",
                attached,
                Some(other.clone()),
            );
            let mut more = body["Properties"]["ManagedPolicyArns"].clone();
            if let Some(arns) = more.as_array_mut() {
                arns.push(other);
                let all = "/Properties/ManagedPolicyArns";
                change("one managed policy more", all, Some(more));
            }
        }
        "AWS::S3::Bucket" => stores::bucket(&mut change),
        "AWS::S3::BucketPolicy" => {
            change(
                "a bucket policy of another bucket",
                "/Properties/Bucket",
                Some(json!("someone-elses")),
            );
        }
        "AWS::KMS::Key" => stores::key(&mut change),
        // Only roles of other accounts know a key by its alias.
        "AWS::KMS::Alias" if !body.to_string().contains("pipeline home") => {
            change(
                "the wrong alias",
                "/Properties/AliasName",
                Some(json!("alias/someone-else")),
            );
            change(
                "an alias of another key",
                "/Properties/TargetKeyId",
                Some(json!("arn:aws:kms:us-east-1:111111111111:key/0")),
            );
        }
        "AWS::Events::EventBusPolicy" => {
            change(
                "a policy of another bus",
                "/Properties/EventBusName",
                Some(json!("other")),
            );
        }
        "AWS::Events::Rule" => {
            change(
                "a rule that is switched off",
                "/Properties/State",
                Some(json!("DISABLED")),
            );
            change("a rule without a target", "/Properties/Targets/0", None);
            change(
                "the wrong target of a rule",
                "/Properties/Targets/0/Arn",
                Some(json!("arn:aws:codepipeline:us-east-1:111111111111:other")),
            );
            change(
                "a rule without a role",
                "/Properties/Targets/0/RoleArn",
                None,
            );
            change(
                "the wrong role of a rule",
                "/Properties/Targets/0/RoleArn",
                Some(other_role.clone()),
            );
            change(
                "a rule on the default bus",
                "/Properties/EventBusName",
                None,
            );
            let queue = "/Properties/Targets/0/DeadLetterConfig";
            change("a rule without its queue", queue, None);
            let queue = format!("{queue}/Arn");
            change(
                "a rule with another queue",
                &queue,
                Some(json!(OTHER_QUEUE)),
            );
            change(
                "a rule for events of another account",
                "/Properties/EventPattern/account/0",
                Some(json!("888888888888")),
            );
            change(
                "a rule for events of any account",
                "/Properties/EventPattern/account",
                None,
            );
            for (wrong, any) in [
                (
                    "/Properties/EventPattern/resources/0",
                    "/Properties/EventPattern/resources",
                ),
                (
                    "/Properties/EventPattern/detail/referenceName/0",
                    "/Properties/EventPattern/detail/referenceName",
                ),
                (
                    "/Properties/EventPattern/detail/bucket/name/0",
                    "/Properties/EventPattern/detail/bucket",
                ),
                (
                    "/Properties/EventPattern/detail/object/key/0",
                    "/Properties/EventPattern/detail/object",
                ),
            ] {
                change(
                    "a rule for events of another source",
                    wrong,
                    Some(json!("other")),
                );
                change("a rule for events of any source", any, None);
            }
            let name = body["Properties"]["Name"].as_str().unwrap_or_default();
            change(
                "the wrong name of a rule",
                "/Properties/Name",
                Some(json!(format!("{name}x"))),
            );
        }
        "AWS::CodeBuild::Project" => {
            change(
                "a project without its store's key",
                "/Properties/EncryptionKey",
                None,
            );
            change(
                "a project with another key",
                "/Properties/EncryptionKey",
                Some(json!("alias/aws/s3")),
            );
            change(
                "the wrong role of a project",
                "/Properties/ServiceRole",
                Some(other_role.clone()),
            );
            change(
                "a project without a role for its batches",
                "/Properties/BuildBatchConfig",
                None,
            );
            change(
                "the wrong role of a project's batches",
                "/Properties/BuildBatchConfig/ServiceRole",
                Some(other_role.clone()),
            );
            let builds = body["Properties"]["ServiceRole"].clone();
            change(
                "batches with the role of the builds",
                "/Properties/BuildBatchConfig/ServiceRole",
                Some(builds),
            );
            for (what, path, value) in OTHER_SETTINGS {
                let path = format!("/Properties/{path}");
                change(what, &path, Some(json!(value)));
                change(what, &path, None);
            }
            change(
                "the wrong name of a project",
                "/Properties/Name",
                Some(json!("someone-elses")),
            );
        }
        "AWS::SNS::Topic" | "AWS::CodeStarNotifications::NotificationRule" => told(&mut change),
        "AWS::Scheduler::Schedule" => scheduled(&other_role, &mut change),
        "AWS::CodePipeline::Pipeline" => pipeline(body, &other_role, &mut change),
        _ => {}
    }
    out
}

/// Faults of what tells of the pipeline.
fn told(change: &mut dyn FnMut(&'static str, &str, Option<Value>)) {
    change(
        "the wrong subscriber of a topic",
        "/Properties/Subscription/0/Endpoint",
        Some(json!("someone@example.org")),
    );
    change(
        "a subscriber of a topic left out",
        "/Properties/Subscription/1",
        None,
    );
    change(
        "a topic without its key",
        "/Properties/KmsMasterKeyId",
        None,
    );
    change(
        "the wrong channel",
        "/Properties/Targets/0/TargetAddress",
        Some(json!(
            "arn:aws:chatbot::888888888888:chat-configuration/slack-channel/other"
        )),
    );
    change(
        "a channel that is told of another pipeline",
        "/Properties/Resource",
        Some(json!("arn:aws:codepipeline:us-east-1:111111111111:other")),
    );
    change(
        "a channel that is not told of a state",
        "/Properties/EventTypeIds/0",
        None,
    );
    change(
        "a notification rule that is off",
        "/Properties/Status",
        Some(json!("DISABLED")),
    );
}

/// Faults of a schedule.
fn scheduled(other_role: &Value, change: &mut dyn FnMut(&'static str, &str, Option<Value>)) {
    change(
        "a schedule that starts another pipeline",
        "/Properties/Target/Arn",
        Some(json!("arn:aws:codepipeline:us-east-1:111111111111:other")),
    );
    change(
        "the wrong role of a schedule",
        "/Properties/Target/RoleArn",
        Some(other_role.clone()),
    );
    let queue = "/Properties/Target/DeadLetterConfig";
    change("a schedule without its queue", queue, None);
    let queue = format!("{queue}/Arn");
    change(
        "a schedule with another queue",
        &queue,
        Some(json!(OTHER_QUEUE)),
    );
    change("a schedule without a group", "/Properties/GroupName", None);
    change(
        "a schedule of another group",
        "/Properties/GroupName",
        Some(json!("default")),
    );
    change(
        "a schedule at other times",
        "/Properties/ScheduleExpression",
        Some(json!("rate(1 minute)")),
    );
    change(
        "a schedule in another time zone",
        "/Properties/ScheduleExpressionTimezone",
        None,
    );
    for state in ["ENABLED", "DISABLED"] {
        change(
            "a schedule that is on or off against its declaration",
            "/Properties/State",
            Some(json!(state)),
        );
    }
}

const OTHER_QUEUE: &str = "arn:aws:sqs:us-east-1:111111111111:someone-elses";

/// Settings of a project that another value makes somebody else's.
const OTHER_SETTINGS: [(&str, &str, &str); 9] = [
    ("another VPC", "VpcConfig/VpcId", "vpc-0a1b2c3d"),
    ("another subnet", "VpcConfig/Subnets/0", "subnet-0a1b2c3d"),
    (
        "another security group",
        "VpcConfig/SecurityGroupIds/0",
        "sg-0a1b2c3d",
    ),
    ("another cache", "Cache/Location", "someone-elses"),
    (
        "another bucket for logs",
        "LogsConfig/S3Logs/Location",
        "someone-elses",
    ),
    (
        "another log group",
        "LogsConfig/CloudWatchLogs/GroupName",
        "/someone/elses",
    ),
    (
        "another file system",
        "FileSystemLocations/0/Location",
        "fs-0a1b2c3d.efs.eu-west-1.amazonaws.com",
    ),
    (
        "another secret for the registry",
        "Environment/RegistryCredential/Credential",
        "someone-elses",
    ),
    (
        "another certificate",
        "Environment/Certificate",
        "someone-elses/a.pem",
    ),
];

fn pipeline(
    body: &Value,
    other_role: &Value,
    change: &mut dyn FnMut(&'static str, &str, Option<Value>),
) {
    change(
        "the wrong service role",
        "/Properties/RoleArn",
        Some(other_role.clone()),
    );
    change("a store left out", "/Properties/ArtifactStores/1", None);
    for store in 0..3 {
        let store = format!("/Properties/ArtifactStores/{store}");
        let key = format!("{store}/ArtifactStore/EncryptionKey/Id");
        let other = "arn:aws:kms:us-east-1:111111111111:key/00000000-0000-4000-8000-00000000beef";
        change("the wrong key of a store", &key, Some(json!(other)));
        change(
            "the wrong bucket of a store",
            &format!("{store}/ArtifactStore/Location"),
            Some(json!("someone-elses")),
        );
        change(
            "a store without its key",
            &format!("{store}/ArtifactStore/EncryptionKey"),
            None,
        );
        change(
            "the wrong region of a store",
            &format!("{store}/Region"),
            Some(json!("sa-east-1")),
        );
        change(
            "a key in the wrong region",
            &format!("{key}/Fn::GetStackOutput/Region"),
            Some(json!("sa-east-1")),
        );
        change(
            "a key of an export that is not there",
            &format!("{key}/Fn::ImportValue"),
            Some(json!("other")),
        );
    }
    let stages = body["Properties"]["Stages"].as_array().expect("stages");
    for (stage, found) in stages.iter().enumerate() {
        for action in 0..found["Actions"].as_array().expect("actions").len() {
            let action = format!("/Properties/Stages/{stage}/Actions/{action}");
            let role = format!("{action}/RoleArn");
            change("an action without its role", &role, None);
            change(
                "the wrong role of an action",
                &role,
                Some(other_role.clone()),
            );
            change(
                "an action in the wrong region",
                &format!("{action}/Region"),
                None,
            );
            change(
                "an action in a region without a store",
                &format!("{action}/Region"),
                Some(json!("sa-east-1")),
            );
            let passed = format!("{action}/Configuration/RoleArn");
            change(
                "the wrong role passed on",
                &passed,
                Some(other_role.clone()),
            );
            change("no role passed on", &passed, None);
            change(
                "the wrong project",
                &format!("{action}/Configuration/ProjectName"),
                Some(json!("other")),
            );
        }
    }
}

//! Overrides: what they set, what they cannot, and that they open nothing.

use serde_json::{Value, json};

use super::{refused, synthesized, template};

macro_rules! pipeline {
    ($($more:tt)*) => {
        pipewright::pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            account prod = "444444444444" @ "eu-west-1";
            store cache @ "us-east-1";
            role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
            role existing = import "arn:aws:iam::111111111111:role/ci/existing";
            project package { image: "aws/codebuild/standard:7.0" }
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Build {
                let packaged = Package: CodeBuild(source) { project_name: package };
                Copy: S3Deploy(source) as existing { bucket_name: "site", extract: true };
            }
            stage Deploy in prod {
                Prepare: CloudFormation(packaged) {
                    action_mode: CREATE_UPDATE, stack_name: "app",
                    template_path: packaged / "template.yml", role_arn: deploys,
                };
            }
            $($more)*
        }
    };
}

#[test]
fn an_override_sets_adds_and_takes_out() {
    let assembly = synthesized(pipeline! {
        override package {
            "Properties.ConcurrentBuildLimit": 2,
            "Metadata.notes.team": { name: "web" },
            "Properties.Description": (format!("by {}", "hand")),
            "Metadata.owner": deploys,
        }
        override package.role { "Properties.MaxSessionDuration": 7200 }
        override pipeline {
            "Properties.Stages.Deploy.Actions.Prepare.TimeoutInMinutes": 30,
            "Properties.RestartExecutionOnUpdate": true,
        }
        override Deploy.Prepare.role { "Properties.Description": None }
        override cache.key { "Properties.PendingWindowInDays": 7 }
        override "ArtifactBucket" @ "eu-west-1" {
            "Properties.LifecycleConfiguration.Rules.2": {
                Id: "Old", Status: "Enabled", Prefix: "old/", ExpirationInDays: 1,
            },
            "Properties.AccelerateConfiguration": { AccelerationStatus: "Enabled" },
        }
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let resources = &of_pipeline["Resources"];
    let project = &resources["PackageProject"];
    assert_eq!(project["Properties"]["ConcurrentBuildLimit"], 2);
    assert_eq!(
        project["Metadata"]["notes"],
        json!({ "team": { "name": "web" } })
    );
    assert_eq!(project["Properties"]["Description"], "by hand");
    let owner = project["Metadata"]["owner"].as_str().expect("an ARN");
    assert!(
        owner.starts_with("arn:aws:iam::444444444444:role/"),
        "{owner}"
    );
    assert_eq!(
        resources["PackageProjectRole"]["Properties"]["MaxSessionDuration"],
        7200
    );
    let pipeline = &resources["Pipeline"]["Properties"];
    assert_eq!(pipeline["Stages"][2]["Actions"][0]["TimeoutInMinutes"], 30);
    let roles = template(&assembly, "app-roles-444444444444-");
    let role = &roles["Resources"]["DeployPrepareRole"]["Properties"];
    assert_eq!(role["Description"], Value::Null);
    let near = template(&assembly, "app-artifacts-us-east-1-");
    assert_eq!(
        near["Resources"]["ArtifactKey"]["Properties"]["PendingWindowInDays"],
        7
    );
    let far = template(&assembly, "app-artifacts-eu-west-1-");
    let rule =
        &far["Resources"]["ArtifactBucket"]["Properties"]["LifecycleConfiguration"]["Rules"][2];
    assert_eq!(rule["Prefix"], "old/");

    let report = &assembly.files()["REPORT.md"];
    let row = "| `Properties.PendingWindowInDays` | not there | `7` |";
    assert!(
        report.contains("#### Overrides") && report.contains(row),
        "{report}"
    );
    let access: Value = serde_json::from_str(&assembly.files()["access.json"]).expect("JSON");
    let all = access["pipelines"][0]["overrides"]
        .as_array()
        .expect("a list");
    assert_eq!(all.len(), 11);
    assert!(
        all.iter()
            .any(|one| one["resource"] == "DeployPrepareRole" && one["after"].is_null())
    );
}

#[test]
fn without_an_override_nothing_is_said_of_them() {
    let assembly = synthesized(pipeline! {});
    let files = assembly.files();
    assert!(!files["REPORT.md"].contains("Overrides"));
    assert!(!files["access.json"].contains("\"overrides\":"));
}

#[test]
fn what_does_not_exist_is_not_overridden() {
    let found = refused(pipeline! {
        override "ArtifactBuket" @ "eu-west-1" { "Properties.Tags": [] }
        override "ArtifactKey" { "Properties.PendingWindowInDays": 7 }
        override "DeployPrepareRole" in tools { "Properties.Description": "x" }
        override existing { "Properties.Description": "x" }
        override pipeline {
            "Properties.Stages.Deplo.OnFailure.Result": "ROLLBACK",
            "Properties.Stages.7.OnFailure.Result": "ROLLBACK",
            "Properties.Triggers": None,
        }
    });
    for expected in [
        "[P530] no template has a resource `ArtifactBuket`\n  help: did you mean `ArtifactBucket`?",
        "[P531] `ArtifactKey` stands in 2 stacks\n  help: say which one: `in tools @ \"eu-west-1\"`, `in tools @ \"us-east-1\"`",
        "[P530] no template of this account and region has `DeployPrepareRole`",
        "[P484] `existing` is imported, and not ours to change",
        "[P532] the list has 3 items, and none is `Deplo`\n  help: did you mean `Deploy`?",
        "[P532] the list has 3 items, and none is `7`\n  help: its items are `Source`, `Build`, `Deploy`",
        "[P532] there is no `Triggers` to take out",
    ] {
        assert!(found.contains(expected), "{expected}\n\n{found}");
    }
}

/// One thing by two names: the second one is told of the first.
#[test]
fn a_path_is_set_once() {
    let found = refused(pipeline! {
        override package { "Properties.Description": "a" }
        override "PackageProject" { "Properties.Description": "b", "Properties.TimeoutInMinutes": [1] }
    });
    assert!(
        found.contains("[P402] `Properties.Description` of `PackageProject` is"),
        "{found}"
    );
    assert!(
        found.contains("[P532] `TimeoutInMinutes` of `AWS::CodeBuild::Project` takes a number"),
        "{found}"
    );
}

/// A key that the language does not know, and what no role needs anything for.
#[test]
fn what_the_language_does_not_know_is_set() {
    let assembly = synthesized(pipeline! {
        override pipeline { "Properties.Stages.Deploy.Actions.Prepare.Configuration.DeploymentMode": "x" }
        override package { "Properties.Environment.ComputeType": "BUILD_GENERAL1_HUGE" }
        override cache {
            "Properties.BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled": false,
        }
    });
    assert_eq!(
        assembly.files()["REPORT.md"]
            .matches("| `Properties.")
            .count(),
        3
    );
}

/// An override that opens something, and the code that stops it.
macro_rules! stopped {
    ($($name:ident: $code:literal { $($more:tt)* })*) => {$(
        #[test]
        fn $name() {
            let found = refused(pipeline! { $($more)* });
            let first = found.lines().next().unwrap_or_default();
            assert!(first.contains($code), "{found}");
            assert!(first.contains("override of `Properties."), "{found}");
            assert!(first.contains("overrides.rs:"), "{found}");
        }
    )*};
}

/// Statements that let everybody in.
const OPEN: &str = "*";

stopped! {
    a_bucket_policy_is_not_widened: "[P511]" { override "ArtifactBucketPolicy" @ "us-east-1" {
        "Properties.PolicyDocument.Statement.4": {
            Effect: "Allow", Principal: (OPEN), Action: "s3:GetObject",
            Resource: "arn:aws:s3:::*",
        },
    } }
    a_bucket_policy_keeps_its_denials: "[P511]" { override "ArtifactBucketPolicy" @ "us-east-1" {
        "Properties.PolicyDocument.Statement": [],
    } }
    a_trust_policy_is_not_widened: "[P511]" { override Deploy.Prepare.role {
        "Properties.AssumeRolePolicyDocument.Statement.0": {
            Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole",
        },
    } }
    the_trust_of_the_service_role_is_not_widened: "[P51" { override pipeline.role {
        "Properties.AssumeRolePolicyDocument.Statement.1": {
            Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999990:root" }, Action: "sts:AssumeRole",
        },
    } }
    a_role_is_not_given_more: "[P51" { override Deploy.Prepare.role {
        "Properties.Policies.0.PolicyDocument.Statement.0": {
            Effect: "Allow", Action: "s3:*", Resource: "*",
        },
    } }
    a_role_keeps_what_it_needs: "[P510]" { override Deploy.Prepare.role {
        "Properties.Policies": None,
    } }
    a_managed_policy_is_not_attached: "[P511]" { override Deploy.Prepare.role {
        "Properties.ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    } }
    a_key_policy_is_not_widened: "[P511]" { override cache.key {
        "Properties.KeyPolicy.Statement.0": {
            Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*",
        },
    } }
    a_bucket_stays_private: "[P511]" { override cache {
        "Properties.PublicAccessBlockConfiguration.BlockPublicPolicy": false,
    } }
}

/// A statement of the user's fails the proof by itself: the override is still reported at its place.
#[test]
fn an_override_is_blamed_beside_a_statement_that_denies() {
    let found = refused(pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            statements: [{ effect: Deny, actions: ["logs:*"], resources: ["*"] }],
        }
        override package.role { "Properties.Policies": None }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build { Package: CodeBuild(source) { project_name: package }; }
    });
    for wanted in [
        "may not call `logs:CreateLogGroup`",
        "the statement is here",
        "narrow this statement of yours, so that it does not deny the call",
        "override of `Properties.Policies` of `package.role`: ",
        "without this override the proof holds",
    ] {
        assert!(found.contains(wanted), "{wanted}\n{found}");
    }
    assert!(!found.contains("bug of pipewright"), "{found}");
}

/// Every resource that is made is of a type whose properties are known.
#[test]
fn the_properties_of_what_is_made_are_known() {
    use pipewright_core::catalogue::made_properties::MadeProperty;
    let assembly = synthesized(pipeline! {
        action_type check {
            category: Test, provider: "check", version: "1",
            input_artifact_details: { minimum_count: 1, maximum_count: 1 },
            output_artifact_details: { minimum_count: 0, maximum_count: 0 },
        }
        stage Check { Check: Custom(source) { action_type: check }; }
        schedule nightly "rate(1 day)";
        on_event released { pattern: { source: ["com.example"] } }
        on_event far in prod { pattern: { source: ["com.example"] } }
        notify failures { pipeline_states: [FAILED], email: ["team@example.com"] }
        notify channel {
            pipeline_states: [FAILED],
            chatbot: "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team",
        }
        roles { inline_policies: false }
    });
    let mut kinds = std::collections::BTreeSet::new();
    for (_, template) in assembly.templates() {
        for resource in template["Resources"]
            .as_object()
            .expect("resources")
            .values()
        {
            kinds.insert(resource["Type"].as_str().expect("a type").to_owned());
        }
    }
    for kind in &kinds {
        assert!(MadeProperty::of_type(kind).is_some(), "{kind}");
    }
    assert!(kinds.len() > 12, "{kinds:?}");
}

/// What is named by its logical id is held against the same schemas.
#[test]
fn logical_ids_are_held_against_their_types() {
    let found = refused(pipeline! {
        resource alerts: "AWS::SNS::Topic" { }
        notify mails { pipeline_states: [FAILED], email: ["team@example.com"] }
        schedule nightly "rate(1 day)";
        on_event released { pattern: { source: ["com.example"] } }
        override "AlertsSNSTopic" { "Properties.DisplayName": "x" }
        override "EventReleasedRule" {
            "Properties.Targets.0.RoleArn": "x",
            "Properties.Targets.1": { Id: "x", Arn: "y" },
            "Properties.Targets": [],
            "Properties.State": "DISABLED",
        }
        override "ScheduleNightly" {
            "Properties.ScheduleExpression": "rate(2 days)",
            "Properties.Target.Arn": "x",
            "Properties.FlexibleTimeWindow.Foo": 1,
            "Properties.Target.RetryPolicy": { MaximumRetryAttempts: "x" },
        }
        override "NotifyMailsTopic" { "Properties.KmsMasterKeyId": "x", "Properties.FifoTopic": true }
    });
    for expected in [
        "[P480] `AlertsSNSTopic` is a resource of your own",
        "set `event_roles: [ROLE];` of the pipeline",
        "declare a rule of your own",
        "change the text behind the schedule's name",
        "it starts this pipeline",
        "[P532] `FlexibleTimeWindow` of `AWS::Scheduler::Schedule` has no property `Foo`",
        "[P532] `Target.RetryPolicy.MaximumRetryAttempts` of `AWS::Scheduler::Schedule` takes a number",
        "set `kms_master_key_id` of the notification",
        "EventBridge publishes to no FIFO topic",
    ] {
        assert!(found.contains(expected), "{expected}\n\n{found}");
    }
    assert_eq!(found.matches("[P533]").count(), 7, "{found}");
    assert!(!found.contains("[P402]"), "{found}");
}

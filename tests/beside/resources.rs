//! Resources beside the pipeline: where each stands, what names it, and that none opens anything.

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
            $($more)*
        }
    };
}

macro_rules! ordinary {
    ($($more:tt)*) => {
        pipeline! {
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Deploy in prod {
                Prepare: CloudFormation(source) {
                    action_mode: CREATE_UPDATE, stack_name: "app",
                    template_path: source / "template.yml", role_arn: deploys,
                };
            }
            $($more)*
        }
    };
}

#[test]
fn what_the_pipeline_needs_stands_before_it_and_is_named() {
    let assembly = synthesized(pipeline! {
        resource code: "AWS::CodeCommit::Repository" { RepositoryName: "app-code" }
        resource connection: "AWS::CodeConnections::Connection" {
            ConnectionName: "github", ProviderType: "GitHub",
        }
        resource uploads: "AWS::S3::Bucket" { VersioningConfiguration: { Status: "Enabled" } }
        resource approvals: "AWS::SNS::Topic" {
            DisplayName: (format!("Approvals of {}", "app")),
            KmsMasterKeyId: key.Arn,
            Tags: [{ Key: "owner", Value: "team" }],
        }
        resource key: "AWS::KMS::Key" {
            KeyPolicy: {
                Version: "2012-10-17",
                Statement: [{
                    Effect: "Allow", Action: "kms:*", Resource: "*",
                    Principal: { AWS: "arn:aws:iam::111111111111:root" },
                }],
            },
        }
        resource images: "AWS::ECR::Repository" { removal_policy: DELETE }
        resource alarm: "AWS::CloudWatch::Alarm" {
            ComparisonOperator: "GreaterThanThreshold", EvaluationPeriods: 1,
            AlarmActions: [approvals], AlarmDescription: "failures of {approvals.TopicName}",
            depends_on: [images],
        }
        resource far: "AWS::SNS::Topic" in prod { DisplayName: deploys.name }
        resource abroad: "AWS::SNS::Topic" @ "eu-west-1" { }
        resource watch: "AWS::Events::Rule" {
            EventPattern: { source: ["aws.codepipeline"], detail: { pipeline: [pipeline] } },
            Targets: [{ Id: "far", Arn: "arn:aws:sns:us-east-1:111111111111:elsewhere" }],
        }
        output Topic = approvals.TopicArn { export_name: "app-approvals" }
        output Far = far;
        output Images = images.RepositoryUri;
        stage Source {
            parallel {
                let source = Checkout: CodeCommit { repository_name: code.Name, branch_name: "main" };
                let git = FromGit: CodeConnection {
                    connection_arn: connection, full_repository_id: "acme/app", branch_name: "main",
                };
                let upload = Upload: S3Source { s3_bucket: uploads, s3_object_key: "app.zip" };
            }
        }
        stage Approve {
            Review: Manual { notification_arn: approvals, custom_data: "see {abroad.TopicArn}" };
        }
        stage Deploy in prod {
            Prepare: CloudFormation(source, git, upload) {
                action_mode: CREATE_UPDATE, stack_name: "app",
                template_path: source / "template.yml", role_arn: deploys,
            };
        }
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let resources = &of_pipeline["Resources"];
    let topic = &resources["ApprovalsSNSTopic"];
    assert_eq!(topic["Type"], "AWS::SNS::Topic");
    assert_eq!(topic["Properties"]["DisplayName"], "Approvals of app");
    assert_eq!(
        topic["Properties"]["KmsMasterKeyId"],
        json!({ "Fn::GetAtt": ["KeyKMSKey", "Arn"] })
    );
    assert_eq!(topic["DeletionPolicy"], Value::Null);
    // What holds data stays.
    assert_eq!(
        resources["KeyKMSKey"]["DeletionPolicy"],
        "RetainExceptOnCreate"
    );
    assert_eq!(
        resources["UploadsS3Bucket"]["UpdateReplacePolicy"],
        "Retain"
    );
    assert_eq!(resources["ImagesECRRepository"]["DeletionPolicy"], "Delete");
    let alarm = &resources["AlarmCloudWatchAlarm"];
    assert_eq!(alarm["DependsOn"], json!(["ImagesECRRepository"]));
    assert_eq!(
        alarm["Properties"]["AlarmActions"],
        json!([{ "Ref": "ApprovalsSNSTopic" }])
    );
    let stages = &resources["Pipeline"]["Properties"]["Stages"];
    assert_eq!(
        stages[0]["Actions"][0]["Configuration"]["RepositoryName"],
        json!({ "Fn::GetAtt": ["CodeCodeCommitRepository", "Name"] })
    );
    assert_eq!(
        stages[0]["Actions"][1]["Configuration"]["ConnectionArn"],
        json!({ "Ref": "ConnectionCodeConnectionsConnection" })
    );
    assert_eq!(
        stages[1]["Actions"][0]["Configuration"]["NotificationArn"],
        json!({ "Ref": "ApprovalsSNSTopic" })
    );
    // The pipeline comes after what does not need it and what it does not name.
    let after = resources["Pipeline"]["DependsOn"]
        .as_array()
        .expect("a list");
    assert_eq!(after, &[json!("AlarmCloudWatchAlarm")]);
    assert_eq!(
        of_pipeline["Outputs"]["Topic"]["Value"],
        json!({ "Fn::GetAtt": ["ApprovalsSNSTopic", "TopicArn"] })
    );
    // In a foreign account, they stand beside its roles; in another region, by themselves.
    let roles = template(&assembly, "app-roles-444444444444-");
    assert_eq!(roles["Resources"]["FarSNSTopic"]["Type"], "AWS::SNS::Topic");
    assert_eq!(
        roles["Outputs"]["Far"]["Value"],
        json!({ "Ref": "FarSNSTopic" })
    );
    let abroad = template(&assembly, "app-resources-111111111111-eu-west-1-");
    assert_eq!(
        abroad["Outputs"]["AbroadSNSTopicTopicArn"]["Value"],
        json!({ "Fn::GetAtt": ["AbroadSNSTopic", "TopicArn"] })
    );
    let custom = stages[1]["Actions"][0]["Configuration"]["CustomData"].to_string();
    assert!(custom.contains("Fn::GetStackOutput"), "{custom}");
}

#[test]
fn the_report_has_a_line_for_each_with_what_uses_it() {
    let assembly = synthesized(ordinary! {
        resource approvals: "AWS::SNS::Topic" { }
        resource idle: "AWS::SNS::Topic" in prod { }
        resource nested: "AWS::CloudFormation::Stack" {
            TemplateURL: "https://s3.amazonaws.com/acme/network.yml", NotificationARNs: [approvals],
        }
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            statements: [{ actions: ["sns:Publish"], resources: [approvals] }],
        }
        output Approvals = approvals.TopicName;
        stage Approve {
            Review: Manual { notification_arn: approvals };
            Package: CodeBuild(source) { project_name: package };
        }
    });
    let report = &assembly.files()["REPORT.md"];
    for line in [
        "| `approvals` | `AWS::SNS::Topic` | `app-pipeline-",
        "` | `action Approve/Review`, `",
        "| `idle` | `AWS::SNS::Topic` | `app-roles-444444444444-",
        "| nothing of the pipeline |",
        "`output Approvals`",
        "`project package`",
        "`resource nested`",
        "is not seen by the proof.",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    let without = synthesized(ordinary! {});
    assert!(!without.files()["REPORT.md"].contains("Resources beside"));
}

#[test]
fn a_value_is_known_where_its_stack_is() {
    let found = refused(ordinary! {
        resource topic: "AWS::SNS::Topic" in prod { }
        stage Approve { Review: Manual { notification_arn: topic }; }
    });
    assert!(
        found.contains("[P535] `topic` is not known in stack `app-pipeline-"),
        "{found}"
    );
}

#[test]
fn what_depends_on_a_later_stack_is_told() {
    let found = refused(ordinary! {
        resource topic: "AWS::SNS::Topic" { }
        resource abroad: "AWS::SNS::Topic" @ "eu-west-1" { depends_on: [topic] }
        resource foreign: "AWS::SNS::Topic" in prod { depends_on: [topic] }
    });
    let later = |other: &str, own: &str| {
        format!("[P538] `{other}` cannot be made before `{own}`: its stack is deployed no earlier")
    };
    assert!(found.contains(&later("topic", "abroad")), "{found}");
    assert!(found.contains(&later("topic", "foreign")), "{found}");
}

#[test]
fn a_stack_that_is_deployed_before_is_depended_on() {
    let assembly = synthesized(ordinary! {
        resource topic: "AWS::SNS::Topic" { depends_on: [abroad] }
        resource abroad: "AWS::SNS::Topic" @ "eu-west-1" { }
    });
    let pipeline = template(&assembly, "app-pipeline-");
    assert!(pipeline["Resources"]["TopicSNSTopic"]["DependsOn"].is_null());
}

/// A stack that does not make something names what is known of it beforehand.
#[test]
fn a_resource_names_what_stands_in_another_stack() {
    let assembly = synthesized(ordinary! {
        resource far: "AWS::SNS::Topic" in prod {
            TopicName: pipeline, DisplayName: pipeline.arn,
            Tags: [{ Key: "role", Value: pipeline.role }],
        }
    });
    let topics: Vec<Value> = assembly
        .templates()
        .flat_map(|(_, template)| template["Resources"].as_object().cloned())
        .flat_map(|resources| resources.into_iter().map(|(_, body)| body))
        .filter(|body| body["Type"] == "AWS::SNS::Topic")
        .collect();
    let [topic] = topics.as_slice() else {
        panic!("{topics:?}");
    };
    let properties = &topic["Properties"];
    assert_eq!(properties["TopicName"], "app");
    assert_eq!(
        properties["DisplayName"],
        "arn:aws:codepipeline:us-east-1:111111111111:app"
    );
    let role = properties["Tags"][0]["Value"].as_str().expect("an ARN");
    assert!(
        role.starts_with("arn:aws:iam::111111111111:role/"),
        "{role}"
    );
}

#[test]
fn a_circle_and_a_dangling_reference_are_told() {
    let found = refused(ordinary! {
        resource one: "AWS::SNS::Topic" { DisplayName: other.TopicName }
        resource other: "AWS::SNS::Topic" { DisplayName: one.TopicName }
        resource third: "AWS::SNS::Topic" { DisplayName: { Ref: "Nothing" } }
    });
    assert!(
        found.contains("[P536] resource `one` needs `other`, which needs it"),
        "{found}"
    );
    assert!(found.contains("it goes through this one"), "{found}");
    assert!(
        found.contains("[P537] resource `third` names `Nothing`, which its template does not have"),
        "{found}"
    );
}

#[test]
fn a_resource_in_a_module_can_be_named() {
    let assembly = synthesized(ordinary! {
        resource network: "Team::Network::Vpc::MODULE" { }
    });
    let pipeline = template(&assembly, "app-pipeline-");
    let resources = pipeline["Resources"].as_object().expect("resources");
    let module = resources
        .iter()
        .find(|(_, body)| body["Type"] == "Team::Network::Vpc::MODULE");
    let (module, _) = module.expect("the module");
    synthesized(ordinary! {
        resource network: "Team::Network::Vpc::MODULE" { }
        resource topic: "AWS::SNS::Topic" { DisplayName: { Ref: (format!("{module}.Subnet")) } }
    });
}

/// A resource that opens something, and the code that stops it.
macro_rules! stopped {
    ($($name:ident: $code:literal { $($more:tt)* })*) => {$(
        #[test]
        fn $name() {
            let found = refused(ordinary! { $($more)* });
            assert!(found.contains($code), "{found}");
            assert!(found.contains("resources.rs:"), "{found}");
        }
    )*};
}

stopped! {
    a_policy_of_a_store: "[P534]" {
        resource open: "AWS::S3::BucketPolicy" { Bucket: cache, PolicyDocument: { Statement: [] } }
    }
    a_policy_of_a_bucket_that_is_not_known: "[P534]" {
        parameter bucket: String = "x";
        resource open: "AWS::S3::BucketPolicy" { Bucket: bucket, PolicyDocument: { Statement: [] } }
    }
    an_access_point_of_a_store: "[P534]" {
        resource open: "AWS::S3::AccessPoint" { Bucket: cache }
    }
    another_alias_of_a_key: "[P534]" {
        resource open: "AWS::KMS::Alias" { AliasName: "alias/mine", TargetKeyId: cache.key }
    }
    a_policy_for_a_role_of_the_pipeline: "[P534]" {
        resource open: "AWS::IAM::Policy" in prod {
            PolicyName: "more", Roles: [Deploy.Prepare.role.name],
            PolicyDocument: { Statement: [] },
        }
    }
    a_policy_for_a_declared_role: "[P534]" {
        resource open: "AWS::IAM::RolePolicy" in prod {
            PolicyName: "more", RoleName: deploys.name,
            PolicyDocument: { Statement: [] },
        }
    }
    a_policy_on_the_event_bus: "[P534]" {
        resource open: "AWS::Events::EventBusPolicy" { StatementId: "open", Action: "events:PutEvents", Principal: "*" }
    }
    a_role_that_reads_everything: "[P512]" {
        resource reader: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
            },
            Policies: [{
                PolicyName: "read",
                PolicyDocument: { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
            }],
        }
    }
    a_policy_that_changes_roles: "[P512]" {
        resource takes: "AWS::IAM::ManagedPolicy" {
            PolicyDocument: { Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*" }] },
        }
    }
}

#[test]
fn a_role_that_reaches_nothing_of_the_pipeline_is_fine() {
    let assembly = synthesized(ordinary! {
        resource runs: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
            },
            Policies: [{
                PolicyName: "write",
                PolicyDocument: { Statement: [{ Effect: "Allow", Action: "sns:Publish", Resource: topic }] },
            }],
        }
        resource topic: "AWS::SNS::Topic" { }
        resource more: "AWS::IAM::Policy" {
            PolicyName: "more", Roles: [runs],
            PolicyDocument: { Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "*" }] },
        }
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let role = &of_pipeline["Resources"]["MoreIAMPolicy"]["Properties"]["Roles"];
    assert_eq!(*role, json!([{ "Ref": "RunsIAMRole" }]));
}

/// What stands deep in a property is checked, ordered and rendered like what stands in front.
#[test]
fn references_stand_at_any_depth() {
    let assembly = synthesized(ordinary! {
        resource topic: "AWS::SNS::Topic" { }
        resource queue: "AWS::SQS::Queue" { }
        resource publisher: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Version: "2012-10-17",
                Statement: [{
                    Effect: "Allow", Action: "sts:AssumeRole",
                    Principal: { Service: ["lambda.amazonaws.com"] },
                }],
            },
            Policies: [{
                PolicyName: "publishes",
                PolicyDocument: {
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Action: "sns:Publish", Resource: topic },
                        {
                            Effect: "Allow", Action: ["sqs:SendMessage"],
                            Resource: [queue.Arn, "{queue.Arn}-failed"],
                            Condition: { ArnEquals: { "aws:SourceArn": [topic.TopicArn] } },
                        },
                    ],
                },
            }],
        }
    });
    let made = template(&assembly, "app-pipeline");
    let topic = json!({ "Ref": "TopicSNSTopic" });
    let of_topic = json!({ "Fn::GetAtt": ["TopicSNSTopic", "TopicArn"] });
    let queue = json!({ "Fn::GetAtt": ["QueueSQSQueue", "Arn"] });
    assert_eq!(
        made["Resources"]["PublisherIAMRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"],
        json!([
            { "Effect": "Allow", "Action": "sns:Publish", "Resource": topic },
            {
                "Effect": "Allow",
                "Action": ["sqs:SendMessage"],
                "Resource": [queue, { "Fn::Join": ["", [queue, "-failed"]] }],
                "Condition": { "ArnEquals": { "aws:SourceArn": [of_topic] } },
            },
        ])
    );
    let found = refused(ordinary! {
        resource one: "AWS::SSM::Parameter" {
            Type: "String", Value: "x", Tags: { other: "{other.Value}" },
        }
        resource other: "AWS::SSM::Parameter" {
            Type: "String", Value: "x", Tags: { list: "{one.Value}" },
        }
        resource role: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: [{ Ref: "Nothing" }] } }] },
        }
    });
    for code in [
        "[P536] resource `one`",
        "[P537] resource `role` names `Nothing`",
    ] {
        assert!(found.contains(code), "{found}");
    }
}

/// A notification goes to a topic that is declared beside the pipeline, and its owner's part is a
/// resource beside it too.
#[test]
fn a_notification_and_a_schedule_take_what_is_declared() {
    let assembly = synthesized(pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        resource alerts: "AWS::SNS::Topic" { }
        resource key: "AWS::KMS::Key" { KeyPolicy: { Version: "2012-10-17", Statement: [] } }
        role starts = import "arn:aws:iam::111111111111:role/starts";
        notify failures { pipeline_states: [FAILED], topic: alerts }
        notify mails {
            pipeline_states: [FAILED], email: ["team@example.com"], kms_master_key_id: key.Arn,
        }
        schedule nightly "rate(1 day)" { role: starts }
        schedule hourly "rate(1 hour)";
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy { Upload: S3Deploy(source) { bucket_name: "app", extract: true }; }
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let resources = &of_pipeline["Resources"];
    let target = &resources["NotifyFailuresPipelineRule"]["Properties"]["Targets"][0];
    assert_eq!(target["Arn"], json!({ "Ref": "AlertsSNSTopic" }));
    assert!(
        target.get("RoleArn").is_none(),
        "it is home's topic: {target}"
    );
    let key = &resources["NotifyMailsTopic"]["Properties"]["KmsMasterKeyId"];
    assert_eq!(*key, json!({ "Fn::GetAtt": ["KeyKMSKey", "Arn"] }));
    let role = |schedule: &str| &resources[schedule]["Properties"]["Target"]["RoleArn"];
    assert_eq!(
        role("ScheduleNightly"),
        "arn:aws:iam::111111111111:role/starts"
    );
    assert_eq!(
        *role("ScheduleHourly"),
        json!({ "Fn::GetAtt": ["SchedulesRole", "Arn"] })
    );
    let report = &assembly.files()["REPORT.md"];
    for wanted in [
        "Topic `{alerts}` must admit the pipeline's notifications, in a resource of type `AWS::SNS::TopicPolicy` beside it",
        "Key `{key.Arn}` must let EventBridge encrypt what it publishes, in the `KeyPolicy` of its resource",
        "Role `arn:aws:iam::111111111111:role/starts` of account `tools` must have this in its trust policy",
        "scheduler.amazonaws.com",
    ] {
        assert!(report.contains(wanted), "{wanted}\n\n{report}");
    }
    assert!(!report.contains("--topic-arn '{alerts}'"), "{report}");
}

/// All schedules have roles of the user's own: none is made.
#[test]
fn schedules_of_declared_roles_need_no_other() {
    let assembly = synthesized(pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        role starts { }
        schedule nightly "rate(1 day)" { role: starts }
        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: "app", branch_name: "main", start_on_change: false,
            };
        }
        stage Copy { Upload: S3Deploy(source) { bucket_name: "app", extract: true }; }
    });
    let of_pipeline = template(&assembly, "app-pipeline-");
    let resources = of_pipeline["Resources"].as_object().expect("resources");
    assert!(!resources.contains_key("SchedulesRole"), "{of_pipeline:#}");
    let role = &resources["ScheduleNightly"]["Properties"]["Target"]["RoleArn"];
    assert_eq!(*role, json!({ "Fn::GetAtt": ["RoleStarts", "Arn"] }));
    let statement = &resources["RoleStarts"]["Properties"]["AssumeRolePolicyDocument"]["Statement"];
    assert!(
        statement.to_string().contains("scheduler.amazonaws.com"),
        "{statement}"
    );
}

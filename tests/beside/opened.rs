//! Resources that say who reaches what the pipeline makes, share it, or start it.

use super::{refused, synthesized};

macro_rules! pipeline {
    ($($more:tt)*) => {
        pipewright::pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            account prod = "444444444444" @ "eu-west-1";
            store cache @ "us-east-1" {
                bucket_name: "app-cache", alias_name: "alias/app-cache", encryption_key: true,
            }
            role deploys in prod {
                role_name: "deploys", managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            }
            project package { name: "package", image: "aws/codebuild/standard:7.0" }
            notify failures { pipeline_states: [FAILED], email: ["team@example.com"] }
            stage Source {
                let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Build { Package: CodeBuild(source) { project_name: package }; }
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

/// A resource that opens something, with what is said of it.
macro_rules! opens {
    ($($name:ident: $message:literal { $($more:tt)* })*) => {$(
        #[test]
        fn $name() {
            let found = refused(pipeline! { $($more)* });
            assert!(found.contains(&format!("[P534] resource `open` {}", $message)), "{found}");
            assert_eq!(found.matches("[P").count(), 1, "{found}");
        }
    )*};
}

/// The ARN of the topic of the notification.
fn topic() -> String {
    let assembly = synthesized(pipeline! {});
    let text = assembly
        .templates()
        .map(|(_, template)| template.to_string());
    let text: String = text.collect();
    let (_, after) = text.split_once("\"TopicName\":\"").expect("a topic");
    let (name, _) = after.split_once('"').expect("its name");
    format!("arn:aws:sns:us-east-1:111111111111:{name}")
}

opens! {
    a_policy_of_the_topic: "sets the policy of topic `arn:aws:sns:us-east-1:111111111111:app-notify-failures-" {
        resource open: "AWS::SNS::TopicPolicy" {
            Topics: ["arn:aws:sns:us-east-1:111111111111:other", (topic())],
            PolicyDocument: { Statement: [] },
        }
    }
    an_inline_policy_of_the_topic: "sets the policy of topic" {
        resource open: "AWS::SNS::TopicInlinePolicy" {
            TopicArn: (topic()), PolicyDocument: { Statement: [] },
        }
    }
    a_policy_of_a_topic_that_is_not_known: "sets the policy of a topic that is not known here" {
        parameter arn: String;
        resource open: "AWS::SNS::TopicPolicy" { Topics: [arn], PolicyDocument: { Statement: [] } }
    }
    a_policy_of_a_bucket_by_its_name: "sets the policy of bucket `app-cache` of a store" {
        resource open: "AWS::S3::BucketPolicy" {
            Bucket: "app-cache", PolicyDocument: { Statement: [] },
        }
    }
    an_access_point_of_several_regions: "makes an access point of bucket `app-cache`" {
        resource open: "AWS::S3::MultiRegionAccessPoint" { Regions: [{ Bucket: cache }] }
    }
    a_location_of_access_grants: "lets access be granted to bucket `app-cache`" {
        resource open: "AWS::S3::AccessGrantsLocation" {
            LocationScope: "s3://app-cache/*", IamRoleArn: "arn:aws:iam::111111111111:role/grants",
        }
    }
    a_file_system: "makes a file system of bucket `app-cache`" {
        resource open: "AWS::S3Files::FileSystem" {
            Bucket: cache.arn, RoleArn: "arn:aws:iam::111111111111:role/files",
        }
    }
    another_alias_by_an_alias: "gives another name to key `alias/app-cache` of a store" {
        resource open: "AWS::KMS::Alias" { AliasName: "alias/mine", TargetKeyId: "alias/app-cache" }
    }
    a_replica_of_a_key: "copies key `alias/app-cache` of a store" {
        resource open: "AWS::KMS::ReplicaKey" { PrimaryKeyArn: cache.key, KeyPolicy: { Statement: [] } }
    }
    a_policy_by_the_name_of_a_role: "attaches a policy to role `arn:aws:iam::444444444444:role/" {
        resource open: "AWS::IAM::ManagedPolicy" in prod {
            Roles: ["deploys"], PolicyDocument: { Statement: [] },
        }
    }
    a_budget_that_attaches: "attaches a policy to role" {
        resource open: "AWS::Budgets::BudgetsAction" in prod {
            BudgetName: "b", NotificationType: "ACTUAL", ActionType: "APPLY_IAM_POLICY",
            ActionThreshold: { Type: "PERCENTAGE", Value: 80 },
            ExecutionRoleArn: "arn:aws:iam::444444444444:role/budgets",
            Definition: { IamActionDefinition: {
                PolicyArn: "arn:aws:iam::444444444444:policy/p", Roles: [deploys.name],
            } },
            Subscribers: [],
        }
    }
    instances_with_a_role: "lets others run with role" {
        resource open: "AWS::IAM::InstanceProfile" in prod { Roles: [deploys.name] }
    }
    a_project_with_the_role_of_another: "lets others run with role" {
        resource open: "AWS::CodeBuild::Project" {
            ServiceRole: package.role,
            Artifacts: { Type: "NO_ARTIFACTS" },
            Environment: {
                Type: "LINUX_CONTAINER", ComputeType: "BUILD_GENERAL1_SMALL",
                Image: "aws/codebuild/standard:7.0",
            },
            Source: { Type: "NO_SOURCE", BuildSpec: "version: 0.2" },
        }
    }
    a_function_with_a_role: "lets others run with role `arn:aws:iam::444444444444:role/" {
        resource open: "AWS::Lambda::Function" in prod {
            Code: { ZipFile: "exports.handler = () => {};" }, Handler: "index.handler",
            Runtime: "nodejs22.x", Role: deploys,
        }
    }
    a_stack_that_is_synchronized_with_a_repository: "lets others run with role" {
        resource open: "AWS::CodeStarConnections::SyncConfiguration" in prod {
            Branch: "main", ConfigFile: "stack.yml", RepositoryLinkId: "0a1b2c3d",
            ResourceName: "app", SyncType: "CFN_STACK_SYNC", RoleArn: deploys,
        }
    }
    a_schedule_that_starts_with_a_role: "lets others run with role" {
        resource open: "AWS::Scheduler::Schedule" in prod {
            FlexibleTimeWindow: { Mode: "OFF" }, ScheduleExpression: "rate(1 day)",
            Target: { Arn: "arn:aws:lambda:eu-west-1:444444444444:function:f", RoleArn: deploys },
        }
    }
    a_rule_whose_second_target_has_a_role: "lets others run with role" {
        resource open: "AWS::Events::Rule" in prod {
            EventPattern: { source: ["aws.ec2"] },
            Targets: [
                { Id: "a", Arn: "arn:aws:sns:eu-west-1:444444444444:t" },
                { Id: "b", Arn: "arn:aws:events:eu-west-1:444444444444:event-bus/b", RoleArn: deploys },
            ],
        }
    }
    a_bucket_that_is_copied_with_a_role: "lets others run with role" {
        resource open: "AWS::S3::Bucket" in prod {
            ReplicationConfiguration: {
                Role: deploys.arn,
                Rules: [{ Status: "Enabled", Destination: { Bucket: "arn:aws:s3:::elsewhere" } }],
            },
        }
    }
    messages_that_are_handled_with_a_role: "lets others run with role" {
        resource open: "AWS::IoT::TopicRule" in prod {
            TopicRulePayload: {
                Sql: "SELECT * FROM 'a'",
                Actions: [{ Republish: { Topic: "b", RoleArn: deploys } }],
            },
        }
    }
    visitors_with_a_role: "lets others run with role" {
        resource open: "AWS::Cognito::IdentityPoolRoleAttachment" in prod {
            IdentityPoolId: "eu-west-1:0a1b2c3d", Roles: { authenticated: deploys },
        }
    }
    a_gateway_that_calls_with_a_role: "lets others run with role" {
        resource open: "AWS::ApiGateway::Method" in prod {
            RestApiId: "0a1b2c3d", ResourceId: "e4f5", HttpMethod: "GET", AuthorizationType: "NONE",
            Integration: {
                Type: "AWS", IntegrationHttpMethod: "POST", Credentials: deploys,
                Uri: "arn:aws:apigateway:eu-west-1:sqs:path/444444444444/queue",
            },
        }
    }
    stacks_made_with_a_role_by_its_name: "lets others run with role" {
        resource open: "AWS::CloudFormation::StackSet" in prod {
            StackSetName: "wide", PermissionModel: "SELF_MANAGED", ExecutionRoleName: deploys.name,
        }
    }
    a_shared_project: "shares with other accounts build project `package`" {
        resource open: "AWS::RAM::ResourceShare" {
            Name: "builds", ResourceArns: [package.arn], Principals: ["999999999999"],
        }
    }
    a_bus_by_its_arn: "opens the event bus that starts the pipeline" {
        resource open: "AWS::Events::EventBusPolicy" {
            StatementId: "open", EventBusName: "default",
            Statement: { Effect: "Allow", Principal: "*", Action: "events:PutEvents", Resource: "*" },
        }
    }
    a_webhook_for_everyone: "lets everyone who knows its address start the pipeline" {
        resource open: "AWS::CodePipeline::Webhook" {
            Authentication: "UNAUTHENTICATED", AuthenticationConfiguration: {},
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: pipeline,
        }
    }
    a_webhook_for_every_address: "lets every address of the Internet start the pipeline" {
        resource open: "AWS::CodePipeline::Webhook" {
            Authentication: "IP", AuthenticationConfiguration: { AllowedIPRange: "0.0.0.0/0" },
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: "app",
        }
    }
    a_webhook_for_nobody_knows_whom: "starts the pipeline, and it is not known here for whom" {
        parameter kind: String;
        resource open: "AWS::CodePipeline::Webhook" {
            Authentication: kind, AuthenticationConfiguration: {},
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: pipeline,
        }
    }
}

#[test]
fn what_is_the_users_own_is_fine() {
    synthesized(pipeline! {
        parameter token: String { no_echo: true }
        resource alarms: "AWS::SNS::Topic" { }
        resource key: "AWS::KMS::Key" { }
        resource uploads: "AWS::S3::Bucket" { }
        resource of_alarms: "AWS::SNS::TopicPolicy" {
            Topics: [alarms], PolicyDocument: { Statement: [] },
        }
        resource of_another: "AWS::SNS::TopicInlinePolicy" {
            TopicArn: "arn:aws:sns:us-east-1:111111111111:others", PolicyDocument: { Statement: [] },
        }
        resource of_uploads: "AWS::S3::BucketPolicy" {
            Bucket: uploads, PolicyDocument: { Statement: [] },
        }
        resource point: "AWS::S3::AccessPoint" { Bucket: "app-cache-2" }
        resource alias: "AWS::KMS::Alias" { AliasName: "alias/mine", TargetKeyId: key.Arn }
        // Of another account.
        resource profile: "AWS::IAM::InstanceProfile" { Roles: ["deploys"] }
        resource bus: "AWS::Events::EventBus" { Name: "own" }
        resource of_bus: "AWS::Events::EventBusPolicy" { StatementId: "own", EventBusName: bus.Name }
        resource hook: "AWS::CodePipeline::Webhook" {
            Authentication: "GITHUB_HMAC", AuthenticationConfiguration: { SecretToken: token },
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: pipeline,
        }
        resource of_addresses: "AWS::CodePipeline::Webhook" {
            Authentication: "IP", AuthenticationConfiguration: { AllowedIPRange: "192.0.2.0/24" },
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: pipeline,
        }
        resource of_others: "AWS::CodePipeline::Webhook" {
            Authentication: "UNAUTHENTICATED", AuthenticationConfiguration: {},
            Filters: [{ JsonPath: "$.ref" }], TargetAction: "Checkout", TargetPipeline: "other",
        }
        // A variable of the user's own choice, whatever it is called, and a principal.
        resource told: "AWS::Lambda::Function" in prod {
            Code: { ZipFile: "exports.handler = () => {};" }, Handler: "index.handler",
            Runtime: "nodejs22.x", Role: "arn:aws:iam::444444444444:role/own",
            Environment: { Variables: { DeployRoleArn: deploys } },
        }
        resource own: "AWS::IAM::Role" in prod {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: deploys } }],
            },
        }
        resource allowed: "AWS::Lambda::Permission" {
            FunctionName: "check", Action: "lambda:InvokeFunction",
            Principal: "codepipeline.amazonaws.com", SourceArn: pipeline.arn,
        }
    });
}

/// A role that others may assume is told of at its policies, and silenced by its own name.
#[test]
fn a_role_with_wide_policies_is_told_of_where_it_stands() {
    let line = line!();
    let wide = pipeline! {
        resource strange: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "999999999999" } }],
            },
            ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        }
        resource _meant: "AWS::IAM::Role" {
            AssumeRolePolicyDocument: {
                Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "999999999999" } }],
            },
            ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
        }
    };
    let found = synthesized(wide).warnings().to_string();
    assert_eq!(found.matches("[P514]").count(), 1, "{found}");
    assert!(found.contains("resource `strange` could call"), "{found}");
    let place = format!("opened.rs:{}:", line + 6);
    assert!(found.contains(&place), "{place}\n{found}");
}

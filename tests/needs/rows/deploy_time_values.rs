//! Values that are known only when a stack is deployed: parameters of the template, SSM parameters,
//! and another stack's exports, in names, ARNs, configuration and statements.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::made::Made;

pub(super) fn pipelines() -> Vec<Result<Pipeline, Findings>> {
    vec![pipeline! {
        name: "web-deploy-time";
        home tools = "111111111111" @ "us-east-1";

        parameter connection: String { description: "ARN of the connection to GitHub" }
        parameter repository: String = "acme/web" { description: "owner and repository" }
        parameter branch: String = "main" { allowed_values: ["main", "develop"] }
        parameter topic: String;

        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { CLUSTER: import_value "cluster-Name", LOG_LEVEL: ssm "/web/log-level" },
            statements: [{
                actions: ["sns:Publish"],
                resources: ["arn:aws:sns:us-east-1:111111111111:{topic}"],
            }],
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: repository,
                branch_name: branch,
            };
        }
        stage Build {
            let packaged = Package: CodeBuild(source) { project_name: package };
        }
        stage Deploy {
            Review: Manual { notification_arn: "arn:aws:sns:us-east-1:111111111111:{topic}" };
            Upload: S3Deploy(packaged) { bucket_name: "acme-web-{branch}", extract: true };
        }
    }]
}

#[test]
fn they_stand_in_the_templates() {
    let made = Made::of(pipelines());
    let home = "111111111111/us-east-1";
    made.has(home, &json!({ "Parameters": {
        "ParameterConnection": { "Type": "String", "Description": "ARN of the connection to GitHub" },
        "ParameterRepository": { "Type": "String", "Default": "acme/web" },
        "ParameterBranch": { "Default": "main", "AllowedValues": ["main", "develop"] },
    } }));
    let topic = json!({ "Fn::Join": ["", ["arn:aws:sns:us-east-1:111111111111:", { "Ref": "ParameterTopic" }]] });
    made.has(home, &json!({
        "Type": "AWS::CodePipeline::Pipeline",
        "Properties": { "Stages": [
            { "Actions": [{ "Configuration": {
                "ConnectionArn": { "Ref": "ParameterConnection" },
                "FullRepositoryId": { "Ref": "ParameterRepository" },
                "BranchName": { "Ref": "ParameterBranch" },
            } }] },
            { "Actions": [
                { "Configuration": { "NotificationArn": topic } },
                { "Configuration": { "BucketName": { "Fn::Join": ["", ["acme-web-", { "Ref": "ParameterBranch" }]] } } },
            ] },
        ] },
    }));
    made.has(
        home,
        &json!({
            "Type": "AWS::CodeBuild::Project",
            "Properties": { "Environment": { "EnvironmentVariables": [
                { "Name": "CLUSTER", "Value": { "Fn::ImportValue": "cluster-Name" } },
            ] } },
        }),
    );
    // Each role may use what the value will be, and no more.
    for (call, resource) in [
        (
            "codeconnections:UseConnection",
            json!({ "Ref": "ParameterConnection" }),
        ),
        ("sns:Publish", topic),
    ] {
        assert!(made.some_role_allows(call, &resource), "{call}");
    }
    println!("{}", made.file("REPORT.md"));
}

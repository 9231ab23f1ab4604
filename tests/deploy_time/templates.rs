//! What templates, the report and the script have of such values.

use pipewright::{Findings, Pipeline, pipeline};
use serde_json::json;

use crate::template;

fn declared() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        parameter function: String = "smoke-test" { description: "the function that is called" }
        parameter topic: String { no_echo: true }
        parameter objects: CommaDelimitedList;
        parameter minutes: Number = 5 { min_value: 1 }
        value vpc = ssm "/app/vpc-id";

        role deploys in prod {
            statements: [
                { actions: ["sns:Publish"], resources: ["arn:aws:sns:eu-west-1:444444444444:{topic}"] },
                { actions: ["lambda:InvokeFunction"], resources: objects },
            ],
        }
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: {
                VPC: vpc, FUNCTION: "{function}",
                KEY: { parameter_store: "/app/{function}/key" },
            },
        }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: import_value "shared-Repository",
                branch_name: "main",
            };
        }
        stage Build {
            Package: CodeBuild(source) { project_name: package };
        }
        stage Deploy in prod {
            Call: Lambda(source) {
                function_name: function,
                user_parameters: "{vpc} ${topic} {ssm:/app/x:3} {\"a\": 1}",
            };
            Service: Ecs(source) { cluster_name: "main", service_name: "app", deployment_timeout: minutes, task_roles: ["arn:aws:iam::444444444444:role/task"] };
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "app-{function}",
                template_path: source / "template.yml",
                role_arn: deploys,
                parameter_overrides: { Topic: topic, Vpc: vpc },
            };
        }
    }
}

#[test]
fn templates_declare_what_they_use_and_name_it() {
    let pipeline = declared().unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(pipeline.warnings().iter().count(), 0);
    let made = template(&pipeline, "app-pipeline");
    let parameters = made["Parameters"].as_object().expect("parameters");
    let names: Vec<&String> = parameters.keys().collect();
    let kept = names
        .iter()
        .find(|name| name.starts_with("Ssm"))
        .expect("one");
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(
        parameters["ParameterTopic"],
        json!({ "Type": "String", "NoEcho": true })
    );
    assert_eq!(
        parameters["ParameterMinutes"],
        json!({ "Type": "Number", "Default": "5", "MinValue": 1 })
    );
    assert_eq!(
        parameters[kept.as_str()],
        json!({ "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/app/vpc-id" })
    );
    let stages = &made["Resources"]["Pipeline"]["Properties"]["Stages"];
    let source = &stages[0]["Actions"][0]["Configuration"];
    assert_eq!(
        source["RepositoryName"],
        json!({ "Fn::ImportValue": "shared-Repository" })
    );
    let actions = &stages[2]["Actions"];
    assert_eq!(
        actions[0]["Configuration"],
        json!({
            "FunctionName": { "Ref": "ParameterFunction" },
            "UserParameters": { "Fn::Join": ["", [
                { "Ref": kept },
                " ${topic} {{resolve:ssm:/app/x:3}} {\"a\": 1}",
            ]] },
        })
    );
    assert_eq!(
        actions[1]["Configuration"]["DeploymentTimeout"],
        json!({ "Ref": "ParameterMinutes" })
    );
    assert_eq!(
        actions[2]["Configuration"]["ParameterOverrides"],
        json!({ "Fn::Join": ["", [
            "{\"Topic\":\"", { "Ref": "ParameterTopic" }, "\",\"Vpc\":\"", { "Ref": kept }, "\"}",
        ]] })
    );
    let variables =
        &made["Resources"]["PackageProject"]["Properties"]["Environment"]["EnvironmentVariables"];
    assert_eq!(variables[0]["Value"], json!({ "Ref": kept }), "{variables}");
    // The build reads that parameter, and no other.
    let key = json!({ "Fn::Join": ["", [
        "arn:aws:ssm:us-east-1:111111111111:parameter/app/", { "Ref": "ParameterFunction" }, "/key",
    ]] });
    assert!(made.to_string().contains(&key.to_string()));
    // A policy holds the value: what IAM would read as a pattern is refused.
    let roles = template(&pipeline, "app-roles-444444444444");
    let function = &roles["Parameters"]["ParameterFunction"];
    assert_eq!(function["AllowedPattern"], "[^*?$]*");
    assert!(roles["Parameters"].get("ParameterMinutes").is_none());
    let text = roles.to_string();
    let listed = json!({ "Action": "lambda:InvokeFunction", "Effect": "Allow", "Resource": { "Ref": "ParameterObjects" } });
    assert!(text.contains(&listed.to_string()));
}

#[test]
fn the_report_and_the_script_say_what_a_deployment_needs() {
    let pipeline = declared().unwrap_or_else(|found| panic!("{found}"));
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    let report = &assembly.files()["REPORT.md"];
    for line in [
        "| Systems Manager parameter | `/app/vpc-id` | us-east-1 |  | `{ssm:/app/vpc-id}` | deployment |",
        "| Systems Manager parameter | `/app/x` | us-east-1 | have version 3 |",
        "| export of a stack | `shared-Repository` | us-east-1 |",
        "| `topic` (`ParameterTopic`) | `String` | none: it must be given | `PIPEWRIGHT_PARAMETER_TOPIC` |",
        "`{function}` (known at the deployment)",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    let script = &assembly.files()["deploy.sh"];
    assert!(script.contains("parameter 'TOPIC' 'topic' 'ParameterTopic' 'needed' 'hidden' 'PROD' 'eu-west-1' 'app-roles-"));
    for (name, text) in assembly.files() {
        let token = text.contains(|c| ('\u{f0000}'..='\u{fffff}').contains(&c));
        assert!(!token, "{name} holds what stands for a value");
    }
}

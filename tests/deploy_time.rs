//! Values that are known only when a stack is deployed.

use pipewright::{Findings, Pipeline, pipeline};

fn declared() -> Result<Pipeline, Findings> {
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";

        parameter function: String = "smoke-test" { description: "the function that is called" }
        parameter topic: String;
        parameter groups: CommaDelimitedList = ["a", "b"];

        role deploys in prod {
            statements: [{
                actions: ["sns:Publish"],
                resources: ["arn:aws:sns:eu-west-1:444444444444:{topic}", ssm "/app/other-topic"],
            }],
        }

        stage Source {
            let source = Checkout: CodeCommit {
                repository_name: import_value "shared-Repository",
                branch_name: "main",
            };
        }
        stage Deploy in prod {
            Call: Lambda(source) { function_name: function, user_parameters: "{topic} ${topic} {ssm:/app/x:3}" };
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: "app-{function}",
                template_path: source / "template.yml",
                role_arn: deploys,
                parameter_overrides: { Topic: topic, Vpc: ssm "/app/vpc-id" },
            };
        }
    }
}

#[test]
fn values_stand_in_templates() {
    let pipeline = match declared() {
        Ok(pipeline) => pipeline,
        Err(found) => panic!("{found}"),
    };
    for warning in pipeline.warnings().iter() {
        println!("{}", warning.text());
    }
    let assembly = match pipeline.synthesize() {
        Ok(assembly) => assembly,
        Err(found) => panic!("{found}"),
    };
    for (name, text) in assembly.files() {
        println!("== {name}\n{text}");
    }
}

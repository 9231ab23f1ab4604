//! Every form of a value.

#![deny(warnings)]

fn main() {
    let stack = "values";
    let pipeline = pipewright::pipeline! {
        name: (format!("{stack}-pipeline"));
        home tools = ("1".repeat(12)) @ (String::from("us-east-1"));
        role deploy in tools = import (format!("arn:aws:iam::{}:role/deploy", "1".repeat(12)));

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/c",
                full_repository_id: "owner/repository",
                branch_name: "main",
                output_artifact_format: CODE_ZIP,
                detect_changes: false,
            };
            let objects = Fetch: S3Source {
                s3_bucket: "objects",
                s3_object_key: "all.zip",
                run_order: 1,
            };
        }
        stage Deploy {
            let outputs = Stack: CloudFormation(source, objects) {
                action_mode: "CREATE_UPDATE",
                stack_name: (stack),
                template_path: source / "template.yml",
                template_configuration: objects / (format!("{stack}.json")),
                output_file_name: "outputs.json",
                capabilities: [CAPABILITY_IAM, "CAPABILITY_AUTO_EXPAND"],
                role_arn: deploy,
                namespace: "Stacked",
                parameter_overrides: {
                    Commit: Checkout.CommitId,
                    Text: "release-#{Checkout.CommitId}-#{codepipeline.PipelineExecutionId}",
                    Number: 3,
                    Truth: true,
                    Rust: (stack.len() as i64),
                    Home: tools,
                    Role: deploy,
                    File: { "Fn::GetParam": ["objects", "values.json", "Name"] },
                },
            };
            parallel {
                Call: Lambda(outputs) { function_name: "call", user_parameters: Stacked.Url };
                Review: Manual {
                    notification_arn: "arn:aws:sns:us-east-1:111111111111:topic",
                    external_entity_link: "https://example.com",
                    custom_data: (String::from_utf8(b"Look".to_vec())?),
                    timeout_in_minutes: 60,
                };
            }
            Scan: Custom(source) {
                category: Test,
                owner: Custom,
                provider: "scanner",
                version: "1",
                configuration: { Depth: 3, Account: tools },
            };
        }
    };
    pipeline.unwrap();
}

//! A pipeline for each part of a repository, started by its own paths.

use pipewright::{Findings, Pipeline, pipeline};

/// The pipeline of one part, which stands in a folder of its name.
fn part(part: &str) -> Result<Pipeline, Findings> {
    pipeline! {
        name: (format!("monorepo-{part}"));

        // The pipeline lives in the first account, and deploys to the second. Write your own.
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "us-east-1";

        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        parameter connection: String;

        // What CloudFormation may do in the target account. Narrow it to what your stack holds.
        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }

        // Only what changes in the folder of the part starts its pipeline.
        trigger Checkout {
            push: {
                branches: { includes: ["main"] },
                file_paths: { includes: [(format!("{part}/**"))] },
            },
        }

        stage Source {
            let source = Checkout: CodeConnection {
                connection_arn: connection,
                full_repository_id: "acme/monorepo",
                branch_name: "main",
            };
        }

        stage Deploy in prod {
            Update: CloudFormation(source) {
                action_mode: CREATE_UPDATE,
                stack_name: (format!("monorepo-{part}")),
                template_path: source / (format!("{part}/template.yml")),
                capabilities: [CAPABILITY_IAM],
                role_arn: deploys,
            };
        }
    }
}

fn main() {
    pipewright::emit(["api", "web"].map(part).to_vec());
}

//! 962 actions over 20 foreign accounts and 4 regions: a source, a build, and 48 stages
//! that each deploy into every account side by side.

use pipewright::{Account, Action, Pipeline, Project, Role, Stage, file, word};

const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];
const ACCOUNTS: usize = 20;
const STAGES: usize = 48;

fn main() {
    let mut pipeline = Pipeline::builder("large")
        .account(Account::home("tools", "111111111111").region(REGIONS[0]))
        .project(Project::managed("package").set("image", "aws/codebuild/standard:7.0"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Package", "CodeBuild")
                    .input("source")
                    .output("packaged")
                    .set("project_name", word("package")),
            ),
        );
    for account in 0..ACCOUNTS {
        let name = format!("target{account}");
        pipeline = pipeline
            .account(Account::new(name.as_str(), format!("2000000000{account:02}")))
            .role(Role::managed(format!("deploys{account}")).account(name).set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/PowerUserAccess"],
            ));
    }
    for stage in 0..STAGES {
        let updates = (0..ACCOUNTS).map(|account| {
            Action::new(format!("Update{account}"), "CloudFormation")
                .account(format!("target{account}"))
                .region(REGIONS[stage % REGIONS.len()])
                .input("packaged")
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("app{stage}"))
                .set("template_path", file("packaged", "template.yml"))
                .set("role_arn", word(format!("deploys{account}")))
        });
        pipeline = pipeline.stage(Stage::new(format!("Deploy{stage}")).parallel(updates));
    }
    pipewright::emit(pipeline.build());
}

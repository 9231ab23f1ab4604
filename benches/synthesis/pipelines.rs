//! Pipelines of any size.

use pipewright::{Account, Action, Builder, Pipeline, Role, Stage, file, word};

const REGIONS: [&str; 4] = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];

/// The most actions in a stage: AWS allows 50 in parallel.
const EACH: usize = 49;

/// A pipeline with this number of actions, spread over this number of foreign accounts and
/// the regions. Many accounts need an organization, or their policies exceed AWS's limits.
pub(crate) fn sized(actions: usize, accounts: usize) -> Builder {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let mut builder = Pipeline::builder("sized")
        .account(Account::home("tools", "111111111111").region(REGIONS[0]))
        .stage(Stage::new("Source").action(source));
    if accounts > 100 {
        builder = builder.organization("o-0a1b2c3d4e");
    }
    for account in 0..accounts {
        let name = format!("target{account}");
        let id = (200_000_000_000 + account).to_string();
        builder = builder
            .account(Account::new(name.as_str(), id))
            .role(Role::managed(format!("deploys{account}")).account(name));
    }
    let updates: Vec<usize> = (1..actions).collect();
    // As few stages as hold all actions.
    for (stage, updates) in updates.chunks(EACH).enumerate() {
        let updates = updates.iter().map(|number| update(*number, accounts));
        builder = builder.stage(Stage::new(format!("Deploy{stage}")).parallel(updates));
    }
    builder
}

fn update(number: usize, accounts: usize) -> Action {
    let account = number % accounts;
    Action::new(format!("Update{number}"), "CloudFormation")
        .account(format!("target{account}"))
        .region(REGIONS[number / accounts % REGIONS.len()])
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", format!("app{number}"))
        .set("template_path", file("source", "template.yml"))
        .set("role_arn", word(format!("deploys{account}")))
}

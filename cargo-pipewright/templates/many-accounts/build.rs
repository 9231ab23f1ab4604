use std::error::Error;
use std::fs;

use pipewright::{Account, Action, Parameter, Pipeline, Role, Stage, file, name, text, word};

/// A line for each account: its name, its id, its region. Write your own.
const ACCOUNTS: &str = "accounts.txt";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={ACCOUNTS}");
    let accounts = fs::read_to_string(ACCOUNTS)?;

    let checkout = Action::new("Checkout", "CodeConnection")
        .output("source")
        .set("connection_arn", word("connection"))
        .set("full_repository_id", "acme/@NAME@")
        .set("branch_name", "main");
    let mut pipeline = Pipeline::builder("@NAME@")
        // The pipeline lives here.
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        // The ARN of the connection to GitHub is given when the pipeline is deployed.
        .parameter(Parameter::new("connection", "String"))
        .stage(Stage::new("Source").action(checkout));

    let mut updates = Vec::new();
    for (line, number) in accounts.lines().zip(1..) {
        let [account, id, region] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            let wanted = "a name, an id and a region";
            return Err(format!("{ACCOUNTS}:{number}: {wanted}, not `{line}`").into());
        };
        // Errors about an account point at its line of the file.
        let declared = Account::new(
            name(account).at(ACCOUNTS, number, 1),
            text(id).at(ACCOUNTS, number, 1),
        );
        let deploys = format!("deploys_{account}");
        // What CloudFormation may do in the account. Narrow it to what your stack holds.
        let role = Role::managed(deploys.as_str()).account(account).set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/PowerUserAccess"],
        );
        pipeline = pipeline
            .account(declared.region(text(region).at(ACCOUNTS, number, 1)))
            .role(role);
        updates.push(
            Action::new(format!("Update-{account}"), "CloudFormation")
                .input("source")
                .account(account)
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", "@NAME@")
                .set("template_path", file("source", "template.yml"))
                .set("capabilities", [word("CAPABILITY_IAM")])
                .set("role_arn", word(deploys)),
        );
    }
    let deploy = Stage::new("Deploy").parallel(updates);
    pipewright::emit(pipeline.stage(deploy).build());
    Ok(())
}

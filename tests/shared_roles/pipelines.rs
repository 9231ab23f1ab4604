//! Pipelines whose actions can share roles.

use pipewright::{
    Account, Action, Builder, Condition, Pipeline, Project, Role, Roles, Rule, Stage, file, word,
};
use pipewright_core::catalogue::{KINDS, Placement};

use crate::support::kinds;

/// What has one role.
pub(crate) const SETTINGS: [&str; 3] = ["ACTION", "STAGE", "ACCOUNT_AND_REGION"];

pub(crate) fn one_per(setting: &str) -> Roles {
    Roles::new().set("one_per", word(setting))
}

fn begun(name: &str) -> Builder {
    Pipeline::builder(name).account(Account::home("tools", "111111111111").region("us-east-1"))
}

pub(crate) fn checkout() -> Stage {
    Stage::new("Source").action(
        Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "zone")
            .set("branch_name", "main"),
    )
}

/// A landing zone of 34 actions: the stacks of three accounts, or of home alone.
pub(crate) fn zone(foreign: bool) -> Builder {
    let ids = ["222222222222", "333333333333", "444444444444"];
    let mut builder = begun("zone");
    let accounts = match foreign {
        true => ["audit", "network", "workloads"],
        false => ["tools"; 3],
    };
    for (account, id) in accounts.iter().zip(ids).filter(|_| foreign) {
        builder = builder.account(Account::new(*account, id));
    }
    for (number, account) in accounts.iter().enumerate() {
        let role = Role::managed(format!("deploys{number}")).account(*account);
        builder = builder.role(role.set(
            "managed_policies",
            ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        ));
    }
    let stages = ["Baseline", "Network", "Access"].map(|part| {
        let mut stage = Stage::new(part);
        for (number, account) in accounts.iter().enumerate() {
            let of_account = stacks(part, number, account);
            stage = of_account.into_iter().fold(stage, Stage::action);
        }
        ["guardrails", "alarms"]
            .into_iter()
            .fold(stage, |stage, set| {
                stage.action(stack_set(&format!("{part}-{set}")))
            })
    });
    stages
        .into_iter()
        .fold(builder.stage(checkout()), Builder::stage)
}

/// The actions on the stacks of an account: a change set and its execution, and an update.
fn stacks(part: &str, number: usize, account: &str) -> [Action; 3] {
    let action = |verb: &str, stack: &str| {
        Action::new(format!("{verb}-{stack}-{number}"), "CloudFormation")
            .account(account)
            .set("stack_name", format!("{part}-{stack}-{number}"))
    };
    let made = |action: Action, mode: &str| {
        action
            .input("source")
            .set("action_mode", word(mode))
            .set("template_path", file("source", "template.yml"))
            .set("role_arn", word(format!("deploys{number}")))
    };
    [
        made(action("Prepare", "roles"), "CHANGE_SET_REPLACE").set("change_set_name", "release"),
        action("Execute", "roles")
            .set("action_mode", word("CHANGE_SET_EXECUTE"))
            .set("change_set_name", "release"),
        made(action("Update", "keys"), "CREATE_UPDATE"),
    ]
}

fn stack_set(name: &str) -> Action {
    Action::new(name, "CloudFormationStackSet")
        .input("source")
        .set("stack_set_name", name)
        .set("template_path", file("source", "template.yml"))
        .set("permission_model", word("SERVICE_MANAGED"))
        .set("organizations_auto_deployment", word("Enabled"))
        .set("deployment_targets", ["ou-1234-12345678"])
        .set("regions", ["us-east-1"])
}

fn call(name: &str) -> Action {
    Action::new(name, "Lambda").set("function_name", name)
}

/// Stages with actions of two accounts and two regions, a rule, a review, and one action that
/// names its role.
pub(crate) fn mixed() -> Builder {
    let quiet = Rule::new("Quiet", "CloudWatchAlarm").set("alarm_name", "errors");
    let named = Role::managed("named").account("prod").set(
        "managed_policies",
        ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    );
    let stage = |name: &str| {
        Stage::new(name)
            .action(call("Here"))
            .action(call("There").account("prod"))
            .action(call("Abroad").account("prod").region("eu-west-1"))
    };
    begun("mixed")
        .account(Account::new("prod", "222222222222"))
        .role(named)
        .stage(checkout())
        .stage(
            stage("First")
                .before_entry(Condition::new("FAIL").rule(quiet))
                .action(Action::new("Review", "Manual")),
        )
        .stage(
            stage("Second")
                .action(call("Named").account("prod").role("named"))
                .action(
                    Action::new("Copy", "S3Deploy")
                        .input("source")
                        .account("prod")
                        .set("bucket_name", "site")
                        .set("extract", true),
                ),
        )
}

/// An action of every kind, in one account where it may run there.
pub(crate) fn every_kind() -> Builder {
    let imported = |name: &str| {
        Role::imported(name, format!("arn:aws:iam::222222222222:role/{name}")).account("prod")
    };
    let project = Project::imported("build")
        .account("prod")
        .set("name", "build")
        .set("role", word("builder"));
    let mut sources = checkout();
    let mut others = Stage::new("Use");
    for kind in KINDS {
        let mut action = kinds::example(kind.name, kind.name);
        if kind.inputs.1 > 0 {
            action = action.input("source");
        }
        if kind.outputs.0 > 0 {
            action = action.output(format!("_{}", kind.name));
        }
        if matches!(kind.placement, Placement::Anywhere | Placement::HomeRegion) {
            action = action.account("prod");
        }
        match kind.is_source() {
            true => sources = sources.action(action),
            false => others = others.action(action),
        }
    }
    begun("kinds")
        .account(Account::new("prod", "222222222222"))
        .role(imported("handed"))
        .role(imported("builder"))
        .project(project)
        .stage(sources)
        .stage(others)
}

/// So many actions in so many stages of at most 50, round the accounts.
pub(crate) fn many(actions: usize, accounts: usize) -> Builder {
    let mut builder = begun("many").stage(checkout());
    for account in 0..accounts {
        let id = (200_000_000_000 + account).to_string();
        builder = builder.account(Account::new(format!("a{account}"), id));
    }
    let numbers: Vec<usize> = (0..actions).collect();
    for (stage, numbers) in numbers.chunks(48).enumerate() {
        let actions = numbers.iter().map(|number| {
            Action::new(format!("Copy{number}"), "S3Deploy")
                .input("source")
                .account(format!("a{}", number % accounts))
                .set("bucket_name", format!("site-{number}"))
                .set("extract", true)
        });
        builder = builder.stage(Stage::new(format!("Stage{stage}")).parallel(actions));
    }
    builder
}

/// Stages and actions named like what our roles are named.
pub(crate) fn alike() -> Builder {
    let names = [
        "actions",
        "Actions",
        "ActionsRole",
        "actions-us-east-1",
        "stage",
    ];
    let stages = [
        "Deploy",
        "deploy",
        "Actions",
        "actions",
        "Deploy-actions",
        "actions-us-east-1",
    ];
    let stages = stages.map(|stage| {
        let actions = names.map(|name| call(name).account("prod"));
        Stage::new(stage).parallel(actions)
    });
    let begun = begun("alike")
        .account(Account::new("prod", "222222222222"))
        .stage(checkout())
        .stage(
            Stage::new("Copy").action(
                Action::new("Copy", "S3Deploy")
                    .input("source")
                    .set("bucket_name", "site")
                    .set("extract", true),
            ),
        );
    stages.into_iter().fold(begun, Builder::stage)
}

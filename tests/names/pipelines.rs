//! Pipelines with one of everything that has a name.

use pipewright::{
    Account, Action, Builder, Event, Notification, Pipeline, Project, Role, Schedule, Stage, Store,
    file, list, map, word,
};

pub(crate) const HOME: &str = "111111111111";

pub(crate) fn whole(name: &str) -> Builder {
    lived(name, HOME, "us-east-1")
}

/// A pipeline of that name in that home, with one of everything that has a name.
pub(crate) fn lived(name: &str, home: &str, region: &str) -> Builder {
    let begun = Pipeline::builder(name)
        .account(Account::home("tools", home).region(region))
        .stage(Stage::new("Source").action(source("Checkout", "dev")))
        .stage(Stage::new("Build").action(build()))
        .stage(Stage::new("Deliver").action(deploy("Update", "test")));
    let begun = accounts().into_iter().fold(begun, Builder::account);
    let begun = roles().into_iter().fold(begun, Builder::role);
    told(begun.project(project("package")))
}

/// A notification, a schedule and an event, and all that is made for them.
fn told(begun: Builder) -> Builder {
    let chat = "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team";
    let failures = Notification::new("failures")
        .set("pipeline_states", [word("FAILED")])
        .set("stage_states", [word("FAILED")])
        .set("email", ["team@example.com"])
        .set("chatbot", chat);
    let event = Event::new("released")
        .account("dev")
        .set("pattern", map([("source", list(["com.example"]))]));
    begun
        .notify(failures)
        .schedule(Schedule::new("nightly", "rate(1 day)"))
        .on_event(event)
}

/// The same pipeline, its declarations in one order or the other.
pub(crate) fn declared(backward: bool) -> Builder {
    let (mut accounts, mut roles) = (accounts().to_vec(), roles().to_vec());
    let mut projects = vec![project("package"), project("unused")];
    let mut stores = ["us-east-1", "us-west-2"].map(store).to_vec();
    if backward {
        stores.reverse();
        accounts.reverse();
        roles.reverse();
        projects.reverse();
    }
    let begun = Pipeline::builder("app")
        .account(Account::home("tools", HOME).region("us-east-1"))
        .stage(Stage::new("Source").action(source("Checkout", "dev")))
        .stage(Stage::new("Build").action(build()))
        .stage(Stage::new("Test").action(deploy("Update", "test").region("us-west-2")))
        .stage(Stage::new("Deploy").action(deploy("Update", "prod")));
    let begun = accounts.into_iter().fold(begun, Builder::account);
    let begun = roles.into_iter().fold(begun, Builder::role);
    let begun = stores.into_iter().fold(begun, Builder::store);
    projects.into_iter().fold(begun, Builder::project)
}

pub(crate) fn store(region: &str) -> Store {
    Store::managed(region.replace('-', "_"))
        .region(region)
        .set("expiration_in_days", 7)
}

pub(crate) fn accounts() -> [Account; 3] {
    [
        Account::new("dev", "222222222222"),
        Account::new("test", "333333333333").region("us-west-2"),
        Account::new("prod", "444444444444"),
    ]
}

pub(crate) fn roles() -> [Role; 2] {
    ["test", "prod"].map(|account| {
        Role::managed(format!("deploy_{account}"))
            .account(account)
            .set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/PowerUserAccess"],
            )
    })
}

pub(crate) fn project(name: &str) -> Project {
    Project::managed(name).set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
}

pub(crate) fn source(name: &str, account: &str) -> Action {
    let output = if name == "Checkout" { "source" } else { name };
    Action::new(name, "CodeCommit")
        .account(account)
        .output(output)
        .set("repository_name", "code")
        .set("branch_name", "main")
}

pub(crate) fn build() -> Action {
    Action::new("Package", "CodeBuild")
        .input("source")
        .output("packaged")
        .set("project_name", word("package"))
}

pub(crate) fn deploy(name: &str, account: &str) -> Action {
    Action::new(name, "CloudFormation")
        .account(account)
        .input("packaged")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set("template_path", file("packaged", "template.yml"))
        .set("role_arn", word(format!("deploy_{account}")))
}

pub(crate) fn publish(name: &str, artifact: &str) -> Action {
    Action::new(name, "S3Deploy")
        .input(artifact)
        .set("bucket_name", "published")
        .set("extract", true)
}

/// So many actions in one account, each with a role of its own and one that it hands on.
pub(crate) fn many_roles(count: usize) -> Builder {
    let mut builder = Pipeline::builder("many")
        .account(Account::home("tools", HOME).region("us-east-1"))
        .account(Account::new("prod", "222222222222"))
        .stage(Stage::new("Source").action(source("Checkout", "tools")))
        .stage(Stage::new("Check").action(Action::new("Review", "Manual")));
    let numbers: Vec<usize> = (0..count).collect();
    for chunk in numbers.chunks(49) {
        let mut stage = Stage::new(format!("Deploy{}", chunk[0]));
        for number in chunk {
            let role = format!("deploy{number}");
            stage = stage.action(
                Action::new(format!("Update{number}"), "CloudFormation")
                    .account("prod")
                    .input("source")
                    .set("action_mode", word("CREATE_UPDATE"))
                    .set("stack_name", format!("app{number}"))
                    .set("template_path", file("source", "template.yml"))
                    .set("role_arn", word(role.as_str())),
            );
            builder = builder.role(Role::managed(role).account("prod").set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            ));
        }
        builder = builder.stage(stage);
    }
    builder
}

/// Pipeline names that AWS takes, and nothing else named after them would.
pub(crate) fn hostile() -> Vec<String> {
    let long = ["x", ".", "-", "_", "@", "Aa", "9"].map(|part| part.repeat(100 / part.len()));
    let short = ["a", "-", "9.lives", "App@2", "..", "-a-", "con"].map(str::to_owned);
    long.into_iter().chain(short).collect()
}

/// A pipeline of which every line is the line of the call.
macro_rules! small {
    () => {
        Pipeline::builder("small")
            .account(Account::home("tools", HOME).region("us-east-1"))
            .account(Account::new("dev", "222222222222"))
            .stage(
                Stage::new("Source").action(
                    Action::new("Checkout", "CodeCommit")
                        .account("dev")
                        .output("source")
                        .set("repository_name", "code")
                        .set("branch_name", "main"),
                ),
            )
            .stage(
                Stage::new("Publish").action(
                    Action::new("Copy", "S3Deploy")
                        .input("source")
                        .set("bucket_name", "published")
                        .set("extract", true),
                ),
            )
    };
}
pub(crate) use small;

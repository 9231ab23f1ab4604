//! Build projects whole: every property of CloudFormation's schema is known, every setting gets the
//! permissions of AWS's pages and no others, and `docs/projects.md` says both.

mod deploy_time;
mod page;
mod permissions;
mod schema;
#[path = "../support/mod.rs"]
mod support;

use pipewright::{Account, Action, Builder, Pipeline, Project, Stage, Value, list, map, word};
use serde_json::Value as Json;

/// What each setting gets, as `permissions.json` has it.
fn settings() -> Vec<Json> {
    let all: Json = serde_json::from_str(include_str!("permissions.json")).unwrap();
    all["settings"].as_array().unwrap().clone()
}

/// A value of the language.
fn value(json: &Json) -> Value {
    match json {
        Json::Bool(truth) => (*truth).into(),
        Json::Number(number) => number.as_i64().unwrap().into(),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => list(items.iter().map(value)),
        Json::Object(entries) => map(entries
            .iter()
            .map(|(key, inner)| (key.as_str(), value(inner)))),
        Json::Null => panic!("nothing is no value"),
    }
}

/// A pipeline with this project, `build`, which an action starts in this account.
fn pipeline(project: Project, account: &str) -> Pipeline {
    started(project, account, false)
}

fn started(project: Project, account: &str, batch: bool) -> Pipeline {
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let build = Action::new("Build", "CodeBuild")
        .account(account)
        .input("source")
        .set("batch_enabled", batch)
        .set("project_name", word("build"));
    let built: Builder = Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "222222222222"))
        .project(project.account(account))
        .stage(Stage::new("Source").action(checkout))
        .stage(Stage::new("Build").action(build));
    built
        .build()
        .unwrap_or_else(|findings| panic!("{findings}"))
}

/// The project that has a setting of the list, and the one that lacks just this.
fn with_and_without(setting: &Json) -> (Project, Project) {
    let mut without = Project::managed("build");
    let image = setting.pointer("/with/image").and_then(Json::as_str);
    without = without.set("image", image.unwrap_or("aws/codebuild/standard:7.0"));
    for (key, inner) in setting["with"].as_object().into_iter().flatten() {
        if key != "image" {
            without = without.set(key, value(inner));
        }
    }
    let key = setting["setting"].as_str().unwrap();
    let with = without.clone().set(key, value(&setting["value"]));
    (with, without)
}

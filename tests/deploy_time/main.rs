//! Values that are known only when a stack is deployed.

mod declarations;
mod limits;
mod proof;
mod templates;

use pipewright::{
    Account, Action, Builder, Findings, Parameter, Pipeline, Project, Stage, Value, import_value,
    join, map, pipeline, word,
};
use serde_json::Value as Json;

/// The template of the one stack whose name begins like this.
fn template(pipeline: &Pipeline, begin: &str) -> Json {
    let assembly = pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    let mut templates = assembly.templates();
    let (_, template) = templates
        .find(|(name, _)| name.starts_with(begin))
        .expect("a template");
    template
}

fn begun() -> Builder {
    Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
}

fn call(function: impl Into<Value>) -> Action {
    Action::new("Call", "Lambda")
        .input("source")
        .set("function_name", function)
}

/// The codes of what is found in a pipeline, and in its deployment.
fn codes(builder: Builder) -> Vec<&'static str> {
    let pipeline = match builder.build() {
        Ok(pipeline) => pipeline,
        Err(found) => return found.iter().map(|found| found.code.id).collect(),
    };
    let own = pipeline.warnings().iter().map(|found| found.code.id);
    let mut all: Vec<&str> = own.collect();
    match pipeline.synthesize() {
        Ok(assembly) => all.extend(assembly.warnings().iter().map(|found| found.code.id)),
        Err(found) => all.extend(found.iter().map(|found| found.code.id)),
    }
    all
}

/// Templates name the source file of each resource, so that both stand in this one.
#[test]
fn the_macro_and_the_builder_say_the_same() {
    let by_macro = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        parameter topic: "String" = "builds" { allowed_values: ["builds", "other"] }
        project package {
            image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
            environment_variables: { TOPIC: topic, OTHER: { parameter_store: "/x" } },
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Test {
            Package: CodeBuild(source) { project_name: package };
            Call: Lambda(source) { function_name: "f", user_parameters: "a{topic}{import_value:n-V}b" };
        }
    };
    let project = Project::managed("package")
        .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
        .set(
            "environment_variables",
            map([
                ("TOPIC", word("topic")),
                ("OTHER", map([("parameter_store", "/x")])),
            ]),
        );
    let parts = [
        Value::from("a"),
        word("topic"),
        import_value("n-V"),
        Value::from("b"),
    ];
    let topic = Parameter::new("topic", "String")
        .default("builds")
        .set("allowed_values", ["builds", "other"]);
    let package = Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("package"));
    let by_builder = begun()
        .parameter(topic)
        .project(project)
        .stage(
            Stage::new("Test")
                .action(package)
                .action(call("f").set("user_parameters", join(parts))),
        )
        .build();
    let templates = |pipeline: Result<Pipeline, Findings>| {
        let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
        template(&pipeline, "app-pipeline").to_string()
    };
    assert!(templates(by_macro) == templates(by_builder));
}

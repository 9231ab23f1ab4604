//! What a role may touch where a value names more, or something elsewhere.

use pipewright_core::builder::{Account, Action, Project, Stage, map, word};
use pipewright_core::pipeline::Pipeline;

/// The templates of a pipeline with one source and one action more, in one text.
fn templates(checkout: Action, action: Action) -> String {
    let pipeline = Pipeline::builder("scopes")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .project(Project::managed("build").set("image", "aws/codebuild/standard:7.0"))
        .stage(Stage::new("Source").action(checkout.output("source")))
        .stage(
            Stage::new("Use").parallel([
                action,
                Action::new("Test", "CodeBuild")
                    .input("source")
                    .set("project_name", word("build")),
            ]),
        )
        .build()
        .unwrap_or_else(|findings| panic!("{findings:?}"));
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings:?}"));
    assembly.templates().map(|(_, text)| text).collect()
}

fn checkout() -> Action {
    Action::new("Checkout", "CodeCommit")
        .set("repository_name", "x")
        .set("branch_name", "main")
}

fn build(secret: &str) -> Action {
    Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", word("build"))
        .set(
            "environment_variables",
            map([("LOGIN", map([("secrets_manager", secret)]))]),
        )
}

#[test]
fn an_execution_is_where_its_state_machine_is() {
    let machine = "arn:aws:states:eu-west-1:999999999999:stateMachine:verify";
    let run = Action::new("Run", "StepFunctions").set("state_machine_arn", machine);
    let found = templates(checkout(), run);
    assert!(found.contains("\"arn:aws:states:eu-west-1:999999999999:execution:verify:*\""));
    assert!(!found.contains("states:us-east-1"));
}

#[test]
fn a_secret_has_six_letters_behind_its_arn() {
    let arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:zed";
    let found = templates(checkout(), build(arn));
    assert!(found.contains(&format!("\"{arn}-??????\"")));
    let whole = format!("{arn}-a1B2c3");
    let found = templates(checkout(), build(&format!("{whole}:key")));
    assert!(found.contains(&format!("\"{whole}\"")));
    assert!(!found.contains("-??????"));
}

#[test]
fn an_object_that_a_start_may_name_is_any_of_the_bucket() {
    let object = |any: bool| {
        let source = Action::new("Object", "S3Source")
            .set("s3_bucket", "site-files")
            .set("s3_object_key", "a/b.zip")
            .set("allow_override_for_s3_object_key", any);
        templates(source, build("zed"))
    };
    let (one, any) = (
        "arn:aws:s3:::site-files/a/b.zip",
        "arn:aws:s3:::site-files/*",
    );
    assert!(object(false).contains(one) && !object(false).contains(any));
    assert!(object(true).contains(any) && !object(true).contains(one));
}

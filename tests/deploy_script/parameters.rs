//! The values of template parameters.

use std::fs;

use pipewright::{Account, Action, Builder, Parameter, Pipeline, Stage, word as name};
use serde_json::Value as Json;

use crate::deployed::{Deployed, succeeds, word};
use crate::support::scratch::errors;

/// A pipeline with a parameter that an action of another account uses, and so both stacks.
pub(crate) fn with_parameter(parameter: Parameter, account: &str) -> Builder {
    let checkout = Action::new("Checkout", "S3Source")
        .output("source")
        .set("s3_bucket", "sources")
        .set("s3_object_key", "app.zip");
    let call = |title: &str, function: pipewright::Value| {
        Action::new(title, "Lambda")
            .input("source")
            .set("function_name", function)
    };
    Pipeline::builder("shop")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("test", "222222222222"))
        .parameter(parameter)
        .stage(Stage::new("Source").action(checkout))
        .stage(
            Stage::new("Check")
                .account("test")
                .action(call("Smoke", "f".into())),
        )
        .stage(
            Stage::new("Deploy")
                .account(account)
                .action(call("Call", name("topic"))),
        )
}

#[test]
fn a_parameter_has_one_value_in_all_stacks_or_stops_the_script() {
    let folder = Deployed::of(with_parameter(Parameter::new("topic", "String"), "test"));
    let output = folder.script().output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = "parameter topic has no value: set PIPEWRIGHT_PARAMETER_TOPIC\n";
    assert_eq!(errors(&output), said);
    assert_eq!(folder.deploys(), [""; 0]);

    let given = |set: (&str, &str)| {
        let _ = fs::remove_file(folder.folder.path().join("calls"));
        succeeds(folder.script().env(set.0, set.1));
        let deploys = folder.deploys();
        let values: Vec<(String, Option<String>)> = deploys
            .iter()
            .map(|call| {
                let stack = word(call, "--stack-name");
                let (stack, _) = stack.rsplit_once('-').unwrap();
                let value = call.split_once("--parameter-overrides ParameterTopic=");
                let value =
                    value.map(|(_, rest)| rest.split(" --").next().unwrap().trim().to_owned());
                (stack.to_owned(), value)
            })
            .collect();
        values
    };
    let expected = |value: &str| {
        let some = Some(value.to_owned());
        vec![
            ("shop-artifacts-us-east-1".to_owned(), None),
            ("shop-roles-222222222222-us-east-1".to_owned(), some.clone()),
            ("shop-pipeline".to_owned(), some),
        ]
    };
    let wild = "a=b; touch pwned $(touch pwned)";
    assert_eq!(given(("PIPEWRIGHT_PARAMETER_TOPIC", wild)), expected(wild));
    // Every stack gets the value that one has.
    assert_eq!(given(("PREVIOUS", "old")), expected("old"));

    let hidden = Parameter::new("topic", "String").set("no_echo", true);
    let folder = Deployed::of(with_parameter(hidden, "test"));
    let mut script = folder.script();
    script
        .arg("--dry-run")
        .env("PIPEWRIGHT_PARAMETER_TOPIC", "secret");
    let shown = String::from_utf8(succeeds(&mut script).stdout).unwrap();
    assert!(
        shown.contains("ParameterTopic=") && !shown.contains("secret"),
        "{shown}"
    );
    // CloudFormation keeps what it does not show.
    let mut script = folder.script();
    succeeds(script.env("PREVIOUS", "****"));
    assert!(
        folder
            .deploys()
            .iter()
            .all(|call| !call.contains("--parameter-overrides"))
    );
}

#[test]
fn a_parameter_goes_with_the_last_that_names_it() {
    let parameter = || Parameter::new("topic", "String").default("f");
    let folder = Deployed::of(with_parameter(parameter(), "tools"));
    let before = Deployed::of(with_parameter(parameter(), "test")).deployed();
    succeeds(folder.script().env("DEPLOYED", before.path()));
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    assert!(
        merged["Resources"]["DeployCallRole"].is_object(),
        "{merged}"
    );
    assert_eq!(merged["Parameters"]["ParameterTopic"]["Default"], "f");
    let deploys = folder.deploys();
    assert!(
        deploys.last().unwrap().contains("shop-roles-222222222222"),
        "{deploys:?}"
    );
}

/// Names that a variable's name cannot tell apart get one each.
#[test]
fn each_parameter_has_a_variable_of_its_own() {
    let call = |title: &str, function: &str| {
        Action::new(title, "Lambda").set("function_name", name(function))
    };
    let built = with_parameter(Parameter::new("topic", "String"), "test")
        .parameter(Parameter::new("foo_bar", "String"))
        .parameter(Parameter::new("FOO_BAR", "String"))
        .stage(
            Stage::new("More")
                .action(call("One", "foo_bar"))
                .action(call("Two", "FOO_BAR")),
        );
    let folder = Deployed::of(built);
    let script = fs::read_to_string(folder.folder.path().join("a folder/deploy.sh")).unwrap();
    let variables: Vec<&str> = script
        .lines()
        .filter_map(|line| line.strip_prefix("parameter '")?.split('\'').next())
        .collect();
    assert_eq!(variables.len(), 3, "{variables:?}");
    assert_eq!(variables[0], "TOPIC");
    let others = &variables[1..];
    assert!(
        others.iter().all(|one| one.starts_with("FOO_BAR_")),
        "{others:?}"
    );
    assert_ne!(others[0], others[1]);
}

use crate::support::{assert_finds, base, finding, read, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Action, Builder, map, variable};

/// An action that uses a value where variables can be used.
fn user(name: &str, value: impl Into<Value>) -> Action {
    read(name, "source").set("cache_control", value)
}

fn with(actions: impl IntoIterator<Item = Action>) -> Builder {
    base().stage(stage("Use", actions))
}

fn call(name: &str) -> Action {
    Action::new(name, "Lambda").set("function_name", "call")
}

#[test]
fn a_variable_is_one_of_its_action() {
    assert_finds(&with([user("Use", variable("Checkout", "CommitId"))]), &[]);
    assert_finds(&with([user("Use", "release-#{Checkout.CommitId}")]), &[]);
    assert_finds(
        &with([user("Use", "release-#{Checkout.CommitId")]),
        &["P227 `#{Checkout.CommitId` is not closed"],
    );
    assert_finds(
        &with([call("Call"), user("Use", variable("Call", "Anything"))]),
        &[],
    );
    let typo = with([user("Use", variable("Checkout", "CommitID"))]);
    assert_finds(
        &typo,
        &["P223 action `Checkout` has no variable `CommitID`"],
    );
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a variable with a similar name: `CommitId`")
    );
    assert_finds(
        &with([user("Use", "#{codepipeline.PipelineExecutionId}")]),
        &[],
    );
    assert_finds(
        &with([user("Use", "#{codepipeline.ExecutionId}")]),
        &["P223 `codepipeline` has no variable `ExecutionId`"],
    );
}

#[test]
fn a_namespace_is_an_action() {
    let typo = with([user("Use", variable("Chekout", "CommitId"))]);
    assert_finds(
        &typo,
        &["P220 no action is named `Chekout`, and none has that namespace"],
    );
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("an action with a similar name: `Checkout`")
    );
}

#[test]
fn a_renamed_action_answers_to_its_namespace_only() {
    let call = || call("Call").set("namespace", "Calling");
    assert_finds(&with([call(), user("Use", "#{Calling.X}")]), &[]);
    let old = with([call(), user("Use", "#{Call.X}")]);
    assert_finds(
        &old,
        &["P220 no action is named `Call`, and none has that namespace"],
    );
    assert_eq!(
        finding(&old).help.as_deref(),
        Some("action `Call` has the namespace `Calling`: write `Calling.X`")
    );
}

#[test]
fn a_name_of_several_actions_is_ambiguous() {
    let twice = |first: Action| {
        base()
            .stage(stage("First", [first]))
            .stage(stage("Second", [call("Call")]))
            .stage(stage("Third", [user("Use", "#{Call.X}")]))
    };
    assert_finds(
        &twice(call("Call")),
        &["P221 `Call` could be one of 2 actions"],
    );
    assert_finds(&twice(call("Call").set("namespace", "First")), &[]);
}

#[test]
fn a_variable_is_set_before_it_is_used() {
    assert_finds(
        &with([user("Use", variable("Call", "X")), call("Call")]),
        &["P222 `Call.X` is not set yet: `Call` runs later"],
    );
    assert_finds(
        &base().stage(
            pipewright_core::builder::Stage::new("Use")
                .parallel([call("Call"), user("Use", variable("Call", "X"))]),
        ),
        &["P222 `Call.X` is not set yet: `Call` runs side by side with `Use`"],
    );
}

#[test]
fn variables_in_maps_are_found() {
    let build = Action::new("Build", "CodeBuild")
        .input("source")
        .set("project_name", "build")
        .set("environment_variables", map([("A", "#{Nobody.X}")]));
    assert_finds(
        &with([build]),
        &["P220 no action is named `Nobody`, and none has that namespace"],
    );
}

#[test]
fn pipeline_variables_are_not_declared() {
    assert_finds(
        &with([user("Use", variable("variables", "TAG"))]),
        &["P224 pipeline variable `TAG` is not declared"],
    );
}

#[test]
fn a_namespace_is_no_other_name() {
    let named = |namespace: &str| call("Call").set("namespace", namespace);
    assert_finds(
        &with([named("variables")]),
        &["P225 namespace `variables` is CodePipeline's own"],
    );
    assert_finds(
        &with([named("source")]),
        &["P225 namespace `source` is the name of an artifact too"],
    );
    assert_finds(
        &with([named("One"), call("Other").set("namespace", "One")]),
        &["P225 `Call` and `Other` have the same namespace, `One`"],
    );
    assert_finds(
        &with([call("source"), user("Use", "#{source.X}")]),
        &["P225 `source` is an action and an artifact, so it cannot name the action's variables"],
    );
    assert_finds(&with([call("source")]), &[]);
}

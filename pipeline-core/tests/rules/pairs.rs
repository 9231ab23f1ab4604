//! Actions that need another one before them: a change set is prepared before it is

use crate::support::{assert_finds, base, change_sets, finding, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Action, Builder, word};
use pipewright_core::model::Data;

const UNPREPARED_HERE: &str = "P440 nothing before action `Execute` prepares `stack_name: \"app\"`, `change_set_name: \"release\"` in account `tools`, region `us-east-1`";

fn unprepared() -> String {
    UNPREPARED_HERE.replace("P440", "P410")
}

fn with(actions: impl IntoIterator<Item = Action>) -> Builder {
    base().stage(stage("Deploy", actions))
}

fn prepare(stack: impl Into<Value>) -> Action {
    Action::new("Prepare", "CloudFormation")
        .input("source")
        .set("action_mode", word("CHANGE_SET_REPLACE"))
        .set("stack_name", stack)
        .set("change_set_name", "release")
        .set(
            "template_path",
            pipewright_core::builder::file("source", "t.yml"),
        )
        .set("role_arn", "arn:aws:iam::111111111111:role/deploy")
}

#[test]
fn a_change_set_is_prepared_before_it_is_executed() {
    let [first, second] = change_sets();
    assert_finds(&with([first, second]), &[]);
    let [_, second] = change_sets();
    let missing = with([second]);
    assert_finds(&missing, &[UNPREPARED_HERE]);
    assert_eq!(
        finding(&missing).help.as_deref(),
        Some(
            "add an action before it with `action_mode: CHANGE_SET_REPLACE` and the same keys, unless it is made outside of this pipeline"
        )
    );
    let [first, second] = change_sets();
    let swapped = with([second, first]);
    assert_finds(&swapped, &[&unprepared()]);
    assert_eq!(
        finding(&swapped).help.as_deref(),
        Some("`Prepare` does, and runs only after it: move it before `Execute`")
    );
}

#[test]
fn the_one_that_differs_a_little_is_pointed_at() {
    let [_, second] = change_sets();
    let other_stack = with([prepare("ap"), second]);
    assert_finds(&other_stack, &[UNPREPARED_HERE]);
    assert_eq!(
        finding(&other_stack).help.as_deref(),
        Some("`Prepare` prepares the same one, but with `stack_name: \"ap\"`")
    );
    let [_, second] = change_sets();
    let prepare = prepare("app").account("dev").set("role_arn", "");
    let mut other_account = with([prepare, second]);
    other_account = other_account.account(Account::new("dev", "222222222222"));
    let found = crate::support::found(&other_account);
    let found = found.iter().find(|finding| finding.code.id == "P440");
    assert_eq!(
        found.and_then(|finding| finding.help.as_deref()),
        Some("`Prepare` prepares the same one, but in account `dev`")
    );
}

#[test]
fn what_is_not_known_yet_could_be_the_one() {
    let later = Value::from(Data::Deferred(pipewright_core::model::ExpressionId(0)));
    let [_, second] = change_sets();
    assert_finds(&with([prepare(later), second]), &[]);
}

//! Where a stack set goes: to accounts, or to an organization's root and units.

use crate::support::{assert_finds, base, finding, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Action, Builder, file, word};
use pipewright_core::model::Data;

const ACCOUNT: &str = "222222222222";
const UNIT: &str = "ou-abcd-11111111";

fn set(model: Option<&str>, targets: impl Into<Value>) -> Builder {
    let action = Action::new("Everywhere", "CloudFormationStackSet")
        .input("source")
        .set("stack_set_name", "baseline")
        .set("template_path", file("source", "t.yml"));
    let action = match model {
        Some(model) => action.set("permission_model", word(model)),
        None => action,
    };
    with(action, targets)
}

fn instances(targets: impl Into<Value>) -> Builder {
    let action = Action::new("Everywhere", "CloudFormationStackInstances");
    with(
        action.input("source").set("stack_set_name", "baseline"),
        targets,
    )
}

fn with(action: Action, targets: impl Into<Value>) -> Builder {
    let action = action
        .set("deployment_targets", targets)
        .set("regions", ["us-east-1"]);
    base().stage(stage("Deploy", [action]))
}

#[test]
fn who_makes_the_roles_decides_where_a_stack_set_goes() {
    let own = |because: &str| {
        format!(
            "P432 unit `{UNIT}` is a target of action `Everywhere`, and {because} a stack set goes to accounts only"
        )
    };
    let without = own("without `permission_model`");
    let said = own("with `permission_model: SELF_MANAGED`");
    assert_finds(&set(None, [UNIT]), &[&without]);
    assert_finds(&set(None, [ACCOUNT, UNIT, "ou-abcd-22222222"]), &[&without]);
    assert_finds(&set(Some("SELF_MANAGED"), [UNIT]), &[&said]);
    let root = set(None, ["r-abcd"]);
    assert!(
        finding(&root)
            .message
            .starts_with("root `r-abcd` is a target")
    );
    assert_finds(&set(None, [ACCOUNT]), &[]);
    assert_finds(&set(Some("SELF_MANAGED"), [ACCOUNT]), &[]);
    let service = "P432 account `222222222222` is a target of action `Everywhere`, and with `permission_model: SERVICE_MANAGED` a stack set goes to an organization's root or units only";
    assert_finds(&set(Some("SERVICE_MANAGED"), [UNIT, "r-abcd"]), &[]);
    assert_finds(&set(Some("SERVICE_MANAGED"), [UNIT, ACCOUNT]), &[service]);
}

#[test]
fn instances_go_to_accounts_or_to_units() {
    assert_finds(&instances([ACCOUNT, "333333333333"]), &[]);
    assert_finds(&instances([UNIT, "r-abcd"]), &[]);
    let rest = "and a stack set goes to accounts, or to an organization's root or units";
    let beside = format!(
        "P432 unit `{UNIT}` is a target of action `Everywhere` beside account `{ACCOUNT}`, {rest}"
    );
    assert_finds(&instances([ACCOUNT, UNIT]), &[&beside]);
    let beside = format!(
        "P432 account `{ACCOUNT}` is a target of action `Everywhere` beside unit `{UNIT}`, {rest}"
    );
    assert_finds(&instances([UNIT, ACCOUNT]), &[&beside]);
}

#[test]
fn what_is_not_known_yet_could_be_right() {
    let later = || Value::from(Data::Deferred(pipewright_core::model::ExpressionId(0)));
    assert_finds(&set(None, file("source", "targets.json")), &[]);
    assert_finds(&instances(file("source", "targets.json")), &[]);
    assert_finds(&set(None, later()), &[]);
    assert_finds(&instances(vec![later(), UNIT.into()]), &[]);
}

//! Characters that nobody sees, and roles that allow nothing.

use crate::support::{assert_finds, base, stage};
use pipewright_core::builder::{Action, Builder, Role, file, map, word};

#[test]
fn a_name_holds_no_character_that_nobody_sees() {
    assert_finds(
        &base().role(Role::managed("_deploy\u{202e}")),
        &[
            "P452 the name of this role holds U+202E, which turns the direction of the text around it",
        ],
    );
}

#[test]
fn neither_does_a_condition_of_a_statement() {
    let statement = map([
        ("actions", ["s3:GetObject"].into()),
        ("resources", ["arn:aws:s3:::files/*"].into()),
        (
            "conditions",
            map([("StringEquals", map([("s3:prefix", "a\u{7}")]))]),
        ),
    ] as [(&str, pipewright_core::builder::Value); 3]);
    assert_finds(
        &base().role(Role::managed("_deploy").set("statements", [statement])),
        &["P407 `s3:prefix` holds U+0007, a control character"],
    );
}

fn handed(role: Role) -> Builder {
    let update = Action::new("Update", "CloudFormation")
        .input("source")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set("template_path", file("source", "template.yml"))
        .set("role_arn", word("deploy"));
    base().role(role).stage(stage("Deploy", [update]))
}

#[test]
fn an_execution_role_allows_something() {
    let useless = "P454 role `deploy` allows nothing, and action `Update` hands it to `cloudformation.amazonaws.com`";
    let role = || Role::managed("deploy");
    let none: [&str; 0] = [];
    assert_finds(&handed(role()), &[useless]);
    assert_finds(&handed(role().set("managed_policies", none)), &[useless]);
    let denies = |effect: &str| {
        map([
            ("effect", word(effect)),
            ("actions", ["s3:GetObject"].into()),
            ("resources", ["arn:aws:s3:::files/*"].into()),
        ])
    };
    assert_finds(
        &handed(role().set("statements", [denies("Deny")])),
        &[useless],
    );
    assert_finds(&handed(role().set("statements", [denies("Allow")])), &[]);
    let managed = ["arn:aws:iam::aws:policy/PowerUserAccess"];
    assert_finds(&handed(role().set("managed_policies", managed)), &[]);
}

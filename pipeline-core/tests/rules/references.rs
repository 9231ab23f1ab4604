use crate::support::{assert_finds, base, finding, read, stage, use_account};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Action, Builder, Role, Stage, Store, word};

fn dev(pipeline: Builder) -> Builder {
    use_account(pipeline.account(Account::new("dev", "222222222222")), "dev")
}

fn with(action: Action) -> Builder {
    base().stage(stage("Deploy", [action]))
}

#[test]
fn accounts_are_declared() {
    let typo = dev(with(read("Upload", "source").account("Dev")));
    assert_finds(&typo, &["P102 account `Dev` is not declared"]);
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("an account with a similar name is declared: `dev`")
    );
    let unlike = dev(with(read("Upload", "source").account("production")));
    assert_eq!(
        finding(&unlike).help.as_deref(),
        Some("declared accounts: `tools` and `dev`")
    );
    let stage = base().stage(
        Stage::new("Deploy")
            .account("dev")
            .action(read("A", "source")),
    );
    assert_finds(&stage, &["P102 account `dev` is not declared"]);
    assert_finds(
        &base().role(Role::managed("deploy")).stage(
            Stage::new("Deploy")
                .account("deploy")
                .action(read("A", "source")),
        ),
        &["P102 `deploy` is a role, not an account"],
    );
}

#[test]
fn an_undeclared_account_has_no_follow_ups() {
    let pipeline = dev(with(read("Upload", "source").account("x").role("deploy")))
        .role(Role::managed("deploy").account("dev"));
    assert_finds(&pipeline, &["P102 account `x` is not declared"]);
}

#[test]
fn stores_are_declared_where_the_action_runs() {
    let west = |action: Action| with(action).store(Store::managed("west").region("us-west-2"));
    let upload = || read("Upload", "source").store("west");
    assert_finds(&west(upload()), &[]);
    assert_finds(&west(upload().region("us-west-2")), &[]);
    let message =
        "P133 store `west` is in region `us-west-2`, and action `Upload` runs in `us-east-1`";
    assert_finds(&west(upload().region("us-east-1")), &[message]);
    let stages = Stage::new("Deploy").region("us-east-1").action(upload());
    let pipeline = base().store(Store::managed("west").region("us-west-2"));
    assert_finds(&pipeline.stage(stages), &[]);
    assert_finds(&with(upload()), &["P130 store `west` is not declared"]);
}

#[test]
fn roles_are_declared_in_the_actions_account() {
    let upload = |role: &str| {
        dev(with(read("Upload", "source").account("dev").role(role)))
            .role(Role::managed("_here").account("dev"))
            .role(Role::managed("_home"))
    };
    assert_finds(&upload("_here"), &[]);
    assert_finds(
        &upload("_home"),
        &["P134 role `_home` is in account `tools`, and action `Upload` runs in `dev`"],
    );
    assert_finds(&upload("_her"), &["P131 role `_her` is not declared"]);
}

#[test]
fn a_role_that_is_declared_in_the_wrong_account_is_one_mistake() {
    let role = Role::imported("deploy", "arn:aws:iam::222222222222:role/deploy");
    assert_finds(
        &dev(with(read("Upload", "source").account("dev").role("deploy"))).role(role),
        &[
            "P120 the ARN is of account `222222222222`, and role `deploy` is declared in `tools`, `111111111111`",
        ],
    );
}

#[test]
fn a_role_is_handed_over_within_its_account() {
    let prepare = |role: Value| {
        let mut action = Action::new("Prepare", "CloudFormation")
            .input("source")
            .account("dev")
            .set("role_arn", role);
        for (key, value) in [("action_mode", "CREATE_UPDATE"), ("stack_name", "app")] {
            action = action.set(key, value);
        }
        dev(with(action.set(
            "template_path",
            pipewright_core::builder::file("source", "t.yml"),
        )))
        .role(Role::managed("_here").account("dev"))
        .role(Role::managed("_home"))
    };
    assert_finds(&prepare(word("_here")), &[]);
    assert_finds(
        &prepare("arn:aws:iam::222222222222:role/deploy".into()),
        &[],
    );
    assert_finds(
        &prepare(word("_home")),
        &["P136 role `_home` is in account `tools`, and action `Prepare` runs in `dev`"],
    );
    assert_finds(
        &prepare("arn:aws:iam::111111111111:role/deploy".into()),
        &[
            "P136 the role is of account `111111111111`, and action `Prepare` runs in `dev`, `222222222222`",
        ],
    );
    assert_finds(
        &prepare("deploy".into()),
        &["P407 `role_arn` must be the ARN of a role, `arn:aws:iam::ACCOUNT:role/NAME`"],
    );
    assert_finds(
        &prepare(word("_nobody")),
        &["P131 role `_nobody` is not declared"],
    );
}

//! Roles and projects: where they are, and what they are allowed to do.

use crate::support::{assert_finds, base, use_account};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Builder, Project, Role, map, word};

fn with(role: impl Into<Role>) -> Builder {
    use_account(
        base()
            .account(Account::new("dev", "222222222222"))
            .role(role),
        "dev",
    )
}

#[test]
fn an_imported_roles_arn_is_of_its_account() {
    let role = |arn: &str| Role::imported("_deploy", arn).account("dev");
    assert_finds(&with(role("arn:aws:iam::222222222222:role/deploy")), &[]);
    assert_finds(
        &with(role("arn:aws:iam::222222222222:user/deploy")),
        &["P119 `arn:aws:iam::222222222222:user/deploy` is not the ARN of a role"],
    );
    assert_finds(
        &with(role("arn:aws:iam::333333333333:role/deploy")),
        &[
            "P120 the ARN is of account `333333333333`, and role `_deploy` is declared in `dev`, `222222222222`",
        ],
    );
    assert_finds(
        &with(Role::imported("_deploy", "arn:aws:iam::333333333333:role/x").account("nobody")),
        &["P102 account `nobody` is not declared"],
    );
}

#[test]
fn statements_are_checked() {
    let statement = |key: &str, action: &str| {
        let role = Role::managed("_deploy").account("dev").set(
            "statements",
            vec![map([
                (key, Value::from(vec![action])),
                ("resources", Value::from(vec!["*"])),
            ])],
        );
        with(role)
    };
    assert_finds(&statement("actions", "s3:GetObject"), &[]);
    assert_finds(
        &statement("actions", "*"),
        &["P123 role `_deploy` allows every action, `*`"],
    );
    assert_finds(
        &statement("actions", "s3:*"),
        &["P123 role `_deploy` allows every action of a service, `s3:*`"],
    );
    assert_finds(
        &statement("action", "s3:GetObject"),
        &["P401 a statement of role `_deploy` has no setting `action`"],
    );
    assert_finds(
        &statement("actions", "GetObject"),
        &["P407 `actions` must be a service and a call, `s3:GetObject`"],
    );
}

#[test]
fn a_denied_wildcard_is_no_danger() {
    let role = Role::managed("_deploy").account("dev").set(
        "statements",
        vec![map([
            ("effect", word("Deny")),
            ("actions", Value::from(vec!["s3:*"])),
            ("resources", Value::from(vec!["*"])),
            (
                "conditions",
                map([("Bool", map([("aws:SecureTransport", "false")]))]),
            ),
        ])],
    );
    assert_finds(&with(role), &[]);
}

#[test]
fn conditions_are_operators_with_keys() {
    let with = |conditions: Value| {
        let statement = map([
            ("actions", Value::from(vec!["s3:GetObject"])),
            ("resources", Value::from(vec!["*"])),
            ("conditions", conditions),
        ]);
        with(
            Role::managed("_deploy")
                .account("dev")
                .set("statements", vec![statement]),
        )
    };
    let keys = |value: Value| map([("StringLike", map([("s3:prefix", value)]))]);
    assert_finds(&with(keys(vec!["a/*", "b/*"].into())), &[]);
    assert_finds(
        &with(keys(vec![word("a")].into())),
        &[
            "P405 `s3:prefix` takes a text, a number, `true` or `false`, and this is the bare word `a`",
        ],
    );
    assert_finds(
        &with(map([("StringLike", "a")])),
        &["P405 `StringLike` takes a map, and this is a text"],
    );
}

#[test]
fn an_imported_projects_role_is_declared_beside_it() {
    let project = |account: &str| {
        with(Role::imported("building", "arn:aws:iam::222222222222:role/b").account("dev")).project(
            Project::imported("_build")
                .account(account)
                .set("name", "build")
                .set("role", word("building")),
        )
    };
    assert_finds(&project("dev"), &[]);
    assert_finds(
        &project("tools"),
        &["P121 role `building` is in account `dev`, and project `_build` is in `tools`"],
    );
}

#[test]
fn a_projects_settings_are_checked() {
    let project = |image: &str| base().project(Project::managed("_build").set("image", image));
    assert_finds(&project("aws/codebuild/standard:7.0"), &[]);
    assert_finds(
        &project("a b"),
        &[
            "P407 `image` must be an image's name: a registry if need be, small letters, digits and . _ - between /, and a tag behind `:` or a digest behind `@`",
        ],
    );
    assert_finds(
        &base().project(Project::managed("_build")),
        &["P403 project `_build` has no `image`"],
    );
}

//! Whose a thing is that a declaration names: policies, administrators of keys, paths.

use crate::support::{assert_finds, base, use_account};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Account, Project, Role, Store, map};

fn assert_role(role: Role, expected: &[&str]) {
    let pipeline = base()
        .account(Account::new("dev", "222222222222"))
        .role(role.account("dev"));
    assert_finds(&use_account(pipeline, "dev"), expected);
}

#[test]
fn policies_are_of_the_roles_account_or_awss() {
    let boundary = |arn: &str| Role::managed("_deploy").set("permissions_boundary", arn);
    let attached = |arn: &str| Role::managed("_deploy").set("managed_policies", vec![arn]);
    for role in [boundary, attached] {
        assert_role(role("arn:aws:iam::aws:policy/ReadOnlyAccess"), &[]);
        assert_role(role("arn:aws:iam::222222222222:policy/app"), &[]);
    }
    assert_role(
        boundary("arn:aws:iam::111111111111:policy/app"),
        &[
            "P124 `permissions_boundary` names a policy of account `111111111111`, and role `_deploy` is in `dev`, `222222222222`",
        ],
    );
    assert_role(
        attached("arn:aws:iam::333333333333:policy/app"),
        &[
            "P124 `managed_policies` names a policy of account `333333333333`, and role `_deploy` is in `dev`, `222222222222`",
        ],
    );
    let project = Project::managed("_build")
        .set("image", "aws/codebuild/standard:7.0")
        .set(
            "managed_policies",
            vec!["arn:aws:iam::333333333333:policy/app"],
        );
    assert_finds(
        &base().project(project),
        &[
            "P124 `managed_policies` names a policy of account `333333333333`, and project `_build` is in `tools`, `111111111111`",
        ],
    );
}

#[test]
fn arns_are_of_the_pipelines_partition() {
    let attached = |arn: &str| Role::managed("_deploy").set("managed_policies", vec![arn]);
    assert_role(
        attached("arn:aws-cn:iam::333333333333:policy/app"),
        &[
            "P125 `arn:aws-cn:iam::333333333333:policy/app` is of partition `aws-cn`, and the pipeline lives in `aws`",
        ],
    );
    let on = |arn: &str| {
        let statement = map([
            ("actions", Value::from(vec!["s3:GetObject"])),
            ("resources", Value::from(vec![arn])),
        ]);
        Role::managed("_deploy").set("statements", vec![statement])
    };
    assert_role(on("arn:aws:s3:::bucket/*"), &[]);
    assert_role(on("arn:*:s3:::bucket/*"), &[]);
    assert_role(
        on("arn:aws-cn:s3:::bucket/*"),
        &[
            "P125 `arn:aws-cn:s3:::bucket/*` is of partition `aws-cn`, and the pipeline lives in `aws`",
        ],
    );
    let imported = |arn: &str| Role::imported("_deploy", arn);
    assert_finds(
        &base().role(imported("arn:aws-us-gov:iam::111111111111:role/deploy")),
        &[
            "P125 `arn:aws-us-gov:iam::111111111111:role/deploy` is of partition `aws-us-gov`, and the pipeline lives in `aws`",
        ],
    );
}

#[test]
fn a_keys_administrators_are_of_its_account() {
    let store = |arn: &str| {
        let store = Store::managed("kept").region("us-east-1");
        let store = store.set("encryption_key", true);
        base().store(store.set("key_administrators", vec![arn]))
    };
    assert_finds(&store("arn:aws:iam::111111111111:role/keys"), &[]);
    assert_finds(
        &store("arn:aws:iam::333333333333:role/keys"),
        &[
            "P126 `arn:aws:iam::333333333333:role/keys` is of account `333333333333`, and the key of store `kept` is of `tools`, `111111111111`",
        ],
    );
    assert_finds(
        &store("arn:aws-cn:iam::111111111111:role/keys"),
        &[
            "P125 `arn:aws-cn:iam::111111111111:role/keys` is of partition `aws-cn`, and the pipeline lives in `aws`",
        ],
    );
}

#[test]
fn a_path_is_not_another_pipelines() {
    let path = |path: &str| Role::managed("_deploy").set("path", path);
    assert_role(path("/deploy/"), &[]);
    assert_role(path("/pipewright/x/111111111111/us-east-1/"), &[]);
    for other in [
        "/pipewright/other/111111111111/us-east-1/",
        "/pipewright/x/111111111111/eu-west-1/",
        "/pipewright/x/222222222222/us-east-1/",
        "/pipewright/",
    ] {
        assert_role(
            path(other),
            &[&format!(
                "P127 path `{other}` is not that of this pipeline, `/pipewright/x/111111111111/us-east-1/`"
            )],
        );
    }
}

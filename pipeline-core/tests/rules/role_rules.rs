//! Rules for all roles, roles in place of ours, and names of the user's own: what is right.

use crate::support::{assert_finds, base, use_account};
use pipewright_core::builder::{
    Account, Action, Builder, Project, Role, Roles, Stage, Store, Value, list, map, word,
};

const IMAGE: &str = "aws/codebuild/standard:7.0";

fn with_dev() -> Builder {
    let pipeline = base().account(Account::new("dev", "222222222222"));
    use_account(pipeline, "dev")
}

#[test]
fn rules_are_said_once_for_all_roles_and_once_for_each_account() {
    let all = || Roles::new().set("path", "/team/");
    let of = |account: &str| Roles::new().account(account).set("name_prefix", "team-");
    let both = with_dev().roles(all()).roles(of("dev")).roles(of("tools"));
    assert_finds(&both, &[]);
    assert_finds(
        &with_dev().roles(of("dev")).roles(of("dev")),
        &["P160 `roles in dev` is said twice"],
    );
    assert_finds(&base().roles(Roles::default()), &[]);
}

#[test]
fn a_boundary_of_all_roles_is_of_no_account_or_of_the_only_one() {
    let bound = |policy: &str| Roles::new().set("permissions_boundary", policy);
    let told = |policy: &str| {
        let map = map([
            ("policy", Value::from(policy)),
            ("document", Value::from("{}")),
        ]);
        Roles::new().set("permissions_boundary", map)
    };
    for roles in [bound, told] {
        for policy in [
            "boundary",
            "team/boundary",
            "a+b=c,d.e@f-g_h",
            "arn:aws:iam::aws:policy/PowerUserAccess",
        ] {
            assert_finds(&with_dev().roles(roles(policy)), &[]);
        }
        let homes = "arn:aws:iam::111111111111:policy/boundary";
        assert_finds(&base().roles(roles(homes)), &[]);
        assert_finds(
            &with_dev().roles(roles(homes)),
            &["P161 the boundary is of account `111111111111`, and roles are made in `dev` too"],
        );
        let devs = bound("arn:aws:iam::222222222222:policy/boundary").account("dev");
        assert_finds(&with_dev().roles(roles(homes)).roles(devs), &[]);
        assert_finds(
            &with_dev().roles(roles(homes).account("dev")),
            &[
                "P124 `permissions_boundary` names a policy of account `111111111111`, and a role in `dev` is in `dev`, `222222222222`",
            ],
        );
    }
    for wrong in ["", "/boundary", "team//boundary", "a:b", "*", "${x}"] {
        let found = pipewright_core::rules::check(with_dev().roles(bound(wrong)).model());
        let found: Vec<&str> = found.iter().map(|finding| finding.code.id).collect();
        assert_eq!(found, ["P407"], "{wrong}");
    }
}

#[test]
fn the_path_of_all_roles_is_not_another_pipelines() {
    let path = |path: &str| base().roles(Roles::new().set("path", path));
    assert_finds(&path("/"), &[]);
    assert_finds(&path("/delegated/team/"), &[]);
    assert_finds(
        &path("/pipewright/other/111111111111/us-east-1/"),
        &[
            "P127 path `/pipewright/other/111111111111/us-east-1/` is not that of this pipeline, `/pipewright/x/111111111111/us-east-1/`",
        ],
    );
}

#[test]
fn a_role_has_fifty_tags_with_those_of_the_pipeline() {
    let tags = |from: usize, to: usize| map((from..to).map(|tag| (format!("tag{tag}"), "x")));
    let with = |own: (usize, usize)| {
        let roles = Roles::new().set("tags", tags(own.0, own.1));
        base().setting("tags", tags(0, 30)).roles(roles)
    };
    assert_finds(&with((30, 49)), &[]);
    // Those of the same keys replace the pipeline's.
    assert_finds(&with((0, 49)), &[]);
    assert_finds(
        &with((30, 50)),
        &["P365 a role would have 50 tags besides `pipewright:pipeline`, and AWS allows 50 of all"],
    );
}

#[test]
fn given_roles_are_used_and_of_their_account() {
    let role = |name: &str, account: &str, id: &str| {
        Role::imported(name, format!("arn:aws:iam::{id}:role/{name}")).account(account)
    };
    let built = with_dev()
        .setting("service_role", word("runs"))
        .setting("event_roles", list([word("starts"), word("forwards")]))
        .role(role("runs", "tools", "111111111111"))
        .role(role("starts", "tools", "111111111111"))
        .role(role("forwards", "dev", "222222222222"));
    assert_finds(&built, &[]);
    let one = base()
        .setting("event_roles", word("starts"))
        .role(Role::managed("starts"));
    assert_finds(&one, &[]);
    let project = |account: &str| {
        with_dev()
            .role(role("builds", account, "222222222222"))
            .project(
                Project::managed("_package")
                    .account("dev")
                    .set("image", IMAGE)
                    .set("role", word("builds")),
            )
    };
    assert_finds(&project("dev"), &[]);
}

#[test]
fn names_are_unique_where_aws_has_them() {
    let role = |declared: &str, account: &str, name: &str| {
        Role::managed(format!("_{declared}"))
            .account(account)
            .set("role_name", name)
    };
    let roles = |one: Role, other: Role| with_dev().role(one).role(other);
    assert_finds(&roles(role("a", "tools", "x"), role("b", "dev", "x")), &[]);
    assert_finds(&roles(role("a", "dev", "x"), role("b", "dev", "y")), &[]);
    assert_finds(
        &roles(role("a", "dev", "x"), role("b", "dev", "X")),
        &["P166 roles `_a` and `_b` are both called `X` in account `dev`"],
    );
    // Several names may be declared for a role that exists.
    let imported = |name: &str| Role::imported(name, "arn:aws:iam::111111111111:role/x");
    assert_finds(&base().role(imported("_a")).role(imported("_b")), &[]);
    let project = |declared: &str, region: &str| {
        Project::managed(declared)
            .region(region)
            .set("image", IMAGE)
            .set("name", "app")
    };
    let projects = |one, other| {
        base()
            .project(project("_a", one))
            .project(project("_b", other))
    };
    assert_finds(&projects("us-east-1", "us-west-2"), &[]);
    assert_finds(
        &projects("us-east-1", "us-east-1"),
        &[
            "P166 projects `_a` and `_b` are both called `app` in account `tools` and region `us-east-1`",
        ],
    );
}

#[test]
fn an_alias_is_of_a_key() {
    let store = || {
        Store::managed("main")
            .region("us-east-1")
            .set("alias_name", "alias/team/app")
    };
    assert_finds(&base().store(store().set("encryption_key", true)), &[]);
    assert_finds(&with_dev().store(store()), &[]);
    let without = ["P167 store `main` has no key that the alias could be of"];
    assert_finds(&base().store(store()), &without);
    assert_finds(
        &base().store(store().set("encryption_key", false)),
        &without,
    );
}

/// Two actions that go together are enough, in whatever account; those with a role of their own
/// do not count, and neither do approvals.
#[test]
fn one_role_for_several_actions_is_for_two_at_least() {
    let one_per = |setting: &str| Roles::new().set("one_per", word(setting));
    let call = |name: &str| Action::new(name, "Lambda").set("function_name", name);
    let with = |actions: Vec<Action>| {
        let stage = Stage::new("More").parallel(actions);
        with_dev().stage(stage.action(Action::new("Review", "Manual")))
    };
    let two = || with(vec![call("One"), call("Other")]);
    for setting in ["ACTION", "STAGE", "ACCOUNT_AND_REGION"] {
        assert_finds(&two().roles(one_per(setting)), &[]);
    }
    let there = || with(vec![call("One").account("dev"), call("Other")]);
    let of = |account: &str, setting: &str| one_per(setting).account(account);
    assert_finds(
        &there().roles(one_per("STAGE")),
        &["P169 `one_per: STAGE` makes no role fewer: no two actions are of one stage and account"],
    );
    // At home are the source and another action; in `dev` two actions of two stages.
    assert_finds(&there().roles(one_per("ACCOUNT_AND_REGION")), &[]);
    assert_finds(&there().roles(of("dev", "ACCOUNT_AND_REGION")), &[]);
    let both = there()
        .roles(one_per("STAGE"))
        .roles(of("dev", "ACCOUNT_AND_REGION"));
    assert_finds(
        &both,
        &["P169 `one_per: STAGE` makes no role fewer: no two actions are of one stage and account"],
    );
    let abroad = with(vec![call("One").account("dev").region("eu-west-1")]);
    assert_finds(
        &abroad.roles(of("dev", "ACCOUNT_AND_REGION")),
        &[
            "P169 `one_per: ACCOUNT_AND_REGION` makes no role fewer: no two actions in `dev` are of one account and region",
        ],
    );
}

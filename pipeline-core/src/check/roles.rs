//! Roles and projects: where they are, and what they are allowed to do.

use super::configuration::{self, Subject};
use super::context::Check;
use super::{expressions, owners, references, regions, statements};
use crate::catalogue::{Key, declared, pattern};
use crate::codes;
use crate::model::{Origin, Project, Role, Text};
use crate::place::Place;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    for role in &cx.facts.model.roles {
        self::role(cx, role);
    }
    for project in &cx.facts.model.projects {
        self::project(cx, project);
    }
}

fn role<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>) {
    if let Some(account) = &role.account {
        references::account(cx, account);
    }
    match &role.origin {
        Origin::Managed(entries) => {
            let subject = Subject::declared("role", &role.name);
            let known: Vec<_> = declared::MANAGED_ROLE.iter().collect();
            configuration::all(cx, &subject, &known, entries);
            statements::wildcards(cx, &subject, entries);
            let account = cx.facts.model.account_of_role(role);
            owners::of_role(cx, &subject.what, account, entries);
        }
        Origin::Imported(arn) => role_arn(cx, role, arn),
    }
}

fn role_arn<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>, arn: &Text<P>) {
    let Some(text) = expressions::known(cx, arn) else {
        return;
    };
    let Some(of) = pattern::role_account(text) else {
        cx.report(
            &codes::ROLE_ARN,
            arn.at,
            format!("`{text}` is not the ARN of a role"),
        )
        .help("it is written like `arn:aws:iam::444444444444:role/NAME`");
        return;
    };
    if !owners::in_partition(cx, text, arn.at) {
        return;
    }
    let facts = cx.facts;
    let Some(account) = facts.model.account_of_role(role) else {
        return;
    };
    // A malformed id has been reported where it stands.
    let differs = |id: &&str| *id != of && pattern::ACCOUNT_ID.complaint(id).is_none();
    let Some(id) = account.id.known().filter(differs) else {
        return;
    };
    let owner = facts
        .model
        .accounts
        .iter()
        .find(|account| account.id.known() == Some(of));
    cx.report(
        &codes::ROLE_ARN_ELSEWHERE,
        arn.at,
        format!(
            "the ARN is of account `{of}`, and role `{}` is declared in `{}`, `{id}`",
            role.name.text, account.name.text
        ),
    )
    .maybe_help(owner.map(|owner| {
        format!(
            "declare it in the account that it is of: `role {} in {}`",
            role.name.text, owner.name.text
        )
    }))
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
    // The wrong account is named instead of this one, which would else be unused.
    if let Some(owner) = owner {
        cx.excuse(&owner.name.text);
    }
}

fn project<P: Place>(cx: &mut Check<'_, P>, project: &Project<P>) {
    if let Some(account) = &project.environment.account {
        references::account(cx, account);
    }
    if let Some(region) = &project.environment.region {
        regions::region(cx, region);
    }
    let subject = Subject::project(project);
    let (known, entries): (&'static [Key], _) = match &project.origin {
        Origin::Managed(entries) => (declared::MANAGED_PROJECT, entries),
        Origin::Imported(entries) => (declared::IMPORTED_PROJECT, entries),
    };
    configuration::all(cx, &subject, &known.iter().collect::<Vec<_>>(), entries);
    statements::wildcards(cx, &subject, entries);
    let account = cx.facts.model.account_of(&project.environment);
    owners::of_role(cx, &subject.what, account, entries);
}

#[cfg(test)]
mod tests {
    use crate::builder::{Account, Builder, Project, Role, map, word};
    use crate::check::testing::{assert_finds, base, use_account};
    use crate::model::Value;

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
        let with = |conditions: Value<()>| {
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
        let keys = |value: Value<()>| map([("StringLike", map([("s3:prefix", value)]))]);
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
            with(Role::imported("building", "arn:aws:iam::222222222222:role/b").account("dev"))
                .project(
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
        assert_finds(&project("a b"), &["P407 `image` must be an image's name"]);
        assert_finds(
            &base().project(Project::managed("_build")),
            &["P403 project `_build` has no `image`"],
        );
    }
}

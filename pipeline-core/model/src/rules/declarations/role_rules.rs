//! `roles { … }`: the rules for all roles that we make.

use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::{Account, Origin, RoleRules, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;
use crate::rules::declarations::{owners, shared_roles, tags};
use crate::rules::values::boundaries;
use crate::rules::{configuration, places, statements};
use std::collections::{BTreeMap, BTreeSet};

/// Checks the rules for all roles.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    twice(cx);
    for rules in &cx.index.model.role_rules {
        declaration(cx, rules);
    }
}

fn declaration<P: Place>(cx: &mut Check<'_, P>, rules: &RoleRules<P>) {
    if let Some(account) = &rules.account {
        places::account(cx, account);
    }
    let subject = Subject {
        what: "`roles`".to_owned(),
        at: rules.at,
        context: ValueContext::Bare,
        instead_of_adding: None,
    };
    configuration::all(cx, &subject, &[declared::ROLE_RULES], &rules.settings);
    if let Some(entry) = rules.setting("tags") {
        tags::of_roles(cx, &entry.value);
    }
    if let Some(entry) = rules.setting("path") {
        owners::path(cx, &entry.value);
    }
    shared_roles::check(cx, rules);
    statements::of_boundary(cx, false, &rules.settings);
    if let Some(entry) = rules.setting("permissions_boundary") {
        let model = cx.index.model;
        let account = rules.account.as_ref();
        let account = account.and_then(|name| model.account(&name.text));
        let whose = account.map_or_else(String::new, |account| {
            format!("a role in `{}`", account.name.text)
        });
        let of = ("permissions_boundary", whose.as_str(), false);
        if let Some(policy) = boundaries::policy(&entry.value) {
            owners::policy(cx, of, account, policy);
            if rules.account.is_none() {
                of_one_account(cx, policy);
            }
        }
    }
}

code! {
    ROLE_RULES_TWICE = "P160" Error "the rules for all roles are said twice",
    why: "`roles { … }` holds for all roles that are made, and `roles in ACCOUNT { … }` for those of an account. With two of them for the same roles, it would not be known which one holds.",
    example: "roles { path: \"/team/\" }\nroles { name_prefix: \"team-\" }",
    fix: "Say all of it in one: `roles { path: \"/team/\", name_prefix: \"team-\" }`.",
    source: "",
}

fn twice<P: Place>(cx: &mut Check<'_, P>) {
    let mut seen: BTreeMap<Option<&str>, P> = BTreeMap::new();
    for rules in &cx.index.model.role_rules {
        let account = rules.account.as_ref().map(|name| name.text.as_str());
        let Some(first) = seen.get(&account).copied() else {
            seen.insert(account, rules.at);
            continue;
        };
        let message = match account {
            Some(account) => format!("`roles in {account}` is said twice"),
            None => "`roles` is said twice".to_owned(),
        };
        cx.report(&ROLE_RULES_TWICE, rules.at, message)
            .help("put all settings into one of them")
            .related("first said here", first);
    }
}

code! {
    BOUNDARY_OF_ONE_ACCOUNT = "P161" Error "a boundary for roles of several accounts is of one of them",
    why: "A permissions boundary is a managed policy of the role's own account, or one of AWS's. An ARN names the policy of one account. The roles that are made in another account cannot have it, and that account's stack fails when it is deployed.",
    example: "account prod = \"444444444444\";\nroles { permissions_boundary: \"arn:aws:iam::111111111111:policy/team-boundary\" }",
    fix: "Write the policy's name, `permissions_boundary: \"team-boundary\"`: each role then has the policy of that name in its own account. Or say the boundary of each account: `roles in prod { … }`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
}

/// The boundary of all roles is no policy of one account, where roles of others have it too.
fn of_one_account<P: Place>(cx: &mut Check<'_, P>, policy: &Value<P>) {
    let Some(arn) = policy.data.text() else {
        return;
    };
    let Some((_, of)) = pattern::arn_environment(arn) else {
        return;
    };
    // What is malformed has been reported.
    if pattern::ACCOUNT_ID.complaint(of).is_some() || pattern::BOUNDARY.complaint(arn).is_some() {
        return;
    }
    let model = cx.index.model;
    let with_roles = accounts_with_roles(cx);
    let other = model.accounts.iter().find(|account| {
        let own = model.role_rules_of(&account.name.text);
        let mut own = own.filter(|rules| rules.account.is_some());
        let elsewhere = account.id.known().is_some_and(|id| id != of);
        elsewhere
            && with_roles.contains(account.name.text.as_str())
            && !own.any(|rules| rules.setting("permissions_boundary").is_some())
    });
    let Some(other) = other else { return };
    let name = arn.rsplit_once(":policy/").map_or(arn, |(_, name)| name);
    let message = format!(
        "the boundary is of account `{of}`, and roles are made in `{}` too",
        other.name.text
    );
    cx.report(&BOUNDARY_OF_ONE_ACCOUNT, policy.at, message)
        .help(format!(
            "write its name, and each role has the policy of that name in its own account: `\"{name}\"`; or say another one, `roles in {} {{ permissions_boundary: … }}`",
            other.name.text
        ))
        .related(
            format!("`{}` is declared here", other.name.text),
            other.name.at,
        );
}

/// The accounts in which roles are made: for actions, by declarations, for projects.
fn accounts_with_roles<'a, P: Place>(cx: &Check<'a, P>) -> BTreeSet<&'a str> {
    let model = cx.index.model;
    let runs = cx.index.runs_and_rules();
    let runs = runs.filter(|run| run.action.role.is_none());
    let runs: Vec<Option<&Account<P>>> = runs.map(|run| run.account).collect();
    let roles = model.roles.iter();
    let roles = roles.filter(|role| matches!(role.origin, Origin::Managed(_)));
    let roles = roles.map(|role| model.account_of_role(role));
    let projects = model.projects.iter();
    let projects = projects.filter(|found| matches!(found.origin, Origin::Managed(_)));
    let projects = projects.map(|project| model.account_of(&project.environment));
    let home = [cx.index.home];
    let all = runs.into_iter().chain(roles).chain(projects).chain(home);
    all.flatten()
        .map(|account| account.name.text.as_str())
        .collect()
}

//! Roles and projects: where they are, and what they are allowed to do.

use super::configuration::{self, Subject};
use super::context::Check;
use super::{expressions, owners, references, regions, statements};
use crate::catalogue::{Key, declared, pattern};
use crate::codes;
use crate::model::{Origin, Project, Role, TextExpr};
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

fn role_arn<P: Place>(cx: &mut Check<'_, P>, role: &Role<P>, arn: &TextExpr<P>) {
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

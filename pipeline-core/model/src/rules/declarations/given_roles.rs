//! Declared roles in place of those that we would make: of the pipeline, of its events and schedules,
//! of projects.

use crate::code::code;
use crate::model::{Account, Data, Entry, Origin, Project, Role, Value};
use crate::place::Place;
use crate::rules::context::Check;
use std::collections::BTreeMap;

/// Checks the roles that the settings of the pipeline name. That they are declared is checked
/// with their values.
pub(crate) fn settings<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    if let Some(entry) = model.setting("service_role") {
        service_role(cx, &entry.value);
    }
    if let Some(entry) = model.setting("event_roles") {
        event_roles(cx, &entry.value);
    }
}

/// The declared role that a value names, with its account.
fn named<'a, P: Place>(
    cx: &Check<'a, P>,
    value: &Value<P>,
) -> Option<(&'a Role<P>, &'a Account<P>)> {
    let Data::Word(name) = &value.data else {
        return None;
    };
    let role = cx.index.roles.get(name.as_str()).copied()?;
    Some((role, cx.index.model.account_of_role(role)?))
}

code! {
    SERVICE_ROLE_ELSEWHERE = "P162" Error "a role of the pipeline is in another account than the pipeline",
    why: "CodePipeline runs a pipeline with a role of the pipeline's own account, and EventBridge Scheduler starts it with one of that account. A role of another one cannot be passed to them, and the pipeline's stack fails when it is deployed.",
    example: "service_role: runs;\nrole runs in prod = import \"arn:aws:iam::444444444444:role/pipelines\";",
    fix: "Name a role of home's account: `role runs = import \"arn:aws:iam::111111111111:role/pipelines\";`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html",
}

/// Checks the role of a schedule.
pub(crate) fn of_schedule<P: Place>(cx: &mut Check<'_, P>, settings: &[Entry<P>]) {
    let mut settings = settings.iter();
    if let Some(entry) = settings.find(|entry| entry.key.text == "role") {
        service_role(cx, &entry.value);
    }
}

fn service_role<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let Some((role, account)) = named(cx, value) else {
        return;
    };
    let Some(home) = cx.index.home.filter(|_| !account.home) else {
        return;
    };
    let message = format!(
        "role `{}` is in account `{}`, and the pipeline lives in `{}`",
        role.name.text, account.name.text, home.name.text
    );
    let (name, at) = (role.name.text.clone(), role.name.at);
    cx.report(&SERVICE_ROLE_ELSEWHERE, value.at, message)
        .help(format!(
            "name a role that is declared in `{}`",
            home.name.text
        ))
        .related(format!("`{name}` is declared here"), at);
}

code! {
    EVENT_ROLE_TWICE = "P163" Error "two event roles are of one account",
    why: "EventBridge starts the pipeline with one role of home's account, and forwards the events of each foreign account with one role of that account. With two roles of one account it would not be known which one it takes.",
    example: "event_roles: [starts, begins];\nrole starts = import \"arn:aws:iam::111111111111:role/starts\";\nrole begins = import \"arn:aws:iam::111111111111:role/begins\";",
    fix: "Name one role of each account.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
}

fn event_roles<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) {
    let mut seen: BTreeMap<&str, (&Role<P>, P)> = BTreeMap::new();
    for item in value.items() {
        let Some((role, account)) = named(cx, item) else {
            continue;
        };
        let account = account.name.text.as_str();
        let Some((first, first_at)) = seen.get(account).copied() else {
            seen.insert(account, (role, item.at));
            continue;
        };
        let message = format!(
            "roles `{}` and `{}` are both in account `{account}`",
            first.name.text, role.name.text
        );
        cx.report(&EVENT_ROLE_TWICE, item.at, message)
            .help("name one role of each account")
            .related("the first one is here", first_at)
            .related(
                format!("`{}` is declared here", role.name.text),
                role.name.at,
            );
    }
}

code! {
    POLICIES_OF_A_GIVEN_ROLE = "P164" Error "a project gives policies to a role that is not its own",
    why: "`managed_policies` and `statements` of a project are for the role that is made for its builds. With `role` the project has a declared role, and no other one is made.",
    example: "role builds = import \"arn:aws:iam::111111111111:role/builds\";\nproject package {\n    image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\",\n    role: builds,\n    managed_policies: [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"],\n}",
    fix: "Give the policies to the role where it is declared, or leave `role` out. An imported role gets its policies from its owner.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
}

/// Checks the roles that a project names.
pub(crate) fn of_project<P: Place>(
    cx: &mut Check<'_, P>,
    project: &Project<P>,
    entries: &[Entry<P>],
) {
    let Origin::Managed(_) = project.origin else {
        return;
    };
    let find = |key: &str| entries.iter().find(|entry| entry.key.text == key);
    let Some(role) = find("role") else { return };
    for key in ["managed_policies", "statements"] {
        if let Some(entry) = find(key) {
            let message = format!(
                "project `{}` has a declared role, and `{key}` is for one that is made",
                project.name.text
            );
            cx.report(&POLICIES_OF_A_GIVEN_ROLE, entry.key.at, message)
                .help("say it where the role is declared, or leave `role` out")
                .related("its role is named here", role.value.at);
        }
    }
    if let Some(batch) = find("batch_role") {
        batch_role(cx, project, role, batch);
    }
}

code! {
    BATCHES_WITH_THE_ROLE_OF_BUILDS = "P165" Error "the batches of a project have the role of its builds",
    why: "The role of a project's batches may start builds. If the builds have the same role, each build can start more of them.",
    example: "role builds = import \"arn:aws:iam::111111111111:role/builds\";\nproject package {\n    image: \"aws/codebuild/amazonlinux-x86_64-standard:5.0\",\n    role: builds,\n    batch_role: builds,\n}",
    fix: "Name another role for the batches, or leave `batch_role` out: then one is made if an action runs a batch.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
}

fn batch_role<P: Place>(
    cx: &mut Check<'_, P>,
    project: &Project<P>,
    role: &Entry<P>,
    batch: &Entry<P>,
) {
    let origin = |value: &Value<P>| match &value.data {
        Data::Word(name) => cx.index.roles.get(name.as_str()).copied(),
        _ => None,
    };
    let (Some(one), Some(other)) = (origin(&role.value), origin(&batch.value)) else {
        return;
    };
    let same = match (&one.origin, &other.origin) {
        (Origin::Imported(one), Origin::Imported(other)) => one.is_same(other),
        _ => one.name.text == other.name.text,
    };
    if !same {
        return;
    }
    let message = format!(
        "builds and batches of project `{}` have one role",
        project.name.text
    );
    cx.report(&BATCHES_WITH_THE_ROLE_OF_BUILDS, batch.value.at, message)
        .help("name another role, or leave `batch_role` out")
        .related("its builds have it here", role.value.at);
}

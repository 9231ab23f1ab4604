//! Build projects: the ones that actions start, and the roles of those.

use super::configuration::{Ground, Subject};
use super::context::{Check, Run, Sort};
use super::references::undeclared;
use super::stores;
use super::values::{fits, wrong_type};
use crate::catalogue::pattern;
use crate::codes;
use crate::model::{Data, Origin, Store, Value};
use crate::place::Place;

/// A build project: a declared one, or the name of one.
pub(super) fn project<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Ground::Action(run) = subject.ground else {
        return;
    };
    match &value.data {
        Data::Word(word) if cx.facts.projects.contains_key(word.as_str()) => {
            project_elsewhere(cx, run, word, value.at);
        }
        Data::Word(word) => {
            undeclared(
                cx,
                &codes::UNDECLARED_PROJECT,
                Sort::Project,
                word,
                value.at,
            );
        }
        Data::String(name)
        | Data::Include {
            content: Ok(name), ..
        } => {
            fits(cx, subject, key, value.at, name, &pattern::PROJECT_NAME);
            unknown_project_role(cx, run, name, value.at);
        }
        _ => wrong_type(
            cx,
            key,
            value,
            "a declared project, or a name in quotes",
            None,
        ),
    }
}

fn project_elsewhere<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    let facts = cx.facts;
    let project = facts.projects[name];
    let Some((projects, actions)) = facts
        .model
        .account_of(&project.environment)
        .zip(run.account)
    else {
        return;
    };
    let (what, has, needs) = if projects.name.text == actions.name.text {
        let region = facts.model.region_of(&project.environment);
        let (Some(has), Some(needs)) = (
            region.and_then(|region| region.known()),
            run.region.and_then(|region| region.known()),
        ) else {
            return;
        };
        ("region", has, needs)
    } else {
        (
            "account",
            projects.name.text.as_str(),
            actions.name.text.as_str(),
        )
    };
    if has == needs {
        return;
    }
    let place = if what == "region" {
        format!("@ \"{needs}\"")
    } else {
        format!("in {needs}")
    };
    cx.report(
        &codes::PROJECT_ELSEWHERE,
        at,
        format!(
            "project `{name}` is in {what} `{has}`, and {} runs in `{needs}`",
            run.title()
        ),
    )
    .help(format!(
        "name a project that is declared `{place}`, or run the action where the project is"
    ))
    .related(format!("`{name}` is declared here"), project.name.at);
}

/// The role of a project that nobody declared is not known, so that no store with a
/// key can admit it.
fn unknown_project_role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    let facts = cx.facts;
    let region = run.region.and_then(|region| region.known());
    let with_key = || {
        facts.model.stores.iter().any(|store| {
            let here = store
                .environment
                .region
                .as_ref()
                .and_then(|region| region.known());
            here == region && has_key(store)
        })
    };
    if facts.foreign.is_none() && !with_key() {
        return;
    }
    cx.report(
        &codes::UNKNOWN_PROJECT_ROLE,
        at,
        format!("project `{name}` is not declared, so its role is not admitted to the artifact store"),
    )
    .help(format!(
        "declare it: `project NAME = import {{ name: \"{name}\", role: ROLE }};`, and write `NAME` here"
    ));
}

fn has_key<P: Place>(store: &Store<P>) -> bool {
    match &store.origin {
        Origin::Imported(_) => stores::setting(store, "key").is_some(),
        Origin::Managed(_) => stores::setting(store, "encryption_key")
            .is_some_and(|entry| matches!(entry.value.data, Data::Bool(true))),
    }
}

/// The role of an imported project: a declared one, of the project's account.
pub(super) fn role<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Data::Word(word) = &value.data else {
        let help = "declare it, `role NAME in ACCOUNT = import \"ARN\";`, and write `NAME` here";
        wrong_type(cx, key, value, "a declared role", Some(help.to_owned()));
        return;
    };
    let facts = cx.facts;
    let Some(role) = facts.roles.get(word.as_str()).copied() else {
        undeclared(cx, &codes::UNDECLARED_ROLE, Sort::Role, word, value.at);
        return;
    };
    let Ground::Project(project) = subject.ground else {
        return;
    };
    let roles = facts.model.account_of_role(role);
    let Some((roles, projects)) = roles.zip(facts.model.account_of(&project.environment)) else {
        return;
    };
    if roles.name.text != projects.name.text {
        cx.report(
            &codes::PROJECTS_ROLE_ELSEWHERE,
            value.at,
            format!(
                "role `{word}` is in account `{}`, and project `{}` is in `{}`",
                roles.name.text, project.name.text, projects.name.text
            ),
        )
        .help(format!(
            "name a role that is declared `in {}`",
            projects.name.text
        ))
        .related(format!("`{word}` is declared here"), role.name.at);
    }
}

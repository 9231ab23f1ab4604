//! Build projects that actions start.

use crate::catalogue::pattern;
use crate::code::code;
use crate::model::{Data, Origin, Store, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, DeclarationKind, Run};
use crate::rules::declarations::undeclared::undeclared;
use crate::rules::flow::outputs;
use crate::rules::values::strings::fits;
use crate::rules::values::types::wrong_type;

/// Checks a build project: a declared one, or the name of one.
pub(crate) fn project<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    match &value.data {
        Data::Word(word) if cx.index.projects.contains_key(word.as_str()) => {
            project_elsewhere(cx, run, word, value.at);
        }
        Data::Word(word) => {
            undeclared(cx, DeclarationKind::Project, word, value.at);
        }
        Data::String(name)
        | Data::Include {
            content: Ok(name), ..
        } => {
            fits(cx, subject, key, value.at, name, &pattern::PROJECT_NAME);
            unknown_project_role(cx, run, name, value.at);
        }
        _ => {
            wrong_type(cx, key, value, "a declared project, or a name in quotes");
        }
    }
}

code! {
    PROJECT_ELSEWHERE = "P135" Error "an action starts a project of another account or region",
    why: "A CodeBuild action starts a project of its own account and region, by its name alone. In another one there is no project of that name, and the first run fails with `ResourceNotFoundException`.",
    example: "project package { … }\n…\nPackage: CodeBuild(source) in test { project_name: package };",
    fix: "Declare the project where the action runs, `project package in test { … }`, or run the action where the project is.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
}

fn project_elsewhere<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    // Its artifacts have the build run in home as well, which is reported.
    if outputs::is_foreign(run)
        && cx
            .index
            .model
            .account_of(&cx.index.projects[name].environment)
            .is_some_and(|of| of.home)
    {
        return;
    }
    let project = cx.index.projects[name];
    let Some((projects, actions)) = cx
        .index
        .model
        .account_of(&project.environment)
        .zip(run.account)
    else {
        return;
    };
    let (what, has, needs) = if projects.name.text == actions.name.text {
        let region = cx.index.model.region_of(&project.environment);
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
    if has == needs || what == "account" && !cx.record_elsewhere(run, has, needs) {
        return;
    }
    let place = if what == "region" {
        format!("@ \"{needs}\"")
    } else {
        format!("in {needs}")
    };
    cx.report(
        &PROJECT_ELSEWHERE,
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

code! {
    UNKNOWN_PROJECT_ROLE = "P137" Warning "the role of a build project is not known",
    why: "CodeBuild reads and writes artifacts with the project's own role. Of a project that is named in quotes that role is not known, so that neither the store's key nor its bucket policy admits it; unless somebody does so by hand, the first build fails with `AccessDenied` on the artifact. A pipeline whose stores have no key, all of it in one account, is not warned: there the role's own policies suffice, and the report has the statements that they take.",
    example: "account prod = \"444444444444\";\n…\nPackage: CodeBuild(source) { project_name: \"package\" };",
    fix: "Declare the project and its role:\n`role building in tools = import \"arn:aws:iam::111111111111:role/building\";`\n`project package = import { name: \"package\", role: building };`",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
}

/// The role of a project that nobody declared is not known, so that no store with a
/// key can admit it.
fn unknown_project_role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    let region = run.region.and_then(|region| region.known());
    let with_key = || {
        cx.index.model.stores.iter().any(|store| {
            let here = store
                .environment
                .region
                .as_ref()
                .and_then(|region| region.known());
            here == region && has_key(store)
        })
    };
    if cx.index.foreign.is_none() && !with_key() {
        return;
    }
    cx.report(
        &UNKNOWN_PROJECT_ROLE,
        at,
        format!("project `{name}` is not declared, so its role is not admitted to the artifact store"),
    )
    .help(format!(
        "declare it: `project NAME = import {{ name: \"{name}\", role: ROLE }};`, and write `NAME` here"
    ));
}

fn has_key<P: Place>(store: &Store<P>) -> bool {
    match &store.origin {
        Origin::Imported(_) => store.setting("key").is_some(),
        Origin::Managed(_) => store
            .setting("encryption_key")
            .is_some_and(|entry| matches!(entry.value.data, Data::Bool(true))),
    }
}

//! Names that nothing declares.

use crate::code::{Code, code};
use crate::model::{Data, Name, Value};
use crate::place::Place;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::declarations::things::UNKNOWN_THING;
use crate::rules::deploy_time::UNDECLARED_PARAMETER;
use crate::rules::words;
use crate::similar;
use std::collections::BTreeSet;

code! {
    UNDECLARED_ACCOUNT = "P102" Error "an account is used that is not declared",
    why: "An action, a stage, a store, a role or a project is placed in an account whose id nobody has given. AWS would never see such a pipeline; the template could not be written.",
    example: "stage Deploy in prd { … }",
    fix: "Declare the account, `account prd = \"444444444444\";`, or correct the name.",
    source: "",
    lacking: Declaration,
}

code! {
    UNDECLARED_STORE = "P130" Error "a store is used that is not declared",
    why: "`via` names the store that an action's artifacts go through, and nobody has declared one of that name. In the resources of a statement, a bare word is a store as well: the bucket and all objects in it.",
    example: "Deploy: S3Deploy(site) via main { … };",
    fix: "Declare it, `store main @ \"us-east-1\";`, or leave `via` out: a region without a declared store gets one. Another resource of a statement is an ARN in quotes.",
    source: "",
    lacking: Declaration,
}

code! {
    UNDECLARED_ROLE = "P131" Error "a role is used that is not declared",
    why: "`as` and `role_arn` take the name of a declared role. What a role may do is always said, never guessed.",
    example: "role_arn: deploy_prd,",
    fix: "Declare it, `role deploy_prd in prod { … }`, or correct the name.",
    source: "",
    lacking: Declaration,
}

code! {
    UNDECLARED_PROJECT = "P132" Error "a project is used that is not declared",
    why: "A bare word after `project_name` is the name of a declared project; a project that nobody declared is named in quotes.",
    example: "project_name: packge,",
    fix: "Correct the name, declare it, `project packge { … }`, or put it in quotes if it is a project that exists.",
    source: "",
    lacking: Declaration,
}

code! {
    UNDECLARED_ACTION_TYPE = "P150" Error "an action type is used that is not declared",
    why: "A bare word after `action_type` is the name of a declared action type: it says category, provider and version, which CodePipeline looks up when the pipeline is created.",
    example: "Own: Custom(source) { action_type: scaner };",
    fix: "Correct the name, or declare it: `action_type scaner { … }`, or `= import { … }` if it is registered already.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-custom-action.html",
    lacking: Declaration,
}

fn code_of(kind: DeclarationKind) -> &'static Code {
    match kind {
        DeclarationKind::Account => &UNDECLARED_ACCOUNT,
        DeclarationKind::Store => &UNDECLARED_STORE,
        DeclarationKind::Role => &UNDECLARED_ROLE,
        DeclarationKind::Project => &UNDECLARED_PROJECT,
        DeclarationKind::ActionType => &UNDECLARED_ACTION_TYPE,
        DeclarationKind::Parameter => &UNDECLARED_PARAMETER,
        DeclarationKind::Resource => &UNKNOWN_THING,
    }
}

/// Reports a name that is not declared as something of this kind.
pub(crate) fn undeclared<P: Place>(
    cx: &mut Check<'_, P>,
    kind: DeclarationKind,
    name: &str,
    at: P,
) {
    let code = code_of(kind);
    let word = kind.word();
    let names = cx.index.names_of(kind).into_iter();
    let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
    if let Some((other, declared)) = cx.index.declaration(name) {
        let (is, wanted) = (other.with_article(), kind.with_article());
        let help = match names.len() {
            0 => format!("declare {wanted}: `{}`", example(kind, "NAME")),
            1..=8 => format!("declared {word}s: {}", words::list(&names)),
            _ => format!("write the name of {wanted}"),
        };
        cx.report(code, at, format!("`{name}` is {is}, not {wanted}"))
            .help(help)
            .related(format!("`{name}` is declared here"), declared);
        return;
    }
    if matches!(kind, DeclarationKind::Account) && is_id(name) {
        by_id(cx, name, at);
        return;
    }
    let close = similar::closest(name, names.iter().copied());
    // One of two declarations of one name, which are reported, may be meant to be of this one.
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    if close.is_none() && distinct.len() < names.len() {
        return;
    }
    let help = match close {
        Some(close) => format!(
            "{} with a similar name is declared: `{close}`",
            kind.with_article()
        ),
        None if names.is_empty() => format!("no {word} is declared yet: `{}`", example(kind, name)),
        None if names.len() <= 8 => format!("declared {word}s: {}", words::list(&names)),
        None => format!("declare it: `{}`", example(kind, name)),
    };
    let declared = close.and_then(|close| cx.index.place_of(kind, close));
    let finding = cx.report(code, at, format!("{word} `{name}` is not declared"));
    finding.help(help);
    if let Some(close) = close {
        finding.related(
            format!("`{close}` is declared here"),
            declared.unwrap_or(at),
        );
        cx.mark_meant(close);
    }
}

/// Reports a bare word that is like the name of a value which is known at deployment. Returns whether
/// it is.
pub(crate) fn value<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) -> bool {
    let Data::Word(word) = &value.data else {
        return false;
    };
    let kinds = [DeclarationKind::Parameter, DeclarationKind::Resource];
    let near = |kind: &DeclarationKind| {
        let names = cx.index.names_of(*kind).into_iter();
        let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
        similar::closest(word, names).is_some()
    };
    let known =
        cx.index.declaration(word).is_some() || cx.index.variables.contains_key(word.as_str());
    match kinds.iter().find(|kind| near(kind)) {
        Some(kind) if !known => {
            undeclared(cx, *kind, word, value.at);
            true
        }
        _ => false,
    }
}

/// The kind of declaration that a name which nothing declares is used as elsewhere.
pub(crate) fn used_as<P: Place>(cx: &Check<'_, P>, word: &str) -> Option<DeclarationKind> {
    let is = |name: &Option<Name<P>>| name.as_ref().is_some_and(|name| name.text == word);
    let mut runs = cx.index.runs_and_rules();
    let of_run = runs.find_map(|run| {
        let action = run.action;
        if is(&action.environment.account) || is(&run.stage.environment.account) {
            Some(DeclarationKind::Account)
        } else if is(&action.role) {
            Some(DeclarationKind::Role)
        } else {
            is(&action.store).then_some(DeclarationKind::Store)
        }
    });
    of_run.filter(|_| cx.index.declaration(word).is_none())
}

fn is_id(name: &str) -> bool {
    name.len() == 12 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reports an account that is named by its id.
fn by_id<P: Place>(cx: &mut Check<'_, P>, id: &str, at: P) {
    let index = cx.index;
    let mut accounts = index.accounts.values();
    let named = accounts.find(|account| account.id.known().is_some_and(|known| known == id));
    let named = named.map(|account| account.name.text.as_str());
    let help = match named {
        Some(name) => format!("account `{name}` has this id: write `{name}`"),
        None => format!("declare it, and write its name: `account NAME = \"{id}\";`"),
    };
    cx.report(
        &UNDECLARED_ACCOUNT,
        at,
        format!("`{id}` is the id of an account, and a name is expected"),
    )
    .help(help);
    if let Some(name) = named {
        cx.mark_meant(name);
    }
}

fn example(kind: DeclarationKind, name: &str) -> String {
    match kind {
        DeclarationKind::Account => format!("account {name} = \"ACCOUNT ID\";"),
        DeclarationKind::Store => format!("store {name} @ \"REGION\";"),
        DeclarationKind::Role => format!("role {name} in ACCOUNT {{ … }}"),
        DeclarationKind::Project => format!("project {name} {{ … }}"),
        DeclarationKind::ActionType => format!("action_type {name} {{ … }}"),
        DeclarationKind::Parameter => format!("parameter {name}: String;"),
        DeclarationKind::Resource => format!("resource {name}: \"TYPE\" {{ … }}"),
    }
}

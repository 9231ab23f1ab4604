//! References: every name that is used stands for something, and for something that
//! is where it has to be.

use super::configuration::{Ground, Subject};
use super::context::{Check, Run, Sort};
use super::values::{fits, wrong_type};
use super::{regions, words};
use crate::catalogue::{Placement, pattern};
use crate::codes::{self, Code};
use crate::model::{Account, Data, Name, Origin, Role, Stage, Value};
use crate::place::Place;
use crate::similar;

/// The account and the region that a stage names.
pub(super) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &Stage<P>) {
    if let Some(name) = &stage.environment.account {
        account(cx, name);
    }
    if let Some(region) = &stage.environment.region {
        regions::region(cx, region);
    }
}

/// The account, the region, the store and the role that an action names.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let action = run.action;
    if let Some(name) = &action.environment.account {
        account(cx, name);
    }
    if let Some(region) = &action.environment.region {
        regions::region(cx, region);
    }
    if let Some(name) = &action.store {
        store(cx, run, name);
    }
    if let Some(name) = &action.role {
        role(cx, run, name);
    }
}

/// The account of a name, or a finding.
pub(super) fn account<'a, P: Place>(
    cx: &mut Check<'a, P>,
    name: &Name<P>,
) -> Option<&'a Account<P>> {
    let found = cx.facts.accounts.get(name.text.as_str()).copied();
    if found.is_none() {
        undeclared(
            cx,
            &codes::UNDECLARED_ACCOUNT,
            Sort::Account,
            &name.text,
            name.at,
        );
    }
    found
}

/// Reports a name that is not declared as something of this sort.
pub(super) fn undeclared<P: Place>(
    cx: &mut Check<'_, P>,
    code: &'static Code,
    sort: Sort,
    name: &str,
    at: P,
) {
    let facts = cx.facts;
    let other = Sort::ALL
        .into_iter()
        .find_map(|other| Some((other, facts.place_of(other, name)?)));
    if let Some((other, declared)) = other {
        let message = format!(
            "`{name}` is {}, not {}",
            other.with_article(),
            sort.with_article()
        );
        cx.report(code, at, message)
            .related(format!("`{name}` is declared here"), declared);
        return;
    }
    let word = sort.word();
    let names = facts.names_of(sort);
    let close = similar::closest(name, names.iter().copied());
    let help = match close {
        Some(close) => format!(
            "{} with a similar name is declared: `{close}`",
            sort.with_article()
        ),
        None if names.is_empty() => format!("no {word} is declared yet: `{}`", example(sort, name)),
        None if names.len() <= 8 => format!("declared {word}s: {}", words::list(&names)),
        None => format!("declare it: `{}`", example(sort, name)),
    };
    let finding = cx.report(code, at, format!("{word} `{name}` is not declared"));
    finding.help(help);
    if let Some(close) = close {
        finding.related(
            format!("`{close}` is declared here"),
            facts.place_of(sort, close).unwrap_or(at),
        );
        cx.excuse(close);
    }
}

fn example(sort: Sort, name: &str) -> String {
    match sort {
        Sort::Account => format!("account {name} = \"ACCOUNT ID\";"),
        Sort::Store => format!("store {name} @ \"REGION\";"),
        Sort::Role => format!("role {name} in ACCOUNT {{ … }}"),
        Sort::Project => format!("project {name} {{ … }}"),
        Sort::ActionType => format!("action_type {name} {{ … }}"),
    }
}

/// `via`: the store is in the region where the action is said to run.
fn store<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    let facts = cx.facts;
    let Some(store) = facts.stores.get(name.text.as_str()).copied() else {
        undeclared(
            cx,
            &codes::UNDECLARED_STORE,
            Sort::Store,
            &name.text,
            name.at,
        );
        return;
    };
    let said = match run.kind.map(|kind| kind.placement) {
        Some(Placement::Nowhere) => return,
        Some(Placement::Home | Placement::HomeRegion) => facts.home_region(),
        // A store's region goes before that of a stage or an account.
        _ => run.action.environment.region.as_ref(),
    };
    let stores = store.environment.region.as_ref();
    let (Some(said), Some(stores)) = (said, stores.and_then(|region| region.known())) else {
        return;
    };
    let Some(actions) = said.known().filter(|region| *region != stores) else {
        return;
    };
    cx.report(
        &codes::STORE_ELSEWHERE,
        name.at,
        format!(
            "store `{}` is in region `{stores}`, and {} runs in `{actions}`",
            name.text,
            run.title()
        ),
    )
    .help(format!(
        "leave out `via {}`, and the store of the action's own region is taken",
        name.text
    ))
    .related(format!("`{}` is declared here", name.text), store.name.at)
    .related("the action's region is said here", said.at);
}

/// `as`: the role is in the action's account.
fn role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &Name<P>) {
    let Some(role) = cx.facts.roles.get(name.text.as_str()).copied() else {
        undeclared(cx, &codes::UNDECLARED_ROLE, Sort::Role, &name.text, name.at);
        return;
    };
    let acts_with_it = run
        .kind
        .is_none_or(|kind| !matches!(kind.placement, Placement::Nowhere | Placement::Home));
    if acts_with_it {
        role_in_account(cx, &codes::ROLE_ELSEWHERE, role, run, name.at);
    }
}

fn role_in_account<P: Place>(
    cx: &mut Check<'_, P>,
    code: &'static Code,
    role: &Role<P>,
    run: &Run<'_, P>,
    at: P,
) {
    let (Some(roles), Some(actions)) = (cx.facts.model.account_of_role(role), run.account) else {
        return;
    };
    if roles.name.text == actions.name.text || is_of(role, actions) {
        return;
    }
    cx.report(
        code,
        at,
        format!(
            "role `{}` is in account `{}`, and {} runs in `{}`",
            role.name.text,
            roles.name.text,
            run.title(),
            actions.name.text
        ),
    )
    .help(format!(
        "name a role that is declared `in {}`",
        actions.name.text
    ))
    .related(
        format!("`{}` is declared here", role.name.text),
        role.name.at,
    );
}

/// Whether an imported role's ARN is of an account, whatever it is declared in: that is
/// a finding of its own.
fn is_of<P: Place>(role: &Role<P>, account: &Account<P>) -> bool {
    match &role.origin {
        Origin::Imported(arn) => {
            let of = arn.known().and_then(pattern::role_account);
            of.is_some() && of == account.id.known()
        }
        Origin::Managed(_) => false,
    }
}

/// A role that the action hands to a service: a declared one, or an ARN.
pub(super) fn passed_role<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let Ground::Action(run) = subject.ground else {
        return;
    };
    let takes = "a declared role, or an ARN in quotes";
    // Whoever hands over a role may hand over just that one, which is said before the run.
    if let Some(variable) = value.data.first_variable() {
        let message = match value.data {
            Data::Variable { .. } => {
                format!("`{key}` takes {takes}, and this is the variable `{variable}`")
            }
            _ => format!("`{key}` takes {takes}, and this text holds the variable `{variable}`"),
        };
        cx.report(&codes::WRONG_TYPE, value.at, message)
            .help("name the role: what hands it over may hand over that one, and this is known only when the pipeline runs");
        return;
    }
    match &value.data {
        Data::Word(word) => match cx.facts.roles.get(word.as_str()).copied() {
            Some(role) => role_in_account(cx, &codes::PASSED_ROLE_ELSEWHERE, role, run, value.at),
            None => undeclared(cx, &codes::UNDECLARED_ROLE, Sort::Role, word, value.at),
        },
        Data::String(arn)
        | Data::Include {
            content: Ok(arn), ..
        } => {
            passed_arn(cx, subject, run, key, arn, value.at);
        }
        _ => wrong_type(cx, key, value, takes, None),
    }
}

fn passed_arn<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    run: &Run<'_, P>,
    key: &str,
    arn: &str,
    at: P,
) {
    let Some(of) = pattern::role_account(arn) else {
        fits(cx, subject, key, at, arn, &pattern::ROLE_ARN);
        return;
    };
    let Some(account) = run.account else {
        return;
    };
    let Some(id) = account.id.known().filter(|id| *id != of) else {
        return;
    };
    cx.report(
        &codes::PASSED_ROLE_ELSEWHERE,
        at,
        format!(
            "the role is of account `{of}`, and {} runs in `{}`, `{id}`",
            run.title(),
            account.name.text
        ),
    )
    .help("the role that an action hands over is in the action's own account")
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
}

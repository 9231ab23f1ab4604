//! Roles that an action acts with or hands over: they are in its account.

use crate::catalogue::pattern;
use crate::code::{Code, code};
use crate::model::{Account, Data, Origin, Role, Value};
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::{Check, DeclarationKind, Run};
use crate::rules::declarations::undeclared::undeclared;
use crate::rules::declarations::{partitions, roles};
use crate::rules::values::strings::fits;
use crate::rules::values::types::{WRONG_TYPE, wrong_type};

pub(crate) fn role_in_account<P: Place>(
    cx: &mut Check<'_, P>,
    code: &'static Code,
    role: &Role<P>,
    run: &Run<'_, P>,
    at: P,
) {
    let (Some(roles), Some(actions)) = (cx.index.model.account_of_role(role), run.account) else {
        return;
    };
    if roles.name.text == actions.name.text
        || is_of(role, actions)
        || !cx.record_elsewhere(run, &roles.name.text, &actions.name.text)
    {
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

/// Returns whether an imported role's ARN is of an account. That it is declared in another one
/// is a finding of its own.
fn is_of<P: Place>(role: &Role<P>, account: &Account<P>) -> bool {
    match &role.origin {
        Origin::Imported(arn) => {
            let of = roles::account_of_arn(arn);
            of.is_some() && of.as_deref() == account.id.known()
        }
        Origin::Managed(_) => false,
    }
}

code! {
    PASSED_ROLE_ELSEWHERE = "P136" Error "an action passes a role of another account",
    why: "The execution role that CloudFormation gets is in the same account as the role that the action acts with. Otherwise the first run fails with `Cross-account pass role is not allowed`.",
    example: "role deploy_test in test { … }\n…\nPrepare: CloudFormation(packaged) in prod { role_arn: deploy_test, … };",
    fix: "Name a role of the account that the action runs in.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

/// Checks a role that the action hands to a service: a declared one, or an ARN.
pub(crate) fn passed_role<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &str,
    value: &Value<P>,
) {
    let ValueContext::Action(run) = subject.context else {
        return;
    };
    let takes = "a declared role, or an ARN in quotes";
    // A principal that passes roles may pass this one alone, which is said before the run.
    if let Some(variable) = value.data.first_variable() {
        let message = match value.data {
            Data::Variable { .. } => {
                format!("`{key}` takes {takes}, and this is the variable `{variable}`")
            }
            _ => format!("`{key}` takes {takes}, and this text holds the variable `{variable}`"),
        };
        let named = match &value.data {
            Data::Variable { namespace, .. } => Some(namespace.text.as_str()),
            _ => None,
        };
        let help = match named.filter(|name| cx.index.roles.contains_key(name)) {
            Some(role) => {
                cx.mark_meant(role);
                format!("a declared role is written by its name: `{role}`")
            }
            None => "write the role's name: the permission to pass it must be known when the pipeline is built".to_owned(),
        };
        cx.report(&WRONG_TYPE, value.at, message).help(help);
        return;
    }
    match &value.data {
        Data::Word(word) => match cx.index.roles.get(word.as_str()).copied() {
            Some(role) => role_in_account(cx, &PASSED_ROLE_ELSEWHERE, role, run, value.at),
            None => undeclared(cx, DeclarationKind::Role, word, value.at),
        },
        Data::String(arn)
        | Data::Include {
            content: Ok(arn), ..
        } => {
            passed_arn(cx, subject, run, key, arn, value.at);
        }
        _ => {
            wrong_type(cx, key, value, takes);
        }
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
    if !partitions::check_partition(cx, arn, at) {
        return;
    }
    let Some(account) = run.account else {
        return;
    };
    let Some(id) = account.id.known().filter(|id| *id != of) else {
        return;
    };
    cx.report(
        &PASSED_ROLE_ELSEWHERE,
        at,
        format!(
            "the role is of account `{of}`, and {} runs in `{}`, `{id}`",
            run.title(),
            account.name.text
        ),
    )
    .help("the role that an action passes is in the action's own account")
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
}

//! Where a stack set goes: to accounts, or to an organization's root and units.
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html>,
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-cloudformation-stackset-deploymenttargets.html>

use super::context::{Check, Run};
use crate::catalogue::{Key, pattern};
use crate::codes;
use crate::model::{Data, Value};
use crate::place::Place;

const MODEL: &str = "PermissionModel";

/// What a target is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Account,
    Unit,
    Root,
}

impl Sort {
    /// Nothing for what is known at the run only, or is none of them, which is a finding of
    /// its own.
    fn of(text: &str) -> Option<Sort> {
        if text.contains("#{") || text.contains("{{") {
            None
        } else if pattern::ACCOUNT_ID.complaint(text).is_none() {
            Some(Sort::Account)
        } else if text.starts_with("ou-") {
            Some(Sort::Unit)
        } else {
            text.starts_with("r-").then_some(Sort::Root)
        }
    }

    fn word(self) -> &'static str {
        match self {
            Sort::Account => "account",
            Sort::Unit => "unit",
            Sort::Root => "root",
        }
    }
}

/// The targets of a stack set, as far as they are said here: those of the permission model,
/// where the action has one, and of one sort, where the stack set is another action's.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, key: &'static Key) {
    if key.name != "DeploymentTargets" {
        return;
    }
    let Some(entry) = run.entry(key.name) else {
        return;
    };
    // Where AWS takes no notice of them, that is the finding.
    if let Some(ignored) = &key.ignored
        && run.holds(ignored) != Some(false)
    {
        return;
    }
    let Data::List(items) = &entry.value.data else {
        return;
    };
    let known = items.iter().filter_map(|item| {
        let text = item.data.text()?;
        Some((item, text, Sort::of(text)?))
    });
    let known: Vec<_> = known.collect();
    let of_kind = run.kind.is_some_and(|kind| {
        let mut keys = kind.keys.iter();
        keys.any(|key| key.name == MODEL)
    });
    if !of_kind {
        mixed(cx, run, &known);
        return;
    }
    let Some(model) = run.constant(MODEL) else {
        return;
    };
    let found = |account: bool| {
        let mut known = known.iter();
        known.find(|(_, _, sort)| (*sort == Sort::Account) == account)
    };
    match model.as_str() {
        "" | "SELF_MANAGED" => {
            let because = match model.as_str() {
                "" => "without `permission_model`",
                _ => "with `permission_model: SELF_MANAGED`",
            };
            if let Some((item, text, sort)) = found(false) {
                let message = format!(
                    "{} `{text}` is a target of {}, and {because} a stack set goes to accounts only",
                    sort.word(),
                    run.title()
                );
                cx.report(&codes::WRONG_TARGET, item.at, message).help(
                    "write `permission_model: SERVICE_MANAGED`, or name the accounts instead",
                );
            }
        }
        "SERVICE_MANAGED" => {
            if let Some((item, text, _)) = found(true) {
                let message = format!(
                    "account `{text}` is a target of {}, and with `permission_model: SERVICE_MANAGED` a stack set goes to an organization's root or units only",
                    run.title()
                );
                cx.report(&codes::WRONG_TARGET, item.at, message).help(
                    "name the unit that the account is in, `\"ou-…\"`; or write `permission_model: SELF_MANAGED`, and see to the roles yourself",
                );
            }
        }
        _ => {}
    }
}

/// Accounts beside units.
fn mixed<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, known: &[(&Value<P>, &str, Sort)]) {
    let Some((first, was, sort)) = known.first() else {
        return;
    };
    let account = *sort == Sort::Account;
    let other = known
        .iter()
        .find(|(_, _, sort)| (*sort == Sort::Account) != account);
    let Some((item, text, other)) = other else {
        return;
    };
    let message = format!(
        "{} `{text}` is a target of {} beside {} `{was}`, and a stack set goes to accounts, or to an organization's root or units",
        other.word(),
        run.title(),
        sort.word(),
    );
    cx.report(&codes::WRONG_TARGET, item.at, message)
        .help("name those that the stack set's permission model takes: accounts for `SELF_MANAGED`, units for `SERVICE_MANAGED`")
        .related(format!("`{was}` is here"), first.at);
}

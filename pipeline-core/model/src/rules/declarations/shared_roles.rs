//! `one_per`: one role for several actions.

use crate::catalogue::Placement;
use crate::code::code;
use crate::model::{Account, RoleRules};
use crate::place::Place;
use crate::rules::context::{Check, Run};
use std::collections::BTreeSet;

code! {
    NOTHING_TO_SHARE = "P169" Warning "one role for several actions, and no two that could have it",
    why: "`one_per` gives one role to the actions of a stage and account, or of an account and region. An action that names a role after `as`, or that needs none, is not among them. Where no two are left that go together, there are as many roles as without it.",
    example: "roles { one_per: STAGE }\nstage Source { let source = Checkout: CodeCommit { … }; }\nstage Publish { Copy: S3Deploy(source) { … }; }",
    fix: "Leave it out, or take what puts more actions together: `one_per: ACCOUNT_AND_REGION`.",
    source: "",
    lacking: Stage,
}

/// What puts actions together.
#[derive(Clone, Copy, PartialEq)]
enum OnePer {
    Stage,
    AccountAndRegion,
}

/// Reports a setting that makes no role fewer.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, rules: &RoleRules<P>) {
    let Some(entry) = rules.setting("one_per") else {
        return;
    };
    let (word, one_per) = match entry.value.data.constant() {
        Some(word @ "STAGE") => (word, OnePer::Stage),
        Some(word @ "ACCOUNT_AND_REGION") => (word, OnePer::AccountAndRegion),
        _ => return,
    };
    let account = rules.account.as_ref();
    if account.is_some_and(|name| !cx.index.accounts.contains_key(name.text.as_str())) {
        return;
    }
    let mut runs = Vec::new();
    for run in cx.index.runs_and_rules() {
        let (Some(kind), Some(account)) = (run.kind, run.account) else {
            // It may be one of them.
            return;
        };
        if run.action.of.is_some() {
            // A build comes with it, which may share a role.
            return;
        }
        let has_role = !matches!(kind.placement, Placement::Nowhere | Placement::Home);
        if has_role && holds_for(cx, rules, account) {
            runs.push(run);
        }
    }
    let (named, sharing): (Vec<_>, Vec<_>) =
        runs.into_iter().partition(|run| run.action.role.is_some());
    if together(&sharing, one_per) != Some(false) {
        return;
    }
    let place = rules.account.as_ref();
    let place = place.map_or(String::new(), |name| format!(" in `{}`", name.text));
    let why = if named.is_empty() && sharing.is_empty() {
        format!("no action{place} has a role")
    } else if sharing.is_empty() {
        format!("each action{place} that has a role names it after `as`")
    } else {
        let common = match one_per {
            OnePer::Stage => "one stage and account",
            OnePer::AccountAndRegion => "one account and region",
        };
        let left = if named.is_empty() {
            ""
        } else {
            " without `as`"
        };
        format!("no two actions{place}{left} are of {common}")
    };
    let wider = together(&sharing, OnePer::AccountAndRegion) == Some(true);
    let help = match wider {
        true => "leave it out, or say `one_per: ACCOUNT_AND_REGION`, which puts stages together",
        false => "leave it out",
    };
    let message = format!("`one_per: {word}` makes no role fewer: {why}");
    cx.report(&NOTHING_TO_SHARE, entry.value.at, message)
        .help(help);
}

/// Returns whether two actions share a role; nothing where that is not known.
fn together<P: Place>(sharing: &[&Run<'_, P>], one_per: OnePer) -> Option<bool> {
    let mut groups = BTreeSet::new();
    for run in sharing {
        if !groups.insert(group(run, one_per)?) {
            return Some(true);
        }
    }
    Some(false)
}

/// Returns whether the setting holds for the roles of an account, and not another one.
fn holds_for<P: Place>(cx: &Check<'_, P>, rules: &RoleRules<P>, account: &Account<P>) -> bool {
    let mut all = cx.index.model.role_rules_of(&account.name.text);
    let first = all.find(|rules| rules.setting("one_per").is_some());
    first.is_some_and(|first| std::ptr::eq(first, rules))
}

/// What an action shares a role by, as far as that is known.
fn group<'a, P: Place>(run: &Run<'a, P>, one_per: OnePer) -> Option<(&'a str, &'a str)> {
    let account = run.account?.name.text.as_str();
    let by = match one_per {
        OnePer::Stage => run.stage.name.text.as_str(),
        OnePer::AccountAndRegion => run.region?.known()?,
    };
    Some((account, by))
}

//! Where an action may be placed at all.

use super::context::{Check, Run};
use super::words;
use crate::catalogue::Placement;
use crate::codes;
use crate::model::{Stage, TextExpr};
use crate::place::Place;

/// The region that a stage names, if it holds sources: they run in home's region.
pub(super) fn stage<P: Place>(cx: &mut Check<'_, P>, index: usize, stage: &Stage<P>) {
    let facts = cx.facts;
    let Some(region) = &stage.environment.region else {
        return;
    };
    let bound = facts
        .runs_of(index)
        .iter()
        .find(|run| is_at_home(run) && run.action.environment.region.is_none());
    if let Some(run) = bound {
        home_region_only(cx, run, region);
    }
}

/// The environment, the store and the role that an action names itself.
pub(super) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(kind) = run.kind else {
        return;
    };
    match kind.placement {
        Placement::Anywhere => {}
        Placement::HomeRegion => {
            if let Some(region) = &run.action.environment.region {
                home_region_only(cx, run, region);
            }
        }
        Placement::Home => at_home_only(cx, run),
        Placement::Nowhere => no_effect(cx, run),
    }
}

fn is_at_home<P>(run: &Run<'_, P>) -> bool {
    run.kind
        .is_some_and(|kind| kind.placement == Placement::HomeRegion)
}

fn home_region_only<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, region: &TextExpr<P>) {
    let facts = cx.facts;
    let Some(home) = facts.home_region() else {
        return;
    };
    let (Some(said), Some(homes)) = (region.known(), home.known()) else {
        return;
    };
    if said == homes {
        return;
    }
    cx.report(
        &codes::SOURCE_REGION,
        region.at,
        format!(
            "source {} cannot run in `{said}`: sources run in the pipeline's region, `{homes}`",
            run.title()
        ),
    )
    .help(format!(
        "leave out `@ \"{said}\"`; what is in `{said}` can be replicated to `{homes}` first"
    ))
    .related("home's region is said here", home.at);
}

/// Actions that AWS does not own run beside the pipeline, and with no role.
fn at_home_only<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let facts = cx.facts;
    let kind = words::with_article(&run.action.kind.text);
    if let Some(role) = &run.action.role {
        cx.report(
            &codes::ROLE_NOT_TAKEN,
            role.at,
            format!("{kind} action acts with no role"),
        )
        .help(format!("leave out `as {}`", role.text));
    }
    if let (Some(account), Some(home)) = (&run.action.environment.account, facts.home) {
        let declared = facts.accounts.get(account.text.as_str());
        if declared.is_some_and(|declared| !declared.home) {
            cx.report(
                &codes::HOME_ONLY,
                account.at,
                format!(
                    "{kind} action runs in home, `{}`, and not in `{}`",
                    home.name.text, account.text
                ),
            )
            .help(format!("leave out `in {}`", account.text));
        }
    }
    let region = run.action.environment.region.as_ref();
    if let (Some(region), Some(home)) = (region, facts.home_region()) {
        let (Some(said), Some(homes)) = (region.known(), home.known()) else {
            return;
        };
        if said != homes {
            cx.report(
                &codes::HOME_ONLY,
                region.at,
                format!("{kind} action runs in home's region, `{homes}`, and not in `{said}`"),
            )
            .help(format!("leave out `@ \"{said}\"`"));
        }
    }
}

/// An approval runs nowhere.
fn no_effect<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let action = run.action;
    let (kind, sort) = (words::with_article(&action.kind.text), run.sort());
    let help = if action.rule {
        "leave it out: the pipeline itself looks at it"
    } else {
        "leave it out: an approval waits in the pipeline itself"
    };
    let mut warn = |what: String, at: P| {
        cx.report(
            &codes::PLACEMENT_IGNORED,
            at,
            format!("`{what}` has no effect on {kind} {sort}"),
        )
        .help(help);
    };
    if let Some(account) = &action.environment.account {
        warn(format!("in {}", account.text), account.at);
    }
    if let Some(region) = &action.environment.region {
        warn("@".to_owned(), region.at);
    }
    if let Some(store) = &action.store {
        warn(format!("via {}", store.text), store.at);
    }
    if let Some(role) = &action.role {
        warn(format!("as {}", role.text), role.at);
    }
}

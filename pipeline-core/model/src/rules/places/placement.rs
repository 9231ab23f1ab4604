//! Places that a kind of action cannot be put in.

use crate::catalogue::Placement;
use crate::code::code;
use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Run};
use crate::rules::words;

/// Checks the region that a stage names, if it holds sources: they run in home's region.
pub(crate) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let Some(region) = &stage.stage.environment.region else {
        return;
    };
    let bound = stage
        .runs
        .iter()
        .find(|run| runs_in_home_region(run) && run.action.environment.region.is_none());
    if let Some(run) = bound {
        home_region_only(cx, run, region);
    }
}

/// Checks the environment, the store and the role that an action names itself.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
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
        Placement::Home => {
            no_role(cx, run);
            at_home_only(cx, run);
        }
        Placement::Nowhere => no_effect(cx, run),
    }
}

fn runs_in_home_region<P>(run: &Run<'_, P>) -> bool {
    run.kind
        .is_some_and(|kind| kind.placement == Placement::HomeRegion)
}

code! {
    SOURCE_REGION = "P140" Error "a source in another region than the pipeline",
    why: "CodePipeline takes no region for source actions: a source is always read in the pipeline's region, in whichever account. In another region, the repository or bucket would not be found at the first run.",
    example: "stage Source @ \"us-west-2\" {\n    let source = Checkout: CodeCommit { … };\n}",
    fix: "Leave out `@`, and let the repository or bucket be in home's region.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn home_region_only<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, region: &TextExpr<P>) {
    let Some(home) = cx.index.home_region() else {
        return;
    };
    let (Some(said), Some(homes)) = (region.known(), home.known()) else {
        return;
    };
    if said == homes {
        return;
    }
    cx.report(
        &SOURCE_REGION,
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

code! {
    ROLE_NOT_TAKEN = "P138" Error "a role for an action that takes none",
    why: "Only actions that AWS owns act with a role. For others CodePipeline refuses the pipeline: `Role ARN is not supported for actions with owner other than 'AWS'`.",
    example: "Scan: Custom(source) as scanning { category: Test, … };",
    fix: "Leave out `as`; the job worker of a custom action has credentials of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

fn no_role<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(role) = &run.action.role else {
        return;
    };
    let kind = words::with_article(&run.action.kind.text);
    cx.report(
        &ROLE_NOT_TAKEN,
        role.at,
        format!("{kind} action acts with no role"),
    )
    .help(format!("leave out `as {}`", role.text));
}

code! {
    HOME_ONLY = "P139" Error "an action that can run in home only is placed elsewhere",
    why: "Third-party and custom actions run in the account and region of the pipeline. CodePipeline takes neither a region nor a role for them.",
    example: "Scan: Custom(source) in prod @ \"eu-west-1\" { category: Test, … };",
    fix: "Leave out `in` and `@`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

/// Actions that AWS does not own run beside the pipeline.
fn at_home_only<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let kind = words::with_article(&run.action.kind.text);
    let environment = &run.action.environment;
    if let Some(account) = &environment.account
        && let Some(home) = cx.index.home
        && let Some(declared) = cx.index.accounts.get(account.text.as_str())
        && !declared.home
    {
        cx.report(
            &HOME_ONLY,
            account.at,
            format!(
                "{kind} action runs in home, `{}`, and not in `{}`",
                home.name.text, account.text
            ),
        )
        .help(format!("leave out `in {}`", account.text));
    }
    let homes = cx.index.home_region().and_then(|home| home.known());
    if let Some(region) = &environment.region
        && let (Some(said), Some(homes)) = (region.known(), homes)
        && said != homes
    {
        cx.report(
            &HOME_ONLY,
            region.at,
            format!("{kind} action runs in home's region, `{homes}`, and not in `{said}`"),
        )
        .help(format!("leave out `@ \"{said}\"`"));
    }
}

code! {
    PLACEMENT_IGNORED = "P141" Warning "a place for an action that runs nowhere",
    why: "An approval waits in the pipeline itself. Account, region, store and role have no effect on it; written there, they suggest that they had.",
    example: "Review: Manual in prod;",
    fix: "Leave it out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
}

/// An approval runs nowhere.
fn no_effect<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let action = run.action;
    let (kind, noun) = (words::with_article(&action.kind.text), run.noun());
    let help = if action.rule {
        "leave it out: the pipeline itself looks at it"
    } else {
        "leave it out: an approval waits in the pipeline itself"
    };
    let mut warn = |what: String, at: P| {
        cx.report(
            &PLACEMENT_IGNORED,
            at,
            format!("`{what}` has no effect on {kind} {noun}"),
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

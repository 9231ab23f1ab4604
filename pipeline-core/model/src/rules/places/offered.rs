//! Kinds of actions that AWS does not offer in a region.

use crate::catalogue::Regions;
use crate::catalogue::region;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::words;

code! {
    KIND_ELSEWHERE = "P142" Warning "an action of a kind that AWS does not list for its region",
    why: "Some kinds of actions are offered in fewer regions than CodePipeline itself. Where one is not, the deploy of the pipeline fails: `ActionType (…) is not available in region …`. AWS adds regions, so this is a warning.",
    example: "Phones: DeviceFarm(packaged) @ \"eu-west-1\" { … };",
    fix: "Run the action in a region that the message names, or, of a source or a third party's action, let the pipeline live in another one.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

/// Checks that a kind of action is offered where it runs.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(region)) = (run.kind, run.region.and_then(|region| region.known()))
    else {
        return;
    };
    if kind.regions.contain(region) || !region::has_codepipeline(region) {
        return;
    }
    let help = match kind.regions {
        Regions::Only(regions) => format!("it is offered in {}", words::choice(regions)),
        _ => "let the pipeline live in another region".to_owned(),
    };
    let at = run
        .action
        .environment
        .region
        .as_ref()
        .map(|region| region.at);
    cx.report(
        &KIND_ELSEWHERE,
        at.unwrap_or(run.action.kind.at),
        format!(
            "AWS does not list `{}` for region `{region}`, where {} runs",
            kind.name,
            run.title()
        ),
    )
    .help(help);
}

//! Kinds of actions that AWS does not offer in a region.

use crate::catalogue::{KINDS, Kind, Regions, region};
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::words;

code! {
    KIND_ELSEWHERE = "P142" Warning "an action of a kind that AWS does not list for its region",
    why: "Some kinds of actions are offered in fewer regions than CodePipeline itself. Where one is not, the deploy of the pipeline fails: `ActionType (…) is not available in region …`. AWS adds regions, so this is a warning.",
    example: "Phones: DeviceFarm(packaged) @ \"eu-west-1\" { … };",
    fix: "Run the action in a region that the message names, or, of a source or a third party's action, let the pipeline live in another one. Of a kind that the whole partition lacks, use another kind.",
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
    let help = advice(kind, region);
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

/// Advice on a kind that a region does not have. No pipeline reaches another partition.
fn advice(kind: &Kind, here: &str) -> String {
    let Some(partition) = region::partition(here) else {
        return "let the pipeline live in another region".to_owned();
    };
    let has = |kind: &Kind, region: &str| {
        kind.regions.contain(region) && region::has_codepipeline(region)
    };
    let there = partition.regions.iter().copied();
    let there: Vec<&str> = there.filter(|region| has(kind, region)).collect();
    match (&kind.regions, there.is_empty()) {
        (Regions::Only(_), false) => format!("it is offered in {}", words::choice(&there)),
        (_, false) => "let the pipeline live in another region".to_owned(),
        (_, true) => {
            let none = format!("no region of partition `{}` has it", partition.name);
            let of_aws = KINDS.iter().filter(|other| other.owner == kind.owner);
            let sources = of_aws.filter(|other| kind.is_source() && other.is_source());
            let others = sources.filter(|other| has(other, here));
            let others: Vec<&str> = others.map(|other| other.name).collect();
            match others.as_slice() {
                [] => format!(
                    "{none}: use an action of another kind, such as a build that calls the service"
                ),
                others => format!("{none}: use {}", words::choice(others)),
            }
        }
    }
}

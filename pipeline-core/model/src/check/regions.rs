//! Regions: their form, whether there is such a one, and their partition.

use super::context::{Check, Run};
use super::expressions;
use super::words;
use crate::catalogue::Regions;
use crate::catalogue::region::{self, REGIONS};
use crate::codes;
use crate::model::TextExpr;
use crate::place::Place;
use crate::similar;

/// Regions without CodePipeline that are one slip away from one that has it.
///
/// Source: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
const REAL: [&str; 1] = ["mx-central-1"];

/// A region, wherever it is said.
pub(super) fn region<P: Place>(cx: &mut Check<'_, P>, text: &TextExpr<P>) {
    let Some(name) = expressions::known(cx, text) else {
        return;
    };
    if REGIONS.contains(&name) {
        partition(cx, text, name);
        return;
    }
    if name.is_empty() {
        cx.report(&codes::NO_REGION, text.at, "this region is empty")
            .help("a region is written like `eu-west-1`");
        return;
    }
    let closest = similar::closest(name, REGIONS.iter().copied());
    if !region::is_well_formed(name) {
        cx.report(
            &codes::NO_REGION,
            text.at,
            format!("`{name}` is not a region"),
        )
        .maybe_help(match closest {
            Some(closest) => Some(format!("a region with a similar name: `{closest}`")),
            None => Some("a region is written like `eu-west-1`".to_owned()),
        });
    } else if !slip(cx, text.at, name) {
        // Nobody means a region of another partition.
        let own = region::partition(name);
        let beside = REGIONS.iter().copied();
        let closest =
            similar::closest(name, beside.filter(|other| region::partition(other) == own));
        cx.report(
            &codes::UNLISTED_REGION,
            text.at,
            format!("CodePipeline is not listed for region `{name}`"),
        )
        .maybe_help(closest.map(|closest| format!("a region with a similar name: `{closest}`")));
        partition(cx, text, name);
    }
}

/// Reports a well-formed name that is one slip of the hand away from a region.
pub(super) fn slip<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) -> bool {
    if REGIONS.contains(&name) || !region::is_well_formed(name) {
        return false;
    }
    let Some(meant) = mistyped(name) else {
        return false;
    };
    cx.report(
        &codes::NO_REGION,
        at,
        format!("there is no region `{name}`"),
    )
    .help(format!("a region with a similar name: `{meant}`"));
    true
}

/// A kind of action is offered where it runs.
pub(super) fn of_kind<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(region)) = (run.kind, run.region.and_then(|region| region.known()))
    else {
        return;
    };
    if kind.regions.contain(region) || !REGIONS.contains(&region) {
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
        &codes::KIND_ELSEWHERE,
        at.unwrap_or(run.action.kind.at),
        format!(
            "AWS does not list `{}` for region `{region}`, where {} runs",
            kind.name,
            run.title()
        ),
    )
    .help(help);
}

/// The region that a name is one slip of the hand away from. Regions that differ in
/// the number only do not count: AWS opens those.
fn mistyped(name: &str) -> Option<&'static str> {
    if REAL.contains(&name) {
        return None;
    }
    let (words, number) = name.rsplit_once('-')?;
    REGIONS.iter().copied().find(|region| {
        region
            .rsplit_once('-')
            .is_some_and(|(known, known_number)| {
                number == known_number && similar::distance(words, known, 1) == Some(1)
            })
    })
}

/// A pipeline, its stores and its actions cannot reach from one partition into another.
fn partition<P: Place>(cx: &mut Check<'_, P>, text: &TextExpr<P>, name: &str) {
    let Some(home) = cx.facts.home_region() else {
        return;
    };
    let Some(home_name) = home.known().filter(|home| region::is_well_formed(home)) else {
        return;
    };
    let (own, homes) = (region::partition(name), region::partition(home_name));
    if own == homes || !cx.other_partitions.insert(name.to_owned()) {
        return;
    }
    cx.report(
        &codes::PARTITIONS,
        text.at,
        format!("region `{name}` is in partition `{own}`, and the pipeline lives in `{homes}`"),
    )
    .help("one pipeline stays in one partition: write a second pipeline for the other one")
    .related(format!("home is in `{home_name}`"), home.at);
}

//! Regions: whether there is such a one, and in which partition.

use crate::catalogue::region::{self, REGIONS};
use crate::code::code;
use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::values::known;
use crate::similar;

/// Regions without CodePipeline that are one slip away from one that has it.
///
/// Source: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
const REAL: [&str; 1] = ["mx-central-1"];

/// Checks a region, wherever it is named.
pub(crate) fn region<P: Place>(cx: &mut Check<'_, P>, said: &TextExpr<P>) {
    let Some(name) = known::string(cx, said) else {
        return;
    };
    if REGIONS.contains(&name) {
        partition(cx, said, name);
    } else if !region::is_well_formed(name) {
        malformed(cx, said.at, name);
    } else if !mistyped(cx, said.at, name) {
        unlisted(cx, said.at, name);
        partition(cx, said, name);
    }
}

code! {
    NO_REGION = "P111" Error "there is no such region",
    why: "A text after `@` is not a region's name, or is one slip away from that of a real one. AWS would refuse the template at deploy.",
    example: "home tools = \"111111111111\" @ \"us-esat-1\";",
    fix: "Write the region's name, not its title: `@ \"us-east-1\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html",
}

fn malformed<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    let message = match name {
        "" => "this region is empty".to_owned(),
        _ => format!("`{name}` is not a region"),
    };
    let closest = similar::closest(name, REGIONS.iter().copied());
    let help = match closest {
        Some(closest) if !name.is_empty() => format!("a region with a similar name: `{closest}`"),
        _ => "a region is written like `eu-west-1`".to_owned(),
    };
    cx.report(&NO_REGION, at, message).help(help);
}

/// Reports a well-formed name that is one slip of the hand away from a region. Returns whether it
/// is one.
pub(crate) fn mistyped<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) -> bool {
    if REGIONS.contains(&name) || !region::is_well_formed(name) {
        return false;
    }
    let Some(meant) = one_slip_away(name) else {
        return false;
    };
    cx.report(&NO_REGION, at, format!("there is no region `{name}`"))
        .help(format!("a region with a similar name: `{meant}`"));
    true
}

/// The region that a name is one slip of the hand away from. Regions that differ in
/// the number only do not count: AWS opens those.
fn one_slip_away(name: &str) -> Option<&'static str> {
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

code! {
    UNLISTED_REGION = "P112" Warning "CodePipeline is not listed for a region",
    why: "The name has the form of a region's, but AWS's list of regions with CodePipeline did not hold it when this version was released. Either it is a newer one, or it is mistyped, or CodePipeline does not run there; then creating the pipeline fails with `is not a valid AWS Region`.",
    example: "stage Deploy in prod @ \"us-east-3\" { … }",
    fix: "Check the name. If CodePipeline runs there by now, nothing needs to be done.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn unlisted<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    // Nobody means a region of another partition.
    let own = region::partition(name);
    let beside = REGIONS.iter().copied();
    let closest = similar::closest(name, beside.filter(|other| region::partition(other) == own));
    cx.report(
        &UNLISTED_REGION,
        at,
        format!("CodePipeline is not listed for region `{name}`"),
    )
    .maybe_help(closest.map(|closest| format!("a region with a similar name: `{closest}`")));
}

code! {
    PARTITIONS = "P113" Error "regions of different partitions",
    why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`) do not trust each other: no role of one can be assumed from another, and no key or bucket shared. The pipeline could be created, and its first action in the other partition would fail.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\naccount gov = \"222222222222\" @ \"us-gov-west-1\";",
    fix: "Write one pipeline for each partition.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
}

/// A pipeline, its stores and its actions cannot reach from one partition into another.
fn partition<P: Place>(cx: &mut Check<'_, P>, said: &TextExpr<P>, name: &str) {
    let Some(home) = cx.index.home_region() else {
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
        &PARTITIONS,
        said.at,
        format!("region `{name}` is in partition `{own}`, and the pipeline lives in `{homes}`"),
    )
    .help("one pipeline stays in one partition: write a second pipeline for the other one")
    .related(format!("home is in `{home_name}`"), home.at);
}

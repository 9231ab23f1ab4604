//! Regions: whether there is such a one, and in which partition.

use crate::catalogue::region;
use crate::code::code;
use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::remedy;
use crate::rules::values::known;
use crate::similar;

/// Checks a region, wherever it is named.
pub(crate) fn region<P: Place>(cx: &mut Check<'_, P>, said: &TextExpr<P>) {
    let Some(name) = known::string(cx, said) else {
        return;
    };
    if !exists(cx, said.at, name) {
        return;
    }
    if !region::has_codepipeline(name) {
        unlisted(cx, said.at, name);
    }
    partition(cx, said.at, name);
}

/// Checks a region in a list: CodePipeline need not be there, but there must be such a one.
pub(crate) fn listed<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    if region::is_well_formed(name) && exists(cx, at, name) {
        partition(cx, at, name);
        doubtful(cx, at, name);
    }
}

code! {
    UNKNOWN_REGION = "P555" Warning "a region that AWS is not known to have",
    why: "The name has the form of a region's, but AWS's list of regions did not hold it when this version was released. Either it is a newer one, or it is mistyped. A statement on resources of a region that does not exist allows nothing, and no stack can be made there.",
    example: "role deploy { statements: [{ actions: [\"sqs:SendMessage\"], resources: [\"arn:aws:sqs:eu-west-4:111111111111:jobs\"] }] }",
    fix: "Check the name: `eu-west-3`. If AWS has the region by now, nothing needs to be done; begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
}

/// Reports a region that could exist, and that neither AWS's list nor the pipeline has.
pub(crate) fn doubtful<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    if !region::could_be_new(name) || region::all().any(|known| known == name) {
        return;
    }
    let model = cx.index.model;
    let of_accounts = model
        .accounts
        .iter()
        .filter_map(|account| account.region.as_ref());
    let of_runs = cx.index.runs().filter_map(|run| run.region);
    if of_accounts
        .chain(of_runs)
        .any(|said| said.known() == Some(name))
    {
        return;
    }
    let own = region::partition(name).map_or(&[][..], |own| own.regions);
    let closest = similar::closest(name, own.iter().copied());
    cx.report(
        &UNKNOWN_REGION,
        at,
        format!("AWS's regions do not include `{name}`"),
    )
    .maybe_help(closest.map(|closest| format!("a region with a similar name: `{closest}`")));
}

/// Checks a region in which CodePipeline need not run. Returns whether there can be such a one.
fn exists<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) -> bool {
    if !region::is_well_formed(name) {
        malformed(cx, at, name);
        false
    } else if let Some(meant) = region::one_slip_away(name) {
        mistyped(cx, at, name, meant);
        false
    } else if region::partition(name).is_none() {
        unknown_partition(cx, at, name);
        false
    } else {
        true
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
    let closest = similar::closest(name, region::all());
    let help = match closest {
        Some(closest) if !name.is_empty() => format!("a region with a similar name: `{closest}`"),
        _ => "a region is written like `eu-west-1`".to_owned(),
    };
    let help = remedy::resolved_later(cx, name).map_or(help, str::to_owned);
    cx.report(&NO_REGION, at, message).help(help);
}

fn mistyped<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str, meant: &str) {
    cx.report(&NO_REGION, at, format!("there is no region `{name}`"))
        .help(format!("a region with a similar name: `{meant}`"));
}

code! {
    UNKNOWN_PARTITION = "P128" Error "a region of no known partition",
    why: "The first words of a region's name say which partition of AWS it is in: `cn-` is `aws-cn`, `us-gov-` is `aws-us-gov`, `eusc-de-` is `aws-eusc`. Every ARN in the templates begins with the partition. Of a region whose name begins like no other, it is not known, and a guess would write ARNs that name nothing.",
    example: "home tools = \"111111111111\" @ \"mars-north-1\";",
    fix: "Correct the name. If AWS opened regions with such names, a newer version of pipewright knows them.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
}

fn unknown_partition<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    let help = match similar::closest(name, region::all()) {
        Some(closest) => format!("a region with a similar name: `{closest}`"),
        None => "a region is written like `eu-west-1`".to_owned(),
    };
    cx.report(
        &UNKNOWN_PARTITION,
        at,
        format!("`{name}` begins like the regions of no partition of AWS"),
    )
    .help(help);
}

code! {
    UNLISTED_REGION = "P112" Warning "CodePipeline is not listed for a region",
    why: "The name has the form of a region's, but AWS's list of regions with CodePipeline did not hold it when this version was released. Either it is a newer one, or it is mistyped, or CodePipeline does not run there; then creating the pipeline fails with `is not a valid AWS Region`.",
    example: "stage Deploy in prod @ \"us-east-3\" { … }",
    fix: "Check the name. If CodePipeline runs there by now, nothing needs to be done.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn unlisted<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    // A region that exists is meant. Nobody means a region of another partition.
    let beside = region::partition(name).filter(|own| !own.regions.contains(&name));
    let closest = beside.and_then(|own| similar::closest(name, own.regions.iter().copied()));
    cx.report(
        &UNLISTED_REGION,
        at,
        format!("CodePipeline is not listed for region `{name}`"),
    )
    .maybe_help(closest.map(|closest| format!("a region with a similar name: `{closest}`")));
}

code! {
    PARTITIONS = "P113" Error "regions of different partitions",
    why: "The partitions of AWS (`aws`, `aws-cn`, `aws-us-gov`, `aws-eusc` and four closed ones) do not trust each other: no role of one can be assumed from another, and no key or bucket shared. The pipeline could be created, and its first action in the other partition would fail.",
    example: "home tools = \"111111111111\" @ \"us-east-1\";\naccount gov = \"222222222222\" @ \"us-gov-west-1\";",
    fix: "Write one pipeline for each partition.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
}

/// A pipeline, its stores and its actions cannot reach from one partition into another.
fn partition<P: Place>(cx: &mut Check<'_, P>, at: P, name: &str) {
    let Some(home) = cx.index.home_region() else {
        return;
    };
    let Some(home_name) = home.known() else {
        return;
    };
    let (Some(own), Some(homes)) = (region::partition(name), region::partition(home_name)) else {
        return;
    };
    if own.name == homes.name || !cx.other_partitions.insert(name.to_owned()) {
        return;
    }
    let (own, homes) = (own.name, homes.name);
    cx.report(
        &PARTITIONS,
        at,
        format!("region `{name}` is in partition `{own}`, and the pipeline lives in `{homes}`"),
    )
    .help("one pipeline stays in one partition: write a second pipeline for the other one")
    .related(format!("home is in `{home_name}`"), home.at);
}

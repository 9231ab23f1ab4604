//! What an execution and a month cost, about.

use std::collections::{BTreeMap, BTreeSet};

use pipewright_model::catalogue::KINDS;
use serde_json::Value;

use super::minutes_in_words;
use super::prices::{self, Prices};
use crate::outline::{Action, Outline, Pipeline};
use crate::words::counted;

/// A line of the bill: what, and its dollars.
type Line = (String, f64);

pub(super) fn told(
    outline: &Outline,
    pipeline: &Pipeline,
    minutes: &[f64],
    prices: &Prices,
) -> String {
    let mut unknown = BTreeSet::new();
    let mut run: Vec<Line> = Vec::new();
    let mut month: Vec<Line> = Vec::new();
    if pipeline.kind == "V1" {
        month.push((
            "a pipeline of type V1 that runs".to_owned(),
            prices.of("v1-month"),
        ));
    } else {
        let billed = action_minutes(pipeline, minutes);
        let price = billed * prices.of("action-minute");
        run.push((format!("{} of actions", minutes_in_words(billed)), price));
    }
    run.extend(builds(outline, pipeline, minutes, prices, &mut unknown));
    let keys = resources(outline, "AWS::KMS::Key").count();
    run.push(requests(pipeline, keys > 0, prices));
    if pipeline
        .stages
        .iter()
        .any(|stage| !stage.conditions.is_empty())
    {
        unknown.insert("minutes of rules, if AWS bills them".to_owned());
    }
    if keys > 0 {
        let keys_in_words = counted(keys, "key", "keys");
        let mut text = format!("{keys_in_words} of artifact stores and others");
        if outline.pipelines.len() > 1 {
            text.push_str(", of all pipelines");
        }
        month.push((text, keys as f64 * prices.of("key-month")));
    }
    let mut lines = vec![format!("Cost, an estimate ({})", prices.whose())];
    lines.extend(bill("an execution", &run));
    if !month.is_empty() {
        lines.extend(bill("a month", &month));
    }
    if keys > 0 {
        unknown.insert("rotations of keys: AWS bills the material that each leaves".to_owned());
    }
    unknown.insert("what actions start: functions, deployments, stacks".to_owned());
    unknown.insert("storage and transfer of artifacts, and logs".to_owned());
    for one in unknown {
        lines.push(format!("  not counted: {one}"));
    }
    lines.join("\n")
}

fn bill(of: &str, lines: &[Line]) -> Vec<String> {
    let sum: f64 = lines.iter().map(|(_, dollars)| dollars).sum();
    let mut told = vec![format!("  {:>9}  {of}", dollars(sum))];
    told.extend(
        lines
            .iter()
            .map(|(what, price)| format!("  {:>9}    {what}", dollars(*price))),
    );
    told
}

fn dollars(amount: f64) -> String {
    if amount > 0.0 && amount < 0.001 {
        return "< $0.001".to_owned();
    }
    format!("${amount:.3}")
}

/// The minutes that are billed: of each action, rounded up.
fn action_minutes(pipeline: &Pipeline, minutes: &[f64]) -> f64 {
    let billed = |place: &usize| {
        let action = pipeline.actions.get(*place)?;
        let is_free = action.category == "Approval" || is_done_by_a_worker(&action.kind);
        (!is_free).then(|| minutes.get(*place).map_or(0.0, |minutes| minutes.ceil()))
    };
    let places = pipeline.stages.iter().flat_map(|stage| &stage.actions);
    places.filter_map(billed).sum()
}

/// Returns whether a job worker of the user's own does the actions of a kind.
fn is_done_by_a_worker(kind: &str) -> bool {
    let known = KINDS.iter().find(|known| known.name == kind);
    known.is_some_and(|kind| kind.owner == "Custom" || kind.action_type_key().is_some())
}

/// The minutes of builds, by the machine.
fn builds(
    outline: &Outline,
    pipeline: &Pipeline,
    minutes: &[f64],
    prices: &Prices,
    unknown: &mut BTreeSet<String>,
) -> Vec<Line> {
    let mut by_machine: BTreeMap<String, f64> = BTreeMap::new();
    for (action, minutes) in pipeline.actions.iter().zip(minutes) {
        if !is_build(action) {
            continue;
        }
        let title = format!("{}/{}", action.stage, action.name);
        match machine(outline, action) {
            Some(machine) => *by_machine.entry(machine).or_default() += minutes.ceil(),
            None => drop(unknown.insert(format!(
                "the machine of {title}, whose size is not known here"
            ))),
        }
    }
    let mut lines = Vec::new();
    for (machine, minutes) in by_machine {
        let what = format!("{} of {machine}", minutes_in_words(minutes));
        match prices.find(&machine) {
            Some(price) => lines.push((what, minutes * price)),
            None => drop(unknown.insert(what)),
        }
    }
    lines
}

fn is_build(action: &Action) -> bool {
    matches!(
        action.kind.as_str(),
        "CodeBuild" | "CodeBuildTest" | "Commands" | "EcrBuildAndPublish" | "InspectorScan"
    )
}

/// The size of the machine that an action's project has, with its type where that is no Linux.
fn machine(outline: &Outline, action: &Action) -> Option<String> {
    let project = action.project.as_ref()?;
    let mut projects = resources(outline, "AWS::CodeBuild::Project");
    let found = projects.find(|found| found["Properties"]["Name"] == project.as_str())?;
    let environment = &found["Properties"]["Environment"];
    let size = environment["ComputeType"].as_str()?;
    match environment["Type"].as_str()? {
        prices::MACHINE_TYPE => Some(size.to_owned()),
        other => Some(format!("{other} {size}")),
    }
}

fn resources<'o>(outline: &'o Outline, kind: &str) -> impl Iterator<Item = &'o Value> {
    let all = outline.templates.iter().flat_map(|template| {
        let resources = template["Resources"].as_object();
        resources
            .into_iter()
            .flat_map(|resources| resources.values())
    });
    all.filter(move |resource| resource["Type"] == kind)
}

/// The requests for artifacts: each is written once, read by each reader, and copied once into each
/// other region. Each of these calls the key, if there is one.
fn requests(pipeline: &Pipeline, has_keys: bool, prices: &Prices) -> Line {
    let mut writes = 0_usize;
    let mut reads = 0_usize;
    for artifact in &pipeline.artifacts {
        let region = |place: usize| pipeline.actions.get(place).map(|action| &action.place.1);
        let own = region(artifact.maker);
        let regions: BTreeSet<_> = artifact.readers.iter().map(|at| region(*at)).collect();
        let copies = regions.iter().filter(|region| **region != own).count();
        writes += 1 + copies;
        reads += artifact.readers.len() + copies;
    }
    let price = writes as f64 * prices.of("object-write") + reads as f64 * prices.of("object-read");
    let both = writes + reads;
    let what = counted(both, "request for artifacts", "requests for artifacts");
    if has_keys {
        let what = format!("{what}, and as many of their keys");
        (what, price + both as f64 * prices.of("key-call"))
    } else {
        (what, price)
    }
}

#[cfg(test)]
mod tests {
    use super::is_done_by_a_worker;

    #[test]
    fn aws_bills_no_minutes_of_custom_actions() {
        let all = ["Custom", "Jenkins", "JenkinsTest", "CodeBuild", "Snyk"];
        let free = all.map(is_done_by_a_worker);
        assert_eq!(free, [true, true, true, false, false]);
    }
}

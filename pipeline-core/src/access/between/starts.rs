//! Pipelines of one build that start each other again and again.

use super::OneOf;
use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Access;

/// The call that starts a pipeline.
const STARTS: &str = "codepipeline:StartPipelineExecution";

/// An action that starts another pipeline.
struct Start {
    /// The number of the pipeline that it starts.
    pipeline: usize,
    /// The action's title.
    title: String,
    at: Location,
}

/// For each pipeline, the findings about actions that start one by which it is started again. An
/// action whose name begins with `_` is meant to.
pub(super) fn circles(all: &[OneOf<'_>]) -> Vec<Findings<Location>> {
    let starts: Vec<Vec<Start>> = all.iter().map(|one| starts_of(one, all)).collect();
    let found = starts.iter().enumerate().map(|(number, own)| {
        let mut findings = Findings::default();
        for start in own {
            let Some(way) = way(&starts, start.pipeline, number) else {
                continue;
            };
            let names: Vec<String> = way
                .iter()
                .map(|number| format!("`{}`", all[*number].inventory.pipeline.name))
                .collect();
            let message = format!(
                "{} starts pipeline {}, which starts this one again",
                start.title,
                names.join(", which starts ")
            );
            findings
                .report(&codes::STARTS_ITSELF, start.at, message)
                .help(
                    "leave out one of the starts; if it is meant, begin the action's name with `_`",
                );
        }
        findings
    });
    found.collect()
}

/// The actions of a pipeline that start another one.
fn starts_of(one: &OneOf<'_>, all: &[OneOf<'_>]) -> Vec<Start> {
    let deployment = one.inventory.deployment;
    let mut out = Vec::new();
    for grant in deployment.grants.all() {
        let Access::Call(call) = &grant.access else {
            continue;
        };
        if !call.actions.contains(&STARTS) {
            continue;
        }
        let mut actions = deployment.pipeline.actions_and_rules();
        let Some(action) = actions.find(|action| action.title() == grant.action) else {
            continue;
        };
        if action.name.starts_with('_') {
            continue;
        }
        let started = all.iter().position(|other| {
            let pipeline = other.inventory.deployed.pipeline.as_ref();
            let is_started = pipeline.is_some_and(|found| call.resources.contains(&found.arn));
            is_started && !std::ptr::eq(one, other)
        });
        out.extend(started.map(|pipeline| Start {
            pipeline,
            title: grant.action.clone(),
            at: action.source.at,
        }));
    }
    out
}

/// The shortest way of starts from a pipeline to another one, without that.
fn way(starts: &[Vec<Start>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![from]];
    let mut seen = vec![from];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in starts[*way.last()?].iter().map(|start| start.pipeline) {
                if next == to {
                    return Some(way);
                }
                if !seen.contains(&next) {
                    seen.push(next);
                    longer.push(way.iter().copied().chain([next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

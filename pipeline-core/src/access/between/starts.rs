//! Pipelines of one build that start each other again and again.

use super::OneOf;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Event, State};
use crate::place::Location;
use crate::plan::Access;
use serde_json::Value;

/// The call that starts a pipeline.
const STARTS: &str = "codepipeline:StartPipelineExecution";

/// The states that every execution comes to, unless something fails.
const REACHED: [&str; 2] = ["STARTED", "SUCCEEDED"];

/// That one pipeline starts another one. Pipelines are named by their numbers.
struct Start {
    from: usize,
    to: usize,
    by: By,
    at: Location,
}

/// What in a pipeline starts one.
enum By {
    /// An action of the former, by its title.
    Action(String),
    /// An event of the latter, by its name.
    Event(String),
}

/// For each pipeline, the findings about what starts it, or what it starts, in a circle. An action
/// or an event whose name begins with `_` is meant to.
pub(super) fn circles(all: &[OneOf<'_>]) -> Vec<Findings<Location>> {
    let numbered = || all.iter().enumerate();
    let by_actions = numbered().flat_map(|(number, one)| starts_by_actions(number, one, all));
    let by_events = numbered().flat_map(|(number, one)| starts_by_events(number, one, all));
    let starts: Vec<Start> = by_actions.chain(by_events).collect();
    let name = |number: &usize| format!("`{}`", all[*number].inventory.pipeline.name);
    let mut found: Vec<Findings<Location>> = all.iter().map(|_| Findings::default()).collect();
    for start in &starts {
        let Some(way) = way(&starts, start.to, start.from) else {
            continue;
        };
        let (owner, message) = match &start.by {
            By::Action(title) => {
                let way: Vec<String> = way.iter().map(name).collect();
                let way = way.join(", which starts ");
                let message = format!("{title} starts pipeline {way}, which starts this one again");
                (start.from, message)
            }
            By::Event(event) => {
                let from = name(&start.from);
                let between: Vec<String> = way[1..].iter().map(name).collect();
                let between = match between.as_slice() {
                    [] => String::new(),
                    between => format!(" by way of {}", between.join(", ")),
                };
                let message = format!(
                    "event `{event}` starts this pipeline after pipeline {from}, which this one starts again{between}"
                );
                (start.to, message)
            }
        };
        found[owner]
            .report(&codes::STARTS_ITSELF, start.at, message)
            .help("leave out one of the starts; if it is meant, begin its name with `_`");
    }
    found
}

/// The actions of a pipeline that start another one.
fn starts_by_actions(from: usize, one: &OneOf<'_>, all: &[OneOf<'_>]) -> Vec<Start> {
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
            pipeline.is_some_and(|found| call.resources.contains(&found.arn))
        });
        out.extend(started.filter(|to| *to != from).map(|to| Start {
            from,
            to,
            by: By::Action(grant.action.clone()),
            at: action.source.at,
        }));
    }
    out
}

/// The events by which a pipeline starts after another one.
fn starts_by_events(to: usize, one: &OneOf<'_>, all: &[OneOf<'_>]) -> Vec<Start> {
    let pipeline = one.inventory.pipeline;
    let events = pipeline.events.iter().filter(|event| {
        let at_home = event.environment == pipeline.home();
        let runs = event.state == State::Enabled;
        at_home && runs && event.bus.is_none() && !event.name.starts_with('_')
    });
    let mut out = Vec::new();
    for event in events {
        for (from, other) in all.iter().enumerate().filter(|(from, _)| *from != to) {
            if tells_of(event, one, other) {
                out.push(Start {
                    from,
                    to,
                    by: By::Event(event.name.clone()),
                    at: event.source.at,
                });
            }
        }
    }
    out
}

/// Returns whether an event names a state of another pipeline that each of its executions has.
fn tells_of(event: &Event, one: &OneOf<'_>, other: &OneOf<'_>) -> bool {
    let (own, other) = (one.inventory.pipeline, other.inventory.pipeline);
    let same_place = own.home_id() == other.home_id() && own.home().region == other.home().region;
    let names = |value: &Value, name: &str| {
        let mut items = value.as_array().into_iter().flatten();
        items.any(|item| item == name)
    };
    let detail = &event.pattern["detail"];
    let source = &event.pattern["source"];
    let state = &detail["state"];
    same_place
        && names(&detail["pipeline"], &other.name)
        && (source.is_null() || names(source, "aws.codepipeline"))
        && (state.is_null() || REACHED.iter().any(|reached| names(state, reached)))
}

/// The shortest way of starts from a pipeline to another one, without that.
fn way(starts: &[Start], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![from]];
    let mut seen = vec![from];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let last = *way.last()?;
            for start in starts.iter().filter(|start| start.from == last) {
                if start.to == to {
                    return Some(way);
                }
                if !seen.contains(&start.to) {
                    seen.push(start.to);
                    longer.push(way.iter().copied().chain([start.to]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}

//! The events that a pipeline can send, and which of them a notification tells.

use crate::access::principals::{Inventory, UNDECLARED};
use crate::pipeline::Notification;
use serde_json::{Value, json};

/// The pipeline's own, in the words that its events have.
pub(super) const SORTS: [&str; 3] = ["Pipeline", "Stage", "Action"];

pub(super) fn states<'n>(notification: &'n Notification, sort: &str) -> &'n [String] {
    match sort {
        "Pipeline" => &notification.pipeline_states,
        "Stage" => &notification.stage_states,
        _ => &notification.action_states,
    }
}

/// An event of the pipeline, as CodePipeline sends it.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>
fn event(inventory: &Inventory<'_>, sort: &str, state: &str) -> Value {
    let pipeline = inventory.pipeline;
    json!({
        "source": "aws.codepipeline",
        "account": inventory.home,
        "region": pipeline.home().region.as_str(),
        "detail-type": format!("CodePipeline {sort} Execution State Change"),
        "detail": { "pipeline": &pipeline.name, "state": state },
    })
}

/// The events of every stage and action, each with whether a notification is to tell it.
fn events_of_all(inventory: &Inventory<'_>, notification: &Notification) -> Vec<(bool, Value)> {
    let mut out = Vec::new();
    let all = [
        "STARTED",
        "SUCCEEDED",
        "FAILED",
        "RESUMED",
        "CANCELED",
        "STOPPED",
    ];
    for sort in SORTS {
        let wanted = states(notification, sort);
        let mut known: Vec<&str> = wanted.iter().map(String::as_str).collect();
        known.extend(
            all.iter()
                .filter(|state| !wanted.iter().any(|it| it == *state)),
        );
        for state in known {
            let told = wanted.iter().any(|wanted| wanted == state);
            let base = event(inventory, sort, state);
            if sort == "Pipeline" {
                out.push((told, base));
                continue;
            }
            for stage in &inventory.pipeline.stages {
                let mut one = base.clone();
                one["detail"]["stage"] = json!(&stage.name);
                let of_stage =
                    notification.stages.is_empty() || notification.stages.contains(&stage.name);
                if sort == "Stage" {
                    out.push((told && of_stage, one));
                    continue;
                }
                for action in &stage.actions {
                    let mut one = one.clone();
                    one["detail"]["action"] = json!(&action.name);
                    let named = |(in_stage, name): &(Option<String>, String)| {
                        *name == action.name
                            && in_stage
                                .as_ref()
                                .is_none_or(|in_stage| *in_stage == stage.name)
                    };
                    let of_action =
                        notification.actions.is_empty() || notification.actions.iter().any(named);
                    out.push((told && of_stage && of_action, one));
                }
            }
        }
    }
    out
}

pub(super) fn told_events(inventory: &Inventory<'_>, notification: &Notification) -> Vec<Value> {
    let all = events_of_all(inventory, notification).into_iter();
    all.filter_map(|(told, event)| told.then_some(event))
        .collect()
}

/// Events that it is not to tell: of other states, stages and actions; and those that it tells, but
/// of another pipeline, account or region.
pub(super) fn untold_events(inventory: &Inventory<'_>, notification: &Notification) -> Vec<Value> {
    let mut out = Vec::new();
    for (told, event) in events_of_all(inventory, notification) {
        if !told {
            out.push(event);
            continue;
        }
        for (pointer, other) in [
            (
                "/detail/pipeline",
                json!(format!("{}2", inventory.pipeline.name)),
            ),
            ("/account", json!(UNDECLARED)),
            ("/region", json!("mars-north-1")),
            ("/source", json!("aws.codebuild")),
        ] {
            let mut changed = event.clone();
            if let Some(value) = changed.pointer_mut(pointer) {
                *value = other;
            }
            out.push(changed);
        }
    }
    out
}

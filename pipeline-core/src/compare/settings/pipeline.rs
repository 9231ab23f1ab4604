//! The settings of a pipeline: which roles act, what runs in which order, what has to approve it, and what
//! starts it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Differing;
use crate::compare::actions::{Stage, items, matched, name};
use crate::compare::stages::moved;

/// Tells of a setting.
type Add<'a> = dyn FnMut(Differing<'_>) + 'a;

/// The properties of a pipeline beside its stages, with what each does.
const WHOLE: [(&str, &str); 8] = [
    ("RoleArn", "the role of the pipeline"),
    ("ArtifactStore", "where artifacts are, and by which key"),
    ("ArtifactStores", "where artifacts are, and by which key"),
    ("Triggers", "what starts the pipeline"),
    (
        "ExecutionMode",
        "whether an execution may overtake another one",
    ),
    ("PipelineType", "which of its settings the pipeline has"),
    (
        "RestartExecutionOnUpdate",
        "whether a change of the pipeline starts it",
    ),
    (
        "Variables",
        "what an execution is told, and the defaults of that",
    ),
];

/// The settings that differ.
pub(super) fn compare(was: &Value, is: &Value, new_roles: &BTreeSet<String>, add: &mut Add<'_>) {
    let (old, new) = (&was["Properties"], &is["Properties"]);
    for (property, about) in WHOLE {
        if old[property] != new[property] {
            add(Differing {
                property: property.to_owned(),
                was: &old[property],
                is: &new[property],
                about,
                may_widen: property != "RestartExecutionOnUpdate" || new[property] != false,
            });
        }
    }
    let transitions = "DisableInboundStageTransitions";
    let (closed, still) = (&old[transitions], &new[transitions]);
    if closed != still {
        let stays = |one: &Value| items(still).any(|other| other["StageName"] == one["StageName"]);
        add(Differing {
            property: transitions.to_owned(),
            was: closed,
            is: still,
            about: "which stages nothing goes into until somebody lets it",
            may_widen: !items(closed).all(stays),
        });
    }
    order(was, is, add);
    let stages = matched(was, is);
    // The last one of the old stages that is still there: what is gone behind it held nothing back.
    let kept = items(&old["Stages"]).enumerate().filter(|(_, one)| {
        let mut both = stages.iter().filter(|other| other.stage.1.is_some());
        both.any(|other| other.stage.0 == Some(one))
    });
    let last = kept.last().map_or(0, |(place, _)| place);
    for stage in &stages {
        let place = stage.stage.0.map_or(0, |stage| {
            let mut old = items(&old["Stages"]);
            old.position(|one| name(one) == name(stage)).unwrap_or(0)
        });
        match stage.stage {
            (Some(was), None) => gone_stage(was, place < last, add),
            _ => settings(stage, place < last, new_roles, add),
        }
    }
}

/// The settings of a pipeline that was not there before.
pub(super) fn made(body: &Value, new_roles: &BTreeSet<String>, add: &mut Add<'_>) {
    let role = &body["Properties"]["RoleArn"];
    if !super::acts_anew(role, new_roles) {
        add(Differing {
            property: "RoleArn".to_owned(),
            was: &Value::Null,
            is: role,
            about: "the role of the pipeline",
            may_widen: true,
        });
    }
}

/// The order of the stages that both sides have.
fn order(was: &Value, is: &Value, add: &mut Add<'_>) {
    if moved(was, is).is_empty() {
        return;
    }
    let names = |body: &Value| -> Value {
        let names = items(&body["Properties"]["Stages"]).map(|stage| Value::from(name(stage)));
        names.collect()
    };
    add(Differing {
        property: "Stages".to_owned(),
        was: &names(was),
        is: &names(is),
        about: "the order of the stages",
        may_widen: true,
    });
}

/// What a stage has besides actions: whether one that is new lets nothing through that went through before.
const OF_STAGE: [(&str, &str, bool); 4] = [
    (
        "BeforeEntry",
        "what must hold before the stage begins",
        true,
    ),
    (
        "OnSuccess",
        "what must hold before the stage has succeeded",
        true,
    ),
    ("OnFailure", "what happens if the stage fails", false),
    ("Blockers", "what keeps the stage from beginning", true),
];

/// Properties of an action that say nothing of what it does.
const OF_NO_MATTER: [&str; 4] = ["Name", "Configuration", "Namespace", "TimeoutInMinutes"];

/// `before` says whether another stage comes behind it.
fn settings(both: &Stage<'_>, before: bool, new_roles: &BTreeSet<String>, add: &mut Add<'_>) {
    let (was, is) = both.stage;
    let stage = name(is.or(was).unwrap_or(&Value::Null));
    if let (Some(was), Some(is)) = (was, is) {
        for (property, about, narrows) in OF_STAGE {
            if was[property] != is[property] {
                add(Differing {
                    property: format!("Stages/{stage}/{property}"),
                    was: &was[property],
                    is: &is[property],
                    about,
                    may_widen: !(narrows && was[property].is_null()),
                });
            }
        }
        let rest = keys(was, is).into_iter().filter(|key| {
            let known = OF_STAGE.iter().any(|(property, _, _)| property == key);
            !known && !matches!(key.as_str(), "Name" | "Actions") && was[key] != is[key]
        });
        for property in rest {
            add(Differing {
                was: &was[&property],
                is: &is[&property],
                property: format!("Stages/{stage}/{property}"),
                about: "a setting of the stage",
                may_widen: true,
            });
        }
    }
    let order = |action: &Value| action["RunOrder"].as_u64().unwrap_or(1);
    let orders = both.actions.iter().filter_map(|(was, is)| was.and(*is));
    let last = orders.map(order).max().unwrap_or(0);
    for (was, is) in &both.actions {
        match (was, is) {
            (Some(was), Some(is)) => changed(&format!("Stages/{stage}/{}", name(is)), was, is, add),
            (None, Some(is)) => made_action(stage, is, new_roles, add),
            (Some(was), None) => gone(stage, was, before || order(was) < last, add),
            (None, None) => {}
        }
    }
}

fn category(action: &Value) -> &str {
    action["ActionTypeId"]["Category"]
        .as_str()
        .unwrap_or_default()
}

/// An action that nobody had before. What a new role may do is told as a gain of that role.
fn made_action(stage: &str, is: &Value, new_roles: &BTreeSet<String>, add: &mut Add<'_>) {
    if category(is) == "Approval" || super::acts_anew(&is["RoleArn"], new_roles) {
        return;
    }
    let about = match is["RoleArn"].is_null() {
        true => "a new action, which acts with the role of the pipeline",
        false => "a new action, which acts with a role that is not new",
    };
    add(Differing {
        property: format!("Stages/{stage}/{}", name(is)),
        was: &Value::Null,
        is,
        about,
        may_widen: true,
    });
}

/// An action that is gone: what came behind it waits for it no more.
fn gone(stage: &str, was: &Value, before: bool, add: &mut Add<'_>) {
    let (about, may_widen) = held_back(&[was], before);
    add(Differing {
        property: format!("Stages/{stage}/{}", name(was)),
        was,
        is: &Value::Null,
        about,
        may_widen,
    });
}

fn gone_stage(was: &Value, before: bool, add: &mut Add<'_>) {
    let actions: Vec<&Value> = items(&was["Actions"]).collect();
    let names: Value = actions.iter().map(|one| Value::from(name(one))).collect();
    let (about, may_widen) = held_back(&actions, before);
    let conditions = OF_STAGE
        .iter()
        .any(|(property, _, _)| !was[*property].is_null());
    add(Differing {
        property: format!("Stages/{}", name(was)),
        was: &names,
        is: &Value::Null,
        about,
        may_widen: may_widen || (conditions && before),
    });
}

/// What actions that are gone kept from going on, and whether they did so.
fn held_back(gone: &[&Value], before: bool) -> (&'static str, bool) {
    if gone.iter().any(|action| category(action) == "Approval") {
        return ("an approval: without it, nothing behind it went on", before);
    }
    let is_check = |action: &&Value| !matches!(category(action), "Source" | "Deploy");
    if before && gone.iter().any(is_check) {
        return ("if it failed, nothing behind it went on", true);
    }
    ("nothing behind it waited for its result", false)
}

fn changed(path: &str, was: &Value, is: &Value, add: &mut Add<'_>) {
    let about = |key: &str| match key {
        "RoleArn" => "the role of the action",
        "ActionTypeId" => "what the action is",
        "Region" => "where the action runs",
        "RunOrder" => "what the action waits for",
        "InputArtifacts" => "what the action works on",
        "OutputArtifacts" => "what the action makes",
        "Commands" => "what the action runs",
        "EnvironmentVariables" => "what the action is told",
        _ => "a setting of the action",
    };
    let other = keys(was, is)
        .into_iter()
        .filter(|key| !OF_NO_MATTER.contains(&key.as_str()));
    for key in other.filter(|key| was[key] != is[key]) {
        add(Differing {
            was: &was[&key],
            is: &is[&key],
            about: about(&key),
            property: format!("{path}/{key}"),
            may_widen: true,
        });
    }
    let kind = category(is);
    let (was, is) = (&was["Configuration"], &is["Configuration"]);
    for key in keys(was, is).into_iter().filter(|key| was[key] != is[key]) {
        let about = match (kind, key.as_str()) {
            (_, "RoleArn") => "the role that the action passes on",
            ("Source", _) => "where the pipeline takes its source from",
            ("Approval", _) => "who is asked for the approval, and what they see",
            _ => "what the action does",
        };
        add(Differing {
            was: &was[&key],
            is: &is[&key],
            about,
            property: format!("{path}/Configuration/{key}"),
            may_widen: true,
        });
    }
}

fn keys(was: &Value, is: &Value) -> BTreeSet<String> {
    let both = [was, is].into_iter().filter_map(Value::as_object);
    both.flat_map(|all| all.keys().cloned()).collect()
}

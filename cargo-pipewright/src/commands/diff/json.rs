//! A comparison for programs. `docs/command/diff.md` describes it.

use pipewright_core::compare::{AccessChange, Comparison, Place, Principal};
use pipewright_core::serde_json::{Value, json};

use super::side::Side;

/// The name of the form, and its version.
const FORMAT: &str = "pipewright/diff/1";

pub(super) fn text(found: &Comparison, old: &Side, new: &Side) -> String {
    let structure = found.structure.iter().map(|change| {
        json!({
            "kind": change.kind.word(),
            "what": change.what,
            "details": change.details,
            "source": change.source,
        })
    });
    let settings = found.settings.iter().map(|setting| {
        json!({
            "stack": setting.stack,
            "logicalId": setting.logical_id,
            "type": setting.kind,
            "property": setting.property,
            "was": setting.was,
            "is": setting.is,
            "about": setting.about,
            "mayWiden": setting.may_widen,
            "source": setting.source,
        })
    });
    let undecided = found.undecided.iter().map(|one| {
        json!({
            "what": one.what,
            "why": one.why,
            "principal": one.principal.as_ref().map(principal),
        })
    });
    let all = json!({
        "format": FORMAT,
        "old": old.name,
        "new": new.name,
        "nobodyGains": found.nobody_gains(),
        "gains": found.gains.iter().map(access).collect::<Value>(),
        "losses": found.losses.iter().map(access).collect::<Value>(),
        "settings": settings.collect::<Value>(),
        "undecided": undecided.collect::<Value>(),
        "structure": structure.collect::<Value>(),
    });
    format!("{all:#}")
}

fn access(change: &AccessChange) -> Value {
    json!({
        "principal": principal(&change.principal),
        "calls": change.calls,
        "on": change.on,
        "examples": change.examples,
        "conditions": change.conditions,
        "because": change.because.iter().map(place).collect::<Value>(),
        "otherwise": change.otherwise,
        "deniedBy": change.denied_by.as_ref().map(place),
        "policy": change.policy,
    })
}

fn principal(principal: &Principal) -> Value {
    json!({
        "name": principal.name,
        "arn": principal.arn,
        "isNew": principal.is_new,
        "isGone": principal.is_gone,
    })
}

fn place(place: &Place) -> Value {
    json!({
        "stack": place.stack,
        "file": place.file,
        "logicalId": place.logical_id,
        "policy": place.policy,
        "statement": place.statement,
        "source": place.source,
    })
}

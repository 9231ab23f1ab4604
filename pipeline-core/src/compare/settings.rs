//! Settings that bear on access and are no policies: who is kept out, which role acts, what starts a
//! pipeline, and who is told.

mod pipeline;

use std::collections::BTreeSet;

use serde_json::Value;

use super::effects::{self, Effect, WhenNew};
use super::intrinsics::readable;
use super::pairing::Id;
use super::report::Setting;
use super::structure::{PIPELINE, Sides, kind, source};

/// A setting that differs.
struct Differing<'v> {
    property: String,
    was: &'v Value,
    is: &'v Value,
    about: &'static str,
    may_widen: bool,
}

/// The settings that differ.
pub(super) fn compare(sides: &Sides<'_>) -> Vec<Setting> {
    let mut out = Vec::new();
    let new_roles = new_roles(sides);
    let mut add = |id: &Id, body: &Value, one: Differing<'_>| {
        let new = sides.new.0;
        let text = |value: &Value| match value {
            Value::Null => None,
            value => Some(readable(&value.to_string())),
        };
        out.push(Setting {
            stack: new.stacks[id.0].name.clone(),
            logical_id: id.1.clone(),
            kind: kind(body).to_owned(),
            property: one.property,
            was: text(one.was),
            is: text(one.is),
            about: one.about.to_owned(),
            may_widen: one.may_widen,
            source: source(new, id),
        });
    };
    for (_, there, was, is) in sides.both() {
        for (path, effect) in effects::of(kind(is))
            .into_iter()
            .flat_map(|effects| effects::differing(effects, was, is))
        {
            let Some(Effect::Setting(watched)) = effect else {
                continue;
            };
            let [old, new] = [was, is].map(|body| property(body, &path));
            let one = Differing {
                may_widen: !(watched.narrows)(old, new),
                property: path,
                was: old,
                is: new,
                about: watched.about,
            };
            add(there, is, one);
        }
        if kind(is) == PIPELINE {
            pipeline::compare(was, is, &new_roles, &mut |one| add(there, is, one));
        }
    }
    for (id, body) in sides.only_new() {
        if kind(body) == PIPELINE {
            pipeline::made(body, &new_roles, &mut |one| add(&id, body, one));
        }
        for (path, effect) in effects::of(kind(body))
            .into_iter()
            .flat_map(|effects| effects::differing(effects, &Value::Null, body))
        {
            let Some(Effect::Setting(watched)) = effect else {
                continue;
            };
            let value = property(body, &path);
            let is_shown = match watched.when_new {
                WhenNew::Quiet => false,
                WhenNew::Opens => !(watched.narrows)(&Value::Null, value),
                WhenNew::Acts => !acts_anew(value, &new_roles),
                WhenNew::Source => {
                    !matches!(value["Type"].as_str(), Some("CODEPIPELINE" | "NO_SOURCE"))
                }
            };
            if is_shown {
                let one = Differing {
                    property: path,
                    was: &Value::Null,
                    is: value,
                    about: watched.about,
                    may_widen: true,
                };
                add(&id, body, one);
            }
        }
    }
    out
}

fn property<'v>(body: &'v Value, path: &str) -> &'v Value {
    let path = format!("/Properties/{path}");
    body.pointer(&path).unwrap_or(&Value::Null)
}

/// The ARNs of the roles that the old side does not have: what they may do is all told as gains.
fn new_roles(sides: &Sides<'_>) -> BTreeSet<String> {
    let roles = sides
        .only_new()
        .filter(|(_, body)| kind(body) == "AWS::IAM::Role");
    let arns = roles.filter_map(|(id, _)| sides.new.1.arns.get(&id).cloned());
    arns.collect()
}

/// Returns whether only roles act by a setting that are new.
fn acts_anew(value: &Value, new_roles: &BTreeSet<String>) -> bool {
    match value {
        Value::String(role) => new_roles.contains(role),
        Value::Array(items) => items.iter().all(|item| acts_anew(item, new_roles)),
        Value::Object(map) => {
            let mut roles = map.iter();
            let role = roles.find(|(key, _)| matches!(key.as_str(), "RoleArn" | "ServiceRole"));
            role.is_some_and(|(_, role)| acts_anew(role, new_roles))
        }
        _ => false,
    }
}

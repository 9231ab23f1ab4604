//! The resource types whose effect on access is known, property by property.
//!
//! `effects.txt` has a block for each type, and a line for each property: how its effect is decided.
//! A type or a property that is not in it is not decided.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::narrowing::{self, Narrows};
use crate::catalogue::blocks;

static EFFECTS: LazyLock<BTreeMap<&str, Type>> =
    LazyLock::new(|| read(include_str!("effects.txt")));

/// The properties of a type, by their paths: `Environment/Image`.
pub(super) type Type = BTreeMap<&'static str, Effect>;

/// How the effect of a property on access is decided.
#[derive(Clone, Copy, Debug)]
pub(super) enum Effect {
    /// By IAM's evaluation.
    Evaluated,
    /// It is shown, and may let somebody do more.
    Setting(Watched),
    /// It is a property of a pipeline, which is compared by its stages.
    Pipeline,
    /// Its tags bear on access only if a policy asks for them.
    Tags,
    /// It lets nobody do anything. The reason stands in the list.
    Harmless,
}

/// A setting that bears on access.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched {
    /// What the property does.
    pub(super) about: &'static str,
    /// Returns whether a value lets nobody do more than another one.
    pub(super) narrows: Narrows,
    pub(super) when_new: WhenNew,
}

/// When a setting of a resource is shown that was not there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenNew {
    /// Never: it only matters beside others of the resource.
    Quiet,
    /// If it lets more happen than a resource without it.
    Opens,
    /// If it names a role that is not new.
    Acts,
    /// If it is the source of builds, and no pipeline hands it over.
    Source,
}

/// The properties of a type, if its effect is known.
pub(super) fn of(kind: &str) -> Option<&'static Type> {
    EFFECTS.get(kind)
}

/// The paths of the properties that two bodies of a type have and that differ, each with its effect: nothing
/// if it is not known. A path ends where the list has it.
pub(super) fn differing(effects: &Type, was: &Value, is: &Value) -> Vec<(String, Option<Effect>)> {
    let mut out = Vec::new();
    let properties = |body: &Value| body.get("Properties").cloned().unwrap_or(Value::Null);
    below(effects, "", &properties(was), &properties(is), &mut out);
    out
}

fn below(
    effects: &Type,
    path: &str,
    was: &Value,
    is: &Value,
    out: &mut Vec<(String, Option<Effect>)>,
) {
    let (old, new) = (was.as_object(), is.as_object());
    let keys = old.into_iter().chain(new).flat_map(|map| map.keys());
    let keys: std::collections::BTreeSet<&String> = keys.collect();
    for key in keys {
        let (was, is) = (&was[key.as_str()], &is[key.as_str()]);
        if was == is {
            continue;
        }
        let path = match path {
            "" => key.clone(),
            path => format!("{path}/{key}"),
        };
        if let Some(effect) = effects.get(path.as_str()) {
            out.push((path, Some(*effect)));
            continue;
        }
        let inner = format!("{path}/");
        let is_tree = |value: &Value| value.is_null() || value.is_object();
        if effects.keys().any(|known| known.starts_with(&inner)) && is_tree(was) && is_tree(is) {
            below(effects, &path, was, is, out);
        } else {
            out.push((path, None));
        }
    }
}

fn read(text: &'static str) -> BTreeMap<&'static str, Type> {
    let types = blocks(text).map(|(name, lines)| (name, lines.lines().filter_map(line).collect()));
    types.collect()
}

fn line(line: &'static str) -> Option<(&'static str, Effect)> {
    let (words, about) = line.split_once(": ").unwrap_or((line, ""));
    let mut words = words.split(' ');
    let (path, word) = (words.next()?, words.next()?);
    let effect = match word {
        "evaluated" => Effect::Evaluated,
        "pipeline" => Effect::Pipeline,
        "tags" => Effect::Tags,
        "harmless" => Effect::Harmless,
        "setting" => Effect::Setting(Watched {
            about,
            narrows: narrowing::named(words.next()?)?,
            when_new: match words.next() {
                None => WhenNew::Quiet,
                Some("opens") => WhenNew::Opens,
                Some("acts") => WhenNew::Acts,
                Some("source") => WhenNew::Source,
                Some(_) => return None,
            },
        }),
        _ => return None,
    };
    Some((path, effect))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::resource_types::ResourceType;

    #[test]
    fn each_line_is_a_property_of_aws_with_a_reason() {
        let text = include_str!("effects.txt");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let known: usize = EFFECTS.values().map(BTreeMap::len).sum();
        assert_eq!(lines.clone().count(), known, "a line is not read");
        for line in lines {
            let needs_reason = line.contains(" harmless") || line.contains(" setting");
            assert_eq!(line.contains(": "), needs_reason, "{line}");
        }
        // Policies that stand by themselves are read as managed ones.
        let own = ["PolicyName", "RoleName"];
        for (kind, properties) in EFFECTS.iter() {
            // The CDK's own type is not in AWS's list.
            let Some(found) = ResourceType::named(kind) else {
                assert_eq!(*kind, "AWS::CDK::Metadata");
                continue;
            };
            for path in properties.keys() {
                let top = path.split('/').next().unwrap_or(path);
                let is_known = found.properties().any(|known| known == top);
                assert!(is_known || own.contains(&top), "{kind} {path}");
            }
        }
    }
}

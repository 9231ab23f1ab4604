//! Which stage and action of an old pipeline is which of a new one: by its name, and where that has
//! changed, by what it does.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A stage or an action on both sides: at least one of them has it.
pub(super) type Both<'v> = (Option<&'v Value>, Option<&'v Value>);

/// A stage on both sides, with its actions.
pub(super) struct Stage<'v> {
    pub(super) stage: Both<'v>,
    pub(super) actions: Vec<Both<'v>>,
}

/// The stages of two pipelines: those of the new one in their order, then those that are gone.
pub(super) fn matched<'v>(was: &'v Value, is: &'v Value) -> Vec<Stage<'v>> {
    let of = |body: &'v Value| items(&body["Properties"]["Stages"]).collect::<Vec<_>>();
    let stages = pairs(&of(was), &of(is), &|was, is| {
        let actions = pairs(&actions_of(was), &actions_of(is), &alike);
        let both = actions.iter().filter(
            |both| matches!(both, (Some(was), Some(is)) if was["ActionTypeId"] == is["ActionTypeId"]),
        );
        // Most of it is the same.
        let same = both.count();
        if same * 2 > actions.len() { same } else { 0 }
    });
    let with_actions = |stage: Both<'v>| Stage {
        stage,
        actions: pairs(
            &stage.0.map(actions_of).unwrap_or_default(),
            &stage.1.map(actions_of).unwrap_or_default(),
            &alike,
        ),
    };
    stages.into_iter().map(with_actions).collect()
}

/// The names of stage and action that are others now: `stage Deploy, action Update`, as the metadata of
/// what is made for them has it.
pub(super) fn renamed(was: &Value, is: &Value) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for Stage { stage, actions } in matched(was, is) {
        let (Some(old_stage), Some(new_stage)) = stage else {
            continue;
        };
        for (old, new) in actions {
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            let source = |stage, action| format!("stage {}, action {}", name(stage), name(action));
            let (old, new) = (source(old_stage, old), source(new_stage, new));
            if old != new {
                out.insert(old, new);
            }
        }
    }
    out
}

pub(super) fn name(value: &Value) -> &str {
    value["Name"].as_str().unwrap_or_default()
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn actions_of(stage: &Value) -> Vec<&Value> {
    items(&stage["Actions"]).collect()
}

/// Two actions that do the same under two names.
fn alike(was: &Value, is: &Value) -> usize {
    let essence = |action: &Value| -> Map<String, Value> {
        let mut all = action.as_object().cloned().unwrap_or_default();
        for name in ["Name", "RoleArn", "Namespace"] {
            all.remove(name);
        }
        all
    };
    usize::from(essence(was) == essence(is))
}

/// Pairs the values of two lists by their names, and the rest by how much they are alike.
fn pairs<'v>(
    old: &[&'v Value],
    new: &[&'v Value],
    alike: &dyn Fn(&Value, &Value) -> usize,
) -> Vec<Both<'v>> {
    let mut gone: Vec<&'v Value> = old.to_vec();
    let mut out: Vec<Both<'v>> = Vec::new();
    for one in new {
        let same = gone.iter().position(|other| name(other) == name(one));
        out.push((same.map(|place| gone.remove(place)), Some(one)));
    }
    for (was, is) in &mut out {
        let (None, Some(is)) = (*was, *is) else {
            continue;
        };
        let scores = gone.iter().enumerate();
        let scores = scores.map(|(place, one)| (alike(one, is), std::cmp::Reverse(place)));
        if let Some((score, std::cmp::Reverse(place))) = scores.max()
            && score > 0
        {
            *was = Some(gone.remove(place));
        }
    }
    out.extend(gone.into_iter().map(|one| (Some(one), None)));
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pipeline(stages: &[(&str, &[(&str, &str)])]) -> Value {
        let stages = stages.iter().map(|(name, actions)| {
            let actions = actions.iter().map(
                |(name, provider)| json!({ "Name": name, "ActionTypeId": { "Provider": provider } }),
            );
            json!({ "Name": name, "Actions": actions.collect::<Value>() })
        });
        json!({ "Properties": { "Stages": stages.collect::<Value>() } })
    }

    #[test]
    fn what_does_the_same_under_another_name_is_renamed() {
        let was = pipeline(&[("Source", &[("A", "S3")]), ("Deploy", &[("B", "ECS")])]);
        for (is, wanted) in [
            (
                pipeline(&[("Source", &[("X", "S3")]), ("Deploy", &[("B", "ECS")])]),
                vec!["stage Source, action A → stage Source, action X"],
            ),
            (
                pipeline(&[("Source", &[("A", "S3")]), ("Ship", &[("C", "ECS")])]),
                vec!["stage Deploy, action B → stage Ship, action C"],
            ),
            (
                pipeline(&[("Source", &[("A", "S3")]), ("Deploy", &[("C", "Lambda")])]),
                vec![],
            ),
            (
                pipeline(&[("Source", &[("A", "S3")]), ("Ship", &[("B", "Lambda")])]),
                vec![],
            ),
        ] {
            let found = renamed(&was, &is);
            let found: Vec<String> = found.iter().map(|(a, b)| format!("{a} → {b}")).collect();
            assert_eq!(found, wanted);
        }
    }
}

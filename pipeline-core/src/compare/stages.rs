//! The stages and actions of pipelines that come, go, move or are changed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::actions::{self, Both, items, name};
use super::pairing::Id;
use super::report::{Change, ChangeKind};
use super::structure::{PIPELINE, Sides, kind, said, source};

pub(super) fn compare(sides: &Sides<'_>, told: &mut BTreeSet<Id>) -> Vec<Change> {
    let mut out = Vec::new();
    let pipelines = sides.both().filter(|(_, _, _, is)| kind(is) == PIPELINE);
    let several = sides.new.0.pipelines() > 1;
    for (_, there, was, is) in pipelines {
        let name = is.pointer("/Properties/Name").and_then(Value::as_str);
        let of = match name.filter(|_| several) {
            Some(name) => format!(" of pipeline {name}"),
            None => String::new(),
        };
        let mut add = |kind, what: &str, details| {
            told.insert(there.clone());
            out.push(Change {
                kind,
                what: format!("{what}{of}"),
                details,
                source: source(sides.new.0, there),
            });
        };
        settings(was, is, &mut add);
        stages(was, is, &mut add);
    }
    out
}

type Add<'a> = dyn FnMut(ChangeKind, &str, Vec<String>) + 'a;

/// Settings of the pipeline as a whole.
fn settings(was: &Value, is: &Value, add: &mut Add<'_>) {
    let mut details = Vec::new();
    for body in [was, is] {
        for name in body["Properties"]
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
        {
            let [old, new] = [was, is].map(|body| body["Properties"].get(name));
            let said = said(name, old, new);
            if name != "Stages" && old != new && !details.contains(&said) {
                details.push(said);
            }
        }
    }
    if !details.is_empty() {
        add(ChangeKind::Changed, "the pipeline", details);
    }
}

fn stages(was: &Value, is: &Value, add: &mut Add<'_>) {
    let new = &is["Properties"]["Stages"];
    let moved = moved(was, is);
    for actions::Stage { stage, actions } in actions::matched(was, is) {
        match stage {
            (None, Some(is)) => {
                let names: Vec<&str> = items(&is["Actions"]).map(name).collect();
                let what = format!("stage {}", name(is));
                add(
                    ChangeKind::Added,
                    &what,
                    vec![format!("with {}", names.join(", "))],
                );
            }
            (Some(was), None) => {
                let names: Vec<&str> = items(&was["Actions"]).map(name).collect();
                let what = format!("stage {}", name(was));
                add(
                    ChangeKind::Removed,
                    &what,
                    vec![format!("with {}", names.join(", "))],
                );
            }
            (Some(was), Some(is)) => {
                let what = format!("stage {}", name(is));
                renamed("stage", name(was), name(is), &what, add);
                if moved.contains(&name(is)) {
                    add(ChangeKind::Moved, &what, vec![behind(name(is), new)]);
                }
                actions.iter().for_each(|both| action(name(is), both, add));
                let details = differing(was, is, &["Name", "Actions"]);
                if !details.is_empty() {
                    add(ChangeKind::Changed, &what, details);
                }
            }
            (None, None) => {}
        }
    }
}

fn renamed(noun: &str, was: &str, is: &str, what: &str, add: &mut Add<'_>) {
    if was != is {
        add(
            ChangeKind::Renamed,
            what,
            vec![format!("it was {noun} {was}")],
        );
    }
}

/// The stages that stand in another order than those around them: all but the longest row that keeps
/// its order.
pub(super) fn moved<'v>(was: &'v Value, is: &'v Value) -> Vec<&'v str> {
    let place = |stage: &Value| {
        let mut old = items(&was["Properties"]["Stages"]);
        old.position(|one| name(one) == name(stage))
    };
    let stages = actions::matched(was, is).into_iter();
    let both = stages.filter_map(|one| one.stage.0.zip(one.stage.1));
    let both: Vec<(usize, &str)> = both
        .filter_map(|(was, is)| Some((place(was)?, name(is))))
        .collect();
    // The longest rising row of old places that ends at each one, and what stands before it there.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (was, _)) in both.iter().enumerate() {
        let before = (0..at).filter(|earlier| both[*earlier].0 < *was);
        let before = before.max_by_key(|earlier| best[*earlier].0);
        best.push((before.map_or(1, |earlier| best[earlier].0 + 1), before));
    }
    let mut kept = vec![false; both.len()];
    let mut at = (0..both.len()).max_by_key(|at| best[*at].0);
    while let Some(number) = at {
        kept[number] = true;
        at = best[number].1;
    }
    let out = both.iter().zip(kept).filter(|(_, kept)| !kept);
    out.map(|((_, name), _)| *name).collect()
}

/// What a stage stands behind.
fn behind(stage: &str, stages: &Value) -> String {
    let names: Vec<&str> = items(stages).map(name).collect();
    let place = names.iter().position(|one| *one == stage);
    match place.and_then(|place| place.checked_sub(1)) {
        Some(before) => format!("it is behind {}", names[before]),
        None => "it is the first one".to_owned(),
    }
}

fn action(stage: &str, both: &Both<'_>, add: &mut Add<'_>) {
    let provider = |action: &Value| {
        let provider = action.pointer("/ActionTypeId/Provider");
        provider
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    match both {
        (None, Some(is)) => {
            let what = format!("action {stage}/{}", name(is));
            add(ChangeKind::Added, &what, vec![provider(is)]);
        }
        (Some(was), None) => {
            let what = format!("action {stage}/{}", name(was));
            add(ChangeKind::Removed, &what, vec![provider(was)]);
        }
        (Some(was), Some(is)) => {
            let what = format!("action {stage}/{}", name(is));
            renamed("action", name(was), name(is), &what, add);
            let mut details = differing(was, is, &["Name", "Configuration"]);
            let (was, is) = (&was["Configuration"], &is["Configuration"]);
            details.extend(differing(was, is, &[]));
            if !details.is_empty() {
                add(ChangeKind::Changed, &what, details);
            }
        }
        (None, None) => {}
    }
}

/// The entries of two objects that differ.
fn differing(was: &Value, is: &Value, but: &[&str]) -> Vec<String> {
    let keys = |value: &Value| -> Vec<String> {
        let all = value.as_object().into_iter().flat_map(|all| all.keys());
        all.cloned().collect()
    };
    let mut names = keys(was);
    names.extend(keys(is));
    names.sort();
    names.dedup();
    let names = names.iter().filter(|name| !but.contains(&name.as_str()));
    let differing = names.filter(|name| was.get(name) != is.get(name));
    differing
        .map(|name| said(name, was.get(name), is.get(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::moved;

    fn stages(names: &[&str]) -> Value {
        let stages: Value = names.iter().map(|name| json!({ "Name": name })).collect();
        json!({ "Properties": { "Stages": stages } })
    }

    #[test]
    fn only_what_left_its_place_has_moved() {
        let old = stages(&["A", "B", "C", "D"]);
        for (now, wanted) in [
            (vec!["A", "B", "C", "D"], vec![]),
            (vec!["A", "X", "B", "C", "D"], vec![]),
            (vec!["D", "A", "B", "C"], vec!["D"]),
            (vec!["A", "C", "D"], vec![]),
        ] {
            let now = stages(&now);
            assert_eq!(moved(&old, &now), wanted);
        }
    }
}

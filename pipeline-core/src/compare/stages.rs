//! The stages and actions of pipelines that come, go, move or are changed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::report::{Change, ChangeKind};
use super::structure::{PIPELINE, Sides, kind, said, source};

/// Stages or actions by name, each with its position and itself.
type Named<'v> = BTreeMap<&'v str, (usize, &'v Value)>;

pub(super) fn compare(sides: &Sides<'_>) -> Vec<Change> {
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
            out.push(Change {
                kind,
                what: format!("{what}{of}"),
                details,
                source: source(sides.new.0, there),
            });
        };
        settings(was, is, &mut add);
        let [old, new] = [was, is].map(|body| named(&body["Properties"]["Stages"]));
        stages(&old, &new, &mut add);
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

fn named(list: &Value) -> Named<'_> {
    let items = list.as_array().into_iter().flatten().enumerate();
    let named =
        items.filter_map(|(place, item)| Some((item.get("Name")?.as_str()?, (place, item))));
    named.collect()
}

fn stages(old: &Named<'_>, new: &Named<'_>, add: &mut Add<'_>) {
    let moved = moved(old, new);
    for (name, (_, stage)) in new {
        let what = format!("stage {name}");
        let Some((_, was)) = old.get(name) else {
            let actions = named(&stage["Actions"]);
            let actions: Vec<&str> = actions.into_keys().collect();
            add(
                ChangeKind::Added,
                &what,
                vec![format!("with {}", actions.join(", "))],
            );
            continue;
        };
        if moved.contains(name) {
            add(ChangeKind::Moved, &what, vec![behind(name, new)]);
        }
        actions(name, was, stage, add);
        let details = differing(was, stage, &["Name", "Actions"], "");
        if !details.is_empty() {
            add(ChangeKind::Changed, &what, details);
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        add(ChangeKind::Removed, &format!("stage {name}"), Vec::new());
    }
}

/// The stages that stand in another order than those around them: all but the longest row that keeps
/// its order.
fn moved<'v>(old: &Named<'v>, new: &Named<'v>) -> Vec<&'v str> {
    let mut both: Vec<(usize, usize, &str)> = new
        .iter()
        .filter_map(|(name, (is, _))| Some((*is, old.get(name)?.0, *name)))
        .collect();
    both.sort_unstable();
    // The longest rising row of old places that ends at each one, and what stands before it there.
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, (_, was, _)) in both.iter().enumerate() {
        let before = (0..at).filter(|earlier| both[*earlier].1 < *was);
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
    out.map(|((_, _, name), _)| *name).collect()
}

/// What a stage stands behind.
fn behind(name: &str, stages: &Named<'_>) -> String {
    let place = stages.get(name).map_or(0, |(place, _)| *place);
    let before = stages.iter().find(|(_, (other, _))| *other + 1 == place);
    match before {
        Some((before, _)) => format!("it is behind {before}"),
        None => "it is the first one".to_owned(),
    }
}

fn actions(stage: &str, was: &Value, is: &Value, add: &mut Add<'_>) {
    let (old, new) = (named(&was["Actions"]), named(&is["Actions"]));
    for (name, (_, action)) in &new {
        let what = format!("action {stage}/{name}");
        let Some((_, was)) = old.get(name) else {
            let provider = action
                .pointer("/ActionTypeId/Provider")
                .and_then(Value::as_str);
            add(
                ChangeKind::Added,
                &what,
                vec![provider.unwrap_or_default().to_owned()],
            );
            continue;
        };
        let mut details = differing(was, action, &["Name", "Configuration"], "");
        let (was, is) = (&was["Configuration"], &action["Configuration"]);
        details.extend(differing(was, is, &[], ""));
        if !details.is_empty() {
            add(ChangeKind::Changed, &what, details);
        }
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        add(
            ChangeKind::Removed,
            &format!("action {stage}/{name}"),
            Vec::new(),
        );
    }
}

/// The entries of two objects that differ.
fn differing(was: &Value, is: &Value, but: &[&str], before: &str) -> Vec<String> {
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
        .map(|name| said(&format!("{before}{name}"), was.get(name), is.get(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{moved, named};

    fn stages(names: &[&str]) -> Value {
        names.iter().map(|name| json!({ "Name": name })).collect()
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
            assert_eq!(moved(&named(&old), &named(&now)), wanted);
        }
    }
}

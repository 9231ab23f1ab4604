//! The catalogue's permissions and event patterns, against a second list that was collected from
//! AWS's pages by itself: `documented.json`. And that any change of the catalogue is seen.

mod rows;
mod settings;

use std::collections::BTreeSet;

use rows::{Granted, Row};
use serde_json::Value;

fn list() -> Value {
    serde_json::from_str(include_str!("documented.json")).unwrap()
}

/// What the catalogue has and the list has not, and the other way around.
fn differences(granted: &[Granted], list: &BTreeSet<Row>) -> Vec<String> {
    let found = rows::rows(granted);
    let more = found
        .difference(list)
        .map(|row| format!("only the catalogue has {row:?}"));
    let fewer = list
        .difference(&found)
        .map(|row| format!("only the list has {row:?}"));
    more.chain(fewer).collect()
}

#[test]
fn permissions_are_those_of_awss_pages() {
    let list = rows::rows(&rows::documented(&list()));
    let wrong = differences(&rows::granted(), &list);
    assert!(
        wrong.is_empty(),
        "read the kind's page again, and correct the catalogue or `documented.json`:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_kind_of_the_list_has_its_page() {
    for kind in list()["kinds"].as_array().unwrap() {
        let source = kind["source"].as_str().unwrap_or_default();
        assert!(source.starts_with("https://"), "{kind}");
        for statement in kind["statements"].as_array().unwrap() {
            let basis = statement["basis"].as_str().unwrap_or_default();
            assert!(!basis.is_empty(), "where is this from? {statement}");
        }
    }
}

/// Each change of a permission that could slip into the catalogue.
fn changes(granted: &[Granted]) -> Vec<(String, Vec<Granted>)> {
    let mut all = Vec::new();
    for (at, one) in granted.iter().enumerate() {
        let mut change = |what: String, new: Option<Granted>| {
            let mut changed = granted.to_vec();
            match new {
                Some(new) => changed[at] = new,
                None => {
                    changed.remove(at);
                }
            }
            all.push((format!("{}: {what}", one.kind), changed));
        };
        change(format!("{:?} dropped", one.calls), None);
        for (index, call) in one.calls.iter().enumerate() {
            let mut without = one.clone();
            without.calls.remove(index);
            change(format!("{call} dropped"), Some(without));
            let mut other = one.clone();
            other.calls[index] = format!("{call}s");
            change(format!("another in place of {call}"), Some(other));
        }
        for (index, resource) in one.resources.iter().enumerate() {
            if one.resources.len() > 1 {
                let mut without = one.clone();
                without.resources.remove(index);
                change(format!("{resource} dropped"), Some(without));
            }
            let mut wider = one.clone();
            wider.resources[index] = format!("{resource}*");
            change(format!("{resource} widened"), Some(wider));
        }
        if !one.when.is_empty() {
            let always = Granted {
                when: String::new(),
                ..one.clone()
            };
            change(format!("for all modes, not {}", one.when), Some(always));
        }
        if !one.conditions.is_empty() {
            let open = Granted {
                conditions: String::new(),
                ..one.clone()
            };
            change(format!("without {}", one.conditions), Some(open));
        }
    }
    all
}

#[test]
fn any_change_of_a_permission_is_seen() {
    let list = rows::rows(&rows::documented(&list()));
    let changes = changes(&rows::granted());
    assert!(changes.len() > 400, "{}", changes.len());
    let escaped: Vec<&String> = changes
        .iter()
        .filter(|(_, changed)| differences(changed, &list).is_empty())
        .map(|(what, _)| what)
        .collect();
    assert!(escaped.is_empty(), "{escaped:?}");
}

/// The fields of the list's event patterns.
fn documented_events() -> BTreeSet<(String, String, String)> {
    let list = list();
    let kinds = list["events"].as_object().unwrap();
    kinds
        .iter()
        .flat_map(|(kind, pattern)| rows::leaves(kind, &pattern["pattern"]))
        .collect()
}

#[test]
fn event_patterns_are_those_of_awss_pages() {
    assert_eq!(rows::events(), documented_events());
}

/// A field that is dropped, and one that is another, is seen.
#[test]
fn any_change_of_an_event_pattern_is_seen() {
    let (events, list) = (rows::events(), documented_events());
    assert!(events.len() > 15);
    for field in &events {
        let mut without = events.clone();
        without.remove(field);
        assert_ne!(without, list, "{field:?}");
        let (kind, path, value) = field.clone();
        without.insert((kind, path, format!("{value}x")));
        assert_ne!(without, list, "{field:?}");
    }
}

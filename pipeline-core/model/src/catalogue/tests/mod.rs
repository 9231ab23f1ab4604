//! Tests of every entry of the catalogue.

mod action_types;
mod changes;
mod permissions;
mod variables;

use std::collections::BTreeSet;

use super::declared::ACTION;
use super::{Condition, KINDS, Key, Kind, Needed, Permission, Slot, Type, Variables};

#[test]
fn names_are_sorted_and_none_repeats() {
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
    let sorted: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names, sorted.into_iter().collect::<Vec<_>>());
}

/// No two keys of a kind are written in the same way.
#[test]
fn keys_of_a_kind_are_written_differently() {
    for kind in KINDS {
        let keys: Vec<String> = every_key(kind).chain(ACTION).map(Key::written).collect();
        let different: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(different.len(), keys.len(), "{}: {keys:?}", kind.name);
        for key in &keys {
            let plain = key
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            assert!(plain, "{}: {key}", kind.name);
        }
    }
}

#[test]
fn every_kind_is_explained_with_its_source() {
    for kind in KINDS {
        assert!(kind.source.starts_with("https://"), "{}", kind.name);
        assert!(
            !kind.title.is_empty() && !kind.title.ends_with('.'),
            "{}",
            kind.name
        );
        for note in kind.notes {
            assert!(note.ends_with('.'), "{}: {note}", kind.name);
        }
        for key in every_key(kind) {
            assert!(
                !key.doc.is_empty() && !key.doc.ends_with('.'),
                "{}",
                key.name
            );
        }
        let known: BTreeSet<&str> = ["V1", "V2"].into();
        assert!(!kind.pipeline_types.is_empty(), "{}", kind.name);
        assert!(
            kind.pipeline_types
                .iter()
                .all(|found| known.contains(found)),
            "{}",
            kind.name
        );
    }
}

#[test]
fn conditions_name_keys_of_the_kind() {
    for kind in KINDS {
        let keys = every_key(kind).flat_map(|key| {
            let needed = match key.needed {
                Needed::When(condition) => Some(condition),
                Needed::Always | Needed::Never | Needed::Wanted(_) => None,
            };
            needed.into_iter().chain(key.ignored)
        });
        let calls = permissions(kind).filter_map(|permission| permission.only);
        let handoff = kind.handoff.iter().map(|handoff| handoff.when);
        for condition in keys.chain(calls).chain(handoff).chain(kind.input_needed) {
            self::condition(kind, &condition);
        }
        let pair = kind.pair.iter().flat_map(|pair| {
            [pair.first.0, pair.second.0]
                .into_iter()
                .chain(pair.same.iter().copied())
        });
        let polling = kind.events.iter().filter_map(|events| events.polling);
        let listed = match kind.variables {
            Variables::Listed(key) => Some(key),
            Variables::Named(_) | Variables::Free(_) => None,
        };
        for name in pair.chain(polling).chain(kind.output_needs).chain(listed) {
            key(kind, name);
        }
    }
}

fn condition(kind: &Kind, condition: &Condition) {
    match condition {
        Condition::Is(name, values) => {
            let constants: &[&str] = match key(kind, name).kind {
                Type::OneOf(constants) => constants,
                Type::Bool => &["true", "false"],
                _ => panic!("{}: `{name}` has no constants", kind.name),
            };
            for value in *values {
                let known = value.is_empty() || constants.contains(value);
                assert!(known, "{}: `{name}` is never `{value}`", kind.name);
            }
        }
        Condition::Has(name) | Condition::Lacks(name) => {
            key(kind, name);
        }
        Condition::All(all) => all.iter().for_each(|one| self::condition(kind, one)),
        Condition::SeveralInputs | Condition::NoInputs => {}
    }
}

/// The key with AWS's name. Users write that name in snake case.
fn key(kind: &Kind, name: &str) -> &'static Key {
    let found = every_key(kind).find(|key| key.name == name);
    let found = found.unwrap_or_else(|| panic!("{} has no key `{name}`", kind.name));
    assert!(found.spelling.is_none(), "{}: {name}", kind.name);
    found
}

/// Values that a configuration cannot hold have another slot.
#[test]
fn types_fit_their_slots() {
    for kind in KINDS {
        for key in kind.keys {
            let (least, most) = key.items;
            assert!(least <= most, "{}", key.name);
            match key.kind {
                Type::PassedRoles(services) => {
                    assert!(
                        key.slot == Slot::Nowhere && !services.is_empty(),
                        "{}",
                        key.name
                    );
                }
                Type::Readers(_) => assert_eq!(key.slot, Slot::Nowhere, "{}", key.name),
                Type::Map
                | Type::Role
                | Type::Statements
                | Type::Stages
                | Type::Actions
                | Type::EventPattern => {
                    panic!("{}: `{}` is of no type for an action", kind.name, key.name)
                }
                _ => {}
            }
        }
    }
}

fn every_key(kind: &Kind) -> impl Iterator<Item = &'static Key> + use<> {
    kind.keys.iter().chain(kind.own_keys)
}

fn permissions(kind: &Kind) -> impl Iterator<Item = &Permission> {
    let handed_over = kind.handoff.iter().flat_map(|handoff| handoff.permissions);
    kind.permissions.iter().chain(handed_over)
}

//! Permissions and events as rows: of the catalogue, and of the list that was collected from
//! AWS's pages.

use std::collections::BTreeSet;

use pipewright_core::catalogue::{Condition, KINDS, Kind, Permission, RULES, Type};
use serde_json::Value;

/// One call on one resource, of a kind, under a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) kind: String,
    pub(crate) call: String,
    pub(crate) resource: String,
    pub(crate) when: String,
    pub(crate) conditions: String,
}

/// A permission of the catalogue with what a change of it needs to be its own.
#[derive(Clone, Debug)]
pub(crate) struct Granted {
    pub(crate) kind: String,
    pub(crate) calls: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) when: String,
    pub(crate) conditions: String,
}

/// All permissions of the catalogue: of kinds, of rules, of what is handed on with an
/// artifact, and of the roles that an action passes.
pub(crate) fn granted() -> Vec<Granted> {
    let kinds = KINDS.iter().map(|kind| (kind.name.to_owned(), kind));
    let rules = RULES
        .iter()
        .map(|rule| (format!("rule {}", rule.name), rule));
    let mut all = Vec::new();
    for (name, kind) in kinds.chain(rules) {
        all.extend(kind.permissions.iter().map(|one| permission(&name, one)));
        if let Some(handoff) = &kind.handoff {
            let reader = format!("{name} to its reader");
            for one in handoff.permissions {
                let mut granted = permission(&reader, one);
                granted.when = words(&handoff.when);
                all.push(granted);
            }
        }
        all.extend(passed(&name, kind));
        all.extend(kind.managed_policies.iter().map(|policy| Granted {
            kind: name.clone(),
            calls: vec!["(the managed policy)".to_owned()],
            resources: vec![(*policy).to_owned()],
            when: String::new(),
            conditions: String::new(),
        }));
    }
    all
}

fn permission(kind: &str, permission: &Permission) -> Granted {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    let conditions = permission.conditions.iter();
    let conditions: Vec<String> = conditions
        .map(|(operator, key, value)| format!("{operator} {key} {value}"))
        .collect();
    Granted {
        kind: kind.to_owned(),
        calls: texts(permission.actions),
        resources: texts(permission.resources),
        when: permission.only.as_ref().map(words).unwrap_or_default(),
        conditions: conditions.join(", "),
    }
}

/// The roles that a kind passes to services.
fn passed(name: &str, kind: &Kind) -> Vec<Granted> {
    let keys = kind.keys.iter().chain(kind.own_keys);
    let services = keys.filter_map(|key| match &key.kind {
        Type::PassedRole(service) => Some((key, vec![*service])),
        Type::PassedRoles(services) => Some((key, services.to_vec())),
        _ => None,
    });
    let granted = services.map(|(key, services)| Granted {
        kind: name.to_owned(),
        calls: vec!["iam:PassRole".to_owned()],
        resources: vec![format!("{{{}}}", key.name)],
        when: format!("with {}", key.name),
        conditions: format!("iam:PassedToService {}", services.join(" ")),
    });
    granted.collect()
}

/// A condition in words: `with Alarms`, `ActionMode is DELETE_ONLY`.
fn words(condition: &Condition) -> String {
    match condition {
        Condition::Is(key, values) => {
            let values: Vec<&str> = values
                .iter()
                .map(|value| if value.is_empty() { "left out" } else { value })
                .collect();
            format!("{key} is {}", values.join(" or "))
        }
        Condition::Has(key) => format!("with {key}"),
        Condition::Lacks(key) => format!("without {key}"),
        Condition::NoInputs => "without inputs".to_owned(),
        Condition::SeveralInputs => "with several inputs".to_owned(),
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(words).collect();
            all.join(", ")
        }
    }
}

/// Every call on every resource.
pub(crate) fn rows(granted: &[Granted]) -> BTreeSet<Row> {
    let mut rows = BTreeSet::new();
    for one in granted {
        for call in &one.calls {
            for resource in &one.resources {
                rows.insert(Row {
                    kind: one.kind.clone(),
                    call: call.clone(),
                    resource: resource.clone(),
                    when: one.when.clone(),
                    conditions: one.conditions.clone(),
                });
            }
        }
    }
    rows
}

/// The permissions that were collected from AWS's pages.
pub(crate) fn documented(list: &Value) -> Vec<Granted> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let texts = |value: &Value| value.as_array().unwrap().iter().map(text).collect();
    let mut all = Vec::new();
    for kind in list["kinds"].as_array().unwrap() {
        for statement in kind["statements"].as_array().unwrap() {
            all.push(Granted {
                kind: text(&kind["kind"]),
                calls: texts(&statement["calls"]),
                resources: texts(&statement["resources"]),
                when: text(&statement["when"]),
                conditions: text(&statement["conditions"]),
            });
        }
    }
    all
}

/// The fields of the event patterns of the catalogue: kind, JSON pointer and value.
pub(crate) fn events() -> BTreeSet<(String, String, String)> {
    let mut all = BTreeSet::new();
    for kind in KINDS {
        if let Some(events) = &kind.events {
            let pattern = serde_json::from_str(events.pattern).unwrap();
            all.extend(leaves(kind.name, &pattern));
        }
    }
    all
}

/// The leaves of an event pattern.
pub(crate) fn leaves(kind: &str, pattern: &Value) -> BTreeSet<(String, String, String)> {
    fn walk(path: &str, value: &Value, all: &mut Vec<(String, String)>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    walk(&format!("{path}/{key}"), value, all);
                }
            }
            // The order of alternatives does not matter.
            Value::Array(items) => items.iter().for_each(|item| walk(path, item, all)),
            other => all.push((path.to_owned(), other.to_string())),
        }
    }
    let mut all = Vec::new();
    walk("", pattern, &mut all);
    let all = all.into_iter();
    all.map(|(path, value)| (kind.to_owned(), path, value))
        .collect()
}

//! Permissions of kinds: narrow, and on what the keys name.

use super::{key, permissions};
use crate::catalogue::{KINDS, Placement};

#[test]
fn placeholders_name_keys_of_the_kind() {
    for kind in KINDS {
        let calls = permissions(kind).flat_map(|permission| {
            let conditions = permission
                .conditions
                .iter()
                .flat_map(|(_, key, value)| [key, value]);
            permission.resources.iter().chain(conditions).copied()
        });
        let pattern: Vec<String> = kind
            .events
            .iter()
            .flat_map(|events| strings(events.pattern))
            .collect();
        let all = calls
            .chain(kind.prerequisites.iter().copied())
            .chain(pattern.iter().map(String::as_str));
        for template in all {
            for name in template.split('{').skip(1) {
                let name = name.split('}').next().unwrap_or_default();
                let name = [".name", ".execution"]
                    .iter()
                    .find_map(|end| name.strip_suffix(end))
                    .unwrap_or(name);
                if !["partition", "region", "account", "pipeline"].contains(&name) {
                    key(kind, name);
                }
            }
        }
    }
}

/// The strings in a JSON pattern.
fn strings(pattern: &str) -> Vec<String> {
    fn collect(json: serde_json::Value, strings: &mut Vec<String>) {
        match json {
            serde_json::Value::String(string) => strings.push(string),
            serde_json::Value::Array(items) => items.into_iter().for_each(|i| collect(i, strings)),
            serde_json::Value::Object(map) => {
                map.into_iter().for_each(|(_, i)| collect(i, strings))
            }
            _ => {}
        }
    }
    let mut strings = Vec::new();
    collect(
        serde_json::from_str(pattern).expect("a pattern is JSON"),
        &mut strings,
    );
    strings
}

/// Least privilege: actions have no wildcards, and the resource is `*` only where AWS has no
/// resource-level permission.
#[test]
fn permissions_are_narrow() {
    for kind in KINDS {
        for permission in permissions(kind) {
            assert!(
                !permission.actions.is_empty() && !permission.why.is_empty(),
                "{}",
                kind.name
            );
            assert!(
                permission.actions.is_sorted(),
                "{}: {:?}",
                kind.name,
                permission.actions
            );
            for call in permission.actions {
                let spelled = call.split_once(':').is_some_and(|(service, name)| {
                    !service.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric())
                });
                assert!(spelled, "{}: {call}", kind.name);
            }
            let everything = permission.resources.contains(&"*");
            assert_eq!(
                everything,
                permission.unscoped.is_some(),
                "{}: {:?}",
                kind.name,
                permission.actions
            );
            assert!(
                permission
                    .unscoped
                    .is_none_or(|source| source.starts_with("https://"))
            );
            for resource in permission.resources.iter().filter(|_| !everything) {
                assert!(
                    resource.starts_with("arn:{partition}:") || resource.starts_with('{'),
                    "{}: {resource}",
                    kind.name
                );
                assert!(
                    !resource.starts_with("arn:{partition}:*"),
                    "{}: {resource}",
                    kind.name
                );
            }
            if permission.actions.contains(&"iam:PassRole") {
                let scoped = permission
                    .conditions
                    .iter()
                    .any(|(_, key, _)| *key == "iam:PassedToService");
                assert!(scoped, "{}", kind.name);
            }
        }
    }
}

/// Actions that AWS does not own run in home, without a role and so without permissions.
#[test]
fn only_actions_of_aws_have_permissions() {
    for kind in KINDS {
        let aws = kind.owner == "AWS";
        assert_eq!(kind.placement == Placement::Home, !aws, "{}", kind.name);
        assert!(
            aws || kind.permissions.is_empty() && kind.managed_policies.is_empty(),
            "{}",
            kind.name
        );
        let source = kind.category == "Source";
        assert_eq!(
            kind.placement == Placement::HomeRegion,
            source && aws,
            "{}",
            kind.name
        );
    }
}

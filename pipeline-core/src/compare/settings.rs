//! Settings that bear on access and are no policies: who is kept out, which role acts, what starts a
//! pipeline, and who is told.

use serde_json::Value;

use super::intrinsics::readable;
use super::report::Setting;
use super::structure::{PIPELINE, Sides, kind, source};

/// A property that bears on access.
struct Watched {
    kind: &'static str,
    property: &'static str,
    about: &'static str,
    narrows: Narrows,
}

/// Returns whether a value lets nobody do more than another one.
type Narrows = fn(&Value, &Value) -> bool;

const WATCHED: [Watched; 33] = [
    watched(
        "AWS::CodeBuild::Project",
        "Artifacts",
        "where builds write",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "BuildBatchConfig",
        "the role of batches",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Cache",
        "where builds keep a cache",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "EncryptionKey",
        "the key of what builds write",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Environment/Certificate",
        "a certificate of builds",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Environment/PrivilegedMode",
        "whether builds are privileged",
        not_true,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Environment/RegistryCredential",
        "the secret of the image",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "FileSystemLocations",
        "file systems of builds",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "LogsConfig",
        "where builds write logs",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "ResourceAccessRole",
        "the role of whoever sees a public build",
        absent,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "ServiceRole",
        "the role of builds",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Source",
        "what builds run",
        never,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Triggers",
        "what starts builds",
        absent,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "Visibility",
        "who sees builds",
        absent,
    ),
    watched(
        "AWS::CodeBuild::Project",
        "VpcConfig",
        "the network of builds",
        never,
    ),
    watched(
        "AWS::CodeStarNotifications::NotificationRule",
        "Targets",
        "who is told",
        fewer,
    ),
    watched(
        "AWS::Events::Rule",
        "EventPattern",
        "which events count",
        narrower,
    ),
    watched(
        "AWS::Events::Rule",
        "State",
        "whether events count",
        disabled,
    ),
    watched(
        "AWS::Events::Rule",
        "Targets",
        "what events start, and by which role",
        fewer,
    ),
    watched(
        "AWS::IAM::Role",
        "MaxSessionDuration",
        "how long a session lasts",
        less,
    ),
    watched(
        "AWS::KMS::Key",
        "BypassPolicyLockoutSafetyCheck",
        "a check of the policy",
        not_true,
    ),
    watched(
        "AWS::KMS::Key",
        "MultiRegion",
        "whether other regions may have the key",
        not_true,
    ),
    watched(
        "AWS::S3::Bucket",
        "AccessControl",
        "who gets in by an ACL",
        absent,
    ),
    watched(
        "AWS::S3::Bucket",
        "BucketEncryption",
        "the key of objects",
        never,
    ),
    watched(
        "AWS::S3::Bucket",
        "CorsConfiguration",
        "which web sites may ask",
        absent,
    ),
    watched(
        "AWS::S3::Bucket",
        "OwnershipControls",
        "who owns objects",
        never,
    ),
    watched(
        "AWS::S3::Bucket",
        "PublicAccessBlockConfiguration",
        "whether the public is kept out",
        more_true,
    ),
    watched(
        "AWS::S3::Bucket",
        "ReplicationConfiguration",
        "where objects are copied to",
        absent,
    ),
    watched(
        "AWS::S3::Bucket",
        "WebsiteConfiguration",
        "whether it is a web site",
        absent,
    ),
    watched(
        "AWS::SNS::Topic",
        "DataProtectionPolicy",
        "what messages may hold",
        never,
    ),
    watched(
        "AWS::SNS::Topic",
        "KmsMasterKeyId",
        "the key of messages",
        never,
    ),
    watched("AWS::SNS::Topic", "Subscription", "who is told", fewer),
    watched(
        "AWS::Scheduler::Schedule",
        "Target",
        "what it starts, and by which role",
        never,
    ),
];

const fn watched(
    kind: &'static str,
    property: &'static str,
    about: &'static str,
    narrows: Narrows,
) -> Watched {
    Watched {
        kind,
        property,
        about,
        narrows,
    }
}

fn never(_: &Value, _: &Value) -> bool {
    false
}

fn absent(_: &Value, is: &Value) -> bool {
    is.is_null()
}

fn not_true(_: &Value, is: &Value) -> bool {
    !is_true(is)
}

fn disabled(_: &Value, is: &Value) -> bool {
    is == "DISABLED"
}

fn is_true(value: &Value) -> bool {
    *value == true || *value == "true"
}

/// A session lasts one hour if nothing is said.
fn less(was: &Value, is: &Value) -> bool {
    let seconds = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    let seconds = |value: &Value| {
        if value.is_null() {
            Some(3_600)
        } else {
            seconds(value)
        }
    };
    matches!((seconds(was), seconds(is)), (Some(was), Some(is)) if is <= was)
}

/// All that was true still is.
fn more_true(was: &Value, is: &Value) -> bool {
    let all = was.as_object().into_iter().flatten();
    all.filter(|(_, value)| is_true(value))
        .all(|(name, _)| is_true(&is[name]))
}

/// Every item was there before.
fn fewer(was: &Value, is: &Value) -> bool {
    let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let was = items(was);
    (is.is_null() || is.is_array()) && items(is).iter().all(|item| was.contains(item))
}

/// An event that matches one pattern matches the other one: it asks for no more fields, and a field may
/// have every value that it could have.
fn narrower(was: &Value, is: &Value) -> bool {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => {
            was.iter().all(|(name, was)| {
                !name.starts_with('$') && is.get(name).is_some_and(|is| narrower(was, is))
            }) && is.keys().all(|name| !name.starts_with('$'))
        }
        (Value::Array(_), Value::Array(_)) => fewer(was, is),
        _ => was == is,
    }
}

/// The settings that differ.
pub(super) fn compare(sides: &Sides<'_>) -> Vec<Setting> {
    let mut out = Vec::new();
    let mut add =
        |id: &super::pairing::Id, body: &Value, property: &str, was, is, about: &str, may_widen| {
            let new = sides.new.0;
            let text = |value: &Value| (!value.is_null()).then(|| readable(&value.to_string()));
            out.push(Setting {
                stack: new.stacks[id.0].name.clone(),
                logical_id: id.1.clone(),
                kind: kind(body).to_owned(),
                property: property.to_owned(),
                was: text(was),
                is: text(is),
                about: about.to_owned(),
                may_widen,
                source: source(new, id),
            });
        };
    for (_, there, was, is) in sides.both() {
        for watched in WATCHED.iter().filter(|one| one.kind == kind(is)) {
            let path = format!("/Properties/{}", watched.property);
            let [old, new] = [was, is].map(|body| body.pointer(&path).unwrap_or(&Value::Null));
            if old != new {
                let may_widen = !(watched.narrows)(old, new);
                add(
                    there,
                    is,
                    watched.property,
                    old,
                    new,
                    watched.about,
                    may_widen,
                );
            }
        }
        if kind(is) == PIPELINE {
            for (property, old, new, about) in acting(was, is) {
                add(there, is, &property, old, new, about, true);
            }
        }
    }
    // Of what is new, only what opens it by itself.
    let kept: std::collections::BTreeSet<_> = sides.pairs.resources.values().collect();
    for (stack, template) in sides.new.1.templates.iter().enumerate() {
        for (logical, body) in template.resources() {
            let id = (stack, logical.clone());
            for one in WATCHED.iter().filter(|one| one.kind == kind(body)) {
                let path = format!("/Properties/{}", one.property);
                let opens = [absent as Narrows, not_true]
                    .iter()
                    .any(|narrows| std::ptr::fn_addr_eq(*narrows, one.narrows));
                let value = body.pointer(&path).unwrap_or(&Value::Null);
                let harmless = (one.narrows)(&Value::Null, value);
                if opens && !harmless && !kept.contains(&id) {
                    add(
                        &id,
                        body,
                        one.property,
                        &Value::Null,
                        value,
                        one.about,
                        true,
                    );
                }
            }
        }
    }
    out
}

/// The roles and stores of a pipeline and its actions, where both sides have the action.
fn acting<'v>(was: &'v Value, is: &'v Value) -> Vec<(String, &'v Value, &'v Value, &'static str)> {
    let mut out = Vec::new();
    let mut one = |name: &str, was: &'v Value, is: &'v Value, about: &'static str| {
        if was != is {
            out.push((name.to_owned(), was, is, about));
        }
    };
    let (old, new) = (&was["Properties"], &is["Properties"]);
    one(
        "RoleArn",
        &old["RoleArn"],
        &new["RoleArn"],
        "the role of the pipeline",
    );
    for name in ["ArtifactStore", "ArtifactStores"] {
        one(
            name,
            &old[name],
            &new[name],
            "where artifacts are, and by which key",
        );
    }
    for stage in items(&new["Stages"]) {
        let Some(before) = same(&old["Stages"], stage) else {
            continue;
        };
        for action in items(&stage["Actions"]) {
            let Some(was) = same(&before["Actions"], action) else {
                continue;
            };
            let text = |value: &Value| value["Name"].as_str().unwrap_or_default().to_owned();
            let name = format!("{}/{}", text(stage), text(action));
            for (property, about) in [
                ("/RoleArn", "the role of the action"),
                ("/Configuration/RoleArn", "the role that it passes on"),
            ] {
                let [was, is] =
                    [was, action].map(|one| one.pointer(property).unwrap_or(&Value::Null));
                one(&format!("{name}{property}"), was, is, about);
            }
        }
    }
    out
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn same<'v>(list: &'v Value, named: &Value) -> Option<&'v Value> {
    items(list).find(|item| item["Name"] == named["Name"])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pattern_with_fewer_events_is_narrower() {
        let was = json!({ "source": ["a", "b"], "detail": { "x": ["1"] } });
        for (is, fewer) in [
            (json!({ "source": ["a"], "detail": { "x": ["1"] } }), true),
            (
                json!({ "source": ["a"], "detail": { "x": ["1"], "y": ["2"] } }),
                true,
            ),
            (
                json!({ "source": ["a", "c"], "detail": { "x": ["1"] } }),
                false,
            ),
            (json!({ "source": ["a"] }), false),
            (
                json!({ "source": ["a"], "detail": { "x": ["1"] }, "$or": [] }),
                false,
            ),
        ] {
            assert_eq!(narrower(&was, &is), fewer, "{is}");
        }
    }

    #[test]
    fn what_keeps_the_public_out_must_stay() {
        let was = json!({ "BlockPublicAcls": true, "BlockPublicPolicy": false });
        assert!(more_true(&was, &json!({ "BlockPublicAcls": true })));
        assert!(!more_true(&was, &json!({ "BlockPublicAcls": false })));
        assert!(!more_true(&was, &Value::Null));
    }
}

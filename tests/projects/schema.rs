//! CloudFormation's schema of a project, as the pinned cfn-lint has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::assembly::Assembly;
use crate::support::oracles::{SCHEMAS, read};
use pipewright_core::catalogue::projects::{PROPERTIES, Use};
use serde_json::Value as Json;

const PROJECT: &str = "AWS::CodeBuild::Project";

fn schema() -> Json {
    let region = read(&format!("{SCHEMAS}/providers/us-east-1.json"));
    let file = region[PROJECT].as_str().expect("its file");
    read(&format!("{SCHEMAS}/resources/{file}.json"))
}

/// The paths of the properties that hold no others.
fn leaves(schema: &Json, part: &Json, path: &str, out: &mut BTreeSet<String>) {
    if let Some(name) = part["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap_or(name);
        return leaves(schema, &schema["definitions"][name], path, out);
    }
    if part["items"].is_object() {
        return leaves(schema, &part["items"], path, out);
    }
    match part["properties"].as_object() {
        Some(inner) => {
            for (name, part) in inner {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                leaves(schema, part, &path, out);
            }
        }
        None => {
            out.insert(path.to_owned());
        }
    }
}

fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[test]
fn every_property_of_the_schema_is_known() {
    let schema = schema();
    let mut found = BTreeSet::new();
    leaves(&schema, &schema, "", &mut found);
    assert!(found.len() > 60, "{found:?}");
    let unknown: Vec<&String> = found
        .iter()
        .filter(|path| !PROPERTIES.iter().any(|known| is_below(path, known.path)))
        .collect();
    assert!(
        unknown.is_empty(),
        "say in catalogue/projects.rs what becomes of {unknown:?}"
    );
    let gone: Vec<&str> = PROPERTIES
        .iter()
        .map(|known| known.path)
        .filter(|known| !found.iter().any(|path| is_below(path, known)))
        .collect();
    assert!(gone.is_empty(), "the schema has no {gone:?}");
    let mut paths: Vec<&str> = PROPERTIES.iter().map(|known| known.path).collect();
    let sorted = {
        let mut sorted = paths.clone();
        sorted.sort_by_key(|path| path.to_lowercase());
        sorted
    };
    assert_eq!(paths, sorted, "in the order of the alphabet");
    paths.dedup();
    assert_eq!(paths.len(), PROPERTIES.len());
}

/// The paths of a value that holds no others.
fn rendered(value: &Json, path: &str, out: &mut BTreeSet<String>) {
    match value {
        // A function of CloudFormation's is a value.
        Json::Object(inner) if !inner.keys().any(|key| key.contains("::") || key == "Ref") => {
            for (name, value) in inner {
                rendered(value, &format!("{path}.{name}"), out);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| rendered(item, path, out)),
        _ => {
            out.insert(path.trim_start_matches('.').to_owned());
        }
    }
}

/// The properties of the projects that the settings make, each with the settings that do.
fn all_rendered() -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let settings = crate::settings();
    let projects = settings.iter().map(|setting| {
        let key = setting["setting"].as_str().unwrap().to_owned();
        (key, crate::with_and_without(setting).0)
    });
    let more = pipewright::Project::managed("build")
        .set("image", "aws/codebuild/standard:7.0")
        .set("buildspec", "build.yml")
        .set("description", "builds")
        .set("environment_variables", pipewright::map([("A", "b")]))
        .set("timeout_in_minutes", 10)
        .set(
            "logs_config",
            pipewright::map([(
                "s3_logs",
                pipewright::map([
                    ("location", pipewright::Value::from("build-logs")),
                    ("encryption_disabled", true.into()),
                ]),
            )]),
        )
        .set(
            "docker_server",
            pipewright::map([
                ("compute_type", pipewright::word("BUILD_GENERAL1_SMALL")),
                ("security_group_ids", pipewright::list(["sg-01234567"])),
            ]),
        )
        .set("vpc_config", crate::value(&settings[0]["value"]))
        .set(
            "cache",
            pipewright::map([
                ("type", "S3"),
                ("location", "build-cache"),
                ("cache_namespace", "app"),
            ]),
        );
    let fleet = pipewright::Project::managed("build")
        .set("image", "aws/codebuild/macos-arm-base:15")
        .set(
            "fleet",
            "arn:aws:codebuild:us-east-1:111111111111:fleet/mac:0123",
        );
    let more = [("more".to_owned(), more), ("fleet".to_owned(), fleet)];
    for (key, project) in projects.chain(more) {
        let assembly = Assembly::of(&key, &crate::started(project, "tools", true));
        for (_, _, body) in assembly.resources(PROJECT) {
            let mut paths = BTreeSet::new();
            rendered(&body["Properties"], "", &mut paths);
            for path in paths {
                out.entry(path).or_default().insert(key.clone());
            }
        }
    }
    out
}

/// What is said to be settable, or set by us, comes into the template; what is said to be
/// neither does not.
#[test]
fn properties_are_rendered_as_the_list_says() {
    let found = all_rendered();
    for property in PROPERTIES {
        let is_there = found.contains_key(property.path);
        let wanted = matches!(property.what, Use::Ours(_) | Use::Setting(_));
        assert_eq!(is_there, wanted, "{property:?}");
    }
    for (path, by) in &found {
        let known = PROPERTIES.iter().any(|known| known.path == path);
        assert!(known, "{path} of {by:?}");
    }
}

//! The catalogue's list of the properties of what is made, held against the schemas that the pinned
//! cfn-lint has. `BLESS=1` writes it anew.

mod support;

use std::collections::BTreeMap;

use pipewright_core::catalogue::made_properties::MadeProperty;
use serde_json::Value as Json;
use support::oracles::{SCHEMAS, read};
use support::page::is_current;

const LIST: &str = "pipeline-core/model/src/catalogue/made_properties.txt";

/// A region that has every type.
const REGION: &str = "us-east-1";

#[test]
fn the_list_of_what_is_made_is_awss_schemas() {
    let files = read(&format!("{SCHEMAS}/providers/{REGION}.json"));
    let mut list = String::new();
    for kind in MadeProperty::types() {
        let file = files[kind].as_str().expect("a file's name");
        let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
        let mut lines = Vec::new();
        properties(&schema, &schema, "", &[], &mut lines);
        list.push_str(&format!("# {kind}\n"));
        let read_only = schema["readOnlyProperties"].as_array();
        let read_only: Vec<String> = read_only
            .into_iter()
            .flatten()
            .map(|path| path.as_str().expect("a path"))
            .map(|path| {
                path.replacen("/properties/", "", 1)
                    .replace("/properties/", ".")
            })
            .collect();
        for (path, form) in lines {
            if !read_only.contains(&path) {
                list.push_str(&format!("{path} {form}\n"));
            }
        }
    }
    is_current(LIST, &list);
    assert!(list.lines().count() > 500);
}

/// The paths of what a map has, each with the letter of its form.
fn properties(
    schema: &Json,
    node: &Json,
    within: &str,
    seen: &[&str],
    lines: &mut Vec<(String, &'static str)>,
) {
    let mut all: BTreeMap<&String, &Json> = BTreeMap::new();
    for node in std::iter::once(node).chain(forms(node)) {
        for (name, inner) in node["properties"].as_object().into_iter().flatten() {
            all.entry(name).or_insert(inner);
        }
    }
    for (name, inner) in all {
        property(schema, inner, format!("{within}{name}"), seen, lines);
    }
}

/// The several forms that a schema allows.
fn forms(node: &Json) -> impl Iterator<Item = &Json> {
    let lists = ["oneOf", "anyOf", "allOf"];
    lists
        .into_iter()
        .flat_map(|form| node[form].as_array().into_iter().flatten())
}

fn property(
    schema: &Json,
    node: &Json,
    path: String,
    seen: &[&str],
    lines: &mut Vec<(String, &'static str)>,
) {
    if let Some(reference) = node["$ref"].as_str() {
        // A definition that holds itself has no end.
        if seen.contains(&reference) {
            lines.push((path, "*"));
            return;
        }
        let target = schema.pointer(&reference[1..]).expect("a definition");
        let seen = [seen, &[reference]].concat();
        return property(schema, target, path, &seen, lines);
    }
    let has_properties = |node: &Json| {
        node["properties"]
            .as_object()
            .is_some_and(|it| !it.is_empty())
    };
    let form = match node["type"].as_str() {
        Some("array") => return property(schema, &node["items"], format!("{path}[]"), seen, lines),
        Some("string") => "t",
        Some("integer" | "number") => "n",
        Some("boolean") => "b",
        _ if has_properties(node) || forms(node).any(has_properties) => "m",
        _ => "*",
    };
    lines.push((path.clone(), form));
    if form == "m" {
        properties(schema, node, &format!("{path}."), seen, lines);
    }
}

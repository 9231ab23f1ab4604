//! The catalogue's list of resource types, held against the schemas that the pinned cfn-lint has.
//! `BLESS=1` writes the list anew; then set `AS_OF` beside it to the date of the pinned version.

mod parts;
mod replaced;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pipewright_core::catalogue::resource_types::ResourceType;
use serde_json::Value as Json;
use support::oracles::{SCHEMAS, packages, read};
use support::page::is_current;

const LIST: &str = "pipeline-core/model/src/catalogue/resource_types.txt";

#[test]
fn the_list_of_resource_types_is_awss_schemas() {
    let mut services: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
    let files = files();
    for (name, file) in &files {
        let (service, last) = name.rsplit_once("::").expect("the name of a type");
        let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
        let service = services.entry(service).or_default();
        service.insert(last, line(last, &schema));
    }
    let mut list = String::new();
    for (service, types) in &services {
        list.push_str(&format!("# {service}\n"));
        for line in types.values() {
            list.push_str(&format!("{line}\n"));
        }
    }
    is_current(LIST, &list);
    let lines = list.lines().count();
    assert!(lines > 1_500, "{lines} lines");
    for name in files.keys() {
        assert!(ResourceType::named(name).is_some(), "{name}");
    }
}

/// A type's line: its properties, `!` before those that it needs, and its attributes behind `>`.
/// What is read only is no property; what is read only in the items of a list is no attribute.
fn line(name: &str, schema: &Json) -> String {
    let texts = |key: &str| -> BTreeSet<String> {
        let list = schema[key].as_array().into_iter().flatten();
        list.map(|text| text.as_str().expect("a text").to_owned())
            .collect()
    };
    let attributes: BTreeSet<String> = texts("readOnlyProperties")
        .iter()
        .filter(|path| !path.contains('*'))
        .map(|path| path.replace("/properties/", "").replace('/', "."))
        .collect();
    let required = texts("required");
    let mut words = vec![name.to_owned()];
    let properties: BTreeSet<&String> = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|all| all.keys())
        .collect();
    for property in properties {
        if !attributes.contains(property) {
            let mark = if required.contains(property) { "!" } else { "" };
            words.push(format!("{mark}{property}"));
        }
    }
    if !attributes.is_empty() {
        words.push(">".to_owned());
        words.extend(attributes);
    }
    words.join(" ")
}

/// Each type's name, and the file of its schema. The regions that have a type agree on it.
fn files() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in
        fs::read_dir(packages().join(SCHEMAS).join("providers")).expect("schemas by region")
    {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let region = path.file_name().and_then(|name| name.to_str());
        let region = format!("{SCHEMAS}/providers/{}", region.expect("a name"));
        for (name, file) in read(&region).as_object().expect("types") {
            let file = file.as_str().expect("a file's name").to_owned();
            if let Some(other) = found.insert(name.clone(), file.clone()) {
                assert_eq!(other, file, "{name} differs by region");
            }
        }
    }
    found
}

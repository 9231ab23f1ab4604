//! The catalogue's list of resource types, held against the schemas that the pinned cfn-lint has.
//! `BLESS=1` writes the list anew; then set `AS_OF` beside it to the date of the pinned version.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pipewright_core::catalogue::resource_types::ResourceType;
use serde_json::Value as Json;
use support::oracles::{SCHEMAS, packages, read};

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &list).expect("a list to write");
    }
    let ours = fs::read_to_string(&path).expect("the list");
    let ours: BTreeSet<&str> = ours.lines().collect();
    let theirs: BTreeSet<&str> = list.lines().collect();
    let differ: Vec<_> = ours.symmetric_difference(&theirs).take(10).collect();
    assert!(
        differ.is_empty(),
        "{LIST} is not what the schemas say; `BLESS=1 cargo test --test resource_types` writes it: {differ:#?}"
    );
    assert!(ours.len() > 1_500, "{} lines", ours.len());
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

/// The properties of each type that cannot be changed, a block for each service.
const CREATE_ONLY: &str = "pipeline-core/src/compare/create_only.txt";

#[test]
fn the_list_of_what_cannot_be_changed_is_awss_schemas() {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, file) in &files() {
        let (service, last) = name.rsplit_once("::").expect("the name of a type");
        let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
        let paths = schema["createOnlyProperties"].as_array();
        let paths = paths.into_iter().flatten();
        let paths = paths.map(|path| path.as_str().expect("a path"));
        let paths: BTreeSet<String> = paths
            .filter(|path| !path.contains('*'))
            .map(|path| {
                path.replacen("/properties/", "", 1)
                    .replace("/properties/", "/")
            })
            .collect();
        if !paths.is_empty() {
            let paths: Vec<String> = paths.into_iter().collect();
            let line = format!("{last} {}", paths.join(" "));
            let service = services.entry(service.to_owned()).or_default();
            service.insert(last.to_owned(), line);
        }
    }
    let mut list = String::new();
    for (service, types) in &services {
        list.push_str(&format!("# {service}\n"));
        for line in types.values() {
            list.push_str(&format!("{line}\n"));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CREATE_ONLY);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &list).expect("a list to write");
    }
    let ours = fs::read_to_string(&path).expect("the list");
    assert!(
        ours == list,
        "{CREATE_ONLY} is not what the schemas say; `BLESS=1 cargo test --test resource_types` writes it"
    );
    assert!(list.contains("\nRole Path RoleName\n"));
}

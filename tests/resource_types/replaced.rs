//! The lists of what makes a resource anew when it changes, and of what names one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::files;
use crate::support::oracles::{SCHEMAS, read};
use crate::support::page::is_current;

/// The properties of each type that cannot be changed, a block for each service.
const CREATE_ONLY: &str = "pipeline-core/src/create_only.txt";

#[test]
fn the_list_of_what_cannot_be_changed_is_awss_schemas() {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, file) in &files() {
        let (service, last) = name.rsplit_once("::").expect("the name of a type");
        let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
        // Whether a part of a list's element changes is seen at the list, where more may change.
        let paths = |property: &str| -> BTreeSet<(String, bool)> {
            let paths = schema[property].as_array().into_iter().flatten();
            let paths = paths.map(|path| path.as_str().expect("a path"));
            let paths = paths.map(|path| {
                let (path, whole) = match path.split_once("/*") {
                    Some((list, _)) => (list, false),
                    None => (path, true),
                };
                let path = path.replacen("/properties/", "", 1);
                (path.replace("/properties/", "/"), whole)
            });
            paths.collect()
        };
        let mut certain: BTreeMap<String, bool> = BTreeMap::new();
        let conditional = paths("conditionalCreateOnlyProperties");
        certain.extend(conditional.into_iter().map(|(path, _)| (path, false)));
        // Of one that is both, the certain.
        certain.extend(paths("createOnlyProperties"));
        let mark = |certain: &bool| if *certain { "" } else { "?" };
        let paths: Vec<String> = certain
            .iter()
            .map(|(path, certain)| format!("{path}{}", mark(certain)))
            .collect();
        if !paths.is_empty() {
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
    is_current(CREATE_ONLY, &list);
    assert!(list.contains("\nRole Path RoleName\n"));
    assert!(
        list.contains(" KeySchema? "),
        "what is made anew under a condition"
    );
}

/// The properties that name a resource of each type.
const IDENTIFIERS: &str = "pipeline-core/src/emitted/identifiers.txt";

#[test]
fn the_list_of_what_names_a_resource_is_awss_schemas() {
    let mut list = String::new();
    for (name, file) in &files() {
        let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
        let texts = |list: &Json| -> Vec<String> {
            let paths = list.as_array().into_iter().flatten();
            paths
                .map(|path| {
                    path.as_str()
                        .expect("a path")
                        .replacen("/properties/", "", 1)
                })
                .collect()
        };
        let read_only = texts(&schema["readOnlyProperties"]);
        let additional = schema["additionalIdentifiers"].as_array();
        let identifiers = [&schema["primaryIdentifier"]].into_iter();
        let mut identifiers = identifiers
            .chain(additional.into_iter().flatten())
            .map(texts);
        let settable = |path: &String| !path.contains('/') && !read_only.contains(path);
        if let Some(found) = identifiers.find(|all| !all.is_empty() && all.iter().all(settable)) {
            list.push_str(&format!("{name} {}\n", found.join(" ")));
        }
    }
    is_current(IDENTIFIERS, &list);
    assert!(list.contains("\nAWS::DynamoDB::Table TableName\n"));
    assert!(list.lines().count() > 500, "{}", list.lines().count());
}

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

/// What stands in properties, a block for each service.
const PARTS: &str = "pipeline-core/model/src/catalogue/resource_parts.txt";

/// What a property takes: the number of a map, and the sign of the form, `[` for a list of such maps and
/// `~` where the schema leaves it open.
type Taken = (usize, &'static str);

/// A map that a schema describes: whether it can have more, and for each of its properties whether
/// it must be there, and the map that it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    open: bool,
    properties: BTreeMap<String, (bool, Option<Taken>)>,
}

/// The maps of the types of one service.
#[derive(Default)]
struct Parts {
    all: Vec<Part>,
    /// The numbers of definitions, by their schema and reference.
    known: BTreeMap<(String, String), usize>,
}

impl Parts {
    /// The map that a property takes, or that the items of its list are.
    fn taken(&mut self, (name, schema): (&str, &Json), node: &Json) -> Option<Taken> {
        let number = self.of((name, schema), node)?;
        Some((number, form(schema, node)))
    }

    /// The number of that map.
    fn of(&mut self, (name, schema): (&str, &Json), node: &Json) -> Option<usize> {
        if let Some(reference) = node["$ref"].as_str() {
            let key = (name.to_owned(), reference.to_owned());
            if let Some(known) = self.known.get(&key) {
                return Some(*known);
            }
            let target = schema.pointer(reference.strip_prefix('#')?)?;
            return match has_properties(target) {
                true => Some(self.add((name, schema), target, Some(key))),
                false => self.of((name, schema), target),
            };
        }
        if node.get("items").is_some() {
            return self.of((name, schema), &node["items"]);
        }
        has_properties(node).then(|| self.add((name, schema), node, None))
    }

    fn add(
        &mut self,
        (name, schema): (&str, &Json),
        node: &Json,
        key: Option<(String, String)>,
    ) -> usize {
        let number = self.all.len();
        self.all.push(Part::default());
        if let Some(key) = key {
            self.known.insert(key, number);
        }
        let mut part = Part {
            open: node["additionalProperties"] != Json::Bool(false)
                || node.get("patternProperties").is_some(),
            ..Part::default()
        };
        let required = node["required"].as_array().into_iter().flatten();
        let required: BTreeSet<&str> = required.filter_map(Json::as_str).collect();
        let mut nodes = vec![node];
        // What one of several forms has, the map can have.
        for form in ["oneOf", "anyOf", "allOf"] {
            nodes.extend(node[form].as_array().into_iter().flatten());
        }
        for found in nodes {
            for (property, inner) in found["properties"].as_object().into_iter().flatten() {
                let taken = self.taken((name, schema), inner);
                let is_needed = required.contains(property.as_str());
                let entry = part.properties.entry(property.clone());
                let entry = entry.or_insert((is_needed, taken));
                entry.1 = entry.1.or(taken);
            }
        }
        self.all[number] = part;
        number
    }

    /// For each map the number of its class: maps that have the same, at any depth, are of one.
    fn classes(&self) -> Vec<usize> {
        let mut classes = vec![0; self.all.len()];
        let mut count = 1;
        loop {
            let mut seen = BTreeMap::new();
            let refined: Vec<usize> = self
                .all
                .iter()
                .zip(&classes)
                .map(|(part, class)| {
                    let mut part = part.clone();
                    for (_, taken) in part.properties.values_mut() {
                        *taken = taken.map(|(number, form)| (classes[number], form));
                    }
                    let next = seen.len();
                    *seen.entry((*class, part)).or_insert(next)
                })
                .collect();
            classes = refined;
            if seen.len() == count {
                return classes;
            }
            count = seen.len();
        }
    }
}

/// The sign of the form of a property.
fn form(schema: &Json, node: &Json) -> &'static str {
    if let Some(reference) = node["$ref"].as_str() {
        let target = reference
            .strip_prefix('#')
            .and_then(|it| schema.pointer(it));
        return target.map_or("~", |target| form(schema, target));
    }
    let forms = ["oneOf", "anyOf", "allOf"];
    let of_its_kind = forms.iter().any(|form| node.get(form).is_some());
    match node["type"].as_str() {
        Some("array") => "[",
        Some("object") => "",
        None if node.get("type").is_none() && !of_its_kind => match has_properties(node) {
            true => "",
            false if node.get("items").is_some() => "[",
            false => "~",
        },
        _ => "~",
    }
}

fn has_properties(node: &Json) -> bool {
    node["properties"]
        .as_object()
        .is_some_and(|all| !all.is_empty())
}

#[test]
fn the_list_of_what_stands_in_properties_is_awss_schemas() {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, file) in &files() {
        let (service, last) = name.rsplit_once("::").expect("the name of a type");
        let service = services.entry(service.to_owned()).or_default();
        service.insert(last.to_owned(), file.clone());
    }
    let mut list = String::new();
    for (service, types) in &services {
        let mut parts = Parts::default();
        let mut lines: Vec<(&String, Vec<(String, Taken)>)> = Vec::new();
        for (last, file) in types {
            let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
            let properties = schema["properties"].as_object().into_iter().flatten();
            let taken = properties.filter_map(|(property, node)| {
                Some((property.clone(), parts.taken((last, &schema), node)?))
            });
            let taken: Vec<(String, Taken)> = taken.collect();
            if !taken.is_empty() {
                lines.push((last, taken));
            }
        }
        if lines.is_empty() {
            continue;
        }
        let classes = parts.classes();
        let word = |name: &str, taken: Option<Taken>| match taken {
            Some((number, form)) => format!("{name}:{form}{}", classes[number]),
            None => name.to_owned(),
        };
        list.push_str(&format!("# {service}\n"));
        for (last, taken) in lines {
            let taken = taken.iter().map(|(name, taken)| word(name, Some(*taken)));
            let taken: Vec<String> = taken.collect();
            list.push_str(&format!("{last} {}\n", taken.join(" ")));
        }
        list.push_str("=\n");
        let mut written = 0;
        for (part, class) in parts.all.iter().zip(&classes) {
            // Classes are numbered in the order of their first map.
            if *class != written {
                continue;
            }
            written += 1;
            let properties = part.properties.iter().map(|(name, (needed, taken))| {
                let mark = if *needed { "!" } else { "" };
                format!("{mark}{}", word(name, *taken))
            });
            let open = part.open.then(|| "*".to_owned());
            let words: Vec<String> = open.into_iter().chain(properties).collect();
            list.push_str(&format!("{}\n", words.join(" ")));
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PARTS);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &list).expect("a list to write");
    }
    let ours = fs::read_to_string(&path).expect("the list");
    assert!(
        ours == list,
        "{PARTS} is not what the schemas say; `BLESS=1 cargo test --test resource_types` writes it"
    );
    // It is a part of every compiled pipeline's build.
    assert!(list.len() < 600_000, "{} bytes", list.len());
}

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
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(IDENTIFIERS);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &list).expect("a list to write");
    }
    let ours = fs::read_to_string(&path).expect("the list");
    assert!(
        ours == list,
        "{IDENTIFIERS} is not what the schemas say; `BLESS=1 cargo test --test resource_types` writes it"
    );
    assert!(list.contains("\nAWS::DynamoDB::Table TableName\n"));
    assert!(list.lines().count() > 500, "{}", list.lines().count());
}

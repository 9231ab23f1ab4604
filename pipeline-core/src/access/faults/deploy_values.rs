//! Faults in what templates say of values that are known only when a stack is deployed.

use std::collections::BTreeMap;

use super::samples::deploy_time;
use crate::access::verify;
use crate::pipeline::Pipeline;
use crate::plan::{Deployment, plan};
use crate::render::{Template, render};
use serde_json::{Value, json};

/// A fault of a template, with the code that tells of it.
struct Planted {
    kind: &'static str,
    code: &'static str,
    template: usize,
    change: Change,
}

enum Change {
    /// A parameter's key gets this value, or none.
    Parameter(String, &'static str, Option<Value>),
    /// A text of a resource is replaced.
    Text(String, String, String),
}

impl Planted {
    fn plant(&self, template: &mut Template) {
        match &self.change {
            Change::Parameter(logical, key, value) => {
                let body = template.parameters_mut().get_mut(logical);
                let body = body.and_then(Value::as_object_mut).expect("a parameter");
                match value {
                    Some(value) => body.insert((*key).to_owned(), value.clone()),
                    None => body.remove(*key),
                };
            }
            Change::Text(logical, from, to) => {
                let body = template.resources_mut().get_mut(logical);
                let body = body.expect("a resource");
                let changed = body.to_string().replace(from, to);
                *body = serde_json::from_str(&changed).expect("JSON");
            }
        }
    }
}

fn codes(deployment: &Deployment<'_>, templates: &[Template]) -> Vec<&'static str> {
    match verify(deployment, templates) {
        Ok(report) => report.warnings.iter().map(|found| found.code.id).collect(),
        Err(findings) => findings.iter().map(|found| found.code.id).collect(),
    }
}

/// The faults of the parameters and the references of a template.
fn faults(number: usize, template: &Template) -> Vec<Planted> {
    let mut out = Vec::new();
    let mut add = |kind, code, change| {
        out.push(Planted {
            kind,
            code,
            template: number,
            change,
        });
    };
    for (logical, body) in template.parameters() {
        let set = |key, value| Change::Parameter(logical.clone(), key, value);
        let has = |key: &str| body.get(key).is_some();
        if has("AllowedPattern") {
            let kind = "a pattern that is left out";
            add(kind, "P473", set("AllowedPattern", None));
            let kind = "a pattern that takes everything";
            add(kind, "P473", set("AllowedPattern", Some(json!(".*"))));
            let kind = "a default that is a wildcard";
            add(kind, "P473", set("Default", Some(json!("*"))));
            let kept = json!("AWS::SSM::Parameter::Value<String>");
            // A value that two accounts look up is told of as that.
            let code = match logical.as_str() {
                "ParameterDeployer" | "ParameterArtifacts" => "P510",
                _ => "P469",
            };
            add(
                "a parameter that is looked up",
                code,
                set("Type", Some(kept)),
            );
        }
        if has("NoEcho") {
            add("a secret that is shown", "P472", set("NoEcho", None));
        }
        let other = Some(json!("/other"));
        add("another default", "P510", set("Default", other));
        add("another type", "P510", set("Type", Some(json!("Any"))));
    }
    for (logical, body) in template.resources() {
        let text =
            |from: &str, to: &str| Change::Text(logical.clone(), from.to_owned(), to.to_owned());
        let text_of = body.to_string();
        if body["Type"] != "AWS::IAM::Role" {
            continue;
        }
        if text_of.contains("arn:aws:s3:::shop-") {
            let kind = "a statement that could be about a store";
            add(kind, "P470", text("arn:aws:s3:::shop-", "arn:aws:s3:::"));
        }
        let function = json!({ "Ref": "ParameterFunction" }).to_string();
        if text_of.contains(&function) {
            let import = json!({ "Fn::ImportValue": "network-Subnets" }).to_string();
            let kind = "a value of two accounts";
            add(kind, "P471", text(&function, &import));
            let other = json!({ "Ref": "ParameterBucket" }).to_string();
            add("another value", "P510", text(&function, &other));
            add("a wildcard", "P511", text(&function, "\"*\""));
        }
    }
    out
}

#[test]
fn every_fault_of_a_value_at_deployment_is_told() {
    let pipeline: Pipeline = deploy_time();
    let deployment = plan(&pipeline).expect("a deployment");
    let templates = render(&deployment).expect("templates");
    // The tag of the image is looked up, and stands in no policy.
    assert_eq!(codes(&deployment, &templates), [""; 0]);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    for (number, template) in templates.iter().enumerate() {
        for fault in faults(number, template) {
            let mut broken = render(&deployment).expect("templates");
            fault.plant(&mut broken[fault.template]);
            let found = codes(&deployment, &broken);
            *kinds.entry(fault.kind).or_default() += 1;
            if !found.contains(&fault.code) {
                let what = match &fault.change {
                    Change::Parameter(logical, key, _) => format!("{logical}/{key}"),
                    Change::Text(logical, from, _) => format!("{logical}: {from}"),
                };
                missed.push(format!(
                    "{} of stack {number}, {what}: {} is not in {found:?}",
                    fault.kind, fault.code
                ));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert_eq!(kinds.len(), 11, "{kinds:?}");
}

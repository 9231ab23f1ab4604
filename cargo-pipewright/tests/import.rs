//! What `import` makes of templates that pipewright wrote: a pipeline that gives the same again.

#[path = "support/generated.rs"]
mod generated;
#[allow(dead_code, reason = "what other tests ask of it is not asked here")]
#[path = "../../tests/support/kinds.rs"]
mod kinds;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pipewright::Pipeline;
use pipewright_core::catalogue::KINDS;
use serde_json::{Map, Value, json};

use support::run;

const TYPE: &str = "AWS::CodePipeline::Pipeline";

/// The properties of pipelines in templates, by their names, as far as import keeps them.
fn kept(templates: impl IntoIterator<Item = Value>) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    for template in templates {
        for resource in resources(&template).values() {
            if resource["Type"] != TYPE {
                continue;
            }
            let properties = &resource["Properties"];
            let name = properties["Name"].as_str().expect("a name").to_owned();
            let mut out = Map::new();
            for (key, value) in properties.as_object().expect("properties") {
                let ours = ["RoleArn", "ArtifactStore", "ArtifactStores", "Tags"];
                if !ours.contains(&key.as_str()) {
                    out.insert(key.clone(), comparable(&template, key, value));
                }
            }
            found.insert(name, Value::Object(out));
        }
    }
    found
}

fn resources(template: &Value) -> &Map<String, Value> {
    template["Resources"].as_object().expect("resources")
}

/// A property without the roles that pipelines act with, and with what a name stands for in the
/// place of names that pipewright makes.
fn comparable(template: &Value, key: &str, value: &Value) -> Value {
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| comparable(template, key, item))
            .collect(),
        Value::Object(map) => {
            let is_reference =
                map.len() == 1 && (map.contains_key("Ref") || map.contains_key("Fn::GetAtt"));
            if key == "ProjectName" || is_reference {
                return referred(template, value);
            }
            let mut out = Map::new();
            for (inner, value) in map {
                // The role of an action; that which CloudFormation gets stands in a configuration.
                if inner == "RoleArn" && key != "Configuration" {
                    continue;
                }
                out.insert(inner.clone(), comparable(template, inner, value));
            }
            out.into()
        }
        Value::String(text) if key == "ProjectName" => {
            let named = resources(template).iter().find(|(_, resource)| {
                resource["Type"] == "AWS::CodeBuild::Project"
                    && resource["Properties"]["Name"] == *text
            });
            named.map_or_else(
                || value.clone(),
                |(id, _)| referred(template, &json!({ "Ref": id })),
            )
        }
        Value::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        other => other.clone(),
    }
}

/// What a reference to a role or a project stands for, whatever its logical id.
fn referred(template: &Value, reference: &Value) -> Value {
    let id = reference["Ref"]
        .as_str()
        .or(reference["Fn::GetAtt"][0].as_str())
        .expect("a reference");
    let Some(resource) = resources(template).get(id) else {
        // A parameter keeps its default.
        let parameter = &template["Parameters"][id];
        return json!({ "type": parameter["Type"], "default": parameter["Default"] });
    };
    let properties = &resource["Properties"];
    match resource["Type"].as_str() {
        Some("AWS::CodeBuild::Project") => json!({
            "environment": comparable(template, "", &properties["Environment"]),
            "source": properties["Source"],
            "cache": properties["Cache"],
            "vpc": comparable(template, "", &properties["VpcConfig"]),
            "minutes": comparable(template, "", &properties["TimeoutInMinutes"]),
        }),
        Some("AWS::IAM::Role") => json!({
            "managed": properties["ManagedPolicyArns"],
        }),
        other => json!(other),
    }
}

fn templates_of(pipelines: &[Pipeline]) -> Vec<Value> {
    let assembly = pipewright_core::testing::synthesize(pipelines);
    let assembly = assembly.unwrap_or_else(|found| panic!("{found}"));
    assembly.templates().map(|(_, template)| template).collect()
}

fn templates_in(folder: &Path) -> Vec<Value> {
    support::files(folder, "json")
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".template.json"))
        .map(|path| {
            let text = fs::read_to_string(path).expect("a template");
            serde_json::from_str(&text).expect("JSON")
        })
        .collect()
}

/// Imports the templates of pipelines that live in one home, and compares what is built of them.
/// Returns the number of pipelines.
#[track_caller]
fn round_trips(pipelines: &[Pipeline], region: &str) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let templates = templates_of(pipelines);
    let mut arguments = vec![
        "import",
        "--account",
        "111111111111",
        "--region",
        region,
        "--plain",
        "--out",
        "new",
        "--quiet",
    ];
    let mut names = Vec::new();
    for (number, template) in templates.iter().enumerate() {
        if resources(template)
            .values()
            .any(|resource| resource["Type"] == TYPE)
        {
            let name = format!("{number}.json");
            fs::write(folder.path().join(&name), template.to_string()).expect("a file");
            names.push(name);
        }
    }
    arguments.extend(names.iter().map(String::as_str));
    let imported = run(folder.path(), arguments.iter().copied());
    assert_eq!(imported.code, 0, "{}", imported.err);
    let files = support::files(&folder.path().join("new"), "pipeline");
    assert_eq!(files.len(), pipelines.len());
    let paths: Vec<String> = files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut arguments = vec!["build", "--out", "out", "--quiet"];
    arguments.extend(paths.iter().map(String::as_str));
    run(folder.path(), arguments).succeeds();
    let (before, after) = (
        kept(templates),
        kept(templates_in(&folder.path().join("out"))),
    );
    assert_eq!(before.len(), pipelines.len());
    for (name, before) in &before {
        let text = fs::read_to_string(folder.path().join(format!("new/{name}.pipeline")))
            .unwrap_or_default();
        let (before, after) = (pretty(before), pretty(&after[name]));
        assert!(
            before == after,
            "{name}\n{}\n{text}",
            similar::TextDiff::from_lines(&before, &after).unified_diff()
        );
    }
    before.len()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON")
}

#[test]
fn every_example() {
    for (name, pipeline) in examples::all() {
        let pipeline = pipeline.unwrap_or_else(|found| panic!("{name}: {found}"));
        let region = match name {
            "minimal" | "gates" => "eu-central-1",
            _ => "us-east-1",
        };
        assert_eq!(round_trips(&[pipeline], region), 1, "{name}");
    }
}

#[test]
fn every_kind() {
    let mut count = 0;
    for kind in KINDS {
        let own = if kind.pipeline_types.contains(&"V2") {
            "V2"
        } else {
            "V1"
        };
        let pipeline = kinds::pipeline_of_type(kind, "kinds", own);
        count += round_trips(&[pipeline], "us-east-1");
    }
    assert_eq!(count, KINDS.len());
}

#[test]
fn generated_pipelines() {
    let all: Vec<Pipeline> = (0..200).map(generated::pipeline).collect();
    let count: usize = all
        .chunks(50)
        .map(|some| round_trips(some, "us-east-1"))
        .sum();
    assert_eq!(count, 200);
}

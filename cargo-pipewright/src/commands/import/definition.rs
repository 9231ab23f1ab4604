//! The pipelines of a file, whatever form they have there.

use std::cell::RefCell;
use std::collections::BTreeSet;

use pipewright_model::arn::Arn;
use pipewright_model::catalogue::region;
use serde_json::{Map, Value, json};

use super::intrinsics::{Template, is_nothing, plain, shown_below};
use super::marks::Marks;
use super::names::in_a_comment;

pub(super) const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// What is known besides the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    /// The file's name without its extension.
    pub(super) stem: String,
}

/// A pipeline of a file.
#[derive(Debug)]
pub(super) struct Definition {
    pub(super) name: String,
    /// Its logical id, of a template.
    pub(super) id: Option<String>,
    /// The properties of `AWS::CodePipeline::Pipeline`. In its stages no `Fn::If` has chosen yet.
    pub(super) properties: Value,
    /// The whole of it, as it stands in the file.
    pub(super) raw: Value,
    pub(super) template: Template,
    /// What was guessed.
    pub(super) remarks: Vec<String>,
}

/// The pipelines of a tree, or why there is none.
pub(super) fn all(tree: &Value, known: &Known) -> Result<Vec<Definition>, String> {
    match tree {
        Value::Array(items) if !items.is_empty() && items.iter().all(is_answer) => {
            Ok(items.iter().map(|item| of_answer(item, known)).collect())
        }
        Value::Object(_) if is_answer(tree) => Ok(vec![of_answer(tree, known)]),
        Value::Object(map) if map.contains_key("Resources") => of_template(map, known),
        Value::Object(map) if map.contains_key("pipelines") => Err(
            "is an answer of `list-pipelines`, which has their names only; ask `aws codepipeline \
             get-pipeline --name NAME` for each"
                .to_owned(),
        ),
        _ => Err("is no CloudFormation template and no answer of `get-pipeline`".to_owned()),
    }
}

/// Returns whether a tree is what `aws codepipeline get-pipeline` answers, or the inside of it.
fn is_answer(tree: &Value) -> bool {
    tree["pipeline"]["stages"].is_array() || tree["stages"].is_array() && tree["name"].is_string()
}

fn of_template(map: &Map<String, Value>, known: &Known) -> Result<Vec<Definition>, String> {
    let list = |key: &str| {
        map.get(key)
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    };
    let resources = list("Resources");
    let pipelines: Vec<(&String, &Value)> = resources
        .iter()
        .filter(|(_, resource)| resource["Type"] == PIPELINE)
        .collect();
    if pipelines.is_empty() {
        let is_a_loop = |key: &String| key.starts_with("Fn::ForEach");
        let why = if resources.keys().any(is_a_loop) {
            "; what its `Fn::ForEach` makes is not carried over"
        } else {
            ""
        };
        return Err(format!("has no resource of type `{PIPELINE}`{why}"));
    }
    let read = ["Parameters", "Mappings", "Conditions", "Resources"];
    let sections: Map<String, Value> = map
        .iter()
        .filter(|(key, _)| !read.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let (account, region, mut remarks) = home(known, None);
    for key in ["Parameters", "Conditions"] {
        let found = map.get(key).unwrap_or(&Value::Null);
        if map.contains_key(key) && !found.is_object() {
            remarks.push(shown_below(
                &format!("`{key}` of the template is no map"),
                found,
            ));
        }
    }
    let is_one = pipelines.len() == 1;
    let unnamed = |id: &str| {
        let name = if is_one {
            known.stem.clone()
        } else {
            format!("{}-{id}", known.stem)
        };
        let fine = |one: char| {
            if one.is_ascii_alphanumeric() || ".@_-".contains(one) {
                one
            } else {
                '-'
            }
        };
        let name: String = name.chars().map(fine).take(100).collect();
        if name.is_empty() {
            "pipeline".to_owned()
        } else {
            name
        }
    };
    let mut found = Vec::new();
    for (id, resource) in pipelines {
        let template = Template {
            parameters: list("Parameters"),
            mappings: map.get("Mappings").cloned().unwrap_or_default(),
            conditions: list("Conditions"),
            resources: resources.clone(),
            sections: sections.clone(),
            partition: partition(&region),
            account: account.clone(),
            region: region.clone(),
            stack_name: known.stem.clone(),
            taken: BTreeSet::new(),
            met: RefCell::default(),
        };
        let mut marks = Marks::default();
        let mut remarks = remarks.clone();
        remarks.extend(condition_of(&template, resource));
        let properties = properties(&template, &mut marks, &resource["Properties"]);
        remarks.append(&mut marks.take_remarks());
        let name = match properties.get("Name").map(|name| template.known(name)) {
            Some(Ok(name)) => name,
            Some(Err(why)) => {
                let words = format!("the pipeline's name is not known: {why}; it is");
                remarks.push(shown_below(&words, &properties["Name"]));
                unnamed(id)
            }
            None => {
                remarks
                    .push("the template leaves the pipeline's name to CloudFormation".to_owned());
                unnamed(id)
            }
        };
        found.push(Definition {
            name,
            id: Some(id.clone()),
            properties,
            raw: resource.clone(),
            template,
            remarks,
        });
    }
    Ok(found)
}

/// What the condition of a pipeline means for it.
fn condition_of(template: &Template, resource: &Value) -> Option<String> {
    let condition = resource.get("Condition")?;
    let shown = plain(condition).unwrap_or_else(|| condition.to_string());
    let how = match template.condition(&shown) {
        Some(true) => "is true by the defaults of the parameters",
        Some(false) => {
            "is false by the defaults of the parameters, so that the template makes no pipeline then"
        }
        None => "is not known",
    };
    Some(format!(
        "the template makes the pipeline under the condition `{}`, which {how}; here it has no condition",
        in_a_comment(&shown)
    ))
}

/// The properties, in which each `Fn::If` has chosen. Stages and their actions choose for themselves,
/// so that what is left out is told at its place.
fn properties(template: &Template, marks: &mut Marks, raw: &Value) -> Value {
    let chosen = template.chosen_itself(marks, raw);
    let Value::Object(map) = chosen else {
        marks.remark(shown_below(
            "the pipeline's properties are no map: they are",
            raw,
        ));
        return Value::Object(Map::new());
    };
    let mut out = Map::new();
    for (key, value) in map {
        let value = if key == "Stages" {
            template.chosen_itself(marks, &value)
        } else {
            template.chosen(marks, &value)
        };
        if !is_nothing(&value) {
            out.insert(key, value);
        }
    }
    out.into()
}

fn of_answer(answer: &Value, known: &Known) -> Definition {
    let pipeline = answer.get("pipeline").unwrap_or(answer);
    let arn = answer["metadata"]["pipelineArn"]
        .as_str()
        .and_then(Arn::parse);
    let role = pipeline["roleArn"].as_str().and_then(Arn::parse);
    let found = match (&arn, &role) {
        (Some(arn), _) => Some((arn.account.to_owned(), arn.region.to_owned())),
        (None, Some(role)) => Some((role.account.to_owned(), String::new())),
        _ => None,
    };
    let (account, region, mut remarks) = home(known, found);
    if !pipeline["name"].is_string() {
        let words = "the pipeline's name is not known: it is";
        remarks.push(shown_below(words, &pipeline["name"]));
    }
    let mut properties = capital(pipeline);
    if let Value::Object(stores) = &pipeline["artifactStores"] {
        properties["ArtifactStores"] = stores
            .iter()
            .map(|(region, store)| json!({ "Region": region, "ArtifactStore": capital(store) }))
            .collect();
    }
    Definition {
        name: pipeline["name"].as_str().unwrap_or("pipeline").to_owned(),
        id: None,
        properties,
        raw: json!({ "Properties": pipeline }),
        template: Template {
            parameters: Map::new(),
            mappings: Value::Null,
            conditions: Map::new(),
            resources: Map::new(),
            sections: Map::new(),
            partition: partition(&region),
            account,
            region,
            stack_name: known.stem.clone(),
            taken: BTreeSet::new(),
            met: RefCell::default(),
        },
        remarks,
    }
}

/// Home's account and region, and what was guessed of them.
fn home(known: &Known, found: Option<(String, String)>) -> (String, String, Vec<String>) {
    let mut remarks = Vec::new();
    let (account, region) = found.unwrap_or_default();
    let account = known
        .account
        .clone()
        .or(Some(account).filter(|text| is_account(text)));
    let region = known
        .region
        .clone()
        .or(Some(region).filter(|text| !text.is_empty()));
    let account = account.unwrap_or_else(|| {
        remarks.push(
            "the file does not say home's account: replace this id, or give `--account`".to_owned(),
        );
        "111111111111".to_owned()
    });
    let region = region.unwrap_or_else(|| {
        remarks.push(
            "the file does not say home's region: replace this one, or give `--region`".to_owned(),
        );
        "us-east-1".to_owned()
    });
    (account, region, remarks)
}

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|one| one.is_ascii_digit())
}

fn partition(of: &str) -> String {
    region::partition(of)
        .map_or("aws", |found| found.name)
        .to_owned()
}

/// A tree of the API with the keys of CloudFormation. The keys of a configuration are AWS's own
/// already.
fn capital(tree: &Value) -> Value {
    match tree {
        Value::Array(items) => items.iter().map(capital).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| {
                let mut chars = key.chars();
                let first = chars.next().map(|first| first.to_ascii_uppercase());
                let written: String = first.into_iter().chain(chars).collect();
                let is_free = key == "configuration";
                (
                    written,
                    if is_free {
                        value.clone()
                    } else {
                        capital(value)
                    },
                )
            })
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

//! A pipeline without the names that each of the two gives to what it makes.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::cast::Cast;
use crate::side::Side;
use crate::support::assembly::text;

/// An action, as it is held against the other's.
#[derive(Debug, PartialEq)]
pub(crate) struct Action {
    pub(crate) stage: String,
    pub(crate) name: String,
    /// Category, owner, provider, version.
    pub(crate) kind: [String; 4],
    pub(crate) region: String,
    pub(crate) order: u64,
    pub(crate) inputs: Vec<String>,
    pub(crate) outputs: Vec<String>,
    pub(crate) namespace: Option<String>,
    pub(crate) configuration: BTreeMap<String, String>,
    /// The account that it works in: its role's, or home.
    pub(crate) account: String,
}

/// The pipeline's name and type, and its actions in their order.
pub(crate) fn outline(side: &Side, cast: &Cast) -> (String, String, Vec<Action>) {
    let pipeline = side.only("AWS::CodePipeline::Pipeline");
    let mut actions = Vec::new();
    for stage in pipeline.properties["Stages"].as_array().unwrap() {
        for action in stage["Actions"].as_array().unwrap() {
            let kind = &action["ActionTypeId"];
            let part = |name: &str| text(&kind[name]).to_owned();
            let role = action["RoleArn"].as_str();
            let account = role.map_or(pipeline.stack.account.as_str(), |role| {
                role.split(':').nth(4).unwrap()
            });
            let configuration = action["Configuration"].as_object().into_iter().flatten();
            actions.push(Action {
                stage: text(&stage["Name"]).to_owned(),
                name: text(&action["Name"]).to_owned(),
                kind: ["Category", "Owner", "Provider", "Version"].map(part),
                region: action["Region"]
                    .as_str()
                    .unwrap_or(&pipeline.stack.region)
                    .to_owned(),
                order: action["RunOrder"].as_u64().unwrap_or(1),
                inputs: artifacts(&action["InputArtifacts"]),
                outputs: artifacts(&action["OutputArtifacts"]),
                namespace: action["Namespace"].as_str().map(str::to_owned),
                configuration: configuration
                    .map(|(key, value)| (key.clone(), cast.plain(&written(value))))
                    .collect(),
                account: account.to_owned(),
            });
        }
    }
    let kind = pipeline.properties["PipelineType"].as_str();
    let kind = kind.unwrap_or("V1").to_owned();
    (pipeline.name, kind, actions)
}

fn artifacts(list: &Json) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|one| text(&one["Name"]).to_owned()).collect()
}

/// CloudFormation makes a text of whatever stands in a configuration.
fn written(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

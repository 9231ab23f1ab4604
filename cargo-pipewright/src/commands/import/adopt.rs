//! `--adopt`: what lets CloudFormation take over a pipeline as it runs.
//!
//! An import change set makes the stack that `deploy.sh` changes afterwards, with the pipeline in it
//! as it is. So the pipeline keeps its name and its history.
//!
//! Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-new-stack.html>

use pipewright_core::builder::{Account, Action, Stage};
use pipewright_core::pipeline::Pipeline;
use serde_json::{Value, json};

use super::definition::{Definition, PIPELINE};

const SCRIPT: &str = include_str!("adopt.sh");

/// The files that adopt a pipeline, below the folder of the crate; or why there are none.
pub(super) fn files(definition: &Definition, file: &str) -> Result<Vec<(String, String)>, String> {
    if definition.id.is_some() {
        return Err(
            "`--adopt` takes a pipeline as it runs, and a template may say what does not run: import \
             what `aws codepipeline get-pipeline --name NAME` answers"
                .to_owned(),
        );
    }
    // Of such an answer, home alone is ever guessed.
    if let Some(guessed) = definition.remarks.first() {
        return Err(guessed.clone());
    }
    let Target { stack, logical_id } = target(definition)?;
    let mut properties = definition.properties.clone();
    if let Some(properties) = properties.as_object_mut() {
        // CodePipeline counts it; CloudFormation has no such property.
        properties.remove("Version");
    }
    let template = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            // An import asks for the policy; without it, there is none.
            logical_id.clone(): { "Type": PIPELINE, "DeletionPolicy": "Retain", "Properties": properties },
        },
    });
    let resources = json!([{
        "ResourceType": PIPELINE,
        "LogicalResourceId": logical_id,
        "ResourceIdentifier": { "Name": definition.name },
    }]);
    let script = SCRIPT
        .replace("@STACK@", &stack)
        .replace("@ACCOUNT@", &definition.template.account)
        .replace("@REGION@", &definition.template.region)
        // These two may hold such a word themselves.
        .replace("@FILE@", file)
        .replace("@NAME@", &definition.name);
    // Compact: CloudFormation takes 51,200 bytes without a bucket.
    Ok(vec![
        (
            format!("adopt/{file}.template.json"),
            format!("{template}\n"),
        ),
        (
            format!("adopt/{file}.resources.json"),
            format!("{resources:#}\n"),
        ),
        (format!("adopt/{file}.sh"), script),
    ])
}

/// Where the templates will have the pipeline.
struct Target {
    stack: String,
    logical_id: String,
}

/// Both follow from the pipeline's name and home alone, so that any pipeline of this name tells
/// them; the imported one may have errors yet.
fn target(definition: &Definition) -> Result<Target, String> {
    let home = Account::home("home", &*definition.template.account);
    let source = Action::new("Upload", "S3Source")
        .output("files")
        .set("s3_bucket", "files")
        .set("s3_object_key", "files.zip");
    let pipeline = Pipeline::builder(&*definition.name)
        .account(home.region(&*definition.template.region))
        .stage(Stage::new("Source").action(source))
        .stage(Stage::new("Approve").action(Action::new("Approve", "Manual")));
    let assembly = pipeline
        .build()
        .and_then(|pipeline| pipeline.synthesize())
        .map_err(|findings| {
            format!("the pipeline cannot be adopted under its name:\n{findings}")
        })?;
    let stacks = assembly.templates();
    let found = stacks.filter_map(|(file, template)| {
        let stack = file.strip_suffix(".template.json")?;
        let resources = template["Resources"].as_object()?;
        let is_pipeline = |(_, resource): &(&String, &Value)| resource["Type"] == PIPELINE;
        let (logical_id, _) = resources.iter().find(is_pipeline)?;
        Some(Target {
            stack: stack.to_owned(),
            logical_id: logical_id.clone(),
        })
    });
    found
        .last()
        .ok_or_else(|| "no stack of the templates has the pipeline".to_owned())
}

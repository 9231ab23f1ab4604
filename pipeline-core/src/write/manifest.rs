//! The cloud assembly's manifest, which the CDK CLI takes: `cdk deploy --app FOLDER --all`.

use serde_json::{Map, Value as Json, json};

use super::{Rendered, template_file};
use crate::plan::Stack;

/// The version of the assembly's form; later CLIs still read it.
const VERSION: &str = "36.0.0";

pub(super) fn manifest(rendered: &[Rendered<'_>]) -> String {
    let mut artifacts = Map::new();
    for found in rendered {
        for (stack, _) in found.stacks() {
            artifacts.insert(stack.name.clone(), artifact(found, stack));
        }
    }
    format!(
        "{:#}\n",
        json!({ "version": VERSION, "artifacts": artifacts })
    )
}

fn artifact(found: &Rendered<'_>, stack: &Stack) -> Json {
    let pipeline = found.deployment.pipeline;
    let account = &pipeline.accounts[stack.environment.account].id;
    let region = &stack.environment.region;
    // The roles that `cdk bootstrap` makes: the CLI assumes the first one, which hands the
    // second one to CloudFormation.
    let bootstrap_role = |role: &str| {
        format!(
            "arn:{}:iam::{account}:role/cdk-hnb659fds-{role}-{account}-{region}",
            pipeline.partition()
        )
    };
    let earlier: Vec<&str> = found
        .deployment
        .stacks
        .iter()
        .filter(|other| other.wave == previous_wave(found, stack))
        .map(|other| other.name.as_str())
        .collect();
    json!({
        "type": "aws:cloudformation:stack",
        "environment": format!("aws://{account}/{region}"),
        "dependencies": earlier,
        "displayName": stack.name,
        "properties": {
            "assumeRoleArn": bootstrap_role("deploy-role"),
            "cloudFormationExecutionRoleArn": bootstrap_role("cfn-exec-role"),
            "stackName": stack.name,
            "tags": {},
            "templateFile": template_file(stack),
            "terminationProtection": false,
            "validateOnSynth": false,
        },
    })
}

/// The last wave before a stack's own that has a stack.
fn previous_wave(found: &Rendered<'_>, stack: &Stack) -> usize {
    let waves = found.deployment.stacks.iter().map(|other| other.wave);
    waves
        .filter(|wave| *wave < stack.wave)
        .max()
        .unwrap_or_default()
}

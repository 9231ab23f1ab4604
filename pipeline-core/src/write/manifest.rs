//! The cloud assembly's manifest, which the CDK CLI takes: `cdk deploy --app FOLDER --all`.
//! A template that is too large to be sent directly is an asset there: the CLI uploads it
//! to the bucket of `cdk bootstrap`, with the role that may do so in the stack's account.

use super::{ASSETS, Rendered, is_large, template_file};
use crate::plan::Stack;
use crate::render::Template;
use serde_json::{Map, Value, json};

/// The version of the assembly's form; later CLIs still read it.
const VERSION: &str = "36.0.0";

/// The version of the bootstrap that first had what an asset takes, and where an account
/// says which one it has.
///
/// Source: <https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html>
const BOOTSTRAP: (u32, &str) = (6, "/cdk-bootstrap/hnb659fds/version");

pub(super) fn manifest(rendered: &[Rendered<'_>]) -> String {
    let mut artifacts = Map::new();
    for found in rendered {
        for (stack, template) in found.stacks() {
            let mut one = artifact(found, stack);
            if is_large(template) {
                let (id, asset) = asset_artifact(stack);
                uploaded_first(&mut one, &id, &Place::of(found, stack), template);
                artifacts.insert(id, asset);
            }
            artifacts.insert(stack.name.clone(), one);
        }
    }
    format!(
        "{:#}\n",
        json!({ "version": VERSION, "artifacts": artifacts })
    )
}

/// The asset manifests, by file name: the CDK CLI uploads what they list before it deploys.
pub(super) fn assets(rendered: &[Rendered<'_>]) -> Vec<(String, String)> {
    let all = rendered.iter().flat_map(|found| {
        let large = found.stacks().filter(|(_, template)| is_large(template));
        large.map(|(stack, template)| {
            let asset = asset(stack, &Place::of(found, stack), template);
            (assets_file(stack), format!("{asset:#}\n"))
        })
    });
    all.collect()
}

fn artifact(found: &Rendered<'_>, stack: &Stack) -> Value {
    let place = Place::of(found, stack);
    let previous = previous_wave(found, stack);
    let mut earlier = Vec::new();
    for other in &found.deployment.stacks {
        if other.wave == previous {
            earlier.push(other.name.as_str());
        }
    }
    let shared = found.deployment.shared_stacks();
    if previous < 2 && stack.wave > 1 {
        // The stack of a store that several pipelines share may be listed with another one.
        let others = shared.iter().map(String::as_str);
        earlier.extend(
            others.filter(|name| !found.deployment.stacks.iter().any(|own| own.name == *name)),
        );
    }
    earlier.extend(stack.after.iter().map(String::as_str));
    json!({
        "type": "aws:cloudformation:stack",
        "environment": format!("aws://{}/{}", place.account, place.region),
        "dependencies": earlier,
        "displayName": &stack.name,
        "properties": {
            "assumeRoleArn": place.role("deploy-role"),
            "cloudFormationExecutionRoleArn": place.role("cfn-exec-role"),
            "stackName": &stack.name,
            "tags": {},
            "templateFile": template_file(stack),
            "terminationProtection": false,
            "validateOnSynth": false,
        },
    })
}

/// The environment of a stack, as the CDK writes it.
struct Place<'a> {
    partition: &'a str,
    account: &'a str,
    region: &'a str,
}

impl<'a> Place<'a> {
    fn of(found: &Rendered<'a>, stack: &'a Stack) -> Place<'a> {
        let pipeline = found.deployment.pipeline;
        Place {
            partition: pipeline.partition(),
            account: pipeline.accounts[stack.environment.account].id.as_str(),
            region: stack.environment.region.as_str(),
        }
    }

    /// A role that `cdk bootstrap` makes: the CLI assumes the first one, which hands the
    /// second one to CloudFormation; the third one uploads.
    fn role(&self, role: &str) -> String {
        let Place {
            partition,
            account,
            region,
        } = self;
        format!("arn:{partition}:iam::{account}:role/cdk-hnb659fds-{role}-{account}-{region}")
    }

    /// The bucket that `cdk bootstrap` makes.
    fn bucket(&self) -> String {
        format!("cdk-hnb659fds-assets-{}-{}", self.account, self.region)
    }
}

fn assets_file(stack: &Stack) -> String {
    format!("{}{ASSETS}", stack.name)
}

fn asset_artifact(stack: &Stack) -> (String, Value) {
    let (version, parameter) = BOOTSTRAP;
    let artifact = json!({
        "type": "cdk:asset-manifest",
        "properties": {
            "file": assets_file(stack),
            "requiresBootstrapStackVersion": version,
            "bootstrapStackVersionSsmParameter": parameter,
        },
    });
    (format!("{}.assets", stack.name), artifact)
}

/// Has a stack's template taken from the bucket, once the asset is there.
fn uploaded_first(artifact: &mut Value, asset: &str, place: &Place<'_>, template: &Template) {
    if let Some(dependencies) = artifact["dependencies"].as_array_mut() {
        dependencies.push(json!(asset));
    }
    let (version, parameter) = BOOTSTRAP;
    let url = format!("s3://{}/{}", place.bucket(), object_key(template));
    let properties = &mut artifact["properties"];
    properties["stackTemplateAssetObjectUrl"] = json!(url);
    properties["additionalDependencies"] = json!([asset]);
    properties["requiresBootstrapStackVersion"] = json!(version);
    properties["bootstrapStackVersionSsmParameter"] = json!(parameter);
}

fn asset(stack: &Stack, place: &Place<'_>, template: &Template) -> Value {
    let key = object_key(template);
    let id = key.trim_end_matches(".json").to_owned();
    let destination = json!({
        "bucketName": place.bucket(),
        "objectKey": key,
        "region": place.region,
        "assumeRoleArn": place.role("file-publishing-role"),
    });
    let environment = format!("{}-{}", place.account, place.region);
    let file = json!({
        "displayName": format!("Template of {}", stack.name),
        "source": { "path": template_file(stack), "packaging": "file" },
        "destinations": { environment: destination },
    });
    json!({ "version": VERSION, "files": { id: file }, "dockerImages": {} })
}

/// A name by the content: the CLI takes an object that is there already for the same one.
fn object_key(template: &Template) -> String {
    format!("{:032x}.json", template.hash())
}

/// The last wave before a stack's own that has a stack.
fn previous_wave(found: &Rendered<'_>, stack: &Stack) -> usize {
    let waves = found.deployment.stacks.iter().map(|other| other.wave);
    waves
        .filter(|wave| *wave < stack.wave)
        .max()
        .unwrap_or_default()
}

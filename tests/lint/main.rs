//! Every example's templates, and those of a pipeline with each kind of action, judged by
//! two linters that others wrote, and every example's deploy script, by a third.

mod linters;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_core::catalogue::KINDS;
use serde_json::{Map, Value, json};

use linters::{Finding, Linter, judge, shellcheck};
use support::{examples, kinds};

/// Findings that are not ours to mend, and why. One that no example meets any more
/// fails the test.
const EXCUSED: &[Excuse] = &[
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "E3050",
        reason: "it asks for `GetAtt` in place of `Ref` for a role with a path, where `GetAtt` stands",
        holds: stands_as_get_att,
    },
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "W9002",
        reason: "the role is one that exists or of another stack, and no resource of the template",
        holds: is_an_arn_of_iam,
    },
    Excuse {
        linter: Linter::CloudFormationValidate,
        rule: "W9013",
        reason: "the role, the boundary or the key is one that exists or of another stack, in a known account",
        holds: has_what_exists,
    },
];

struct Excuse {
    linter: Linter,
    rule: &'static str,
    reason: &'static str,
    /// Whether the reason is true of what was found, by the place in its template.
    holds: fn(&Value) -> bool,
}

/// Whether a value is the ARN of another resource by `Fn::GetAtt`.
fn stands_as_get_att(value: &Value) -> bool {
    value["Fn::GetAtt"][0].is_string() && value["Fn::GetAtt"][1] == "Arn"
}

fn is_an_arn_of_iam(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.starts_with("arn:aws:iam::")
}

/// Whether a resource has a role, a boundary or a key by its ARN.
fn has_what_exists(resource: &Value) -> bool {
    let key = resource["Properties"]["EncryptionKey"].as_str();
    if key.is_some_and(|key| key.starts_with("arn:aws:kms:")) {
        return true;
    }
    ["PermissionsBoundary", "RoleArn", "ServiceRole"]
        .iter()
        .any(|property| is_an_arn_of_iam(&resource["Properties"][property]))
}

#[test]
fn both_linters_accept_every_example() {
    let names = examples::names();
    assert!(!names.is_empty(), "no example: nothing was judged");

    let mut refused = Vec::new();
    let mut met = BTreeSet::new();
    for name in &names {
        let folder = examples::synthesize(name);
        for finding in judge(&folder) {
            match excuse(&folder, &finding) {
                Some(index) => _ = met.insert(index),
                None => refused.push(format!("{name}: {finding}")),
            }
        }
    }
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
    for (index, unused) in EXCUSED.iter().enumerate() {
        let Excuse { rule, reason, .. } = unused;
        assert!(
            met.contains(&index),
            "nothing needs the excuse of {rule} ({reason})"
        );
    }
}

/// An action of each kind, in a pipeline of each type that knows it. Stores are the same
/// for all kinds, and roles for both types; the examples have those too.
#[test]
fn both_linters_accept_every_kind() {
    let folder = fresh("kinds");
    let mut artifacts = Map::new();
    for kind in KINDS {
        for (index, own) in kind.pipeline_types.iter().enumerate() {
            let name = format!("{}-{own}", kind.name);
            let assembly = kinds::pipeline_of_type(kind, &name, own).synthesize();
            let assembly = assembly.unwrap_or_else(|found| panic!("{name}: {found:?}"));
            let manifest: Value = serde_json::from_str(&assembly.files()["manifest.json"]).unwrap();
            for (id, stack) in manifest["artifacts"].as_object().unwrap() {
                let wanted = if index == 0 {
                    !id.contains("-artifacts-")
                } else {
                    id.contains("-pipeline-")
                };
                if !wanted || stack["type"] != "aws:cloudformation:stack" {
                    continue;
                }
                let file = stack["properties"]["templateFile"].as_str().unwrap();
                fs::write(folder.join(file), &assembly.files()[file]).unwrap();
                artifacts.insert(id.clone(), stack.clone());
            }
        }
    }
    let types: usize = KINDS.iter().map(|kind| kind.pipeline_types.len()).sum();
    assert!(artifacts.len() > types, "nothing was judged");
    let manifest = json!({ "version": "36.0.0", "artifacts": artifacts });
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    let refused: Vec<String> = judge(&folder)
        .iter()
        .filter(|finding| excuse(&folder, finding).is_none())
        .map(Finding::to_string)
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

/// The excuse is one of a place, and not of a rule.
#[test]
fn a_reference_by_name_is_not_excused() {
    let role = json!({
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Path": "/teams/",
            "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": { "Service": "codebuild.amazonaws.com" },
            }] },
        },
    });
    let project = json!({
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Artifacts": { "Type": "CODEPIPELINE" },
            "Source": { "Type": "CODEPIPELINE" },
            "Environment": {
                "ComputeType": "BUILD_GENERAL1_SMALL",
                "Image": "aws/codebuild/standard:7.0",
                "Type": "LINUX_CONTAINER",
            },
            "ServiceRole": { "Ref": "Role" },
        },
    });
    let folder = assembly(
        "by-name",
        &json!({ "Resources": { "Role": role, "Project": project } }),
    );
    let found = judge(&folder);
    assert!(
        found
            .iter()
            .any(|finding| finding.rule == "E3050" && excuse(&folder, finding).is_none()),
        "{found:?}"
    );
}

#[test]
fn shellcheck_accepts_every_deploy_script() {
    for name in examples::names() {
        let found = shellcheck(&examples::synthesize(&name).join("deploy.sh"));
        assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
    }
}

#[test]
fn shellcheck_refuses_a_word_that_falls_apart() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lint");
    fs::create_dir_all(&folder).unwrap();
    let script = folder.join("falls-apart.sh");
    fs::write(&script, "#!/usr/bin/env bash\nrm $1\n").unwrap();
    assert!(!shellcheck(&script).is_empty());
}

#[test]
fn both_linters_refuse_an_unknown_property() {
    refused_by_both(json!({
        "Resources": { "Store": { "Type": "AWS::S3::Bucket", "Properties": { "BuketName": "b" } } },
    }));
}

#[test]
fn both_linters_refuse_a_reference_to_a_missing_resource() {
    refused_by_both(json!({
        "Resources": { "Store": { "Type": "AWS::S3::Bucket" } },
        "Outputs": { "Key": { "Value": { "Fn::GetAtt": ["Missing", "Arn"] } } },
    }));
}

/// Neither a warning nor a template that asks to be let off goes through.
#[test]
fn both_linters_refuse_what_only_earns_a_warning() {
    refused_by_both(json!({
        "Metadata": { "cfn-lint": { "config": { "ignore_checks": ["W3005"] } } },
        "Resources": {
            "First": { "Type": "AWS::S3::Bucket" },
            "Second": {
                "Type": "AWS::S3::Bucket",
                "DependsOn": "First",
                "Properties": { "Tags": [{ "Key": "of", "Value": { "Ref": "First" } }] },
            },
        },
    }));
}

#[test]
fn both_linters_accept_a_sound_template() {
    let folder = assembly(
        "sound",
        &json!({ "Resources": { "Store": { "Type": "AWS::S3::Bucket" } } }),
    );
    let findings = judge(&folder);
    assert!(findings.is_empty(), "{findings:?}");
}

#[track_caller]
fn refused_by_both(template: Value) {
    let name = format!("refused-{}", std::panic::Location::caller().line());
    let found_by: BTreeSet<_> = judge(&assembly(&name, &template))
        .iter()
        .map(|f| f.linter)
        .collect();
    assert!(
        found_by.contains(&Linter::CfnLint) && found_by.contains(&Linter::CloudFormationValidate),
        "refused only by {found_by:?}",
    );
}

/// The excuse of a finding, if its reason is true there.
fn excuse(folder: &Path, finding: &Finding) -> Option<usize> {
    EXCUSED.iter().position(|excuse| {
        excuse.linter == finding.linter
            && excuse.rule == finding.rule
            && found_at(folder, finding).is_some_and(|value| (excuse.holds)(&value))
    })
}

/// What stands at the place of a finding, `Project Properties.ServiceRole`.
fn found_at(folder: &Path, finding: &Finding) -> Option<Value> {
    let text = fs::read_to_string(folder.join(&finding.template)).ok()?;
    let template: Value = serde_json::from_str(&text).ok()?;
    let Some((logical, path)) = finding.place.split_once(' ') else {
        return Some(template["Resources"][&finding.place].clone());
    };
    let place = format!("/Resources/{logical}/{}", path.replace('.', "/"));
    template.pointer(&place).cloned()
}

/// An empty folder.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("lint")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A cloud assembly of one stack, as `emit` would leave it.
fn assembly(name: &str, template: &Value) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("lint")
        .join(name);
    let manifest = json!({
        "version": "36.0.0",
        "artifacts": {
            "stack": {
                "type": "aws:cloudformation:stack",
                "environment": "aws://111111111111/eu-west-1",
                "properties": { "templateFile": "stack.template.json" },
            },
        },
    });
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    fs::write(folder.join("stack.template.json"), template.to_string()).unwrap();
    folder
}

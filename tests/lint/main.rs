//! Every example's templates, judged by two linters that others wrote, and its deploy
//! script, by a third.

mod linters;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use linters::{Finding, Linter, judge, shellcheck};
use support::examples;

/// Findings that are not ours to mend, and why. One that no example meets any more
/// fails the test.
const EXCUSED: &[Excuse] = &[Excuse {
    linter: Linter::CloudFormationValidate,
    rule: "E3050",
    reason: "it asks for `GetAtt` in place of `Ref` for a role with a path, where `GetAtt` stands",
}];

struct Excuse {
    linter: Linter,
    rule: &'static str,
    reason: &'static str,
}

#[test]
fn both_linters_accept_every_example() {
    let names = examples::names();
    assert!(!names.is_empty(), "no example: nothing was judged");

    let mut refused = Vec::new();
    let mut met = BTreeSet::new();
    for name in &names {
        for finding in judge(&examples::synthesize(name)) {
            match excuse(&finding) {
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

fn excuse(finding: &Finding) -> Option<usize> {
    EXCUSED
        .iter()
        .position(|excuse| excuse.linter == finding.linter && excuse.rule == finding.rule)
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

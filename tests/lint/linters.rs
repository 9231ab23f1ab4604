//! The linters: how each is called, and what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::examples::target_folder;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Linter {
    CfnLint,
    CloudFormationValidate,
}

#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) linter: Linter,
    pub(crate) rule: String,
    pub(crate) template: String,
    pub(crate) place: String,
    message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (linter, rule) = (self.linter, &self.rule);
        let (template, place, message) = (&self.template, &self.place, &self.message);
        write!(f, "{linter:?} {rule} in {template}, {place}: {message}")
    }
}

/// What the linters say of every template of a cloud assembly, each judged for the
/// account and region of its stack.
pub(crate) fn judge(folder: &Path) -> Vec<Finding> {
    let mut judged = BTreeSet::new();
    let mut findings = Vec::new();
    for (environment, templates) in stacks(folder) {
        let (account, region) = environment
            .strip_prefix("aws://")
            .and_then(|rest| rest.split_once('/'))
            .unwrap_or_else(|| panic!("`{environment}` is not aws://ACCOUNT/REGION"));
        findings.extend(cfn_lint(folder, region, &templates));
        findings.extend(cloudformation_validate(folder, account, region, &templates));
        judged.extend(templates);
    }
    assert!(!judged.is_empty(), "no stack in `{}`", folder.display());
    // A template that no stack names would go unjudged.
    assert_eq!(
        judged,
        templates(folder),
        "the manifest's templates, and the folder's"
    );
    findings
}

/// The templates that the manifest names, by the environment of their stacks.
fn stacks(folder: &Path) -> BTreeMap<String, Vec<String>> {
    let manifest = folder.join("manifest.json");
    let manifest =
        fs::read_to_string(&manifest).unwrap_or_else(|e| panic!("`{}`: {e}", manifest.display()));
    let manifest: Value = serde_json::from_str(&manifest).unwrap();

    let mut stacks: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for artifact in manifest["artifacts"].as_object().unwrap().values() {
        if artifact["type"] == "aws:cloudformation:stack" {
            let template = text(&artifact["properties"]["templateFile"]);
            stacks
                .entry(text(&artifact["environment"]))
                .or_default()
                .push(template);
        }
    }
    stacks
}

fn templates(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".template.json"))
        .collect()
}

fn cfn_lint(folder: &Path, region: &str, templates: &[String]) -> Vec<Finding> {
    let mut lint = oracle("cfn-lint");
    lint.args(["--format", "json", "--regions", region])
        // No template excuses itself.
        .args(["--mandatory-checks", "E", "W", "--template"])
        .args(templates)
        .current_dir(folder)
        // Nor does a `.cfnlintrc` of whoever runs the test.
        .env("HOME", folder);
    let findings = run(lint);
    let findings = findings.iter().map(|finding| Finding {
        linter: Linter::CfnLint,
        rule: text(&finding["Rule"]["Id"]),
        template: text(&finding["Filename"]),
        place: finding["Location"]["Path"].to_string(),
        message: text(&finding["Message"]),
    });
    findings.collect()
}

fn cloudformation_validate(
    folder: &Path,
    account: &str,
    region: &str,
    templates: &[String],
) -> Vec<Finding> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/validate.py");
    let mut validate = oracle("python");
    validate
        .arg(script)
        .args([account, region])
        .args(templates)
        .current_dir(folder);
    let findings = run(validate);
    let findings = findings.iter().map(|finding| Finding {
        linter: Linter::CloudFormationValidate,
        rule: text(&finding["rule"]),
        template: text(&finding["template"]),
        place: text(&finding["place"]),
        message: text(&finding["message"]),
    });
    findings.collect()
}

/// What shellcheck says of a script, down to matters of style.
pub(crate) fn shellcheck(script: &Path) -> Vec<String> {
    let mut check = oracle("shellcheck");
    // Neither does the script excuse itself, nor a `.shellcheckrc` of whoever runs the test.
    check
        .args(["--norc", "--severity=style", "--format=json"])
        .arg(script);
    let text = fs::read_to_string(script).unwrap();
    assert!(!text.contains("shellcheck disable"), "it excuses itself");
    run(check).iter().map(Value::to_string).collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A program of the oracles, once it is sure that they are the pinned ones.
fn oracle(program: &str) -> Command {
    let oracles = target_folder().join("oracles");
    let pinned = include_str!("../oracles/requirements.txt");
    let installed = fs::read_to_string(oracles.join("installed.txt")).ok();
    assert!(
        installed.as_deref() == Some(pinned),
        "the linters are not installed in `{}`, or are of another version: run tests/run, or tests/oracles/install.sh",
        oracles.display(),
    );
    Command::new(oracles.join("bin").join(program))
}

/// Runs a linter and reads the list that it prints. Whatever is not a list is a
/// linter that broke, never a template that passed.
fn run(mut linter: Command) -> Vec<Value> {
    let output = linter.output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        let errors = String::from_utf8_lossy(&output.stderr);
        panic!("{linter:?}: {}, {e}\n{errors}", output.status)
    })
}

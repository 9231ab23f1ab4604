//! What people must do: what has to exist, and what the owners of imported things add.

use std::fmt::Write as _;

use super::{code, row, some, table};
use crate::arn::Arn;
use crate::pipeline::Pipeline;
use crate::write::deploy_script::quote;
use crate::write::must_exist::{Existing, Owner};
use crate::write::requirement::{Policy, Requirement};
use crate::write::{Rendered, summary};
use serde_json::Value;

/// The resources that have to exist, by account.
pub(super) fn existing(
    out: &mut String,
    found: &Rendered<'_>,
    existing: &[Existing],
    pipelines: usize,
) {
    let pipeline = found.deployment.pipeline;
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\n### {}\n", summary::EXIST);
    if existing.is_empty() {
        out.push_str(match pipelines {
            1 => "Nothing. Its actions and declarations name only resources that its own stacks make.\n",
            _ => "Nothing. The pipelines of this report make all resources that its actions and declarations name.\n",
        });
        return;
    }
    out.push_str(
        "The pipeline names these resources and does not make them. Those marked \"deployment\" must exist \
         before the stacks are deployed.\n",
    );
    for of_account in existing.chunk_by(|a, b| a.account == b.account) {
        let Some(first) = of_account.first() else {
            continue;
        };
        let _ = writeln!(out, "\n{}\n", account(pipeline, &first.account));
        table(
            out,
            &["what", "name", "region", "it must", "needed by", "before"],
        );
        for one in of_account {
            row(
                out,
                &[
                    one.noun,
                    &name(one),
                    &one.region,
                    &one.must.join("; "),
                    &some(&codes_of(&one.needed_by), 3),
                    one.before.words(),
                ],
            );
        }
    }
}

fn codes_of(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| code(text)).collect()
}

fn name(one: &Existing) -> String {
    let mut text = code(&one.name);
    if !one.within.is_empty() {
        let _ = write!(text, " of {}", one.within);
    }
    if let Some(when) = one.known.words() {
        let _ = write!(text, " (known at the {when})");
    }
    text
}

fn account(pipeline: &Pipeline, owner: &Owner) -> String {
    match owner {
        Owner::Declared(index) => {
            let account = &pipeline.accounts[*index];
            format!("**Account {} ({})**", code(&account.name), account.id)
        }
        Owner::Other(id) => format!("**Account {id}**, which the pipeline does not declare"),
        Owner::Targets => "**Each target account of the stack sets**".to_owned(),
        Owner::Outside => "**Outside of AWS**".to_owned(),
    }
}

/// The shell function that adds statements to a policy.
const MERGE: &str = r#"# Adds statements to the policy on standard input, in place of those with the same Sid. Needs jq.
merge() {
  jq --argjson add "$1" '.Statement |= ([.] | flatten | map(select(. as $old | $add | all(. != $old and (.Sid == null or .Sid != $old.Sid)))) + $add)'
}"#;

/// What owners of what the stacks do not make must do, by account.
pub(super) fn owners(out: &mut String, found: &Rendered<'_>, required: &[Requirement]) {
    let pipeline = found.deployment.pipeline;
    let _ = writeln!(out, "\n### {}\n", summary::OWNERS);
    if required.is_empty() {
        out.push_str("No manual steps.\n");
        return;
    }
    out.push_str("The stacks do not change what they do not make. Do this before the first run.\n");
    let merges = required.iter().any(|one| {
        let policy = one.policy.as_ref();
        policy.is_some_and(|policy| !matches!(policy, Policy::Role(_)))
    });
    if merges {
        let _ = writeln!(
            out,
            "\nThe commands read a policy, add the statements and write it back. Run this first, and look at each \
             `policy.json` before it is written:\n\n```sh\n{MERGE}\n```"
        );
    }
    let mut ids: Vec<&str> = Vec::new();
    for one in required {
        if !ids.contains(&one.account.as_str()) {
            ids.push(&one.account);
        }
    }
    for id in ids {
        let declared = pipeline
            .accounts
            .iter()
            .find(|account| account.id.as_str() == id);
        let _ = match declared {
            Some(account) => writeln!(out, "\n**Account {} ({id})**\n", code(&account.name)),
            None if id.is_empty() => writeln!(out, "\n**Other owners**\n"),
            None => writeln!(out, "\n**Account {id}**\n"),
        };
        for one in required.iter().filter(|one| one.account == id) {
            let _ = writeln!(out, "- {}", one.sentence().replace('\n', " "));
            if !one.statements.is_empty() {
                fenced(out, one, &pipeline.name);
            }
        }
    }
}

/// The command of a requirement, or its statements where there is none.
fn fenced(out: &mut String, one: &Requirement, pipeline: &str) {
    let (language, text) = match &one.policy {
        Some(policy) => ("sh", command(policy, &one.statements, pipeline)),
        None => ("json", lines(&one.statements)),
    };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.replace('\n', "\n  ");
    let _ = writeln!(out, "\n  {fence}{language}\n  {text}\n  {fence}\n");
}

/// Statements as JSON, one a line.
fn lines(statements: &[Value]) -> String {
    let lines: Vec<String> = statements.iter().map(Value::to_string).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}

/// The command that adds statements to a policy.
fn command(policy: &Policy, statements: &[Value], pipeline: &str) -> String {
    let add = quote(&lines(statements));
    let merged = |get: &str, put: &str| format!("{get} |\n  merge {add} > policy.json &&\n{put}");
    match policy {
        Policy::Bucket(bucket) => {
            let bucket = quote(bucket);
            merged(
                &format!(
                    "aws s3api get-bucket-policy --bucket {bucket} --query Policy --output text"
                ),
                &format!(
                    "aws s3api put-bucket-policy --bucket {bucket} --policy file://policy.json"
                ),
            )
        }
        Policy::Key(arn) => {
            let region = region(arn);
            let arn = quote(arn);
            merged(
                &format!(
                    "aws kms get-key-policy --key-id {arn} --policy-name default{region} --query Policy --output text"
                ),
                &format!(
                    "aws kms put-key-policy --key-id {arn} --policy-name default{region} --policy file://policy.json"
                ),
            )
        }
        Policy::Topic(arn) => {
            let region = region(arn);
            let arn = quote(arn);
            merged(
                &format!(
                    "aws sns get-topic-attributes --topic-arn {arn}{region} --query Attributes.Policy --output text"
                ),
                &format!(
                    "aws sns set-topic-attributes --topic-arn {arn}{region} --attribute-name Policy --attribute-value file://policy.json"
                ),
            )
        }
        Policy::Role(arn) => {
            let document = format!(
                "{{\"Version\": \"2012-10-17\", \"Statement\": {}}}",
                lines(statements)
            );
            format!(
                "aws iam put-role-policy --role-name {} --policy-name {} --policy-document {}",
                quote(last(arn)),
                quote(&format!("pipewright-{pipeline}")),
                quote(&document)
            )
        }
        Policy::Trust(arn) => {
            let name = quote(last(arn));
            merged(
                &format!(
                    "aws iam get-role --role-name {name} --query Role.AssumeRolePolicyDocument --output json"
                ),
                &format!(
                    "aws iam update-assume-role-policy --role-name {name} --policy-document file://policy.json"
                ),
            )
        }
        Policy::Managed(arn) => {
            let arn = quote(arn);
            merged(
                &format!(
                    "version=$(aws iam get-policy --policy-arn {arn} --query Policy.DefaultVersionId --output text) &&\n\
                     aws iam get-policy-version --policy-arn {arn} --version-id \"$version\" --query PolicyVersion.Document --output json"
                ),
                &format!(
                    "aws iam create-policy-version --policy-arn {arn} --policy-document file://policy.json --set-as-default"
                ),
            )
        }
    }
}

fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The option for the region of an ARN.
fn region(arn: &str) -> String {
    let region = Arn::parse(arn).map_or(String::new(), |arn| arn.region.to_owned());
    format!(" --region {}", quote(&region))
}

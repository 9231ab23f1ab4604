//! Excess grants of users' statements: an error, a warning, or a line of the report.

mod managed_policies;
mod user_statements;

use super::ExcessGrant;
use crate::access::{AccessReport, verify};
use crate::builder::Value;
use crate::builder::{Account, Action, Role, Stage, Store, file, map, word};
use crate::finding::{Finding, Findings};
use crate::pipeline::Pipeline;
use crate::place::Location;

const BUCKET: &str = "arn:aws:s3:::kept-artifacts";

type Statement = Vec<(&'static str, Value)>;

fn statement(actions: &[&'static str], resources: &[&'static str]) -> Statement {
    vec![
        ("actions", actions.to_vec().into()),
        ("resources", resources.to_vec().into()),
    ]
}

fn deny(actions: &[&'static str], resources: &[&'static str]) -> Statement {
    let mut out = statement(actions, resources);
    out.push(("effect", word("Deny")));
    out
}

/// A pipeline of two accounts whose deployments have a role with these statements.
fn pipeline(role: &str, statements: Vec<Statement>) -> Pipeline {
    let statements: Vec<Value> = statements.into_iter().map(|one| map(one)).collect();
    pipeline_with(role, Role::managed(role).set("statements", statements))
}

/// A pipeline of two accounts whose deployments have this role.
fn pipeline_with(name: &str, role: Role) -> Pipeline {
    let deploy = |name: &str| {
        Action::new(name, "CloudFormation")
            .input("source")
            .set("action_mode", word("CREATE_UPDATE"))
            .set("stack_name", "app")
            .set("template_path", file("source", "template.yml"))
    };
    Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("prod", "444444444444"))
        .store(
            Store::managed("kept")
                .region("us-east-1")
                .set("bucket_name", "kept-artifacts"),
        )
        .role(role)
        .role(Role::managed("abroad").account("prod"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Deploy")
                .action(
                    Action::new("Call", "Lambda")
                        .set("function_name", "verify")
                        .role(name),
                )
                .action(
                    deploy("Abroad")
                        .account("prod")
                        .set("role_arn", word("abroad")),
                ),
        )
        .build()
        .unwrap_or_else(|found| panic!("{found}"))
}

fn verified(role: &str, statements: Vec<Statement>) -> Result<AccessReport, Findings<Location>> {
    prove_it(&pipeline(role, statements))
}

fn prove_it(pipeline: &Pipeline) -> Result<AccessReport, Findings<Location>> {
    let deployment = crate::plan::plan(pipeline).expect("a deployment");
    let templates = crate::render::render(&deployment).expect("templates");
    verify(&deployment, &templates)
}

fn only(found: &Findings<Location>) -> &Finding<Location> {
    let all: Vec<_> = found.iter().collect();
    match all.as_slice() {
        [only] => only,
        _ => panic!("not one finding: {found}"),
    }
}

fn calls(found: &[ExcessGrant]) -> Vec<&str> {
    found.iter().flat_map(|one| one.calls.clone()).collect()
}

#[test]
fn a_pattern_that_takes_in_a_store_stops_the_pipeline() {
    for pattern in [
        "*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::kept-*",
        "arn:aws:s3:::*/*",
    ] {
        let found = verified("writes", vec![statement(&["s3:PutObject"], &[pattern])]);
        let found = found.expect_err("an error");
        let error = only(&found);
        assert_eq!(error.code.id, "P512");
        let text = error.text();
        for part in [
            "a role on a store that it does not use: role `arn:aws:iam::111111111111:role/",
            "could call `s3:PutObject` on `arn:aws:s3:::kept-artifacts/app/",
            &format!("this statement of yours allows it, by `{pattern}`"),
            "`{ effect: Deny, actions: [\"s3:*\"], resources: [\"arn:aws:s3:::kept-artifacts\", \"arn:aws:s3:::kept-artifacts/*\"] }`",
        ] {
            assert!(text.contains(part), "{text}");
        }
        assert!(error.at.file().ends_with("tests.rs"), "{:?}", error.at);
    }
}

#[test]
fn a_pattern_that_takes_in_the_key_stops_the_pipeline() {
    let found = verified("opens", vec![statement(&["kms:Decrypt"], &["*"])]);
    let found = found.expect_err("an error");
    let text = only(&found).text();
    assert!(text.starts_with("[P512]"), "{text}");
    assert!(text.contains("\"kms:ResourceAliases\": \"alias/"), "{text}");
}

#[test]
fn what_the_help_shows_takes_it_out() {
    let objects = "arn:aws:s3:::kept-artifacts/*";
    let found = verified(
        "writes",
        vec![
            statement(&["s3:PutObject", "s3:GetObject"], &["arn:aws:s3:::*"]),
            deny(&["s3:*"], &[BUCKET, objects]),
        ],
    );
    let found = found.unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty() && found.excess_grants.is_empty());
    let alias = verified("opens", vec![statement(&["kms:Decrypt"], &["*"])]);
    let alias = alias.expect_err("an error");
    let text = only(&alias).text();
    let alias = text
        .split("`alias/")
        .nth(1)
        .and_then(|rest| rest.split('`').next());
    let alias = format!("alias/{}", alias.expect("an alias"));
    let mut without = deny(&["kms:*"], &["*"]);
    let aliases = map([("kms:ResourceAliases", Value::from(alias.as_str()))]);
    without.push(("conditions", map([("ForAnyValue:StringEquals", aliases)])));
    let found = verified("opens", vec![statement(&["kms:Decrypt"], &["*"]), without]);
    let found = found.unwrap_or_else(|found| panic!("{found}"));
    assert!(found.excess_grants.is_empty(), "{:?}", found.excess_grants);
}

#[test]
fn a_store_that_is_named_in_full_is_warned_of_and_reported() {
    let statements = || {
        let reads = ["s3:GetObject", "s3:GetBucketLocation"];
        vec![statement(
            &reads,
            &[BUCKET, "arn:aws:s3:::kept-artifacts/*"],
        )]
    };
    let found = verified("audit", statements()).unwrap_or_else(|found| panic!("{found}"));
    let warning = only(&found.warnings);
    assert_eq!(warning.code.id, "P513");
    assert!(
        warning.text().contains("`s3:GetObject`"),
        "{}",
        warning.text()
    );
    assert_eq!(
        calls(&found.excess_grants),
        ["s3:GetObject", "s3:GetBucketLocation"]
    );
    // A name that begins with `_` says that the grant is meant.
    let found = verified("_audit", statements()).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    assert_eq!(found.excess_grants.len(), 2);
    let assembly = pipeline("audit", statements()).synthesize().expect("files");
    assert_eq!(assembly.warnings().iter().count(), 1);
    let (report, access) = (
        &assembly.files()["REPORT.md"],
        &assembly.files()["access.json"],
    );
    assert!(report.contains(
        "**2 requests beyond what the pipeline needs, allowed by statements and managed policies of your own**"
    ));
    assert!(
        report.contains("#### Let in by what you gave a role"),
        "{report}"
    );
    assert!(access.contains("\"letIn\":"), "{access}");
}

#[test]
fn roles_of_others_are_warned_of() {
    for call in ["iam:PassRole", "sts:AssumeRole"] {
        let found = verified("hands", vec![statement(&[call], &["*"])]);
        let found = found.unwrap_or_else(|found| panic!("{found}"));
        let warning = only(&found.warnings);
        assert_eq!(warning.code.id, "P513");
        assert!(warning.text().contains(call), "{}", warning.text());
        let own = statement(&[call], &["arn:aws:iam::111111111111:role/app-*"]);
        let found = verified("hands", vec![own]).unwrap_or_else(|found| panic!("{found}"));
        assert!(found.warnings.is_empty(), "{}", found.warnings);
    }
}

#[test]
fn things_like_those_of_the_action_are_only_reported() {
    let all = statement(
        &["lambda:InvokeFunction"],
        &["arn:aws:lambda:*:*:function:verify*"],
    );
    let found = verified("calls", vec![all]).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    assert!(!found.excess_grants.is_empty());
}

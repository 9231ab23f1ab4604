//! Half-typed lines in a good pipeline: what stands behind them is read all the same.

use pipewright_syntax::read;

/// Each stands between the declarations and the first stage.
const DECLARATIONS: &[&str] = &[
    "n",
    "account",
    "account ",
    "account other",
    "account other =",
    "account other = \"",
    "account other = \"555555555555\"",
    "account other = \"555555555555\" @",
    "role",
    "role acting in",
    "role acting in prod",
    "role acting in prod =",
    "role acting in prod = import",
    "role acting { managed",
    "role acting { managed_policies",
    "role acting { managed_policies:",
    "role acting { managed_policies: [\"",
    "store",
    "store cache @",
    "store cache @ \"us-east-1\" { expiration",
    "project",
    "project other {",
    "project other { ima",
    "project other { image:",
    "project other { image: \"aws/codebuild/standard:7.0\", buildspec: include",
    "action_type",
    "variable",
    "variable TAG =",
    "trigger",
    "trigger Checkout",
    "trigger Checkout { push",
    "resource",
    "resource topic",
    "resource topic:",
    "resource topic: \"",
    "resource topic: \"AWS::SNS::Topic",
    "resource topic: \"AWS::SNS::Topic\" in",
    "resource topic: \"AWS::SNS::Topic\" { Disp",
    "resource topic: \"AWS::SNS::Topic\" { DisplayName",
    "resource topic: \"AWS::SNS::Topic\" { DisplayName:",
    "resource topic: \"AWS::SNS::Topic\" { DisplayName: package.",
    "resource topic: \"AWS::SNS::Topic\" { Tags: [{ Key:",
    "override",
    "override pack",
    "override package.",
    "override package {",
    "override package { \"",
    "override package { \"Properties",
    "override package { \"Properties.Description\"",
    "override package { \"Properties.Description\":",
    "override Build.Package.role {",
    "override \"Pipeline\" in",
    "output",
    "output Arn",
    "output Arn =",
    "output Arn = pipeline.",
    "stage",
    "stage Other",
    "stage Other in",
    "stage Other in {",
    "stage Other { Chec",
    "for",
    "for region",
    "for region in",
    "for region in [",
    "for region in [\"us-east-1\"]",
];

/// Each stands before the action of the second stage.
const STEPS: &[&str] = &[
    "O",
    "let",
    "let pub",
    "let pub other",
    "let other",
    "let other =",
    "let other = Other",
    "let other = Other:",
    "Other",
    "Other:",
    "Other: Code",
    "Other: CodeBuild(",
    "Other: CodeBuild(source",
    "Other: CodeBuild(source) in",
    "Other: CodeBuild(source) as",
    "Other: CodeBuild(source) {",
    "Other: CodeBuild(source) { pro",
    "Other: CodeBuild(source) { project_name",
    "Other: CodeBuild(source) { project_name:",
    "Other: CodeBuild(source) { project_name: pack",
    "Other: CodeBuild(source) { project_name: package, environment_variables: {",
    "Other: CodeBuild(source) { project_name: package, environment_variables: { A",
    "Other: CodeBuild(source) { project_name: package, environment_variables: { A: Checkout.",
    "parallel",
    "parallel { Other",
    "before_entry",
    "before_entry FAIL",
    "on_failure",
    "on_failure RETRY",
    "for part in [a, b] { \"Other-{part}\"",
];

const BEFORE: &str = r#"
    name: "half-typed";
    home tools = "111111111111" @ "us-east-1";
    account prod = "444444444444";
    project package { image: "aws/codebuild/amazonlinux-x86_64-standard:5.0", buildspec: "b.yml" }
    role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
"#;

const SOURCE: &str = r#"
    stage Source {
        let source = Checkout: CodeConnection {
            connection_arn: "arn:aws:codeconnections:us-east-1:111111111111:connection/01234567-89ab-cdef-0123-456789abcdef",
            full_repository_id: "example/shop",
            branch_name: "main",
        };
    }
    stage Build {
"#;

const BEHIND: &str = r#"
        let packaged = Package: CodeBuild(source) { project_name: package };
    }
    stage Deploy in prod {
        Update: CloudFormation(packaged) {
            action_mode: CREATE_UPDATE,
            stack_name: "shop",
            template_path: packaged / "template.yml",
            role_arn: deploys,
            parameter_overrides: { Commit: Checkout.CommitId },
        };
    }
"#;

#[test]
fn what_is_half_typed_is_the_only_error() {
    let declarations = DECLARATIONS.iter().map(|typed| {
        (
            typed,
            format!("{BEFORE}{}\n{SOURCE}{BEHIND}", closed(typed)),
        )
    });
    let steps = STEPS.iter().map(|typed| {
        (
            typed,
            format!("{BEFORE}{SOURCE}{}\n{BEHIND}", closed(typed)),
        )
    });
    let mut wrong = Vec::new();
    for (typed, source) in declarations.chain(steps) {
        let found = read(source.parse().expect("tokens")).findings;
        if found.errors().count() != 1 {
            wrong.push(format!("{typed}\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// With the closing brackets and quotes that an editor types at once.
fn closed(typed: &str) -> String {
    let mut closing = Vec::new();
    let mut quoted = false;
    for character in typed.chars() {
        match character {
            '"' => quoted = !quoted,
            '{' if !quoted => closing.push('}'),
            '[' if !quoted => closing.push(']'),
            '(' if !quoted => closing.push(')'),
            '}' | ']' | ')' if !quoted => drop(closing.pop()),
            _ => {}
        }
    }
    let quote = if quoted { "\"" } else { "" };
    let closing: String = closing.into_iter().rev().collect();
    format!("{typed}{quote}{closing}")
}

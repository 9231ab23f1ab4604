//! What is offered where: `|` is the cursor.

use super::offered;

/// Asserts what is offered, and what is not.
fn check(source: &str, expected: &[&str], unwanted: &[&str]) {
    let offered = offered(source);
    let has = |name: &&&str| offered.contains(**name);
    let missing: Vec<_> = expected.iter().filter(|name| !has(name)).collect();
    let more: Vec<_> = unwanted.iter().filter(has).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "{source}: lacks {missing:?}, has {more:?}: {offered:?}"
    );
}

#[test]
fn keys_are_those_of_the_block() {
    check(
        "stage A { B: CodeBuild(c) { | } }",
        &["project_name", "run_order"],
        &["branch_name"],
    );
    check(
        "stage A { B: CodeCommit { branch_name: \"m\", p| } }",
        &["repository_name"],
        &[],
    );
    check(
        "project p { | image: \"i\" }",
        &["image", "vpc_config"],
        &["project_name"],
    );
    check(
        "project p { vpc_config: { | } }",
        &["vpc_id", "subnets"],
        &["image"],
    );
    check(
        "role r { statements: [{ | }] }",
        &["actions", "resources"],
        &["statements"],
    );
    check(
        "roles { permissions_boundary: { | } }",
        &["policy"],
        &["permissions_boundary"],
    );
    check(
        "store s = import { | }",
        &["bucket", "key"],
        &["bucket_name"],
    );
    check(
        "trigger c { push: [{ | }] }",
        &["branches", "tags"],
        &["push"],
    );
    check("notify n { | }", &["topic", "pipeline_states"], &[]);
    check(
        "resource t: \"AWS::SNS::Topic\" { | }",
        &["DisplayName", "depends_on"],
        &[],
    );
    check(
        "stage A { before_entry FAIL { B: VariableCheck { | } } }",
        &["variable"],
        &["namespace"],
    );
    check(
        "for n in [1, 2] { project \"p{n}\" { | } }",
        &["image"],
        &[],
    );
    check("if (prod()) { project p { | } }", &["image"], &[]);
}

#[test]
fn values_are_those_of_the_key() {
    let declared = "account dev = \"1\"; role r in dev { } project p { } resource t: \"AWS::SNS::Topic\" { } \
                    parameter Q: String; stage S { let a = B: CodeCommit { }; }";
    let check = |source: &str, expected: &[&str], unwanted: &[&str]| {
        check(&format!("{declared} {source}"), expected, unwanted);
    };
    let modes = ["CREATE_UPDATE", "CHANGE_SET_EXECUTE"];
    check(
        "stage A { C: CloudFormation { action_mode: | } }",
        &modes,
        &["a", "r", "dev"],
    );
    check(
        "stage A { C: CloudFormation { action_mode: CH|, stack_name: \"s\" } }",
        &modes,
        &[],
    );
    check(
        "stage A { C: CloudFormation { capabilities: [|] } }",
        &["CAPABILITY_IAM"],
        &["a"],
    );
    check(
        "stage A { C: CloudFormation { role_arn: | } }",
        &["r", "Q", "t"],
        &["a", "p", "dev"],
    );
    check(
        "stage A { C: CloudFormation { template_path: | } }",
        &["a"],
        &["r", "p"],
    );
    check(
        "stage A { C: CodeBuild(a) { project_name: | } }",
        &["p"],
        &["r", "dev"],
    );
    check(
        "stage A { C: CodeBuild(a) { batch_enabled: | } }",
        &["Q"],
        &["a", "B"],
    );
    check("execution_mode: |;", &["QUEUED", "PARALLEL"], &["a"]);
    check(
        "stage A { C: S3Deploy(a) { bucket_name: | } }",
        &["t", "Q", "B", "variables"],
        &[],
    );
    check(
        "for x in [r] { stage A { C: CloudFormation { role_arn: | } } }",
        &["x", "r"],
        &["p"],
    );
    check(
        "value x = r; stage A { C: CloudFormation { role_arn: | } }",
        &["x", "r"],
        &["p"],
    );
}

#[test]
fn names_are_those_in_scope() {
    let declared = "account dev = \"1\"; store main in dev @ \"us-east-1\" { } role r in dev { } \
                    variable V = \"v\"; resource t: \"AWS::SNS::Topic\" { } \
                    stage S { let a = B: CodeCommit { }; let b = D: Commands(a) { output_variables: [\"X\"] }; }";
    let check = |source: &str, expected: &[&str], unwanted: &[&str]| {
        check(&format!("{declared} {source}"), expected, unwanted);
    };
    check("stage A { C: CodeBuild(|) }", &["a", "b"], &["dev", "r"]);
    check(
        "stage A { C: CodeBuild(a, |) { } }",
        &["a", "b"],
        &["dev", "r"],
    );
    check("stage A in | { }", &["dev"], &["a", "r"]);
    check("stage A { C: Manual in | }", &["dev"], &["a", "r"]);
    check("stage A { C: CodeBuild(a) via | { } }", &["main"], &["dev"]);
    check("stage A { C: CodeBuild(a) as |; }", &["r"], &["dev"]);
    check(
        "stage A { C: CodeBuild(a) | { project_name: \"p\" } }",
        &["via"],
        &["project_name"],
    );
    check("trigger | { }", &["B"], &["a"]);
    check(
        "stage A { C: S3Deploy(a) { bucket_name: B.| } }",
        &["CommitId"],
        &["B", "X"],
    );
    check(
        "stage A { C: S3Deploy(a) { bucket_name: B.Co|, extract: true } }",
        &["CommitId"],
        &[],
    );
    check(
        "stage A { C: S3Deploy(a) { bucket_name: D.| } }",
        &["X"],
        &["CommitId"],
    );
    check(
        "stage A { C: S3Deploy(a) { bucket_name: variables.| } }",
        &["V"],
        &["B"],
    );
    check(
        "stage A { C: S3Deploy(a) { bucket_name: t.| } }",
        &["TopicArn"],
        &["B"],
    );
    check("stage A { C: | }", &["CodeBuild", "Manual"], &["a"]);
    check(
        "stage A { C: |\n D: Manual; }",
        &["CodeBuild", "Manual"],
        &["a"],
    );
    check("stage A { before_entry | }", &["FAIL"], &["a"]);
    check(
        "stage A { | C: Manual; }",
        &["parallel", "on_failure"],
        &["a"],
    );
    check("account p = \"2\" @ |;", &["eu_west_1"], &["dev"]);
    check("stage A in dev @ eu| { }", &["eu_west_1"], &["dev"]);
    check("|", &["stage", "role", "execution_mode"], &["dev"]);
    check("pip| stage A { }", &["pipeline_type"], &["dev"]);
}

//! Permissions boundaries: what the proof knows of their documents.

use pipewright::{Findings, Pipeline, pipeline};

use super::{errors, file, warnings};

#[test]
fn the_proof_runs_through_a_boundary_that_is_told() {
    let narrow = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        roles {
            permissions_boundary: {
                policy: "team-boundary",
                document: [
                    { actions: ["s3:*", "sts:AssumeRole"], resources: ["*"] },
                    { effect: Deny, actions: ["s3:PutObject"], resources: ["*"] },
                ],
            },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda { function_name: "check" }; }
    };
    let found = errors(narrow);
    assert!(
        found.iter().all(|error| error.starts_with("[P516] ")),
        "{found:#?}"
    );
    // One boundary is one mistake, which names every call.
    let [error] = found.as_slice() else {
        panic!("{found:#?}");
    };
    assert!(error.contains("may not call `"), "{error}");
    assert!(
        error.contains("role `arn:aws:iam::111111111111:role/pipewright/app/"),
        "{error}"
    );
    assert!(
        error.contains("permissions boundary `arn:aws:iam::111111111111:policy/team-boundary`"),
        "{error}"
    );
    for call in [
        "lambda:InvokeFunction",
        "codecommit:GetBranch",
        "s3:PutObject",
    ] {
        assert!(error.contains(&format!("`{call}`")), "{call}: {error}");
    }
}

#[test]
fn a_boundary_that_allows_what_is_needed_is_nobodys_to_change() {
    let text = r#"{
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*" },
            { "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::secret/*" }
        ]
    }"#;
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222";
        roles { permissions_boundary: { policy: "team-boundary", document: (text) } }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy in prod {
            Copy: S3Deploy(source) { bucket_name: "www.example.com", extract: true };
        }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    assert!(!report.contains("permissions boundary{"), "{report}");
    assert!(report.contains("team-boundary"));
}

#[test]
fn what_a_boundary_leaves_open_is_its_owners() {
    let built = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        roles {
            permissions_boundary: {
                policy: "team-boundary",
                document: [
                    { actions: ["*"], resources: ["*"],
                      conditions: { StringEquals: { "aws:SourceVpc": "vpc-1a2b3c4d" } } },
                ],
            },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda { function_name: "check" }; }
    };
    let built = built.unwrap_or_else(|findings| panic!("{findings}"));
    let report = file(&built, "REPORT.md");
    let left = "permissions boundary `arn:aws:iam::111111111111:policy/team-boundary`, nothing is known of";
    assert!(report.contains(left), "{report}");
    let warned = warnings(&built);
    let what = "[P544] whether permissions boundary `arn:aws:iam::111111111111:policy/team-boundary` allows `codecommit:";
    assert!(warned.contains(what), "{warned}");
    assert!(
        warned.contains("more is not known: nothing is known of `aws:sourcevpc`"),
        "{warned}"
    );
    assert_eq!(warned.matches("[P544]").count(), 1, "{warned}");
}

/// Denies calls under a condition, in a pipeline of two regions.
fn denying(calls: &str, condition: &str) -> Result<Pipeline, Findings> {
    let text = format!(
        r#"{{
            "Version": "2012-10-17",
            "Statement": [
                {{ "Effect": "Allow", "Action": "*", "Resource": "*" }},
                {{
                    "Effect": "Deny", {calls}, "Resource": "*",
                    "Condition": {condition}
                }}
            ]
        }}"#
    );
    pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "eu-west-1";
        roles {
            permissions_boundary: { policy: "team-boundary", document: (text) },
            tags: { Team: "web" },
        }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check in prod { Call: Lambda { function_name: "check" }; }
    }
}

/// Regions, accounts and the tags of roles are known before a call is made.
#[test]
fn a_condition_of_a_boundary_is_decided_where_its_value_is_known() {
    for (condition, call) in [
        (
            r#"{ "StringNotEquals": { "aws:RequestedRegion": "us-east-1" } }"#,
            "lambda:InvokeFunction",
        ),
        (
            r#"{ "StringNotEquals": { "aws:RequestedRegion": "eu-west-1" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "StringEquals": { "aws:RequestedRegion": "eu-west-1" } }"#,
            "s3:GetBucketLocation",
        ),
        (
            r#"{ "StringNotEquals": { "aws:PrincipalTag/team": "data" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "Null": { "aws:PrincipalTag/cost-center": "true" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "StringNotEquals": { "aws:PrincipalAccount": "111111111111" } }"#,
            "lambda:InvokeFunction",
        ),
        (
            r#"{ "StringNotEquals": { "aws:ResourceAccount": "222222222222" } }"#,
            "codecommit:GetBranch",
        ),
        (
            r#"{ "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/team/*" } }"#,
            "codecommit:GetBranch",
        ),
    ] {
        let found = errors(denying(&format!("\"Action\": \"{call}\""), condition));
        let says = |error: &String| {
            error.starts_with("[P516] ") && error.contains(&format!("may not call `{call}`"))
        };
        assert!(found.iter().any(says), "{condition}: {found:#?}");
    }
    for condition in [
        r#"{ "StringNotEquals": { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } }"#,
        r#"{ "StringNotEqualsIfExists": { "aws:PrincipalTag/TEAM": "web" } }"#,
        r#"{ "StringNotEquals": { "aws:PrincipalTag/pipewright:pipeline": "app" } }"#,
        r#"{ "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/pipewright/app/*" } }"#,
    ] {
        let built = denying(r#""NotAction": ["sts:*", "iam:*"]"#, condition)
            .unwrap_or_else(|findings| panic!("{findings}"));
        let warned = warnings(&built);
        assert!(!warned.contains("P544"), "{condition}: {warned}");
    }
}

#[test]
fn a_document_that_is_no_policy_is_an_error() {
    let with = |text: &str| {
        errors(pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            roles { permissions_boundary: { policy: "b", document: (text) } }
            stage Source {
                let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Check { Call: Lambda { function_name: "check" }; }
        })
    };
    let large = format!(
        "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": [{}\"s3:*\"], \"Resource\": \"*\"}}]}}",
        "\"s3:GetObject\",".repeat(500)
    );
    for (text, said) in [
        ("", "EOF while parsing a value"),
        ("[", "EOF while parsing"),
        ("[]", "it has no `Statement`"),
        ("{}", "it has no `Statement`"),
        ("{\"Statement\": []}", "it has no `Statement`"),
        ("{\"Statement\": [3]}", "statement 1 is no object"),
        (
            "{\"Statement\": {\"Effect\": \"allow\"}}",
            "statement 1 has no `Effect`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}",
            "statement 1 needs `Resource` or `NotResource`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"}}",
            "statement 1 has a `Principal`",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\", \"Resources\": \"*\", \"Resource\": \"*\"}}",
            "statement 1 has a `Resources`, which IAM does not know",
        ),
        (
            "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": [3], \"Resource\": \"*\"}}",
            "statement 1 has something else than texts as its `Action`",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringsEqual\": {\"aws:RequestedRegion\": \"us-east-1\"}}}]}",
            "statement 1 has a condition operator `StringsEqual`, which IAM does not know (a similar one is `StringEquals`)",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": true}}]}",
            "statement 1 has no keys behind its operator `Bool`",
        ),
        (
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": null}}}]}",
            "statement 1 compares `aws:SecureTransport` with something else than texts",
        ),
        (large.as_str(), "and AWS allows a managed policy 6144"),
    ] {
        let found = with(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(
            found[0].starts_with("[P168] ") || text.is_empty(),
            "{found:?}"
        );
        assert!(
            found[0].contains(said) || text.is_empty(),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn each_document_that_is_no_policy_is_told() {
    let found = errors(pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "222222222222" @ "us-east-1";
        roles { permissions_boundary: { policy: "b", document: "[]" } }
        role calls { permissions_boundary: { policy: "c", document: "{}" } }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda as calls { function_name: "check" }; }
        stage Deploy in prod { Call: Lambda { function_name: "deploy" }; }
    });
    // One for each document, though a rule of two accounts has the first.
    assert_eq!(found.len(), 2, "{found:?}");
    for account_and_policy in ["111111111111:policy/b`", "111111111111:policy/c`"] {
        let told = found.iter().any(|one| one.contains(account_and_policy));
        assert!(told, "{account_and_policy}: {found:?}");
    }
}

/// The document of a boundary stands where it is written; a second one that differs is a mistake.
#[test]
fn a_boundary_has_one_document() {
    let allowing = |action: &str| {
        format!(
            "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}]}}"
        )
    };
    let with = |one: String, other: String| {
        pipeline! {
            name: "app";
            home tools = "111111111111" @ "us-east-1";
            roles { permissions_boundary: { policy: "b", document: (one) } }
            role calls { permissions_boundary: { policy: "b", document: (other) } }
            stage Source {
                let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
            }
            stage Check { Call: Lambda as calls { function_name: "check" }; }
        }
    };
    let same = with(allowing("*"), allowing("*"));
    same.and_then(|pipeline| pipeline.synthesize())
        .unwrap_or_else(|findings| panic!("{findings}"));
    let found = errors(with(allowing("*"), allowing("lambda:*")));
    let policy = "arn:aws:iam::111111111111:policy/b";
    let message = format!("[P168] policy `{policy}` has two different documents");
    assert_eq!(found, [message]);
}

#[test]
fn the_statements_of_a_document_are_checked_as_those_of_a_role() {
    let text = r#"{
        "Version": "2012-10-17",
        "Statement": [
            { "Effect": "Allow", "Action": "*", "Resource": "*" },
            {
                "Effect": "Deny",
                "Action": ["sqs:SendMesage"],
                "Resource": "arn:aws:sqs:us-east-1:111111111111:",
                "Condition": { "StringLike": { "s3:Prefix2": "${aws:usrname}" } }
            }
        ]
    }"#;
    let found = pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        roles { permissions_boundary: { policy: "team-boundary", document: (text) } }
        stage Source {
            let _source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Check { Call: Lambda { function_name: "check" }; }
    };
    let found = found.expect_err("a document with mistakes");
    let codes: Vec<&str> = found.iter().map(|finding| finding.code.id).collect();
    assert_eq!(codes, ["P414", "P415", "P556", "P419"], "{found}");
}

//! Users' statements, and the calls and contexts that are decided for them.

use super::{Statement, deny, only, prove_it, statement, verified};
use crate::access::AccessReport;
use crate::access::forbidden::calls;
use crate::builder::Value;
use crate::builder::{Account, Action, Notification, Role, Schedule, Stage, Store, map, word};
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;

fn on_condition(
    condition: (&'static str, &'static str, &'static str),
    mut statement: Statement,
) -> Statement {
    let (operator, key, value) = condition;
    let condition = map([(key, Value::from(value))]);
    statement.push(("conditions", map([(operator, condition)])));
    statement
}

/// A pipeline at home alone, with this store.
fn at_home(store: Store, statements: Vec<Statement>) -> Result<AccessReport, Findings<Location>> {
    of_one(store, statements, false)
}

/// `reads`: the role of the statements is that of an action which reads an artifact.
fn of_one(
    store: Store,
    statements: Vec<Statement>,
    reads: bool,
) -> Result<AccessReport, Findings<Location>> {
    let call = Action::new("Call", "Lambda")
        .set("function_name", "verify")
        .role("calls");
    let call = if reads { call.input("source") } else { call };
    let statements: Vec<Value> = statements.into_iter().map(|one| map(one)).collect();
    let made: Pipeline = Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .store(store)
        .role(Role::managed("calls").set("statements", statements))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(Stage::new("Test").action(call))
        .build()
        .unwrap_or_else(|found| panic!("{found}"));
    prove_it(&made)
}

fn kept() -> Store {
    Store::managed("kept")
        .region("us-east-1")
        .set("bucket_name", "kept-artifacts")
}

fn shared() -> Store {
    Store::imported("shared")
        .region("us-east-1")
        .set("bucket", "kept-artifacts")
        .set(
            "key",
            "arn:aws:kms:us-east-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
        )
}

fn stops(found: Result<AccessReport, Findings<Location>>, call: &str) -> String {
    let found = match found {
        Ok(_) => panic!("`{call}` is let in"),
        Err(found) => found,
    };
    let error = only(&found);
    assert_eq!(error.code.id, "P512", "{call}: {found}");
    let text = error.text();
    assert!(text.contains(&format!("`{call}`")), "{call}: {text}");
    text
}

fn warns(found: Result<AccessReport, Findings<Location>>, call: &str) -> String {
    let found = found.unwrap_or_else(|found| panic!("{call}: {found}"));
    let warning = only(&found.warnings);
    assert_eq!(warning.code.id, "P513", "{call}");
    let text = warning.text();
    assert!(text.contains(&format!("`{call}`")), "{call}: {text}");
    text
}

/// A request can meet a condition on an upload's encryption or on S3's call to a key.
#[test]
fn a_condition_that_a_request_can_meet_is_no_bound() {
    let encryption = "s3:x-amz-server-side-encryption";
    let every = || statement(&["s3:PutObject"], &["*"]);
    let plain = on_condition(("StringEquals", encryption, "AES256"), every());
    stops(at_home(kept(), vec![plain]), "s3:PutObject");
    let owned = ("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control");
    stops(
        at_home(kept(), vec![on_condition(owned, every())]),
        "s3:PutObject",
    );
    let by_key = on_condition(("StringEquals", encryption, "aws:kms"), every());
    stops(verified("writes", vec![by_key]), "s3:PutObject");
    let account = on_condition(
        ("StringEquals", "s3:ResourceAccount", "111111111111"),
        every(),
    );
    stops(verified("writes", vec![account]), "s3:PutObject");
    let region = on_condition(
        ("StringEquals", "aws:RequestedRegion", "us-east-1"),
        every(),
    );
    stops(verified("writes", vec![region]), "s3:PutObject");
    for (call, condition) in [
        (
            "kms:Decrypt",
            ("StringLike", "kms:ViaService", "s3.*.amazonaws.com"),
        ),
        (
            "kms:GenerateDataKey",
            ("StringLike", "kms:ViaService", "s3.*"),
        ),
        (
            "kms:Decrypt",
            (
                "StringLike",
                "kms:EncryptionContext:aws:s3:arn",
                "arn:aws:s3:::*",
            ),
        ),
        ("kms:Decrypt", ("StringLike", "kms:RequestAlias", "alias/*")),
    ] {
        let call_on_all = on_condition(condition, statement(&[call], &["*"]));
        stops(verified("opens", vec![call_on_all]), call);
    }
    // A condition that no request can meet allows nothing.
    for condition in [
        ("StringEquals", encryption, "AES256"),
        ("StringEquals", "aws:RequestedRegion", "eu-west-1"),
        ("StringEquals", "s3:ResourceAccount", "222222222222"),
    ] {
        let found = verified("writes", vec![on_condition(condition, every())]);
        let found = found.unwrap_or_else(|found| panic!("{condition:?}: {found}"));
        let ours = found
            .excess_grants
            .iter()
            .filter(|one| one.resource.contains("kept"));
        assert_eq!(ours.count(), 0, "{condition:?}");
    }
    let other = (
        "StringEquals",
        "kms:ViaService",
        "secretsmanager.us-east-1.amazonaws.com",
    );
    let found = verified(
        "opens",
        vec![on_condition(other, statement(&["kms:Decrypt"], &["*"]))],
    );
    let found = found.unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty() && found.excess_grants.is_empty());
}

#[test]
fn every_call_on_a_store_is_asked() {
    for call in [
        "s3:GetObjectVersion",
        "s3:GetObjectTagging",
        "s3:GetObjectAttributes",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:PutObjectAcl",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
        "s3:DeleteBucket",
        "s3:PutBucketPolicy",
        "s3:PutLifecycleConfiguration",
        "kms:Encrypt",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
    ] {
        stops(verified("acts", vec![statement(&[call], &["*"])]), call);
    }
    // The policy of our key passes that on to nobody; of a key that is not ours, nobody
    // knows.
    let grants = || vec![statement(&["kms:CreateGrant"], &["*"])];
    let found = verified("acts", grants()).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.excess_grants.is_empty(), "{:?}", found.excess_grants);
    stops(at_home(shared(), grants()), "kms:CreateGrant");
    let bucket = statement(&["s3:PutBucketPolicy"], &["arn:aws:s3:::kept-artifacts"]);
    warns(verified("acts", vec![bucket]), "s3:PutBucketPolicy");
}

/// A role that reads from a store is allowed only the calls of a reader.
#[test]
fn a_role_with_business_goes_no_further() {
    let all = |calls| vec![statement(calls, &["arn:aws:s3:::kept-*"])];
    let mut reads = all(&["s3:Get*", "s3:List*"]);
    let ours = ("StringEquals", "aws:ResourceAccount", "111111111111");
    let reads = of_one(kept(), vec![on_condition(ours, reads.remove(0))], true);
    let reads = reads.unwrap_or_else(|found| panic!("{found}"));
    assert!(reads.warnings.is_empty(), "{}", reads.warnings);
    let text = stops(of_one(kept(), all(&["s3:PutObject"]), true), "s3:PutObject");
    assert!(text.contains("a reader that writes"), "{text}");
    let call = "s3:DeleteObjectVersion";
    let text = stops(of_one(kept(), all(&[call]), true), call);
    assert!(
        text.contains("a role that does more than it needs"),
        "{text}"
    );
    assert!(
        text.contains("actions: [\"s3:DeleteObjectVersion\"]"),
        "{text}"
    );
}

#[test]
fn many_calls_are_summarized() {
    let all = || statement(&["s3:*"], &["arn:aws:s3:::kept-*"]);
    let text = stops(verified("acts", vec![all()]), "s3:GetObject");
    assert!(
        text.contains(" more on `arn:aws:s3:::kept-artifacts/app/"),
        "{text}"
    );
    let objects = "arn:aws:s3:::kept-artifacts/*";
    let without = deny(&["s3:*"], &["arn:aws:s3:::kept-artifacts", objects]);
    let found = verified("acts", vec![all(), without]).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.excess_grants.is_empty(), "{:?}", found.excess_grants);
}

#[test]
fn a_role_of_the_pipeline_is_not_taken_over() {
    for call in [
        "iam:PutRolePolicy",
        "iam:AttachRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:DeleteRolePermissionsBoundary",
    ] {
        let text = stops(verified("acts", vec![statement(&[call], &["*"])]), call);
        assert!(
            text.contains("changes what a role of the pipeline may do"),
            "{text}"
        );
        let path = "\"arn:aws:iam::111111111111:role/pipewright/app/111111111111/us-east-1/*\"";
        assert!(text.contains(path), "{text}");
        let own = statement(&[call], &["arn:aws:iam::111111111111:role/app-*"]);
        let found = verified("acts", vec![own]).unwrap_or_else(|found| panic!("{found}"));
        assert!(found.warnings.is_empty(), "{}", found.warnings);
    }
    let keys = statement(&["iam:CreateAccessKey"], &["*"]);
    warns(verified("acts", vec![keys]), "iam:CreateAccessKey");
}

#[test]
fn a_store_that_is_not_ours_is_not_taken_in() {
    for call in [
        "s3:PutObject",
        "s3:GetObject",
        "s3:DeleteObjectVersion",
        "kms:Decrypt",
    ] {
        stops(at_home(shared(), vec![statement(&[call], &["*"])]), call);
    }
    let named = statement(&["s3:PutObject"], &["arn:aws:s3:::kept-artifacts/*"]);
    warns(at_home(shared(), vec![named]), "s3:PutObject");
    let others = statement(&["s3:PutObject"], &["arn:aws:s3:::others-*"]);
    let found = at_home(shared(), vec![others]).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty(), "{}", found.warnings);
}

#[test]
fn roles_are_passed_to_any_service_and_assumed_in_any_account() {
    for service in [
        "lambda.amazonaws.com",
        "ec2.amazonaws.com",
        "new.amazonaws.com",
    ] {
        let pass = statement(&["iam:PassRole"], &["*"]);
        let pass = on_condition(("StringEquals", "iam:PassedToService", service), pass);
        warns(verified("hands", vec![pass]), "iam:PassRole");
    }
    for account in ["444444444444", "555555555555"] {
        let all: &'static str = match account {
            "444444444444" => "arn:aws:iam::444444444444:role/*",
            _ => "arn:aws:iam::555555555555:role/*",
        };
        let text = warns(
            verified("hands", vec![statement(&["sts:AssumeRole"], &[all])]),
            "sts:AssumeRole",
        );
        assert!(text.contains(account), "{text}");
    }
    let tagged = statement(&["sts:AssumeRole"], &["*"]);
    let tagged = on_condition(("StringEquals", "sts:ExternalId", "x"), tagged);
    warns(verified("hands", vec![tagged]), "sts:AssumeRole");
}

#[test]
fn what_nobody_can_decide_is_warned_of() {
    let since = ("DateGreaterThan", "aws:CurrentTime", "2020-01-01T00:00:00Z");
    let read = || on_condition(since, statement(&["s3:GetObject"], &["*"]));
    let text = warns(verified("reads", vec![read()]), "s3:GetObject");
    for part in [
        "whether this statement of yours allows it, by `*`, cannot be decided",
        "nothing is known of `aws:currenttime`",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let found = verified("_reads", vec![read()]).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    // It is not said to be let in, but to be undecided.
    assert!(found.excess_grants.is_empty(), "{:?}", found.excess_grants);
    assert!(!found.undetermined.is_empty());
    let text = warns(at_home(shared(), vec![read()]), "s3:GetObject");
    assert!(text.contains("aws:currenttime"), "{text}");
}

/// Statements that do not fit into a role are in managed policies of the pipeline's.
#[test]
fn a_policy_next_to_a_role_is_not_changed() {
    let change = || statement(&["iam:CreatePolicyVersion"], &["*"]);
    let found = verified("acts", vec![change()]).unwrap_or_else(|found| panic!("{found}"));
    assert!(found.warnings.is_empty(), "{}", found.warnings);
    let names: Vec<String> = (0..400)
        .map(|number| format!("arn:aws:lambda:us-east-1:111111111111:function:f{number}"))
        .collect();
    let many: Statement = vec![
        ("actions", ["lambda:InvokeFunction"].to_vec().into()),
        ("resources", names.into()),
    ];
    stops(
        verified("acts", vec![change(), many]),
        "iam:CreatePolicyVersion",
    );
}

/// What S3 is called on somebody's behalf in China, AWS's page does not say.
#[test]
fn a_condition_on_a_name_that_is_not_known_is_told() {
    let condition = (
        "StringEquals",
        "kms:ViaService",
        "s3.cn-north-1.amazonaws.com.cn",
    );
    let decrypt = on_condition(condition, statement(&["kms:Decrypt"], &["*"]));
    let pages = Action::new("Upload", "S3Source")
        .output("source")
        .set("s3_bucket", "site-sources")
        .set("s3_object_key", "site.zip");
    let copy = Action::new("Copy", "S3Deploy")
        .input("source")
        .set("bucket_name", "site")
        .set("extract", true);
    let call = Action::new("Call", "Lambda")
        .set("function_name", "verify")
        .role("calls");
    let made = Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("cn-north-1"))
        .store(
            Store::managed("kept")
                .region("cn-north-1")
                .set("encryption_key", true),
        )
        .role(Role::managed("calls").set("statements", [map(decrypt)]))
        .stage(Stage::new("Source").action(pages))
        .stage(Stage::new("Copy").action(copy).action(call))
        .build()
        .unwrap_or_else(|found| panic!("{found}"));
    let told = match prove_it(&made) {
        Ok(report) => report.warnings.to_string(),
        Err(found) => found.to_string(),
    };
    assert!(told.contains("kms:Decrypt"), "{told}");
}

/// A pipeline with a schedule and notifications, and a role with one statement for all resources.
fn told(call: &'static str) -> Result<AccessReport, Findings<Location>> {
    let statements = vec![map(statement(&[call], &["*"]))];
    let notify = |name: &str| Notification::new(name).set("pipeline_states", [word("FAILED")]);
    let chat = "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/team";
    let made = Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .role(Role::managed("calls").set("statements", statements))
        .notify(notify("failures").set("email", ["team@example.com"]))
        .notify(notify("chat").set("chatbot", chat))
        .schedule(Schedule::new("hourly", "rate(1 hour)"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Test").action(
                Action::new("Call", "Lambda")
                    .set("function_name", "verify")
                    .role("calls"),
            ),
        )
        .build()
        .unwrap_or_else(|found| panic!("{found}"));
    prove_it(&made)
}

#[test]
fn what_starts_the_pipeline_and_whom_it_tells_are_asked_for() {
    let calls = [
        calls::RULE,
        calls::SCHEDULE,
        calls::SCHEDULE_GROUP,
        calls::TOPIC,
        calls::NOTIFICATION_RULE,
    ];
    for call in calls.into_iter().flatten().copied() {
        let found = told(call).unwrap_or_else(|found| panic!("{call}: {found}"));
        let warning = only(&found.warnings);
        assert_eq!(warning.code.id, "P513", "{call}");
        assert!(
            warning.message.contains(&format!("`{call}`")),
            "{}",
            warning.message
        );
    }
}

#[test]
fn the_tags_of_a_bucket_are_asked_for_by_both_calls() {
    for call in ["s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource"] {
        stops(told(call), call);
    }
}

//! What every bucket and key holds to.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::support::assembly::{Assembly, Side, text, texts};
use crate::{allows, places};

pub(crate) fn missing_denies(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for (place, stack, bucket) in assembly.resources("AWS::S3::Bucket") {
        let arn = format!("arn:aws:s3:::{}", text(&bucket["Properties"]["BucketName"]));
        let objects = format!("{arn}/*");
        let policy = stack
            .resources()
            .find(|(_, r)| r["Type"] == "AWS::S3::BucketPolicy");
        let statements = policy
            .and_then(|(_, policy)| policy["Properties"]["PolicyDocument"]["Statement"].as_array())
            .cloned()
            .unwrap_or_default();
        let denies = |action: &str, resources: &[&str], condition: Json| {
            statements.iter().any(|statement| {
                statement["Effect"] == "Deny"
                    && statement["Principal"] == "*"
                    && statement["Action"] == action
                    && texts(&statement["Resource"]) == resources
                    && statement["Condition"] == condition
            })
        };
        let tls = json!({ "Bool": { "aws:SecureTransport": "false" } });
        if !denies("s3:*", &[&arn, &objects], tls) {
            broken.push(format!("{place}: plain text is not denied"));
        }
        let own = stack
            .resources()
            .find(|(_, r)| r["Type"] == "AWS::KMS::Key");
        for condition in encryption_conditions(own.map(|(id, _)| id.as_str())) {
            if !denies("s3:PutObject", &[&objects], condition.clone()) {
                broken.push(format!("{place}: not denied: {condition}"));
            }
        }
    }
    broken
}

/// Under which conditions an upload is denied: it names another encryption, another key.
fn encryption_conditions(key: Option<&str>) -> Vec<Json> {
    const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
    const KEY: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
    let Some(key) = key else {
        return vec![json!({
            "Null": { ENCRYPTION: "false" },
            "StringNotEquals": { ENCRYPTION: ["AES256", "aws:kms"] },
        })];
    };
    vec![
        json!({
            "Null": { ENCRYPTION: "false" },
            "StringNotEquals": { ENCRYPTION: "aws:kms" },
        }),
        json!({
            "Null": { KEY: "false" },
            "ArnNotEquals": { KEY: { "Fn::GetAtt": [key, "Arn"] } },
        }),
    ]
}

pub(crate) fn weak_keys(assembly: &Assembly) -> Vec<String> {
    let keys = assembly.resources("AWS::KMS::Key").into_iter();
    let weak =
        keys.filter(|(_, _, key)| key["Properties"]["EnableKeyRotation"] != true || !retained(key));
    weak.map(|(place, ..)| place).collect()
}

pub(crate) fn weak_buckets(assembly: &Assembly) -> Vec<String> {
    let mut broken = Vec::new();
    for (place, _, bucket) in assembly.resources("AWS::S3::Bucket") {
        let properties = &bucket["Properties"];
        let private = [
            "BlockPublicAcls",
            "BlockPublicPolicy",
            "IgnorePublicAcls",
            "RestrictPublicBuckets",
        ];
        let block = &properties["PublicAccessBlockConfiguration"];
        let owner = &properties["OwnershipControls"]["Rules"][0]["ObjectOwnership"];
        let checks = [
            (
                "versioned",
                properties["VersioningConfiguration"]["Status"] == "Enabled",
            ),
            ("private", private.iter().all(|key| block[key] == true)),
            ("owner-enforced", owner == "BucketOwnerEnforced"),
            (
                "expiring",
                expires(&properties["LifecycleConfiguration"]["Rules"]),
            ),
            ("retained", retained(bucket)),
            ("encrypted", properties["BucketEncryption"].is_object()),
        ];
        let failed = checks.iter().filter(|(_, holds)| !holds);
        broken.extend(failed.map(|(what, _)| format!("{place} is not {what}")));
    }
    broken
}

fn expires(rules: &Json) -> bool {
    rules.as_array().into_iter().flatten().any(|rule| {
        rule["Status"] == "Enabled"
            && is_number(&rule["ExpirationInDays"])
            && is_number(&rule["NoncurrentVersionExpiration"]["NoncurrentDays"])
            // A filter would leave the rest of the bucket for ever.
            && rule.get("Prefix").is_none()
            && rule.get("TagFilters").is_none()
    })
}

/// A number, or a parameter, which has one when the stack is deployed.
fn is_number(days: &Json) -> bool {
    let parameter = days["Ref"].as_str().unwrap_or_default();
    days.as_i64().is_some() || parameter.starts_with("Parameter")
}

fn retained(resource: &Json) -> bool {
    resource["DeletionPolicy"] == "RetainExceptOnCreate"
        && resource["UpdateReplacePolicy"] == "Retain"
}

/// Only roots are named, so no principal has to exist; and but for home's own
/// administration of its keys, each is narrowed to roles.
pub(crate) fn wide_admissions(assembly: &Assembly) -> Vec<String> {
    let homes: BTreeSet<String> = assembly.stores().into_values().collect();
    places(assembly, |side, statement| {
        if !matches!(side, Side::Bucket | Side::Key | Side::Bus) || !allows(statement) {
            return false;
        }
        let principals = texts(&statement["Principal"]["AWS"]);
        let accounts: Vec<Option<&str>> = principals.iter().map(|p| account_of(p)).collect();
        if principals == ["*"] {
            let organization = &statement["Condition"]["StringEquals"]["aws:PrincipalOrgID"];
            let wide = |role: &str| !names_one_role(role) || !declared(role, assembly);
            return organization.as_str().is_none() || !narrowed(statement, &["*"], wide);
        }
        // Key administrators are named one by one.
        let named = |name: &&str| names_one(name) && declared(name, assembly);
        if side == Side::Key && principals.iter().all(named) {
            let calls = texts(&statement["Action"]);
            return !calls.iter().all(|action| administers(action));
        }
        if accounts.is_empty() || accounts.contains(&None) {
            return true;
        }
        let accounts: Vec<&str> = accounts.into_iter().flatten().collect();
        let administration = side == Side::Key
            && accounts.iter().all(|account| homes.contains(*account))
            && texts(&statement["Action"])
                .iter()
                .all(|action| administers(action));
        !administration && !narrowed(statement, &accounts, |_| true)
    })
}

/// The account of `arn:aws:iam::ACCOUNT:root`.
pub(crate) fn account_of(principal: &str) -> Option<&str> {
    principal
        .strip_prefix("arn:aws:iam::")?
        .strip_suffix(":root")
}

fn administers(action: &str) -> bool {
    let uses = [
        "Decrypt",
        "Encrypt",
        "GenerateDataKey",
        "ReEncrypt",
        "CreateGrant",
        "Sign",
    ];
    !uses
        .iter()
        .any(|call| action["kms:".len()..].starts_with(call))
}

/// Whether a statement holds only for roles of these accounts, each named, or all under
/// the pipeline's own path. Of other accounts `wide` tells whether a role is too much.
fn narrowed(statement: &Json, accounts: &[&str], wide: impl Fn(&str) -> bool) -> bool {
    let conditions = ["ArnLike", "ArnEquals"].map(|operator| &statement["Condition"][operator]);
    let patterns: Vec<&str> = conditions
        .iter()
        .flat_map(|c| texts(&c["aws:PrincipalArn"]))
        .collect();
    let one_of_them = |pattern: &&str| {
        let Some((account, role)) = pattern
            .strip_prefix("arn:aws:iam::")
            .and_then(|rest| rest.split_once(":role/"))
        else {
            return false;
        };
        let own_path = |prefix: &str| {
            prefix.starts_with("pipewright/")
                && prefix.matches('/').count() == 4
                && !prefix.contains('*')
        };
        let known = accounts.contains(&account) || !wide(pattern);
        known && role.strip_suffix('*').map_or(!role.contains('*'), own_path)
    };
    !patterns.is_empty() && patterns.iter().all(one_of_them)
}

pub(crate) fn names_one_role(arn: &str) -> bool {
    names_one(arn) && arn.contains(":role/")
}

/// One role or one user.
pub(crate) fn names_one(arn: &str) -> bool {
    let sort = [":role/", ":user/"].iter().any(|sort| arn.contains(sort));
    arn.starts_with("arn:aws:iam::") && sort && !arn.contains(['*', '?'])
}

/// Whether an ARN is of an account that the pipeline has a stack in.
fn declared(arn: &str, assembly: &Assembly) -> bool {
    let account = arn.split(':').nth(4).unwrap_or_default();
    assembly.stacks.iter().any(|stack| stack.account == account)
}

//! AWS's managed policies that take in a whole pipeline, with what they say of S3, KMS, IAM and
//! STS. Of other managed policies, the documents are not known here.
//!
//! Source: <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>, of
//! November 2026

use std::sync::LazyLock;

use serde_json::{Value, json};

/// By name.
static POLICIES: LazyLock<Vec<(&str, Value)>> = LazyLock::new(|| {
    let allow = |actions: Value| json!({ "Effect": "Allow", "Action": actions, "Resource": "*" });
    let services = ["iam:*", "organizations:*", "account:*"];
    let except = json!({ "Effect": "Allow", "NotAction": services, "Resource": "*" });
    let roles = [
        "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole",
        "iam:ListRoles",
    ];
    let read_s3 = ["s3:Get*", "s3:List*", "s3:Describe*"];
    let read = [
        "iam:Generate*",
        "iam:Get*",
        "iam:List*",
        "iam:Simulate*",
        "kms:Describe*",
        "kms:Get*",
        "kms:List*",
        "s3:DescribeJob",
        "s3:Get*",
        "s3:List*",
        "sts:GetAccessKeyInfo",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken",
    ];
    let all = [
        ("AdministratorAccess", vec![allow(json!("*"))]),
        ("PowerUserAccess", vec![except, allow(json!(roles))]),
        ("IAMFullAccess", vec![allow(json!("iam:*"))]),
        ("AmazonS3FullAccess", vec![allow(json!("s3:*"))]),
        ("AmazonS3ReadOnlyAccess", vec![allow(json!(read_s3))]),
        ("ReadOnlyAccess", vec![allow(json!(read))]),
    ];
    let document = |statements| json!({ "Version": "2012-10-17", "Statement": statements });
    let all = all.map(|(name, statements)| (name, document(statements)));
    all.to_vec()
});

/// The document of one of AWS's managed policies, by its ARN, if it is known.
pub(super) fn document(arn: &str) -> Option<&'static Value> {
    let (start, name) = arn.split_once(":policy/")?;
    let known = start.starts_with("arn:aws") && start.ends_with(":iam::aws");
    let mut all = POLICIES.iter().filter(|_| known);
    all.find(|(other, _)| *other == name)
        .map(|(_, document)| document)
}

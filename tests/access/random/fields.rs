//! What is asked for: calls, resources, and what policies write in their place.

/// What is asked for, and what a policy may write in its place.
pub(super) struct Field {
    pub(super) actions: &'static [&'static str],
    /// They fit some of the actions.
    pub(super) patterns: &'static [&'static str],
    pub(super) resource: fn(account: &str) -> String,
    pub(super) resources: fn(account: &str) -> Vec<String>,
    /// Its own policy has to allow it even within the account.
    pub(super) strict: bool,
    /// Whether there can be a policy of its own.
    pub(super) guarded: bool,
    /// Its own policy names resources.
    pub(super) names_resources: bool,
}

pub(super) const FIELDS: &[Field] = &[
    Field {
        actions: &["s3:GetObject", "s3:PutObject", "s3:GetObjectVersion"],
        patterns: &[
            "s3:Get*",
            "s3:*Object",
            "s3:?etObject",
            "S3:getobject",
            "s3:*",
        ],
        resource: |_| "arn:aws:s3:::store/app/source/a1.zip".to_owned(),
        resources: |_| {
            texts(&[
                "arn:aws:s3:::store/app/source/*",
                "arn:aws:s3:::store/*",
                "arn:aws:s3:::store/app/*/a?.zip",
                "arn:aws:s3:::store/${aws:PrincipalTag/team}/*",
                "arn:aws:s3:::store/${aws:PrincipalTag/none, 'app'}/*",
                "arn:aws:s3:::store/${*}",
                "arn:aws:s3:::store/App/*",
                "arn:aws:s3:::other/*",
                "arn:*:s3:::store/*",
                "arn:aws-us-gov:s3:::store/*",
            ])
        },
        strict: false,
        guarded: true,
        names_resources: true,
    },
    Field {
        actions: &["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
        patterns: &["kms:De*", "kms:Generate*", "kms:*"],
        resource: |account| format!("arn:aws:kms:us-east-1:{account}:key/0123-4567"),
        resources: |account| {
            vec![
                format!("arn:aws:kms:us-east-1:{account}:key/*"),
                format!("arn:aws:kms:*:{account}:key/0123-*"),
                format!("arn:aws:kms:eu-west-1:{account}:key/*"),
                "arn:aws:kms:*:*:key/0123-4567".to_owned(),
            ]
        },
        strict: true,
        guarded: true,
        names_resources: true,
    },
    Field {
        actions: &["sts:AssumeRole"],
        patterns: &["sts:Assume*", "sts:*", "sts:TagSession"],
        resource: |account| format!("arn:aws:iam::{account}:role/pipewright/deploy-a"),
        resources: |account| {
            vec![
                format!("arn:aws:iam::{account}:role/pipewright/*"),
                "arn:aws:iam::*:role/pipewright/deploy-?".to_owned(),
                format!("arn:aws:iam::{account}:role/deploy-a"),
            ]
        },
        strict: true,
        guarded: true,
        names_resources: false,
    },
    Field {
        actions: &["lambda:InvokeFunction", "lambda:GetFunction"],
        patterns: &["lambda:*Function", "lambda:Invoke*"],
        resource: |account| format!("arn:aws:lambda:us-east-1:{account}:function:smoke-test"),
        resources: |account| {
            vec![
                format!("arn:aws:lambda:*:{account}:function:smoke-*"),
                format!("arn:aws:lambda:us-east-1:{account}:function:other"),
                "arn:aws:lambda:*:*:function:*".to_owned(),
            ]
        },
        strict: false,
        guarded: true,
        names_resources: true,
    },
    Field {
        actions: &["events:PutEvents", "events:PutRule", "events:PutTargets"],
        patterns: &[
            "events:Put*",
            "events:*",
            "events:?utEvents",
            "events:Describe*",
        ],
        resource: |account| format!("arn:aws:events:us-east-1:{account}:event-bus/default"),
        resources: |account| {
            vec![
                format!("arn:aws:events:us-east-1:{account}:event-bus/*"),
                format!("arn:aws:events:*:{account}:event-bus/default"),
                format!("arn:aws:events:eu-west-1:{account}:event-bus/default"),
                "arn:aws-us-gov:events:*:*:event-bus/default".to_owned(),
            ]
        },
        strict: false,
        guarded: true,
        names_resources: true,
    },
    Field {
        actions: &["iam:PassRole"],
        patterns: &["iam:Pass*", "iam:*", "IAM:passrole", "iam:GetRole"],
        resource: |account| format!("arn:aws:iam::{account}:role/pipewright/deploy-a"),
        resources: |account| {
            vec![
                format!("arn:aws:iam::{account}:role/pipewright/*"),
                format!("arn:aws:iam::{account}:role/deploy-a"),
                "arn:aws:iam::*:role/pipewright/deploy-?".to_owned(),
                "arn:*:iam::*:role/*".to_owned(),
            ]
        },
        strict: false,
        // A role's trust policy says who assumes it, not who hands it on.
        guarded: false,
        names_resources: false,
    },
];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

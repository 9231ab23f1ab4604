//! What conditions are about: the keys of requests, their values and operators.

use super::{ABROAD, HOME, ROLE};

/// A key of conditions: its sort, what a request may have for it, and what a policy may
/// compare it with.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) sort: Sort,
    pub(super) values: &'static [&'static str],
    pub(super) written: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Text,
    /// It has several values.
    Texts,
    Arn,
    Truth,
    Number,
    Date,
    Address,
}

const fn key(
    name: &'static str,
    sort: Sort,
    values: &'static [&'static str],
    written: &'static [&'static str],
) -> Key {
    Key {
        name,
        sort,
        values,
        written,
    }
}

pub(super) const KEYS: &[Key] = &[
    key(
        "aws:PrincipalTag/team",
        Sort::Text,
        &["app", "App", "a*p"],
        &["app", "a*", "a${*}p", "?pp", "ops"],
    ),
    key(
        "aws:PrincipalOrgID",
        Sort::Text,
        &["o-a1b2c3d4e5"],
        &["o-a1b2c3d4e5", "o-*", "o-none123456"],
    ),
    key(
        "aws:SourceAccount",
        Sort::Text,
        &[HOME, ABROAD],
        &[HOME, ABROAD, "${aws:PrincipalAccount}"],
    ),
    key(
        "kms:ViaService",
        Sort::Text,
        &["s3.us-east-1.amazonaws.com"],
        &["s3.us-east-1.amazonaws.com", "s3.*.amazonaws.com", "ssm.*"],
    ),
    key(
        "s3:x-amz-server-side-encryption",
        Sort::Text,
        &["aws:kms", "AES256"],
        &["aws:kms", "AES256"],
    ),
    key(
        "kms:EncryptionContext:aws:s3:arn",
        Sort::Arn,
        &["arn:aws:s3:::store", "arn:aws:s3:::store/app/source/a1.zip"],
        &[
            "arn:aws:s3:::store",
            "arn:aws:s3:::store/*",
            "arn:aws:s3:::store/${aws:PrincipalTag/team}/*",
        ],
    ),
    key(
        "aws:PrincipalArn",
        Sort::Arn,
        &[ROLE],
        &[
            ROLE,
            "arn:aws:iam::111111111111:role/path/*",
            "arn:aws:iam::*:role/*",
            "arn:aws:iam::222222222222:role/*",
        ],
    ),
    key(
        "aws:SourceArn",
        Sort::Arn,
        &[
            "arn:aws:codepipeline:us-east-1:111111111111:shop",
            "arn:aws:events:us-east-1:111111111111:rule/a",
        ],
        &[
            "arn:aws:codepipeline:us-east-1:111111111111:shop",
            "arn:aws:codepipeline:*:111111111111:*",
            "arn:aws:*:*:222222222222:*",
        ],
    ),
    key(
        "iam:PassedToService",
        Sort::Text,
        &["cloudformation.amazonaws.com", "ec2.amazonaws.com"],
        &["cloudformation.amazonaws.com", "*.amazonaws.com", "ec2.*"],
    ),
    key(
        "aws:TagKeys",
        Sort::Texts,
        &["team", "cost"],
        &["team", "cost", "t*", "owner"],
    ),
    key(
        "aws:PrincipalOrgPaths",
        Sort::Texts,
        &["o-a/r-b/ou-c/", "o-a/r-b/ou-d/"],
        &["o-a/r-b/ou-c/", "o-a/*", "o-z/*"],
    ),
    key(
        "aws:SecureTransport",
        Sort::Truth,
        &["true", "false"],
        &["true", "false"],
    ),
    key(
        "aws:MultiFactorAuthAge",
        Sort::Number,
        &["60", "3600"],
        &["60", "300", "3600.0"],
    ),
    key(
        "aws:CurrentTime",
        Sort::Date,
        &["2026-01-31T12:00:00Z"],
        &["2026-01-31T12:00:00Z", "2026-02-01", "2025-06-30T00:00:00Z"],
    ),
    key(
        "aws:SourceIp",
        Sort::Address,
        &["203.0.113.7", "10.1.2.3"],
        &["203.0.113.0/24", "10.0.0.0/8", "10.1.2.3"],
    ),
];

impl Sort {
    pub(super) fn operators(self) -> &'static [&'static str] {
        match self {
            Sort::Text | Sort::Texts => &[
                "StringEquals",
                "StringNotEquals",
                "StringLike",
                "StringNotLike",
                "StringEqualsIgnoreCase",
                "StringNotEqualsIgnoreCase",
            ],
            Sort::Arn => &[
                "ArnLike",
                "ArnEquals",
                "ArnNotLike",
                "ArnNotEquals",
                "StringLike",
                "StringEquals",
            ],
            Sort::Truth => &["Bool"],
            Sort::Number => &[
                "NumericEquals",
                "NumericNotEquals",
                "NumericLessThan",
                "NumericLessThanEquals",
                "NumericGreaterThan",
                "NumericGreaterThanEquals",
            ],
            Sort::Date => &[
                "DateEquals",
                "DateLessThan",
                "DateGreaterThanEquals",
                "DateNotEquals",
            ],
            Sort::Address => &["IpAddress", "NotIpAddress"],
        }
    }
}

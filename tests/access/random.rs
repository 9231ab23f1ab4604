//! Policies and requests made at random, always the same ones, in the shapes that
//! templates have and that users write.

use serde_json::{Map, Value as Json, json};

use crate::{judge, tell};

const CASES: usize = 3_000;
const SEED: u64 = 4;

/// How many more seeds are tried, where somebody wants to look further.
const MORE: &str = "ACCESS_SEEDS";

const HOME: &str = "111111111111";
const ABROAD: &str = "222222222222";
const ROLE: &str = "arn:aws:iam::111111111111:role/path/app";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/app/session";
const SERVICE: &str = "codepipeline.amazonaws.com";

#[test]
fn what_is_made_at_random_is_decided_alike() {
    let found = judge::judge(&made_of(SEED));
    tell(&format!(
        "iam-simulate over {CASES} cases made at random: {found}"
    ));
    found.passes();
    found.needs_every_excuse();
    let more = std::env::var(MORE).map_or(0, |more| more.parse().unwrap());
    for seed in SEED + 1..=SEED + more {
        let found = judge::judge(&made_of(seed));
        tell(&format!("seed {seed}: {found}"));
        found.passes();
    }
}

fn made_of(seed: u64) -> Vec<Json> {
    let mut dice = Dice(seed);
    (0..CASES).map(|_| case(&mut dice)).collect()
}

/// What is asked for, and what a policy may write in its place.
struct Field {
    actions: &'static [&'static str],
    /// They fit some of the actions.
    patterns: &'static [&'static str],
    resource: fn(account: &str) -> String,
    resources: fn(account: &str) -> Vec<String>,
    /// Its own policy has to allow it even within the account.
    strict: bool,
    /// Its own policy names resources.
    names_resources: bool,
}

const FIELDS: &[Field] = &[
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
            ])
        },
        strict: false,
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
        names_resources: true,
    },
];

/// A key of conditions: its sort, what a request may have for it, and what a policy may
/// compare it with.
struct Key {
    name: &'static str,
    sort: Sort,
    values: &'static [&'static str],
    written: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
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

const KEYS: &[Key] = &[
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
    fn operators(self) -> &'static [&'static str] {
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

fn case(dice: &mut Dice) -> Json {
    let field = dice.one(FIELDS);
    let owner = if dice.chance(60) { HOME } else { ABROAD };
    let service = dice.chance(10);
    let mut case = json!({
        "action": dice.one(field.actions),
        "resource": (field.resource)(owner),
        "resourceAccount": owner,
        "strict": field.strict,
        "service": service,
        "principal": if service { SERVICE } else { ROLE },
        "principalAccount": if service { "" } else { HOME },
        "context": context(dice, service),
        "identityPolicies": [],
        "resourcePolicies": [],
    });
    if !service && dice.chance(70) {
        case["session"] = json!(SESSION);
    }
    if !service {
        let policies = (0..dice.below(3)).map(|_| policy(dice, field, owner, false));
        case["identityPolicies"] = policies.collect();
        if dice.chance(15) {
            case["boundary"] = policy(dice, field, owner, false);
        }
    }
    // Keys and roles always have one.
    if field.strict || dice.chance(60) {
        case["resourcePolicies"] = json!([policy(dice, field, owner, true)]);
    }
    case["decision"] = json!(pipewright_core::proof::decide(&case.to_string()));
    case
}

fn context(dice: &mut Dice, service: bool) -> Json {
    let mut out = Map::new();
    for key in KEYS {
        // Of a role these are always known, of a service never.
        let whose = key.name.starts_with("aws:Principal");
        let value = match key.sort {
            _ if whose && service => Json::Null,
            _ if key.name == "aws:PrincipalArn" => json!(ROLE),
            _ if !dice.chance(75) => Json::Null,
            Sort::Texts => json!(&key.values[..1 + dice.below(key.values.len())]),
            _ => json!(dice.one(key.values)),
        };
        out.insert(key.name.to_owned(), value);
    }
    out.insert("aws:PrincipalTag/none".to_owned(), Json::Null);
    let account = if service { Json::Null } else { json!(HOME) };
    out.insert("aws:PrincipalAccount".to_owned(), account);
    Json::Object(out)
}

fn policy(dice: &mut Dice, field: &Field, owner: &str, of_resource: bool) -> Json {
    let count = 1 + dice.below(3);
    let statements = (0..count).map(|_| statement(dice, field, owner, of_resource));
    let statements: Vec<Json> = statements.collect();
    json!({ "Version": "2012-10-17", "Statement": statements })
}

fn statement(dice: &mut Dice, field: &Field, owner: &str, of_resource: bool) -> Json {
    let deny = dice.chance(18);
    let mut out = json!({ "Effect": if deny { "Deny" } else { "Allow" } });
    let actions = dice.some(|dice| {
        if dice.chance(60) {
            (*dice.one(field.actions)).to_owned()
        } else {
            (*dice.one(field.patterns)).to_owned()
        }
    });
    let rarely = dice.chance(5);
    out[if rarely { "NotAction" } else { "Action" }] = actions;
    if of_resource {
        out["Principal"] = principal(dice);
    }
    if !of_resource || field.names_resources {
        let rarely = dice.chance(5);
        let written = (field.resources)(owner);
        out[if rarely { "NotResource" } else { "Resource" }] =
            dice.some(|dice| match dice.below(10) {
                0..4 => (field.resource)(owner),
                4..6 => "*".to_owned(),
                _ => dice.one(&written).clone(),
            });
    }
    let mut conditions = Map::new();
    for _ in 0..dice.below(3) {
        let (operator, key, values) = condition(dice);
        let keys = conditions.entry(operator).or_insert_with(|| json!({}));
        keys[key] = values;
    }
    if !conditions.is_empty() {
        out["Condition"] = Json::Object(conditions);
    }
    out
}

fn principal(dice: &mut Dice) -> Json {
    match dice.below(10) {
        0 => json!("*"),
        1 => json!({ "AWS": "*" }),
        2 => json!({ "AWS": HOME }),
        3 => json!({ "AWS": "arn:aws:iam::111111111111:root" }),
        4 => {
            json!({ "AWS": ["arn:aws:iam::222222222222:root", "arn:aws:iam::222222222222:role/path/app"] })
        }
        5 => json!({ "Service": [SERVICE, "codebuild.amazonaws.com"] }),
        6 => json!({ "Service": "codebuild.amazonaws.com", "AWS": [ROLE] }),
        7 => json!({ "AWS": SESSION }),
        _ => json!({ "AWS": ROLE }),
    }
}

fn condition(dice: &mut Dice) -> (String, &'static str, Json) {
    let key = dice.one(KEYS);
    if dice.chance(10) {
        return (
            "Null".to_owned(),
            key.name,
            json!(dice.one(&["true", "false"])),
        );
    }
    // What has several values takes one of these, as IAM wants it; others may.
    let quantified = key.sort == Sort::Texts || dice.chance(10);
    let quantifier = match quantified {
        true => *dice.one(&["ForAnyValue:", "ForAllValues:"]),
        false => "",
    };
    let operator = dice.one(key.sort.operators());
    let if_exists = if dice.chance(20) { "IfExists" } else { "" };
    let values = match key.sort {
        Sort::Truth => json!(dice.one(key.written)),
        _ => dice.some(|dice| (*dice.one(key.written)).to_owned()),
    };
    (
        format!("{quantifier}{operator}{if_exists}"),
        key.name,
        values,
    )
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Numbers by chance, the same ones every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    /// One text, or a list of them.
    fn some(&mut self, mut text: impl FnMut(&mut Dice) -> String) -> Json {
        if self.chance(50) {
            return json!(text(self));
        }
        let count = 1 + self.below(3);
        (0..count).map(|_| json!(text(self))).collect()
    }
}

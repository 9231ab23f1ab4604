//! Roles, the rules for all of them, and statements.

use crate::catalogue::{Existing, Key, Type, existing, pattern};
use crate::similar;

/// The keys of a role that we create.
pub static MANAGED_ROLE: &[Key] = &[
    Key::optional(
        "ManagedPolicies",
        Type::Strings(&pattern::POLICY_ARN),
        "the ARNs of managed policies",
    ).names(existing::MANAGED_POLICY).known_when_built(),
    Key::optional("Statements", Type::Statements, "IAM policy statements"),
    Key::optional(
        "PermissionsBoundary",
        Type::Boundary,
        "the managed policy that bounds the role: its ARN, its name in the role's account, or a map with what it says",
    ).names(Existing::new("managed policy", "{PermissionsBoundary}"))
    .known_when_built(),
    Key::optional(
        "Path",
        Type::String(&pattern::IAM_PATH),
        "an IAM path in place of the pipeline's own",
    )
    .known_when_built(),
    Key::optional(
        "RoleName",
        Type::String(&pattern::IAM_ROLE_NAME),
        "the role's name in IAM, in place of one that we make",
    )
    .known_when_built(),
];

/// The keys of `roles { … }`: the rules for all roles that we make.
pub static ROLE_RULES: &[Key] = &[
    Key::optional(
        "PermissionsBoundary",
        Type::Boundary,
        "the managed policy that bounds each role: its ARN, its name in the role's account, or a map with what it says",
    ).names(Existing::new("managed policy", "{PermissionsBoundary}"))
    .known_when_built(),
    Key::optional(
        "Path",
        Type::String(&pattern::IAM_PATH),
        "an IAM path in place of the pipeline's own",
    )
    .known_when_built(),
    Key::optional(
        "NamePrefix",
        Type::String(&pattern::ROLE_NAME_PREFIX),
        "the text that the names of roles and of their managed policies begin with",
    )
    .known_when_built(),
    Key::optional(
        "Tags",
        Type::Map,
        "tags for each role, beside those of the pipeline",
    ),
    Key::optional(
        "InlinePolicies",
        Type::Bool,
        "whether roles have inline policies; with `false` they have managed policies only",
    ),
    Key::optional(
        "OnePer",
        Type::OneOf(&["ACTION", "STAGE", "ACCOUNT_AND_REGION"]),
        "what has one role: each action, the actions of a stage, or those of an account and region",
    ),
];

/// The keys of a permissions boundary that is written as a map.
pub static BOUNDARY: &[Key] = &[
    Key::required(
        "Policy",
        Type::String(&pattern::BOUNDARY),
        "the managed policy: its ARN, or its name in the role's account",
    )
    .names(Existing::new("managed policy", "{Policy}"))
    .known_when_built(),
    Key::optional(
        "Document",
        Type::Document,
        "what it says: the text of the policy, or a list of statements",
    )
    .known_when_built(),
];

/// The keys of an IAM policy statement.
pub static STATEMENT: &[Key] = &[
    Key::optional(
        "Effect",
        Type::OneOf(&["Allow", "Deny"]),
        "`Allow` unless said otherwise",
    ),
    Key::required(
        "Actions",
        Type::Strings(&pattern::IAM_ACTION),
        "the API calls",
    )
    .known_when_built()
    .items(1, 1000),
    Key::required("Resources", Type::Strings(&pattern::RESOURCE), "the ARNs").items(1, 1000),
    Key::optional(
        "Conditions",
        Type::Map,
        "operators, each with a map of keys and values",
    ),
];

/// The operator of conditions that a text means, without `ForAnyValue:`, `ForAllValues:` and
/// `IfExists`; and all of one with a similar name, if there is none.
///
/// # Errors
///
/// There is no such operator.
pub fn condition_operator(said: &str) -> Result<&'static str, Option<String>> {
    let (set, bare) = match said.split_once(':') {
        Some((set, bare)) => (Some(set), bare),
        None => (None, said),
    };
    let plain = bare.strip_suffix(IF_EXISTS).unwrap_or(bare);
    let found = CONDITION_OPERATORS.iter().find(|known| **known == plain);
    if let Some(known) = found
        && set.is_none_or(|set| SETS.contains(&set))
    {
        return Ok(known);
    }
    Err(similar_operator(set, bare))
}

/// What an operator that compares several values begins with, before a colon.
pub const SETS: &[&str] = &["ForAnyValue", "ForAllValues"];

const IF_EXISTS: &str = "IfExists";

fn similar_operator(set: Option<&str>, bare: &str) -> Option<String> {
    let set = match set {
        Some(set) => format!("{}:", similar::closest(set, SETS.iter().copied())?),
        None => String::new(),
    };
    let known = CONDITION_OPERATORS.iter().copied();
    let all: Vec<String> = known
        .flat_map(|known| [known.to_owned(), format!("{known}{IF_EXISTS}")])
        .collect();
    let close = similar::closest(bare, all.iter().map(String::as_str))?;
    Some(format!("{set}{close}"))
}

/// The operators of a statement's conditions, without `ForAnyValue:`, `ForAllValues:` and
/// `IfExists`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
pub static CONDITION_OPERATORS: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

//! IAM's logic: whether a request is allowed, by which statements, and if not, whose
//! fault that is.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod answer;
mod condition;
mod date;
mod decide;
mod pattern;
mod pattern_set;
mod policy;
mod principal;
#[cfg(test)]
mod tests;
mod usage;
mod user_statement;

use std::borrow::Cow;

pub(crate) use answer::Answer;
pub(crate) use policy::{Place, Policy, Statement, many};
pub(crate) use principal::{Sort, account_of};

pub(crate) use decide::decide;
#[cfg(test)]
pub(crate) use decide::looked;
pub(crate) use user_statement::{may_allow, unsaid, written_for};

/// Who asks.
#[derive(Debug, Default)]
pub(crate) struct Who<'a> {
    /// The role's ARN, which is `aws:PrincipalArn`; empty for a service.
    pub(crate) arn: Cow<'a, str>,
    /// The ARN of the session that it acts in.
    pub(crate) session: Option<String>,
    pub(crate) account: Cow<'a, str>,
    /// A service that asks for itself.
    pub(crate) service: Option<&'a str>,
    pub(crate) identity: Identity<'a>,
    /// What is known of whoever asks, by key in small letters.
    pub(crate) context: Vec<(&'a str, Value<'a>)>,
}

/// What whoever asks is allowed by policies of its own.
#[derive(Debug, Default)]
pub(crate) enum Identity<'a> {
    /// Nothing: a service, or nobody in particular.
    #[default]
    None,
    /// What is written here.
    Known(&'a Own<'a>),
    /// Everything: an administrator.
    Everything,
    /// What somebody else has written.
    Imported(String),
}

/// A role's own policies.
#[derive(Debug, Default)]
pub(crate) struct Own<'a> {
    pub(crate) policies: Vec<Policy<'a>>,
    /// The ARNs of managed policies that are not ours.
    pub(crate) attached: Vec<&'a str>,
    pub(crate) boundary: Option<Boundary<'a>>,
}

/// What bounds a role's own policies.
#[derive(Debug)]
pub(crate) enum Boundary<'a> {
    /// A policy that we do not know, by its ARN.
    Unknown(&'a str),
    /// One that we know.
    #[cfg_attr(not(test), allow(dead_code))]
    Known(Policy<'a>),
}

/// What is asked for.
#[derive(Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) arn: Cow<'a, str>,
    pub(crate) account: Cow<'a, str>,
    pub(crate) guard: Guard<'a>,
    /// What its policy is called.
    pub(crate) what: &'static str,
    /// Whether its own policy has to allow even what an identity of its account may:
    /// keys, and roles that are to be assumed.
    pub(crate) strict: bool,
    /// What is known of it, by key in small letters.
    pub(crate) context: Vec<(&'a str, Value<'a>)>,
}

/// The policy of a resource.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guard<'a> {
    /// It has none.
    None,
    /// These make it up.
    Known(&'a [Policy<'a>]),
    /// It is somebody else's; the word says what it is.
    Imported(&'static str),
    /// It leaves it to the policies of whoever asks.
    Open,
}

/// A request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) who: &'a Who<'a>,
    pub(crate) action: &'a str,
    pub(crate) resource: &'a Resource<'a>,
    /// What is known of the call, by key in small letters.
    pub(crate) context: &'a [(&'a str, Value<'a>)],
    /// Whether it must be allowed: what allows it is marked as used.
    pub(crate) needed: bool,
    /// Whether managed policies and boundaries that are not ours are left out, and a resource
    /// that is not ours keeps nobody out: what do our own statements say?
    pub(crate) alone: bool,
}

/// The value of a context key.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
    /// It is known not to be there.
    Absent,
    /// It may be there or not.
    Unknown,
}

/// What is known of a context key.
pub(crate) enum Looked<'a> {
    Known(&'a [Cow<'a, str>]),
    Absent,
    Unknown,
}

/// Why something cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause {
    /// A key of which nothing is known.
    Key(String),
    /// A policy that IAM would not take, or that we cannot read.
    Malformed(String),
    /// A policy that is not ours, of a role, a bucket, a key: with "is" or "are".
    Imported(String),
    /// A managed policy that is not ours.
    Managed(String),
    /// A permissions boundary that is not ours.
    Boundary(String),
    /// Something about a statement that the user wrote.
    Users(Box<Cause>),
}

/// Where a decision was made: the policy, and its statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub(crate) policy: &'a Policy<'a>,
    pub(crate) statement: usize,
}

/// The side that allows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// The policies of whoever asks.
    Identity,
    /// The policy of the resource.
    Resource,
    /// The permissions boundary.
    Boundary,
}

/// The outcome.
#[derive(Clone, Debug)]
pub(crate) enum Verdict<'a> {
    Allowed {
        by: Vec<At<'a>>,
    },
    Forbidden {
        by: At<'a>,
    },
    Missing {
        sides: Vec<Side>,
    },
    /// The policies of whoever asks may be ours, and then allow nothing.
    Unknown {
        why: Cause,
        by: Vec<At<'a>>,
        own_missing: bool,
    },
}

/// Keys that a request has only where it says so: what services send along, headers of
/// an upload, what goes with a single call.
const ONLY_IF_SAID: &[&str] = &[
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "iam:passedtoservice",
    "kms:encryptioncontextkeys",
    "kms:requestalias",
    "kms:resourcealiases",
    "kms:viaservice",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
    "sts:externalid",
];

impl Request<'_> {
    /// What is known of a key, which is given in small letters.
    pub(crate) fn lookup(&self, key: &str) -> Looked<'_> {
        let lists = [
            self.context,
            self.who.context.as_slice(),
            self.resource.context.as_slice(),
        ];
        let mut found = None;
        for list in lists {
            let mut at = 0;
            while at < list.len() && found.is_none() {
                let (known, value) = &list[at];
                if known.len() == key.len() && *known == key {
                    found = Some(value);
                }
                at += 1;
            }
        }
        match found {
            Some(Value::One(value)) => Looked::Known(std::slice::from_ref(value)),
            Some(Value::Many(values)) => Looked::Known(values),
            Some(Value::Absent) => Looked::Absent,
            Some(Value::Unknown) => Looked::Unknown,
            None => match key {
                "aws:principalarn" if !self.who.arn.is_empty() => {
                    Looked::Known(std::slice::from_ref(&self.who.arn))
                }
                "aws:principalaccount" if !self.who.account.is_empty() => {
                    Looked::Known(std::slice::from_ref(&self.who.account))
                }
                "aws:principalarn" | "aws:principalaccount" => Looked::Absent,
                // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
                "aws:resourceaccount" | "s3:resourceaccount"
                    if !self.resource.account.is_empty() =>
                {
                    Looked::Known(std::slice::from_ref(&self.resource.account))
                }
                key if ONLY_IF_SAID.contains(&key) || key.starts_with("kms:encryptioncontext:") => {
                    Looked::Absent
                }
                _ => Looked::Unknown,
            },
        }
    }
}

impl Cause {
    /// Whether it lies in something that is not ours, so that its owner has to see to it.
    pub(crate) fn is_foreign(&self) -> bool {
        matches!(
            self,
            Cause::Imported(_) | Cause::Managed(_) | Cause::Boundary(_)
        )
    }
}

impl<'a> At<'a> {
    pub(crate) fn statement(&self) -> &'a Statement<'a> {
        &self.policy.statements[self.statement]
    }

    /// How the statement is called: by its `Sid`, or by its number.
    pub(crate) fn name(&self) -> String {
        match self.statement().sid.as_ref() {
            "" => format!("statement {}", self.statement + 1),
            sid => format!("`{sid}`"),
        }
    }
}

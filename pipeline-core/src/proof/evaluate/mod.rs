//! IAM's logic: whether a request is allowed, by which statements, and if not, whose
//! fault that is.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod condition;
mod pattern;
mod policy;
#[cfg(test)]
mod tests;
mod time;

use std::borrow::Cow;

pub(crate) use policy::{Place, Policy, Sort, Statement, account_of, many};

use policy::Grade;

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

/// Yes, no, or nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    No,
    Yes,
    Unknown(Cause),
}

/// Why something cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause {
    /// A key of which nothing is known.
    Key(String),
    /// A policy that IAM would not take, or that we cannot read.
    Malformed(String),
    /// A policy that is not ours: of a role, a bucket, a key.
    Imported(String),
    /// A managed policy that is not ours.
    Managed(String),
    /// A permissions boundary that is not ours.
    Boundary(String),
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
        let found = lists
            .into_iter()
            .flatten()
            .find(|(known, _)| *known == key)
            .map(|(_, value)| value);
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
                "aws:resourceaccount" if !self.resource.account.is_empty() => {
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

impl Answer {
    pub(crate) fn of(truth: bool) -> Answer {
        if truth { Answer::Yes } else { Answer::No }
    }

    pub(crate) fn is_yes(&self) -> bool {
        *self == Answer::Yes
    }

    pub(crate) fn is_no(&self) -> bool {
        *self == Answer::No
    }

    fn not(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            unknown => unknown,
        }
    }

    fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Yes, other) => other,
            (unknown, _) => unknown,
        }
    }

    fn or(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::Yes, _) | (_, Answer::Yes) => Answer::Yes,
            (Answer::No, other) => other,
            (unknown, _) => unknown,
        }
    }

    fn any(answers: impl Iterator<Item = Answer>) -> Answer {
        let mut out = Answer::No;
        for answer in answers {
            out = out.or(answer);
            if out.is_yes() {
                break;
            }
        }
        out
    }

    fn all(answers: impl Iterator<Item = Answer>) -> Answer {
        let mut out = Answer::Yes;
        for answer in answers {
            out = out.and(answer);
            if out.is_no() {
                break;
            }
        }
        out
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

/// What one side says to a request.
struct Said<'a> {
    denied: Option<At<'a>>,
    /// Something might deny it.
    doubt: Option<Cause>,
    allowed: Answer,
    by: Option<At<'a>>,
    /// What its account may pass on; of a resource's policy only.
    delegated: Answer,
    delegated_by: Option<At<'a>>,
}

impl Said<'_> {
    const NOTHING: Said<'static> = Said {
        denied: None,
        doubt: None,
        allowed: Answer::No,
        by: None,
        delegated: Answer::No,
        delegated_by: None,
    };
}

/// Decides a request.
pub(crate) fn decide<'a>(request: &Request<'a>) -> Verdict<'a> {
    let own = identity(request);
    let resource = match request.resource.guard {
        Guard::None => Said::NOTHING,
        Guard::Known(policies) => said(policies, request),
        Guard::Imported(what) => {
            let cause = Cause::Imported(format!("the policy of {what} `{}`", request.resource.arn));
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
        Guard::Open => Said {
            delegated: Answer::Yes,
            ..Said::NOTHING
        },
    };
    let bounds = bounds(request);
    if let Some(by) = own.denied.or(resource.denied).or(bounds.denied) {
        return Verdict::Forbidden { by };
    }
    let from_resource = resource.allowed.clone().or(resource.delegated.clone());
    let own_allowed = own.allowed.clone().and(bounds.allowed.clone());
    let no_identity = matches!(request.who.identity, Identity::None);
    let same = request.who.account == request.resource.account;
    let allowed = if no_identity {
        resource.allowed.clone()
    } else if !same {
        own_allowed.clone().and(from_resource.clone())
    } else if request.resource.strict {
        let delegated = resource.delegated.clone().and(own_allowed.clone());
        resource.allowed.clone().or(delegated)
    } else {
        own_allowed.clone().or(resource.allowed.clone())
    };
    let by = [own.by, resource.by.or(resource.delegated_by), bounds.by];
    let by = by.into_iter().flatten().collect();
    let own_missing = own.allowed.is_no() && !no_identity;
    match allowed {
        Answer::Yes => match own.doubt.or(resource.doubt).or(bounds.doubt) {
            Some(why) => Verdict::Unknown {
                why,
                by,
                own_missing,
            },
            None => Verdict::Allowed { by },
        },
        Answer::Unknown(why) => Verdict::Unknown {
            why,
            by,
            own_missing,
        },
        Answer::No => {
            let mut sides = Vec::new();
            if own_missing {
                sides.push(Side::Identity);
            }
            if bounds.allowed.is_no() {
                sides.push(Side::Boundary);
            }
            if from_resource.is_no() && (!same || request.resource.strict || no_identity) {
                sides.push(Side::Resource);
            }
            Verdict::Missing { sides }
        }
    }
}

/// What the policies of whoever asks say.
fn identity<'a>(request: &Request<'a>) -> Said<'a> {
    match &request.who.identity {
        Identity::None => Said::NOTHING,
        Identity::Everything => Said {
            allowed: Answer::Yes,
            ..Said::NOTHING
        },
        Identity::Imported(arn) => {
            let cause = Cause::Imported(format!("the policies of role `{arn}`"));
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
        Identity::Known(own) => {
            let mut found = said(&own.policies, request);
            for arn in &own.attached {
                let cause = Cause::Managed((*arn).to_owned());
                // What is needed is to be allowed by what we can read.
                if !request.needed {
                    found.allowed = found.allowed.or(Answer::Unknown(cause.clone()));
                }
                // AWS's own managed policies are there to allow; another one may deny.
                if account_of(arn) != "aws" {
                    found.doubt = found.doubt.or(Some(cause));
                }
            }
            found
        }
    }
}

/// What the boundary of whoever asks lets through.
fn bounds<'a>(request: &Request<'a>) -> Said<'a> {
    let boundary = match &request.who.identity {
        Identity::Known(own) => own.boundary.as_ref(),
        _ => None,
    };
    match boundary {
        None => Said {
            allowed: Answer::Yes,
            ..Said::NOTHING
        },
        Some(Boundary::Known(policy)) => said([policy], request),
        Some(Boundary::Unknown(arn)) => {
            let cause = Cause::Boundary((*arn).to_owned());
            Said {
                doubt: Some(cause.clone()),
                allowed: Answer::Unknown(cause),
                ..Said::NOTHING
            }
        }
    }
}

fn said<'a>(policies: impl IntoIterator<Item = &'a Policy<'a>>, request: &Request<'a>) -> Said<'a> {
    let mut out = Said::NOTHING;
    for policy in policies {
        for (index, statement) in policy.statements.iter().enumerate() {
            let (answer, grade) = statement.speaks(request);
            let at = At {
                policy,
                statement: index,
            };
            if request.needed && answer.is_yes() && !statement.deny {
                statement.mark(request);
            }
            match (answer, statement.deny, grade) {
                (Answer::No, ..) => {}
                (Answer::Yes, true, _) => {
                    out.denied.get_or_insert(at);
                }
                (Answer::Unknown(cause), true, _) => {
                    out.doubt.get_or_insert(cause);
                }
                (answer, false, Grade::Direct) => {
                    if answer.is_yes() && out.by.is_none() {
                        out.by = Some(at);
                    }
                    out.allowed = out.allowed.or(answer);
                }
                (answer, false, Grade::Delegated) => {
                    if answer.is_yes() && out.delegated_by.is_none() {
                        out.delegated_by = Some(at);
                    }
                    out.delegated = out.delegated.or(answer);
                }
            }
        }
    }
    out
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

//! What a request shows: who may do something on one side only, and by which statements.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::access::evaluator::{Cause, Decision, MissingAllow, Request, StatementRef};

/// A difference between the decisions on a request, for all calls of its kind.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) calls: Rc<[String]>,
    /// The resource that was asked of.
    pub(super) resource: String,
    pub(super) found: Rc<Found>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It was denied, and is allowed.
    Gain(Why),
    /// It was allowed, and is denied.
    Loss(Why),
    Undecided(String),
}

/// What allows a request on one side, and what does not on the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Why {
    /// The statements that allow it.
    pub(super) by: Vec<StatementPlace>,
    /// The patterns of these statements that match the resource.
    pub(super) on: BTreeSet<String>,
    pub(super) conditions: Vec<String>,
    /// Why it is not allowed on the other side.
    pub(super) otherwise: String,
    /// A `Deny` decides on the other side.
    pub(super) denied_by: Option<StatementPlace>,
}

/// The place of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StatementPlace {
    pub(super) stack: String,
    pub(super) logical_id: String,
    /// The name of the policy in words.
    pub(super) policy: &'static str,
    /// Its `Sid`, or its number.
    pub(super) statement: String,
}

impl Finding {
    /// Returns whether the same statements say the same about the same, to whomever.
    pub(super) fn is_like(&self, other: &Finding) -> bool {
        let found = match (self.found.as_ref(), other.found.as_ref()) {
            (Found::Gain(one), Found::Gain(other)) | (Found::Loss(one), Found::Loss(other)) => {
                one.by == other.by
            }
            (Found::Undecided(one), Found::Undecided(other)) => one == other,
            _ => false,
        };
        found && self.resource == other.resource && self.calls == other.calls
    }
}

/// The decision on a request.
pub(super) enum Ruling {
    Allowed {
        by: Vec<StatementPlace>,
        on: BTreeSet<String>,
        conditions: Vec<String>,
    },
    Denied {
        why: String,
        by: Option<StatementPlace>,
    },
    Unknown(String),
}

impl StatementPlace {
    pub(super) fn of(reference: &StatementRef<'_>) -> StatementPlace {
        let place = &reference.policy.place;
        StatementPlace {
            stack: place.stack.clone(),
            logical_id: place.logical_id.clone(),
            policy: place.name,
            statement: reference.name(),
        }
    }
}

impl Ruling {
    pub(super) fn of(decision: &Decision<'_>, request: &Request<'_>) -> Ruling {
        match decision {
            Decision::Allowed { by } => {
                let arn = request.resource.arn.as_ref();
                let statements = || by.iter().map(StatementRef::statement);
                let on = statements().flat_map(|one| one.resources_with(arn, request));
                let mut conditions: Vec<String> = statements()
                    .flat_map(|one| one.conditions_in_words())
                    .collect();
                let mut seen = BTreeSet::new();
                conditions.retain(|one| seen.insert(one.clone()));
                Ruling::Allowed {
                    by: by.iter().map(StatementPlace::of).collect(),
                    on: on.collect(),
                    conditions,
                }
            }
            Decision::ExplicitDeny { by } => {
                let conditions = by.statement().conditions_in_words();
                let when = match conditions.as_slice() {
                    [] => String::new(),
                    all => format!(", if {}", all.join(" and ")),
                };
                Ruling::Denied {
                    why: format!("{} denies it{when}", by.name()),
                    by: Some(StatementPlace::of(by)),
                }
            }
            Decision::ImplicitDeny { missing } => {
                let missing: Vec<&str> = missing.iter().map(|one| allowing(*one)).collect();
                Ruling::Denied {
                    why: match missing.as_slice() {
                        [] => "nothing allows it".to_owned(),
                        all => format!("{} allows it", all.join(" and ")),
                    },
                    by: None,
                }
            }
            Decision::Undetermined { why, .. } => Ruling::Unknown(cause(why)),
        }
    }
}

fn allowing(missing: MissingAllow) -> &'static str {
    match missing {
        MissingAllow::IdentityPolicy => "no policy of its own",
        MissingAllow::ResourcePolicy => "no policy of the resource",
        MissingAllow::PermissionsBoundary => "no permissions boundary",
    }
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::UnknownKey(key) => format!("the value of `{key}` is not known"),
        Cause::Malformed(what) => what.clone(),
        Cause::BeyondPart(pattern) => {
            format!("`{pattern}` may match beyond its part of the ARN")
        }
        Cause::Imported(what) => format!("{what} not known"),
        Cause::ManagedPolicy(arn) | Cause::AwsManaged(arn) => {
            format!("what `{arn}` says is not known")
        }
        Cause::PermissionsBoundary(arn) => format!("what boundary `{arn}` says is not known"),
        Cause::OfBoundary(_, inner) | Cause::UserStatement(inner) => self::cause(inner),
    }
}

impl Found {
    /// The difference between the rulings of both sides. A side without the principal or the resource
    /// allows nothing.
    pub(super) fn between(old: Option<Ruling>, new: Option<Ruling>) -> Option<Found> {
        let missing = |side: Option<Ruling>| {
            side.unwrap_or(Ruling::Denied {
                why: "there is no such thing".to_owned(),
                by: None,
            })
        };
        match (missing(old), missing(new)) {
            (Ruling::Unknown(why), _) | (_, Ruling::Unknown(why)) => Some(Found::Undecided(why)),
            (Ruling::Denied { why, by: deny }, Ruling::Allowed { by, on, conditions }) => {
                Some(Found::Gain(Why {
                    by,
                    on,
                    conditions,
                    otherwise: why,
                    denied_by: deny,
                }))
            }
            (Ruling::Allowed { by, on, conditions }, Ruling::Denied { why, by: deny }) => {
                Some(Found::Loss(Why {
                    by,
                    on,
                    conditions,
                    otherwise: why,
                    denied_by: deny,
                }))
            }
            _ => None,
        }
    }
}

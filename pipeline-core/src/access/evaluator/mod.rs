//! IAM's policy evaluation: whether a request is allowed, by which statements, and if it is
//! not, which policy would have to allow it.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod answer;
mod condition;
mod date;
mod decide;
mod decision;
#[cfg(feature = "compare")]
mod language;
mod pattern;
mod pattern_set;
mod policy;
mod principal;
mod request;
#[cfg(feature = "compare")]
mod rules;
mod statement;
#[cfg(test)]
mod tests;
mod usage;
mod user_statement;

pub(crate) use answer::Answer;
#[cfg(feature = "compare")]
pub(crate) use condition::Condition;
pub(crate) use decide::{Mode, decide};
pub(crate) use decision::{Cause, Decision, MissingAllow, StatementRef};
#[cfg(feature = "compare")]
pub(crate) use language::{Glyph, Language, Values, resource_language};
#[cfg(feature = "compare")]
pub(crate) use pattern::Pattern;
#[cfg(test)]
pub(crate) use policy::evaluated;
pub(crate) use policy::{Policy, PolicyPlace, one_or_many};
#[cfg(any(feature = "testing", feature = "compare"))]
pub(crate) use principal::PrincipalKind;
pub(crate) use principal::account_of;
pub(crate) use request::{
    AwsManaged, Boundary, ContextValue, Identity, IdentityPolicies, Principal, Request, Resource,
    ResourcePolicy,
};
#[cfg(feature = "compare")]
pub(crate) use rules::{Layer, Rule, Subject, rules};
pub(crate) use statement::{Effect, Statement};
pub(crate) use user_statement::{missing_part, possibly_allowing, possibly_denying, user_allows};

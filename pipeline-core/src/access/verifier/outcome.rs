//! The verifier's calls with their purpose, and their outcomes.

use std::borrow::Cow;
use std::rc::Rc;

use crate::access::evaluator::{
    Cause, ContextValue, Decision, PolicyPlace, Principal, Request, Resource, StatementRef,
};
use crate::codes::Code;
use crate::place::Location;

/// The purpose of requests that must be allowed.
pub(in crate::access) struct Purpose<'c> {
    /// The title of the pipeline's action; empty where they serve the pipeline as a whole.
    pub(in crate::access) action: Rc<str>,
    /// The purpose in words that follow the principal.
    pub(in crate::access) why: Cow<'c, str>,
    pub(in crate::access) at: Location,
}

/// A call of AWS's API: IAM's action, and the context that comes with it.
#[derive(Clone, Copy)]
pub(in crate::access) struct ApiCall<'c> {
    pub(in crate::access) action: &'static str,
    pub(in crate::access) context: &'c [(&'c str, ContextValue<'c>)],
}

/// A request that must be allowed, for several calls that are decided alike.
#[derive(Clone, Debug)]
pub(crate) struct VerifiedRequest {
    /// The title of the pipeline's action; empty where it serves the pipeline as a whole.
    pub(crate) action: Rc<str>,
    /// A role's ARN, a service, or an administrator.
    pub(crate) principal: String,
    pub(crate) calls: Vec<&'static str>,
    pub(crate) resource: String,
    /// The purpose in words that follow the principal.
    pub(crate) why: String,
    pub(crate) outcome: Outcome,
}

/// The outcome of a request that must be allowed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Outcome {
    Allowed {
        by: Vec<StatementReference>,
    },
    Denied,
    /// The owner of something that is not ours has to allow it.
    LeftToOwner {
        why: Cause,
        by: Vec<StatementReference>,
    },
}

/// A reference to a statement of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatementReference {
    pub(crate) policy: Rc<PolicyPlace>,
    pub(crate) statement: String,
}

/// A reason why the pipeline is not synthesized.
#[derive(Debug)]
pub(in crate::access) struct Failure {
    pub(in crate::access) code: &'static Code,
    pub(in crate::access) at: Location,
    pub(in crate::access) message: String,
    /// The statement of the user's that is to blame.
    pub(in crate::access) by_user: Option<Location>,
    /// What a permissions boundary denies, if it is to blame.
    pub(in crate::access) by_boundary: Option<DeniedByBoundary>,
}

/// A call that a role's permissions boundary denies: the finding of the boundary names each.
#[derive(Debug)]
pub(in crate::access) struct DeniedByBoundary {
    pub(in crate::access) call: &'static str,
    /// The ARN of the role.
    pub(in crate::access) role: String,
}

impl Failure {
    /// The call that a permissions boundary denies.
    pub(in crate::access) fn denied_call(&self) -> Option<&'static str> {
        self.by_boundary.as_ref().map(|denied| denied.call)
    }
}

impl ApiCall<'_> {
    /// The request that makes the call.
    pub(super) fn request<'r>(
        &'r self,
        principal: &'r Principal<'r>,
        resource: &'r Resource<'r>,
    ) -> Request<'r> {
        Request {
            principal,
            action: self.action,
            resource,
            context: self.context,
        }
    }
}

impl Outcome {
    pub(super) fn of(decision: &Decision<'_>) -> Outcome {
        match decision {
            Decision::Allowed { by } => Outcome::Allowed { by: references(by) },
            Decision::Undetermined { why, by, .. } => Outcome::LeftToOwner {
                why: why.clone(),
                by: references(by),
            },
            Decision::ExplicitDeny { .. } | Decision::ImplicitDeny { .. } => Outcome::Denied,
        }
    }
}

fn references(statements: &[StatementRef<'_>]) -> Vec<StatementReference> {
    let references = statements.iter().map(|by| StatementReference {
        policy: by.policy.place.clone(),
        statement: by.name(),
    });
    references.collect()
}

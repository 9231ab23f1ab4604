//! Each request with its decision, for the tests of comparisons: what a comparison says is held against
//! requests that it has not chosen itself.

use std::collections::BTreeMap;

use crate::access::evaluator::{Decision, Identity, Request};

/// Requests and their decisions.
pub(crate) type Decisions = BTreeMap<Asked, Decided>;

/// A request in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asked {
    /// The ARN of a role, or the name of a service.
    pub(crate) principal: String,
    /// The principal is a role of the templates.
    pub(crate) is_own: bool,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// Another account may have a bucket of the same name.
    resource_account: String,
    context: String,
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decided {
    Allowed,
    Denied,
    Unknown,
}

impl Asked {
    pub(super) fn of(request: &Request<'_>) -> Asked {
        let principal = request.principal;
        let name = principal.service.unwrap_or(&principal.arn);
        Asked {
            principal: name.to_owned(),
            is_own: matches!(principal.identity, Identity::Role(_)),
            action: request.action.to_owned(),
            resource: request.resource.arn.to_string(),
            resource_account: request.resource.account.to_string(),
            context: format!(
                "{:?} {:?} {:?}",
                request.context, principal.context, request.resource.context
            ),
        }
    }
}

impl Decided {
    pub(super) fn of(decision: &Decision<'_>) -> Decided {
        match decision {
            Decision::Allowed { .. } => Decided::Allowed,
            Decision::ExplicitDeny { .. } | Decision::ImplicitDeny { .. } => Decided::Denied,
            Decision::Undetermined { .. } => Decided::Unknown,
        }
    }
}

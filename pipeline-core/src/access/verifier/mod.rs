//! The verifier: it takes the requests that must be allowed and those that must be denied one
//! by one. What is decided otherwise becomes a failure.

#[cfg(all(test, feature = "compare", feature = "testing"))]
mod decisions;
mod denied;
mod excess_grants;
mod outcome;
mod statements;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

#[cfg(feature = "testing")]
use super::cases::Recorder;
use super::evaluator::{
    Cause, Decision, Mode, Principal, Request, Resource, decide, possibly_allowing,
    possibly_denying,
};
use super::forbidden::ForbiddenKind;
use crate::codes::{self, Code};
use crate::place::Location;
#[cfg(all(test, feature = "compare", feature = "testing"))]
pub(crate) use decisions::{Asked, Decided, Decisions};
pub(crate) use denied::{Denied, DeniedByRole};
pub(crate) use excess_grants::ExcessGrant;
pub(super) use excess_grants::findings as excess_grant_findings;
use outcome::DeniedByBoundary;
pub(super) use outcome::{ApiCall, Failure, Purpose};
pub(crate) use outcome::{Outcome, StatementReference, VerifiedRequest};
pub(crate) use wording::reason;
use wording::{
    allowed_in_words, denied_by_boundary, failure_in_words, missing_in_words, principal_in_words,
    principal_name, resource_in_words,
};

#[cfg(test)]
mod tests;

/// The requests that are verified so far, with what came of them.
#[derive(Default)]
pub(super) struct Verifier {
    /// The requests that must be allowed.
    pub(super) required: Vec<VerifiedRequest>,
    /// The number of denied requests among those that must be denied, by kind.
    pub(super) denied: BTreeMap<&'static str, usize>,
    /// The denied requests of the pipeline's roles, and those to assume them.
    pub(super) denied_by_role: DeniedByRole,
    /// The reasons why such requests are left to the owner of something that is not ours, by kind.
    pub(super) undetermined: BTreeMap<&'static str, BTreeSet<String>>,
    /// The forbidden requests that the user's statements allow.
    pub(super) excess_grants: Vec<ExcessGrant>,
    /// The parts of statements in stacks of shared stores that this pipeline does not need: the
    /// statement and the part.
    pub(super) unused_in_shared: BTreeSet<(String, String)>,
    pub(super) failures: Vec<Failure>,
    /// The needed calls of which a boundary whose document is known does not tell, by its ARN and
    /// the reason.
    pub(super) undecided_by_boundary: BTreeMap<(String, String), BTreeSet<&'static str>>,
    /// The pipeline of the same build on whose things requests are made; none, where they are on the
    /// pipeline's own.
    pub(super) other_pipeline: Option<String>,
    /// The places of the permissions boundaries whose documents are known, by ARN.
    pub(super) boundaries: BTreeMap<String, Location>,
    #[cfg(feature = "testing")]
    pub(super) recorder: Option<Recorder>,
    /// Each request with its decision, for the tests of comparisons.
    #[cfg(all(test, feature = "compare", feature = "testing"))]
    pub(super) decisions: Option<Decisions>,
}

/// By whose statements a request must not be allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DeniedTo {
    Everyone,
    /// Only the user's statements are in question: the rest is verified elsewhere.
    UserStatements,
}

impl Verifier {
    /// Verifies that calls are allowed.
    pub(super) fn require<'c>(
        &mut self,
        purpose: &Purpose<'_>,
        principal: &Principal<'_>,
        resource: &Resource<'_>,
        calls: impl IntoIterator<Item = ApiCall<'c>>,
    ) {
        // Calls that are decided alike by the same statements share an entry.
        let first = self.required.len();
        for call in calls {
            let request = call.request(principal, resource);
            let decision = decide(&request, Mode::Required);
            self.record("need", &purpose.why, &request, &decision);
            if let Some((boundary, what)) = denied_by_boundary(&request, &decision) {
                let at = self.boundaries.get(boundary).copied();
                self.failures.push(Failure {
                    code: &codes::BOUNDARY_DENIES,
                    at: at.unwrap_or(purpose.at),
                    message: failure_in_words(purpose, &request, &what),
                    by_user: None,
                    by_boundary: Some(DeniedByBoundary {
                        call: call.action,
                        role: principal.arn.to_string(),
                    }),
                });
            } else if let Some(missing) = missing_in_words(&request, &decision) {
                self.failures.push(Failure {
                    code: &codes::COULD_NOT_RUN,
                    at: purpose.at,
                    message: failure_in_words(purpose, &request, &missing),
                    by_user: place_of_denying_statement(&request, &decision),
                    by_boundary: None,
                });
            }
            if let Decision::Undetermined {
                why: Cause::OfBoundary(boundary, why),
                ..
            } = &decision
            {
                let why = (boundary.clone(), reason(why));
                let calls = self.undecided_by_boundary.entry(why).or_default();
                calls.insert(call.action);
            }
            let outcome = Outcome::of(&decision);
            let mut entries = self.required[first..].iter_mut();
            match entries.find(|known| known.outcome == outcome) {
                Some(known) if known.calls.contains(&call.action) => {}
                Some(known) => known.calls.push(call.action),
                None => self.required.push(VerifiedRequest {
                    action: purpose.action.clone(),
                    principal: principal_name(principal),
                    calls: vec![call.action],
                    resource: resource_in_words(resource),
                    why: purpose.why.clone().into_owned(),
                    outcome,
                }),
            }
        }
    }

    /// Verifies that a call is denied.
    pub(super) fn forbid(
        &mut self,
        kind: ForbiddenKind,
        at: Location,
        principal: &Principal<'_>,
        resource: &Resource<'_>,
        call: ApiCall<'_>,
    ) {
        self.verify_denied(kind, at, principal, resource, call, DeniedTo::Everyone);
    }

    /// Verifies that no statement of the user's allows a call.
    pub(super) fn forbid_by_user_statements(
        &mut self,
        kind: ForbiddenKind,
        at: Location,
        principal: &Principal<'_>,
        resource: &Resource<'_>,
        call: ApiCall<'_>,
    ) {
        let to = DeniedTo::UserStatements;
        self.verify_denied(kind, at, principal, resource, call, to);
    }

    fn verify_denied(
        &mut self,
        kind: ForbiddenKind,
        at: Location,
        principal: &Principal<'_>,
        resource: &Resource<'_>,
        call: ApiCall<'_>,
        to: DeniedTo,
    ) {
        let request = call.request(principal, resource);
        let decision = decide(&request, Mode::Forbidden);
        self.record("stranger", kind.words(), &request, &decision);
        match unless_own_policies_allow(&request, decision) {
            Decision::ExplicitDeny { .. } | Decision::ImplicitDeny { .. } => {
                self.count_denied(kind);
                self.denied_by_role.add(kind, call.action, &request);
            }
            Decision::Undetermined {
                why: Cause::AwsManaged(arn),
                ..
            } if !request.may_be_limited() && kind.is_ours() => {
                self.add_grant_of_managed_policy(kind, call.action, &request, (&arn, at));
            }
            Decision::Undetermined { why, .. } if is_left_open(&why) => {
                self.leave_undetermined(kind, reason(&why));
                if let (Cause::UserStatement(why), Some(by)) = (&why, possibly_allowing(&request)) {
                    self.add_excess_grant(kind, call.action, &request, (&by, Some(reason(why))));
                }
            }
            Decision::Undetermined { why, .. } => {
                let why = format!("that cannot be decided: {}", reason(&why));
                self.fail_open(kind, at, &request, &why);
            }
            Decision::Allowed { by } => {
                if let Some(by) = by.iter().find(|by| by.statement().from_user.is_some()) {
                    self.add_excess_grant(kind, call.action, &request, (by, None));
                } else if to == DeniedTo::Everyone {
                    self.fail_open(kind, at, &request, &allowed_in_words(&by));
                }
            }
        }
    }

    /// Adds the failure that a request which must be denied is not.
    fn fail_open(&mut self, kind: ForbiddenKind, at: Location, request: &Request<'_>, why: &str) {
        let message = format!(
            "{}: {} could call `{}` on `{}`: {why}",
            kind.words(),
            principal_in_words(request.principal),
            request.action,
            resource_in_words(request.resource)
        );
        self.fail(&codes::OPEN_TO_OTHERS, at, message);
    }

    /// Adds a failure that is the decision of no single request.
    pub(super) fn fail(&mut self, code: &'static Code, at: Location, message: String) {
        self.failures.push(Failure {
            code,
            at,
            message,
            by_user: None,
            by_boundary: None,
        });
    }

    /// Counts one more request that is denied, as it must be.
    pub(super) fn count_denied(&mut self, kind: ForbiddenKind) {
        *self.denied.entry(kind.words()).or_default() += 1;
    }

    /// Adds that a request is left to somebody else to decide.
    pub(super) fn leave_undetermined(&mut self, kind: ForbiddenKind, why: String) {
        self.undetermined
            .entry(kind.words())
            .or_default()
            .insert(why);
    }

    #[cfg(feature = "testing")]
    fn record(
        &mut self,
        list: &'static str,
        why: &str,
        request: &Request<'_>,
        decision: &Decision<'_>,
    ) {
        if let Some(recorder) = &mut self.recorder {
            recorder.record(list, why, request, decision);
        }
        #[cfg(all(test, feature = "compare", feature = "testing"))]
        if let Some(decisions) = &mut self.decisions {
            decisions.insert(Asked::of(request), Decided::of(decision));
        }
    }

    /// Only tests look at single requests.
    #[cfg(not(feature = "testing"))]
    #[allow(clippy::unused_self)]
    fn record(&mut self, _: &'static str, _: &str, _: &Request<'_>, _: &Decision<'_>) {}
}

/// Returns whether any of these calls is allowed, or left to the owner of something that is
/// not ours. The statements that allow it are not marked as used.
pub(super) fn allows_any<'c>(
    principal: &Principal<'_>,
    resource: &Resource<'_>,
    calls: impl IntoIterator<Item = ApiCall<'c>>,
) -> bool {
    calls.into_iter().any(|call| {
        let request = call.request(principal, resource);
        match decide(&request, Mode::Forbidden) {
            Decision::Allowed { .. } => true,
            Decision::Undetermined { why, .. } => why.is_foreign(),
            Decision::ExplicitDeny { .. } | Decision::ImplicitDeny { .. } => false,
        }
    })
}

/// A policy that is not ours may deny a request; but ours must not allow it, and where they do,
/// that is the decision.
fn unless_own_policies_allow<'a>(request: &Request<'a>, decision: Decision<'a>) -> Decision<'a> {
    match &decision {
        Decision::Undetermined { why, .. } if why.is_foreign() => {}
        _ => return decision,
    }
    let own = decide(request, Mode::OwnPoliciesOnly);
    match &own {
        Decision::Allowed { .. }
        | Decision::Undetermined {
            why: Cause::UserStatement(_),
            ..
        } => own,
        _ => decision,
    }
}

/// Returns whether a decision is left to somebody else, or to what the user's statement means.
fn is_left_open(why: &Cause) -> bool {
    why.is_foreign() || matches!(why, Cause::UserStatement(_))
}

/// The place of the user's statement by which a request is not allowed, if it is one.
fn place_of_denying_statement(request: &Request<'_>, decision: &Decision<'_>) -> Option<Location> {
    let by = match decision {
        Decision::ExplicitDeny { by } => Some(*by),
        Decision::Undetermined {
            why: Cause::UserStatement(_),
            ..
        } => possibly_denying(request),
        _ => None,
    };
    let (_, written) = by?.statement().from_user?;
    Some(written.at)
}

//! IAM's decision on a request, step by step: explicit deny, the organization's policies,
//! resource policy, identity policies within their permissions boundary, session policies.
//!
//! Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
//! for the steps, <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
//! for how they go together in one account,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
//! for two accounts.

use super::policy::{PolicyKind, PolicyResult, evaluate};
use super::principal::account_of;
use super::{
    Answer, Boundary, Cause, Decision, Identity, MissingAllow, Request, ResourcePolicy,
    StatementRef,
};

/// The mode of a decision: how policies that are not ours count, and whether the use of
/// statements is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The request must be allowed, by policies whose documents are known. The parts of statements
    /// that it goes through are marked as used.
    Required,
    /// The request must be denied. A policy whose document is not known may allow it.
    Forbidden,
    /// The request is decided by our own policies alone: managed policies and boundaries that
    /// are not known are left out, and an imported resource admits everyone.
    OwnPoliciesOnly,
}

/// The results of all policies that apply to a request.
struct Policies<'a> {
    identity: PolicyResult<'a>,
    resource: PolicyResult<'a>,
    boundary: PolicyResult<'a>,
}

/// Decides a request. In `Mode::Required`, also marks the parts of statements that the request goes
/// through as used.
pub(crate) fn decide<'a>(request: &Request<'a>, mode: Mode) -> Decision<'a> {
    let policies = Policies {
        identity: identity_policies(request, mode),
        resource: resource_policy(request, mode),
        boundary: permissions_boundary(request, mode),
    };
    if let Some(by) = policies.explicit_deny() {
        return Decision::ExplicitDeny { by };
    }
    let allowed = resource_control_policies()
        .and(service_control_policies())
        .and(allowed_by_policies(request, &policies))
        .and(session_policies());
    let undetermined = |why| Decision::Undetermined {
        why,
        by: policies.allowing(),
        identity_missing: identity_missing(request, &policies),
    };
    match (allowed, policies.possible_deny()) {
        (Answer::Yes, None) => Decision::Allowed {
            by: policies.allowing(),
        },
        (Answer::Yes, Some(why)) | (Answer::Unknown(why), _) => undetermined(why),
        (Answer::No, _) => Decision::ImplicitDeny {
            missing: missing_allows(request, &policies),
        },
    }
}

impl<'a> Policies<'a> {
    fn all(&self) -> [&PolicyResult<'a>; 3] {
        [&self.identity, &self.resource, &self.boundary]
    }

    /// The first step: a `Deny` of any policy that applies decides alone.
    fn explicit_deny(&self) -> Option<StatementRef<'a>> {
        self.all().into_iter().find_map(|result| result.denied_by)
    }

    /// The reason why it is unknown whether an explicit deny applies.
    fn possible_deny(&self) -> Option<Cause> {
        let mut causes = self.all().into_iter();
        causes.find_map(|result| result.possible_deny.clone())
    }

    /// The statements that allow the request, one of each policy.
    fn allowing(&self) -> Vec<StatementRef<'a>> {
        let resource = &self.resource;
        let resource = resource.allowed_by.or(resource.account_allowed_by);
        let of_each = [self.identity.allowed_by, resource, self.boundary.allowed_by];
        of_each.into_iter().flatten().collect()
    }
}

/// Resource control policies of the organization (RCPs). They allow nothing by themselves, and
/// no template has one: they count as AWS's default, which takes nothing away.
fn resource_control_policies() -> Answer {
    Answer::Yes
}

/// Service control policies of the organization (SCPs); see [`resource_control_policies`].
fn service_control_policies() -> Answer {
    Answer::Yes
}

/// Session policies. AWS's services document none for the sessions in which they act with our
/// roles, and one could only take away.
fn session_policies() -> Answer {
    Answer::Yes
}

/// Returns whether resource policy, identity policies and permissions boundary together allow
/// the request.
fn allowed_by_policies(request: &Request<'_>, policies: &Policies<'_>) -> Answer {
    let by_resource = allowed_by_resource_policy(policies);
    let by_identity = allowed_by_identity_policies(policies);
    if matches!(request.principal.identity, Identity::WithoutPolicies) {
        by_resource
    } else if !in_one_account(request) {
        by_identity.and(policies.resource.allows_in_any_way())
    } else if request.resource.policy_required {
        by_resource.or(policies.resource.allows_account.clone().and(by_identity))
    } else {
        by_identity.or(by_resource)
    }
}

/// Returns whether the resource policy alone allows the request. A permissions boundary limits
/// what it allows the role. It does not limit what it allows the role's session or anyone.
fn allowed_by_resource_policy(policies: &Policies<'_>) -> Answer {
    let resource = &policies.resource;
    let role = resource.allows_role.clone();
    let role = role.and(policies.boundary.allows.clone());
    resource.allows.clone().or(role)
}

/// Returns whether the identity policies allow the request, within the permissions boundary.
fn allowed_by_identity_policies(policies: &Policies<'_>) -> Answer {
    let boundary = policies.boundary.allows.clone();
    policies.identity.allows.clone().and(boundary)
}

fn in_one_account(request: &Request<'_>) -> bool {
    request.principal.account == request.resource.account
}

/// The identity policies would have to allow it, and do not.
fn identity_missing(request: &Request<'_>, policies: &Policies<'_>) -> bool {
    let has_identity = !matches!(request.principal.identity, Identity::WithoutPolicies);
    has_identity && policies.identity.allows.is_no()
}

fn missing_allows(request: &Request<'_>, policies: &Policies<'_>) -> Vec<MissingAllow> {
    let resource_decides = !in_one_account(request)
        || request.resource.policy_required
        || matches!(request.principal.identity, Identity::WithoutPolicies);
    let resource_missing = resource_decides && policies.resource.allows_in_any_way().is_no();
    let found = [
        (
            identity_missing(request, policies),
            MissingAllow::IdentityPolicy,
        ),
        (
            policies.boundary.allows.is_no(),
            MissingAllow::PermissionsBoundary,
        ),
        (resource_missing, MissingAllow::ResourcePolicy),
    ];
    let missing = found.into_iter().filter(|(missing, _)| *missing);
    missing.map(|(_, policy)| policy).collect()
}

/// The resource policy's result.
fn resource_policy<'a>(request: &Request<'a>, mode: Mode) -> PolicyResult<'a> {
    let admits_everyone = PolicyResult {
        allows_account: Answer::Yes,
        ..PolicyResult::SILENT
    };
    match request.resource.policy {
        ResourcePolicy::None => PolicyResult::SILENT,
        ResourcePolicy::Known(policies) => {
            // All of STS's calls on a role are decided by its trust policy: a session's tags
            // and source identity too.
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
            let kind = match request.action.starts_with("sts:") {
                true => PolicyKind::Trust,
                false => PolicyKind::Resource,
            };
            evaluate(policies, kind, request, mode)
        }
        ResourcePolicy::Imported(_) if mode == Mode::OwnPoliciesOnly => admits_everyone,
        ResourcePolicy::Imported(what) => {
            let owner = policy_holder(&request.resource.arn);
            let cause = Cause::Imported(format!("the policy of {what} `{owner}` is"));
            PolicyResult::unknown(cause)
        }
        ResourcePolicy::Open => admits_everyone,
    }
}

/// The ARN of the resource that has the policy: an object's is that of its bucket.
fn policy_holder(arn: &str) -> &str {
    match arn.split_once(":::") {
        Some((_, name)) => {
            let in_bucket = name.find('/').map_or(0, |slash| name.len() - slash);
            &arn[..arn.len() - in_bucket]
        }
        None => arn,
    }
}

/// The identity policies' result.
fn identity_policies<'a>(request: &Request<'a>, mode: Mode) -> PolicyResult<'a> {
    let own = match &request.principal.identity {
        Identity::WithoutPolicies => return PolicyResult::SILENT,
        Identity::Administrator => return PolicyResult::ALLOWS,
        Identity::Imported(arn) => {
            let cause = Cause::Imported(format!("the policies of role `{arn}` are"));
            return PolicyResult::unknown(cause);
        }
        Identity::Role(own) => own,
    };
    let mut result = evaluate(&own.policies, PolicyKind::Identity, request, mode);
    if mode == Mode::OwnPoliciesOnly {
        return result;
    }
    if mode == Mode::Forbidden {
        for known in &own.aws_managed {
            let policy = std::slice::from_ref(&known.policy);
            let found = evaluate(policy, PolicyKind::Identity, request, mode);
            if !found.allows.is_no() {
                let allows = Answer::Unknown(Cause::AwsManaged(known.arn.to_owned()));
                result.allows = result.allows.or(allows);
            }
        }
    }
    for arn in own.unknown() {
        let cause = Cause::ManagedPolicy(arn.to_owned());
        if mode == Mode::Forbidden {
            result.allows = result.allows.or(Answer::Unknown(cause.clone()));
        }
        // AWS's own managed policies are there to allow; another one may deny.
        if account_of(arn) != "aws" {
            result.possible_deny.get_or_insert(cause);
        }
    }
    result
}

/// The result of a boundary whose document is known. What cannot be decided by it is its
/// owner's: the policy is not ours.
fn told_boundary<'a>(arn: &str, result: PolicyResult<'a>, mode: Mode) -> PolicyResult<'a> {
    let own_only = mode == Mode::OwnPoliciesOnly;
    let of_boundary = |cause| Cause::OfBoundary(arn.to_owned(), Box::new(cause));
    let possible_deny = result.possible_deny.filter(|_| !own_only);
    PolicyResult {
        allows: match result.allows {
            Answer::Unknown(_) if own_only => Answer::Yes,
            Answer::Unknown(cause) => Answer::Unknown(of_boundary(cause)),
            known => known,
        },
        possible_deny: possible_deny.map(of_boundary),
        ..result
    }
}

/// The permissions boundary's result. Without one, there is no limit.
fn permissions_boundary<'a>(request: &Request<'a>, mode: Mode) -> PolicyResult<'a> {
    let boundary = match &request.principal.identity {
        Identity::Role(own) => own.boundary.as_ref(),
        Identity::WithoutPolicies | Identity::Administrator | Identity::Imported(_) => None,
    };
    match boundary {
        None => PolicyResult::ALLOWS,
        Some(Boundary::Known(arn, policy)) => {
            let policy = std::slice::from_ref(policy);
            let result = evaluate(policy, PolicyKind::Identity, request, mode);
            told_boundary(arn, result, mode)
        }
        Some(Boundary::Unknown(_)) if mode == Mode::OwnPoliciesOnly => PolicyResult::ALLOWS,
        Some(Boundary::Unknown(arn)) => {
            PolicyResult::unknown(Cause::PermissionsBoundary((*arn).to_owned()))
        }
    }
}

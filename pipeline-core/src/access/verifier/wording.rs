//! Requests, resources, statements and decisions in words.

use super::Purpose;
use crate::access::evaluator::{
    Boundary, Cause, ContextValue, Decision, Identity, MissingAllow, Principal, Request, Resource,
    StatementRef,
};

/// The reason why a request that must be allowed is not.
pub(super) fn missing_in_words(request: &Request<'_>, decision: &Decision<'_>) -> Option<String> {
    let policy = request.resource.policy_name;
    Some(match decision {
        Decision::Allowed { .. } => return None,
        Decision::Undetermined {
            why,
            identity_missing,
            ..
        } if why.is_foreign() => {
            if !identity_missing {
                return None;
            }
            format!(
                "missing in the policies of {}",
                principal_in_words(request.principal)
            )
        }
        Decision::Undetermined { why, .. } => format!("that cannot be decided: {}", reason(why)),
        Decision::ExplicitDeny { by } => format!("{} denies it", statement_in_words(by)),
        Decision::ImplicitDeny { missing } => {
            let missing: Vec<String> = missing
                .iter()
                .map(|missing| match missing {
                    MissingAllow::IdentityPolicy => {
                        format!("the policies of {}", principal_in_words(request.principal))
                    }
                    MissingAllow::ResourcePolicy => {
                        format!("the {policy} of `{}`", resource_in_words(request.resource))
                    }
                    MissingAllow::PermissionsBoundary => "the permissions boundary".to_owned(),
                })
                .collect();
            match missing.as_slice() {
                [] => "nothing allows it".to_owned(),
                missing => format!("missing in {}", missing.join(" and in ")),
            }
        }
    })
}

/// The message that a request which must be allowed is not.
pub(super) fn failure_in_words(
    purpose: &Purpose<'_>,
    request: &Request<'_>,
    missing: &str,
) -> String {
    let action = match purpose.action.as_ref() {
        "" => "the pipeline".to_owned(),
        title => format!("action `{title}`"),
    };
    format!(
        "{action} could not run: {} {}, and may not call `{}` on `{}`: {missing}",
        principal_in_words(request.principal),
        purpose.why,
        request.action,
        resource_in_words(request.resource)
    )
}

/// The reason why a permissions boundary whose document is known denies a request that must be
/// allowed, with the boundary's ARN. Nothing if something else denies it.
pub(super) fn denied_by_boundary<'a>(
    request: &Request<'a>,
    decision: &Decision<'_>,
) -> Option<(&'a str, String)> {
    let Identity::Role(own) = &request.principal.identity else {
        return None;
    };
    let Some(Boundary::Known(arn, policy)) = &own.boundary else {
        return None;
    };
    let what = match decision {
        Decision::ExplicitDeny { by } if std::ptr::eq(by.policy, policy) => {
            format!("{} of permissions boundary `{arn}` denies it", by.name())
        }
        Decision::ImplicitDeny { missing } if *missing == [MissingAllow::PermissionsBoundary] => {
            format!("permissions boundary `{arn}` does not allow it")
        }
        _ => return None,
    };
    Some((arn, what))
}

/// A resource as a person knows it: a key by its alias, since the id of one that we make is not
/// known yet.
pub(super) fn resource_in_words(resource: &Resource<'_>) -> String {
    match resource.context.first() {
        Some(("kms:resourcealiases", ContextValue::Many(aliases))) if !aliases.is_empty() => {
            aliases.join(", ")
        }
        _ => resource.arn.clone().into_owned(),
    }
}

/// A principal in the middle of a sentence.
pub(super) fn principal_in_words(principal: &Principal<'_>) -> String {
    match (principal.service, principal.arn.as_ref()) {
        (Some(service), _) => format!("`{service}`"),
        (None, "") => "anyone".to_owned(),
        // It stands for any: there need be no role of that name.
        (None, arn) if matches!(principal.identity, Identity::Administrator) => {
            format!("an administrator, say `{arn}`,")
        }
        (None, arn) => format!("role `{arn}`"),
    }
}

/// A principal as the report has it.
pub(super) fn principal_name(principal: &Principal<'_>) -> String {
    match principal.identity {
        Identity::Administrator => format!("an administrator of account {}", principal.account),
        _ => principal.service.unwrap_or(&principal.arn).to_owned(),
    }
}

/// A statement, with where a person finds it.
pub(super) fn statement_in_words(reference: &StatementRef<'_>) -> String {
    let place = &reference.policy.place;
    let name = reference.name();
    let statement = if name.starts_with('`') {
        format!("statement {name}")
    } else {
        name
    };
    format!(
        "{statement} of the {} of `{}` in stack `{}`",
        place.name, place.logical_id, place.stack
    )
}

/// The statements that allow a request that must be denied.
pub(super) fn allowed_in_words(by: &[StatementRef<'_>]) -> String {
    if by.is_empty() {
        return "nothing denies it".to_owned();
    }
    let by: Vec<String> = by.iter().map(statement_in_words).collect();
    format!("{} allows it, and nothing denies it", by.join(" with "))
}

/// The reason why a request cannot be decided.
pub(crate) fn reason(cause: &Cause) -> String {
    match cause {
        Cause::UnknownKey(key) => format!("nothing is known of `{key}`"),
        Cause::Malformed(what) => what.clone(),
        Cause::BeyondPart(pattern) => format!(
            "AWS lets a `*` before a `:` match the next parts of an ARN too, and does not say when it does: `{pattern}`"
        ),
        Cause::Imported(what) => format!("{what} not ours"),
        Cause::ManagedPolicy(arn) => format!("managed policy `{arn}` is not ours"),
        Cause::AwsManaged(arn) => format!("managed policy `{arn}` allows it"),
        Cause::PermissionsBoundary(arn) => format!("permissions boundary `{arn}` is not ours"),
        Cause::OfBoundary(arn, cause) => {
            format!("of permissions boundary `{arn}`, {}", reason(cause))
        }
        Cause::UserStatement(cause) => format!("of a statement of your own, {}", reason(cause)),
    }
}

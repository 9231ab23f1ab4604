//! Requests, resources, statements and decisions in words.

use super::About;
use crate::access::evaluator::{At, Cause, Identity, Request, Resource, Side, Value, Verdict, Who};

/// What stands in the way of a request that must be allowed, in words.
pub(super) fn missing(request: &Request<'_>, verdict: &Verdict<'_>) -> Option<String> {
    let what = request.resource.what;
    Some(match verdict {
        Verdict::Allowed { .. } => return None,
        Verdict::Unknown {
            why, own_missing, ..
        } if why.is_foreign() => {
            if !own_missing {
                return None;
            }
            format!("missing in the policies of {}", caller(request.who))
        }
        Verdict::Unknown { why, .. } => format!("that cannot be decided: {}", because(why)),
        Verdict::Forbidden { by } => format!("{} denies it", words(by)),
        Verdict::Missing { sides } => {
            let sides: Vec<String> = sides
                .iter()
                .map(|side| match side {
                    Side::Identity => format!("the policies of {}", caller(request.who)),
                    Side::Resource => format!("the {what} of `{}`", named(request.resource)),
                    Side::Boundary => "the permissions boundary".to_owned(),
                })
                .collect();
            match sides.as_slice() {
                [] => "nothing allows it".to_owned(),
                sides => format!("missing in {}", sides.join(" and in ")),
            }
        }
    })
}

pub(super) fn could_not(about: &About<'_>, request: &Request<'_>, side: &str) -> String {
    let action = match about.action.as_ref() {
        "" => "the pipeline".to_owned(),
        title => format!("action `{title}`"),
    };
    format!(
        "{action} could not run: {} {}, and may not call `{}` on `{}`: {side}",
        caller(request.who),
        about.why,
        request.action,
        named(request.resource)
    )
}

/// A resource, as a person knows it: the id of a key that we make is not known yet.
pub(super) fn named(resource: &Resource<'_>) -> String {
    match resource.context.first() {
        Some(("kms:resourcealiases", Value::Many(aliases))) if !aliases.is_empty() => {
            aliases.join(", ")
        }
        _ => resource.arn.clone().into_owned(),
    }
}

pub(super) fn caller(who: &Who<'_>) -> String {
    match (who.service, who.arn.as_ref()) {
        (Some(service), _) => format!("`{service}`"),
        (None, "") => "anyone".to_owned(),
        // Whom we ask as need not be there.
        (None, arn) if matches!(who.identity, Identity::Everything) => {
            format!("an administrator, say `{arn}`,")
        }
        (None, arn) => format!("role `{arn}`"),
    }
}

/// Who asks, as the report has it. No administrator is meant by the name that we ask with.
pub(super) fn name(who: &Who<'_>) -> String {
    match who.identity {
        Identity::Everything => format!("an administrator of account {}", who.account),
        _ => who.service.unwrap_or(&who.arn).to_owned(),
    }
}

/// A statement, where a person finds it.
pub(in crate::access) fn words(at: &At<'_>) -> String {
    let place = &at.policy.place;
    let name = at.name();
    let statement = if name.starts_with('`') {
        format!("statement {name}")
    } else {
        name
    };
    format!(
        "{statement} of the {} of `{}` in stack `{}`",
        place.what, place.logical, place.stack
    )
}

/// What allows a request that nothing should.
pub(super) fn allowed(by: &[At<'_>]) -> String {
    if by.is_empty() {
        return "nothing denies it".to_owned();
    }
    let by: Vec<String> = by.iter().map(words).collect();
    format!("{} allows it, and nothing denies it", by.join(" with "))
}

/// Why something cannot be decided, in words.
pub(crate) fn because(cause: &Cause) -> String {
    match cause {
        Cause::Key(key) => format!("nothing is known of `{key}`"),
        Cause::Malformed(what) => what.clone(),
        Cause::Imported(what) => format!("{what} not ours"),
        Cause::Managed(arn) => format!("managed policy `{arn}` is not ours"),
        Cause::Boundary(arn) => format!("permissions boundary `{arn}` is not ours"),
        Cause::Users(cause) => format!("of a statement of your own, {}", because(cause)),
    }
}

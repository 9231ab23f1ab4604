//! Policies whose documents are not known: attached ones, and permissions boundaries. Each counts as
//! one thing that is there or not.

use super::super::intrinsics::readable;
use super::super::report::{AccessChange, Undecided};
use super::{Comparison, Differences};

/// The policies that allow everything.
const ALL: &str = ":iam::aws:policy/AdministratorAccess";

pub(super) fn compare(comparison: &Comparison<'_>, out: &mut Differences) {
    for arn in comparison.roles() {
        let (old, new) = (comparison.old.roles.get(arn), comparison.new.roles.get(arn));
        let principal = comparison.principal(arn);
        let change = |policy: &str, otherwise: &str| AccessChange {
            principal: principal.clone(),
            calls: Vec::new(),
            on: Vec::new(),
            examples: Vec::new(),
            conditions: Vec::new(),
            because: Vec::new(),
            otherwise: otherwise.to_owned(),
            denied_by: None,
            policy: Some(readable(policy)),
        };
        let undecided = |what: String| Undecided {
            what,
            why: "what these policies say is not known here".to_owned(),
            principal: Some(principal.clone()),
        };
        let attached = |role: Option<&super::sides::OwnRole<'_>>| {
            role.map(|role| role.attached.clone()).unwrap_or_default()
        };
        let (before, after) = (attached(old), attached(new));
        for policy in after.difference(&before) {
            out.gains
                .push(change(policy, "the policy was not attached"));
        }
        for policy in before.difference(&after) {
            out.losses
                .push(change(policy, "the policy is not attached any more"));
            if new.is_some() && !only_allows(policy) {
                let what = format!(
                    "whether {} may do what `{}` denied",
                    principal.name,
                    readable(policy)
                );
                out.undecided.push(undecided(what));
            }
        }
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        match (&old.boundary, &new.boundary) {
            (Some(was), None) => {
                let what = format!("the permissions boundary `{}` limited it", readable(was));
                out.gains.push(change("all that its policies allow", &what));
            }
            (None, Some(is)) => {
                let what = format!("the permissions boundary `{}` limits it", readable(is));
                out.losses
                    .push(change("some of what its policies allow", &what));
            }
            (Some(was), Some(is)) if was != is && is.ends_with(ALL) => {
                let what = format!("the permissions boundary `{}` limited it", readable(was));
                out.gains.push(change("all that its policies allow", &what));
            }
            (Some(was), Some(is)) if was != is && was.ends_with(ALL) => {
                let what = format!("the permissions boundary `{}` limits it", readable(is));
                out.losses
                    .push(change("some of what its policies allow", &what));
            }
            (Some(was), Some(is)) if was != is => {
                out.undecided.push(undecided(format!(
                    "whether {} may do more within the permissions boundary `{}` than within `{}`",
                    principal.name,
                    readable(is),
                    readable(was)
                )));
            }
            _ => {}
        }
    }
}

/// AWS's managed policies that have no `Deny`.
///
/// Source: <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
const ALLOWING: [&str; 6] = [
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "IAMFullAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
];

/// Returns whether a policy is known to deny nothing.
fn only_allows(arn: &str) -> bool {
    let name = arn.split_once(":iam::aws:policy/");
    name.is_some_and(|(_, name)| ALLOWING.contains(&name))
}

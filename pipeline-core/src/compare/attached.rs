//! What attached policies may allow whose documents are not known, once nothing denies it any more.

use std::collections::{BTreeMap, BTreeSet};

use super::intrinsics::readable;
use super::own_policies::ATTACHED;
use super::report::{AccessChange, Comparison, Undecided};

/// The end of the ARN of the policy that allows everything.
const ALL: &str = ":iam::aws:policy/AdministratorAccess";

/// Adds what roles may do by attached policies: as a gain if one of them allows everything, and as not
/// decided otherwise.
pub(super) fn add(
    gains: Vec<AccessChange>,
    attached: &BTreeMap<String, BTreeSet<String>>,
    out: &mut Comparison,
) {
    for mut gain in gains {
        let by_attached = |place: &super::Place| place.statement == ATTACHED;
        let Some(policies) = attached.get(&gain.principal.arn) else {
            continue;
        };
        if !gain.because.iter().any(by_attached) {
            continue;
        }
        if policies.iter().any(|policy| policy.ends_with(ALL)) {
            for place in gain.because.iter_mut().filter(|place| by_attached(place)) {
                "AdministratorAccess".clone_into(&mut place.statement);
                "attached policies".clone_into(&mut place.policy);
            }
            out.gains.push(gain);
            continue;
        }
        let policies = policies.iter().map(|one| format!("`{}`", readable(one)));
        let policies: Vec<String> = policies.collect();
        let undecided = Undecided {
            what: format!(
                "whether {} may call {} on {}",
                gain.principal.name,
                few(&gain.calls),
                few(&gain.on)
            ),
            why: format!(
                "nothing denies it any more, and {} may allow it, which is not evaluated",
                policies.join(" or ")
            ),
            principal: Some(gain.principal),
        };
        // Of several conditions, each shows it.
        if !out.undecided.contains(&undecided) {
            out.undecided.push(undecided);
        }
    }
}

/// The first ones of a list, and how many more there are.
fn few(all: &[String]) -> String {
    let shown: Vec<String> = all.iter().take(3).map(|one| format!("`{one}`")).collect();
    match all.len().checked_sub(3).filter(|more| *more > 0) {
        Some(more) => format!("{} and {more} more", shown.join(", ")),
        None => shown.join(", "),
    }
}

//! Where the two decide differently, counted by what it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::Both;
use crate::access::Theirs;
use crate::support::assembly::text;

/// Needed requests that the CDK does not allow, by whose they are and the call.
pub(crate) fn needed(both: &Both) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for one in both.asked.iter().filter(|one| one.need) {
        if matches!(one.theirs, Theirs::Denied | Theirs::NotThere) {
            let action = text(&one.case["action"]);
            // A service that assumes a role has the role's part.
            let part = match one.part.as_str() {
                "" => both.our_cast.part_of(text(&one.case["resource"])),
                part => Some(part),
            };
            let key = format!("{}: `{action}`", part.unwrap_or("someone"));
            *out.entry(key).or_default() += 1;
        }
    }
    out
}

/// Strangers that the CDK lets in, by what they are.
pub(crate) fn let_in(both: &Both) -> BTreeMap<&str, usize> {
    let mut out = BTreeMap::new();
    for one in both.asked.iter().filter(|one| !one.need) {
        if one.theirs == Theirs::Allowed {
            *out.entry(one.why.as_str()).or_default() += 1;
        }
    }
    out
}

/// Calls that the CDK allows and no needed request falls under, and to whom.
pub(crate) fn granted(both: &Both) -> BTreeMap<&str, BTreeSet<String>> {
    let mut out: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for ((part, pattern), answered) in &both.grants {
        if !answered {
            out.entry(pattern).or_default().insert(part.clone());
        }
    }
    out
}

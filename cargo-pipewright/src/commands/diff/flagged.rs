//! What `--deny-new-access` denies, each as a line of the list that allows it.

use std::collections::BTreeSet;
use std::fmt::{self, Display, Formatter};

use pipewright_core::compare::Comparison;

/// One thing that is new, or not decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flagged {
    /// The name of the principal; `setting` and `undecided` where there is none.
    pub(super) who: String,
    /// Another name by which a list may name it: its ARN.
    pub(super) arn: String,
    pub(super) call: String,
    pub(super) resource: String,
}

impl Display for Flagged {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let plain = |text: &str| text.replace(['|', '\n', '\r'], "?");
        let (who, call) = (plain(&self.who), plain(&self.call));
        write!(out, "{who} | {call} | {}", plain(&self.resource))
    }
}

pub(super) fn all(found: &Comparison) -> BTreeSet<Flagged> {
    let mut out = BTreeSet::new();
    for gain in &found.gains {
        let mut add = |call: &str, resource: &str| {
            out.insert(Flagged {
                who: gain.principal.name.clone(),
                arn: gain.principal.arn.clone(),
                call: call.to_owned(),
                resource: resource.to_owned(),
            });
        };
        for call in &gain.calls {
            gain.on.iter().for_each(|resource| add(call, resource));
        }
        if let Some(policy) = &gain.policy {
            add("policy", policy);
        }
    }
    for setting in found.settings.iter().filter(|setting| setting.may_widen) {
        out.insert(Flagged {
            who: "setting".to_owned(),
            arn: String::new(),
            call: format!("{} {}", setting.kind, setting.property),
            resource: format!("{}/{}", setting.stack, setting.logical_id),
        });
    }
    for undecided in &found.undecided {
        out.insert(Flagged {
            who: "undecided".to_owned(),
            arn: String::new(),
            call: undecided.why.clone(),
            resource: undecided.what.clone(),
        });
    }
    out
}

//! Findings that only follow from another one: a value that is wrong by itself counts as unknown
//! for every other rule, and what is lacking beside an unknown key may be meant by it.

use std::collections::HashSet;

use crate::code::Code;
use crate::codes::{
    ACCOUNT_ID, ARN_FOR_A_NAME, ITEM_COUNT, MALFORMED_STRING, MISSING_KEY, NO_REGION,
    NO_TEMPLATE_VALUE, PROPERTY_SPELLING, UNKNOWN_CONSTANT, UNKNOWN_PARTITION, WRONG_TYPE,
};
use crate::finding::{Finding, Findings};
use crate::model::{Data, Model, Text, TextExpr, Value, Visitor};
use crate::place::Place;

/// The codes that say of a value that it cannot be what was meant, whatever stands elsewhere.
const WRONG_BY_ITSELF: &[&Code] = &[
    &ACCOUNT_ID,
    &ARN_FOR_A_NAME,
    &ITEM_COUNT,
    &MALFORMED_STRING,
    &NO_REGION,
    &UNKNOWN_CONSTANT,
    &UNKNOWN_PARTITION,
    &WRONG_TYPE,
];

/// The places of values, or of keys, each by what is equal for the same place only.
#[derive(Default)]
pub(crate) struct Places(HashSet<String>);

impl Places {
    pub(crate) fn add<P: Place>(&mut self, at: P) {
        self.0.insert(at.identity());
    }

    /// Adds a key whose value is one of them.
    pub(crate) fn spread<P: Place>(&mut self, value: P, key: P) {
        if self.contains(&value) {
            self.add(key);
        }
    }

    fn contains<P: Place>(&self, at: &P) -> bool {
        !self.0.is_empty() && self.0.contains(&at.identity())
    }
}

/// Leaves out what follows from a value that is wrong by itself: what the rules do not find where
/// that value is not known.
pub(super) fn of_wrong_values<P: Place>(
    model: &Model<P>,
    findings: &mut Findings<P>,
    check: impl Fn(&Model<P>) -> Findings<P>,
) {
    let mut wrong = Places::default();
    for finding in findings.errors().filter(|it| is_wrong_by_itself(it)) {
        wrong.add(finding.at);
    }
    if wrong.0.is_empty() {
        return;
    }
    let mut without = model.clone();
    without.visit(&mut wrong);
    let again = check(&without);
    let kept: HashSet<(&str, String)> = again.iter().map(key).collect();
    findings.retain(|finding| {
        is_wrong_by_itself(finding) && wrong.contains(&finding.at) || kept.contains(&key(finding))
    });
}

fn is_wrong_by_itself<P>(finding: &Finding<P>) -> bool {
    WRONG_BY_ITSELF.contains(&finding.code)
}

fn key<P: Place>(finding: &Finding<P>) -> (&'static str, String) {
    (finding.code.id, finding.at.identity())
}

/// Leaves out what is said of the value of a property that a resource does not have.
pub(super) fn of_unknown_properties<P: Place>(model: &Model<P>, findings: &mut Findings<P>) {
    let unknown = findings.errors().filter(|it| it.code == &PROPERTY_SPELLING);
    let mut unknown_at = Places::default();
    for finding in unknown {
        unknown_at.add(finding.at);
    }
    let mut values = Places::default();
    for entry in model.resources.iter().flat_map(|it| &it.entries) {
        if unknown_at.contains(&entry.key.at) {
            entry
                .value
                .clone()
                .for_each_place(&mut |at| values.add(*at));
        }
    }
    findings.retain(|finding| finding.code != &NO_TEMPLATE_VALUE || !values.contains(&finding.at));
}

/// Makes the values at these places unknown.
impl<P: Place> Visitor<P> for Places {
    fn value(&mut self, value: &mut Value<P>) {
        if self.contains(&value.at) {
            value.data = Data::Missing;
        }
    }

    fn text(&mut self, text: &mut TextExpr<P>) {
        if self.contains(&text.at) {
            text.text = Text::Missing;
        }
    }
}

/// Leaves out what is said to be lacking where an unknown key stands beside it. What is missing by
/// the catalogue has been compared with that key already.
pub(crate) fn of_unknown_keys<P: Place>(
    beside: &Places,
    meant: &[(String, P)],
    findings: &mut Findings<P>,
) {
    // What is needed without a key is not, if that key was meant.
    let needs_it = |finding: &Finding<P>| {
        let mut meant = meant.iter();
        let here = finding.at.identity();
        meant.any(|(key, at)| {
            let named = format!("`{key}`");
            at.identity() == here && finding.message.contains(&named)
        })
    };
    findings.retain(|finding| {
        let mut related = finding.related.iter();
        if finding.code == &MISSING_KEY {
            return !needs_it(finding);
        }
        finding.lacking.is_none()
            || !beside.contains(&finding.at) && !related.any(|(_, at)| beside.contains(at))
    });
}

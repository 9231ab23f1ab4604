//! The actions or the resources of a statement: those that patterns match (`Action`,
//! `Resource`), or all but those (`NotAction`, `NotResource`).

use super::pattern::{Comparison, Pattern};
use super::{Answer, Cause, Request};

/// Actions or resources, by their patterns.
#[derive(Debug, Default)]
pub(crate) struct PatternSet<'a> {
    pub(crate) patterns: Vec<Pattern<'a>>,
    /// All but what the patterns match.
    pub(crate) inverted: bool,
}

impl PatternSet<'_> {
    pub(super) fn contains(
        &self,
        value: &str,
        comparison: Comparison,
        request: &Request<'_>,
    ) -> Answer {
        // A loop, since every request goes through it, and build scripts are compiled without
        // optimisation.
        let mut found = Answer::No;
        for pattern in &self.patterns {
            match pattern.matches(value, comparison, request) {
                Answer::No => {}
                Answer::Yes => {
                    found = Answer::Yes;
                    break;
                }
                unknown if found.is_no() => found = unknown,
                Answer::Unknown(_) => {}
            }
        }
        if !self.inverted {
            return found;
        }
        // AWS says of an element without a value only that it "will not match any resource".
        // It does not say whether `NotResource` then matches all resources or none.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
        let valueless = self.patterns.iter().find(|one| one.is_valueless(request));
        match valueless {
            Some(pattern) if found.is_no() => Answer::Unknown(Cause::Malformed(format!(
                "a variable of `{}` has no value",
                pattern.string
            ))),
            _ => found.not(),
        }
    }

    /// Marks the patterns that a request goes through as used.
    pub(super) fn mark(&self, value: &str, comparison: Comparison, request: &Request<'_>) {
        for pattern in self.patterns.iter().filter(|one| !one.used.get()) {
            let used = self.inverted || pattern.matches(value, comparison, request).is_yes();
            pattern.used.set(used);
        }
    }
}

//! Statements that name other resources, or allow more than the requests need.

use super::Verifier;
use super::wording::statement_in_words;
use crate::access::evaluator::{Effect, Policy};
use crate::codes;
use crate::place::Location;

impl Verifier {
    /// Verifies that the policies of a resource name only that resource: S3 and EventBridge
    /// accept no other.
    pub(in crate::access) fn names_only(
        &mut self,
        at: Location,
        policies: &[Policy<'_>],
        own: &[&str],
    ) {
        for (reference, statement) in policies.iter().flat_map(Policy::references) {
            let resources = statement.resources.iter().flat_map(|set| &set.patterns);
            for pattern in resources.filter(|pattern| !own.contains(&pattern.string.as_ref())) {
                let statement = statement_in_words(&reference);
                let message = format!(
                    "{statement} speaks of `{}`, which is another resource",
                    pattern.string
                );
                self.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
    }

    /// Verifies that statements of ours allow nothing but what requests that must be allowed
    /// go through. In a stack that several pipelines have, each needs a part of them.
    pub(in crate::access) fn allow_nothing_unused<'p>(
        &mut self,
        at: Location,
        policies: impl Iterator<Item = &'p Policy<'p>>,
        shared: &[&str],
    ) {
        let references = policies.flat_map(|policy| {
            let shared = shared.contains(&&*policy.place.stack);
            policy.references().map(move |found| (found, shared))
        });
        for ((reference, statement), shared) in references {
            if statement.effect == Effect::Deny || statement.from_user.is_some() {
                continue;
            }
            let parts: Vec<String> = statement
                .too_wide()
                .chain(statement.unused())
                .map(|(part, string)| format!("{part} `{string}`"))
                .collect();
            if shared {
                let statement = statement_in_words(&reference);
                let parts = parts.into_iter().map(|part| (statement.clone(), part));
                self.unused_in_shared.extend(parts);
            } else if !parts.is_empty() {
                let message = format!(
                    "{} allows more than anything needs: {}",
                    statement_in_words(&reference),
                    parts.join(", ")
                );
                self.fail(&codes::OPEN_TO_OTHERS, at, message);
            }
        }
    }
}

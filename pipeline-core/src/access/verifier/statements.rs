//! Statements by themselves: what they say that no request has a use for.

use super::{Court, words};
use crate::access::evaluator::{At, Policy};
use crate::codes;
use crate::place::Location;

impl Court {
    /// A resource's policies speak of that resource only: S3 and EventBridge take no others.
    pub(in crate::access) fn keeps_to(
        &mut self,
        at: Location,
        policies: &[Policy<'_>],
        own: &[&str],
    ) {
        for policy in policies {
            for (index, statement) in policy.statements.iter().enumerate() {
                let resources = statement.resources.iter().flat_map(|set| &set.patterns);
                for pattern in resources.filter(|pattern| !own.contains(&pattern.text.as_ref())) {
                    let at_statement = At {
                        policy,
                        statement: index,
                    };
                    let message = format!(
                        "{} speaks of `{}`, which is another resource",
                        words(&at_statement),
                        pattern.text
                    );
                    self.complain(&codes::OPEN_TO_OTHERS, at, message);
                }
            }
        }
    }

    /// Statements that allow more than what is needed goes through.
    pub(in crate::access) fn audit<'p>(
        &mut self,
        at: Location,
        policies: impl Iterator<Item = &'p Policy<'p>>,
    ) {
        for policy in policies {
            for (index, statement) in policy.statements.iter().enumerate() {
                if statement.deny || statement.users.is_some() {
                    continue;
                }
                let parts: Vec<String> = statement
                    .too_wide()
                    .chain(statement.superfluous())
                    .map(|(part, text)| format!("{part} `{text}`"))
                    .collect();
                if parts.is_empty() {
                    continue;
                }
                let at_statement = At {
                    policy,
                    statement: index,
                };
                self.complain(
                    &codes::OPEN_TO_OTHERS,
                    at,
                    format!(
                        "{} allows more than anything needs: {}",
                        words(&at_statement),
                        parts.join(", ")
                    ),
                );
            }
        }
    }
}

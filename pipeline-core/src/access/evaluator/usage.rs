//! Used and unused parts of a statement: a part is used if a request that must be allowed goes
//! through it.

use super::Request;
use super::pattern::{Comparison, Pattern};
use super::principal::PrincipalKind;
use super::statement::Statement;

impl Statement<'_> {
    /// Marks the parts that a request goes through, which must be allowed.
    pub(super) fn mark(&self, request: &Request<'_>) {
        for named in self.principals.iter().flatten() {
            if named.matches(request.principal).is_some() {
                named.used.set(true);
            }
        }
        self.actions
            .mark(request.action, Comparison::Action, request);
        if let Some(resources) = &self.resources {
            resources.mark(request.resource.arn.as_ref(), Comparison::Resource, request);
        }
        for condition in &self.conditions {
            condition.mark(request);
        }
    }

    /// The parts that are wider than any of ours have to be: wildcards in actions, and
    /// anyone as principal where no organization narrows that.
    pub(crate) fn too_wide(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let actions = self.actions.patterns.iter();
        let actions = actions
            .filter(|pattern| !pattern.is_literal() || self.actions.inverted)
            .map(|pattern| ("action", pattern.string.as_ref()));
        let organization = self.conditions.iter().any(|condition| {
            condition.written.0 == "StringEquals" && condition.key == "aws:principalorgid"
        });
        let principals = self.principals.iter().flatten();
        let anyone = principals
            .filter(move |named| named.kind == PrincipalKind::Anyone && !organization)
            .map(|named| ("principal", named.name.as_ref()));
        actions.chain(anyone)
    }

    /// The parts that no request which must be allowed went through.
    pub(crate) fn unused(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let principals = self.principals.iter().flatten();
        let principals = principals.filter(|named| !named.used.get());
        let principals = principals.map(|named| ("principal", named.name.as_ref()));
        let resources = self.resources.iter().flat_map(|set| &set.patterns);
        let values = self.conditions.iter().flat_map(|one| &one.values);
        principals
            .chain(unused("action", &self.actions.patterns))
            .chain(unused("resource", resources))
            .chain(unused("value of a condition", values))
    }
}

fn unused<'p>(
    part: &'static str,
    patterns: impl IntoIterator<Item = &'p Pattern<'p>>,
) -> impl Iterator<Item = (&'static str, &'p str)> {
    let patterns = patterns.into_iter().filter(|pattern| !pattern.used.get());
    patterns.map(move |pattern| (part, pattern.string.as_ref()))
}

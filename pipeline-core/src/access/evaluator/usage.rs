//! Which parts of a statement something that is needed goes through, and which nothing does.

use super::Request;
use super::pattern::{How, Pattern};
use super::policy::Statement;
use super::principal::Sort;

impl Statement<'_> {
    /// Marks the parts that a request which must be allowed goes through.
    pub(super) fn mark(&self, request: &Request<'_>) {
        if self.done.get() {
            return;
        }
        for named in self.principals.iter().flatten() {
            if named.fits(request.who).is_some() {
                named.used.set(true);
            }
        }
        self.actions.mark(request.action, How::Action, request);
        if let Some(resources) = &self.resources {
            resources.mark(request.resource.arn.as_ref(), How::Arn, request);
        }
        for condition in &self.conditions {
            condition.mark(request);
        }
        self.done.set(self.superfluous().next().is_none());
    }

    /// The parts that are wider than any of ours have to be: wildcards in actions, and
    /// anyone as principal where no organization narrows that.
    pub(crate) fn too_wide(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let actions = self.actions.patterns.iter();
        let actions = actions
            .filter(|pattern| !pattern.is_literal() || self.actions.but_these)
            .map(|pattern| ("action", pattern.text.as_ref()));
        let organization = self.conditions.iter().any(|condition| {
            condition.written.0 == "StringEquals" && condition.key == "aws:principalorgid"
        });
        let principals = self.principals.iter().flatten();
        let anyone = principals
            .filter(move |named| named.sort == Sort::Anyone && !organization)
            .map(|named| ("principal", named.text.as_ref()));
        actions.chain(anyone)
    }

    /// The parts that nothing which is needed went through.
    pub(crate) fn superfluous(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let mut out = Vec::new();
        if let Some(principals) = &self.principals {
            for named in principals {
                if !named.used.get() {
                    out.push(("principal", named.text.as_ref()));
                }
            }
        }
        unused("action", &self.actions.patterns, &mut out);
        if let Some(resources) = &self.resources {
            unused("resource", &resources.patterns, &mut out);
        }
        for condition in &self.conditions {
            unused("value of a condition", &condition.values, &mut out);
        }
        out.into_iter()
    }
}

fn unused<'p>(
    part: &'static str,
    patterns: &'p [Pattern<'_>],
    out: &mut Vec<(&'static str, &'p str)>,
) {
    for pattern in patterns {
        if !pattern.used.get() {
            out.push((part, pattern.text.as_ref()));
        }
    }
}

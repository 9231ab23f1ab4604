//! Statements that the user wrote. They are recognized by what they say, never by what is
//! rendered of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::pattern::{Comparison, Pattern};
use super::pattern_set::PatternSet;
use super::statement::{Effect, Statement};
use super::{ContextValue, Identity, Principal, Request, StatementRef};
use crate::pipeline::UserStatement;

impl Statement<'_> {
    /// The statement's resource that takes in the resource of a request.
    pub(crate) fn resource_of(&self, request: &Request<'_>) -> Option<&str> {
        let arn = request.resource.arn.as_ref();
        let mut patterns = self.resources.as_ref()?.patterns.iter();
        let found = patterns.find(|one| one.matches(arn, Comparison::Resource, request).is_yes());
        let written = || self.resources.as_ref()?.patterns.first();
        let found = found.or_else(|| written().filter(|_| self.has_problem()));
        found.map(|pattern| pattern.string.as_ref())
    }

    /// Returns whether it may be about the resource of a request, whatever the action.
    pub(crate) fn may_match_resource(&self, request: &Request<'_>) -> bool {
        self.has_problem() || !self.matches_resource(request).is_no()
    }

    /// Returns whether it may be about the action of a request, whatever the resource.
    pub(crate) fn may_match_action(&self, request: &Request<'_>) -> bool {
        !self.matches_action(request).is_no()
    }

    /// A context with which its conditions hold, as far as the caller chooses the values.
    pub(crate) fn satisfying_context(&self) -> Vec<(&str, ContextValue<'static>)> {
        let by_caller = self.conditions.iter().filter(|condition| {
            let key = condition.key.as_str();
            CHOSEN_BY_CALLER.iter().any(|start| key.starts_with(start))
        });
        by_caller
            .filter_map(|condition| {
                let value = condition.satisfying_value()?;
                Some((condition.key.as_str(), ContextValue::One(Cow::Owned(value))))
            })
            .collect()
    }

    /// Returns whether it is limited to keys of one alias.
    pub(crate) fn names_alias(&self) -> bool {
        self.conditions.iter().any(|condition| {
            matches!(
                (condition.key.as_str(), condition.written.0),
                ("kms:resourcealiases", "ForAnyValue:StringEquals")
                    | ("kms:requestalias", "StringEquals")
            ) && condition.values.iter().all(Pattern::is_literal)
        })
    }

    /// Returns whether it says what the user's statement says, or a part of it: a statement
    /// of many resources or actions may be split.
    pub(crate) fn is_part_of(&self, user: &UserStatement) -> bool {
        let resources = self.resources.as_ref().is_some_and(|resources| {
            let wanted = strings(&user.resources);
            !resources.inverted && written(&resources.patterns).is_subset(&wanted)
        });
        (self.effect == Effect::Deny) == user.deny
            && self.principals.is_none()
            && resources
            && !self.actions.inverted
            && written(&self.actions.patterns).is_subset(&strings(&user.actions))
            && self.written_conditions() == conditions(user)
    }

    fn written_conditions(&self) -> BTreeSet<(&str, &str, &str)> {
        let conditions = self.conditions.iter().flat_map(|condition| {
            let (operator, key) = condition.written;
            let values = condition.values.iter();
            values.map(move |value| (operator, key, value.string.as_ref()))
        });
        conditions.collect()
    }
}

/// Prefixes of the condition keys whose value the caller chooses.
const CHOSEN_BY_CALLER: &[&str] = &[
    "aws:requestedregion",
    "aws:requesttag/",
    "aws:tagkeys",
    "iam:passedtoservice",
    "iam:policyarn",
    "s3:delimiter",
    "s3:prefix",
    "s3:requestobjecttag",
    "s3:versionid",
    "s3:x-amz-",
    "sts:externalid",
    "sts:rolesessionname",
    "sts:sourceidentity",
];

/// The statements by which the user allows a principal something.
pub(crate) fn user_allows<'p>(
    principal: &Principal<'p>,
) -> impl Iterator<Item = (StatementRef<'p>, &'p Statement<'p>)> {
    let own = match &principal.identity {
        Identity::Role(own) => own.policies.as_slice(),
        _ => &[],
    };
    let all = own.iter().flat_map(|policy| policy.references());
    all.filter(|(_, one)| one.from_user.is_some() && one.effect == Effect::Allow)
}

/// The user's statement that allows a request, or may do so.
pub(crate) fn possibly_allowing<'a>(request: &Request<'a>) -> Option<StatementRef<'a>> {
    let mut statements = user_allows(request.principal);
    let found = statements.find(|(_, statement)| !statement.matches(request).0.is_no());
    found.map(|(reference, _)| reference)
}

/// The user's statement that denies a request, or may do so.
pub(crate) fn possibly_denying<'a>(request: &Request<'a>) -> Option<StatementRef<'a>> {
    let own = match &request.principal.identity {
        Identity::Role(own) => own.policies.as_slice(),
        _ => &[],
    };
    let mut all = own.iter().flat_map(|policy| policy.references());
    let found = all.find(|(_, one)| {
        one.from_user.is_some() && one.effect == Effect::Deny && !one.matches(request).0.is_no()
    });
    found.map(|(reference, _)| reference)
}

/// An action and a resource of a user's statement that none of these statements names;
/// nothing, where they say all of it.
pub(crate) fn missing_part<'u>(
    user: &'u UserStatement,
    statements: &[&Statement<'_>],
) -> Option<(&'u str, &'u str)> {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for statement in statements.iter().filter(|one| one.is_part_of(user)) {
        for resource in statement.resources.iter().flat_map(PatternSet::written) {
            let actions = named.entry(resource).or_default();
            actions.extend(statement.actions.written());
        }
    }
    user.resources.iter().find_map(|resource| {
        let named = named.get(resource.as_str());
        let mut actions = user.actions.iter();
        let missing =
            actions.find(|action| named.is_none_or(|named| !named.contains(action.as_str())));
        missing.map(|action| (action.as_str(), resource.as_str()))
    })
}

impl PatternSet<'_> {
    fn written(&self) -> BTreeSet<&str> {
        written(&self.patterns)
    }
}

fn strings(strings: &[String]) -> BTreeSet<&str> {
    strings.iter().map(String::as_str).collect()
}

fn written<'p>(patterns: &'p [Pattern<'_>]) -> BTreeSet<&'p str> {
    patterns
        .iter()
        .map(|pattern| pattern.string.as_ref())
        .collect()
}

fn conditions(user: &UserStatement) -> BTreeSet<(&str, &str, &str)> {
    let conditions = user.conditions.iter().flat_map(|(operator, key, values)| {
        let values = values.iter();
        values.map(move |value| (operator.as_str(), key.as_str(), value.as_str()))
    });
    conditions.collect()
}

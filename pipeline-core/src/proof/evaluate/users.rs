//! Statements that users write, told by what they say: never by what we render of them.

use super::pattern::{How, Pattern};
use super::set::Set;
use super::{Request, Statement};
use crate::order::{OrderedMap, OrderedSet};
use crate::pipeline::UserStatement;

impl Statement<'_> {
    /// The resource of it that takes in what is asked for.
    pub(crate) fn takes_in(&self, request: &Request<'_>) -> Option<&str> {
        let resources = self.resources.as_ref()?;
        let arn = request.resource.arn.as_ref();
        let mut patterns = resources.patterns.iter();
        let found = patterns.find(|one| one.matches(arn, How::Arn, request).is_yes());
        found.map(|pattern| pattern.text.as_ref())
    }

    /// Whether it speaks of keys of one alias only.
    pub(crate) fn names_alias(&self) -> bool {
        self.conditions.iter().any(|condition| {
            condition.key == "kms:resourcealiases"
                && condition.written.0 == "ForAnyValue:StringEquals"
                && condition.values.iter().all(Pattern::is_literal)
        })
    }

    /// Whether it says what a user wrote, or a part of it: one of many resources or actions
    /// may be split.
    pub(crate) fn is_of(&self, user: &UserStatement) -> bool {
        let named = self.resources.as_ref().is_some_and(|resources| {
            let wanted = texts(&user.resources);
            !resources.but_these && written(&resources.patterns).is_subset(&wanted)
        });
        self.deny == user.deny
            && self.principals.is_none()
            && named
            && !self.actions.but_these
            && written(&self.actions.patterns).is_subset(&texts(&user.actions))
            && self.conditions_of() == conditions(user)
    }

    fn conditions_of(&self) -> OrderedSet<(&str, &str, &str)> {
        let conditions = self.conditions.iter().flat_map(|condition| {
            let (operator, key) = condition.written;
            let values = condition.values.iter();
            values.map(move |value| (operator, key, value.text.as_ref()))
        });
        conditions.collect()
    }
}

impl Set<'_> {
    fn texts(&self) -> OrderedSet<&str> {
        written(&self.patterns)
    }
}

/// What of a user's statement none of these says, an action and a resource: nothing, where
/// all of it stands there.
pub(crate) fn unsaid<'u>(
    user: &'u UserStatement,
    statements: &[&Statement<'_>],
) -> Option<(&'u str, &'u str)> {
    let mut said: OrderedMap<&str, OrderedSet<&str>> = OrderedMap::new();
    for statement in statements.iter().filter(|statement| statement.is_of(user)) {
        for resource in statement.resources.iter().flat_map(Set::texts) {
            let actions = said.entry(resource).or_default();
            actions.extend(statement.actions.texts());
        }
    }
    user.resources.iter().find_map(|resource| {
        let said = said.get(resource.as_str());
        let mut actions = user.actions.iter();
        let missing =
            actions.find(|action| said.is_none_or(|said| !said.contains(action.as_str())));
        missing.map(|action| (action.as_str(), resource.as_str()))
    })
}

fn texts(texts: &[String]) -> OrderedSet<&str> {
    texts.iter().map(String::as_str).collect()
}

fn written<'p>(patterns: &'p [Pattern<'_>]) -> OrderedSet<&'p str> {
    patterns
        .iter()
        .map(|pattern| pattern.text.as_ref())
        .collect()
}

fn conditions(user: &UserStatement) -> OrderedSet<(&str, &str, &str)> {
    let conditions = user.conditions.iter().flat_map(|(operator, key, values)| {
        let values = values.iter();
        values.map(move |value| (operator.as_str(), key.as_str(), value.as_str()))
    });
    conditions.collect()
}

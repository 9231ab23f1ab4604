//! Statements that users write, told by what they say: never by what we render of them.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::pattern::{How, Pattern};
use super::pattern_set::{Folded, Set};
use super::{At, Identity, Request, Statement, Value, Who};
use crate::pipeline::UserStatement;
use std::collections::{BTreeMap, BTreeSet};

impl Statement<'_> {
    /// The resource of it that takes in what is asked for.
    pub(crate) fn takes_in(&self, request: &Request<'_>) -> Option<&str> {
        let resources = self.resources.as_ref()?;
        let arn = request.resource.arn.as_ref();
        let mut patterns = resources.patterns.iter();
        let found = patterns.find(|one| one.matches(arn, How::Arn, request).is_yes());
        found.map(|pattern| pattern.text.as_ref())
    }

    /// Whether it may speak of what is asked for, whatever the call.
    pub(crate) fn concerns(&self, request: &Request<'_>) -> bool {
        let arn = request.resource.arn.as_ref();
        let resources = self.resources.as_ref();
        resources.is_none_or(|set| !set.holds(arn, How::Arn, request, &OnceCell::new()).is_no())
    }

    /// Whether it may speak of the call, whatever that is on.
    pub(crate) fn names_call(&self, request: &Request<'_>) -> bool {
        let call = request.action;
        let found = self
            .actions
            .holds(call, How::Action, request, &OnceCell::new());
        !found.is_no()
    }

    /// What a request says that gets through its conditions, of what whoever asks may say as
    /// he likes.
    pub(crate) fn wishes(&self) -> Vec<(&str, Value<'static>)> {
        let chosen = self.conditions.iter().filter(|condition| {
            let key = condition.key.as_str();
            CHOSEN.iter().any(|start| key.starts_with(start))
        });
        chosen
            .filter_map(|condition| {
                let wish = condition.wish()?;
                Some((condition.key.as_str(), Value::One(Cow::Owned(wish))))
            })
            .collect()
    }

    /// Whether it speaks of keys of one alias only.
    pub(crate) fn names_alias(&self) -> bool {
        self.conditions.iter().any(|condition| {
            matches!(
                (condition.key.as_str(), condition.written.0),
                ("kms:resourcealiases", "ForAnyValue:StringEquals")
                    | ("kms:requestalias", "StringEquals")
            ) && condition.values.iter().all(Pattern::is_literal)
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

    fn conditions_of(&self) -> BTreeSet<(&str, &str, &str)> {
        let conditions = self.conditions.iter().flat_map(|condition| {
            let (operator, key) = condition.written;
            let values = condition.values.iter();
            values.map(move |value| (operator, key, value.text.as_ref()))
        });
        conditions.collect()
    }
}

/// What keys begin with whose value is up to whoever asks.
const CHOSEN: &[&str] = &[
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

/// The statements that the user wrote to allow someone something.
pub(crate) fn written_for<'w>(who: &Who<'w>) -> Vec<&'w Statement<'w>> {
    let Identity::Known(own) = &who.identity else {
        return Vec::new();
    };
    let all = own.policies.iter().flat_map(|policy| &policy.statements);
    all.filter(|statement| statement.users.is_some() && !statement.deny)
        .collect()
}

/// The statement of the user's own that allows a request, or may do so.
pub(crate) fn may_allow<'a>(request: &Request<'a>) -> Option<At<'a>> {
    let Identity::Known(own) = &request.who.identity else {
        return None;
    };
    let call = Folded::of(request.action);
    let all = own.policies.iter().flat_map(|policy| {
        let statements = policy.statements.iter().enumerate();
        statements.map(move |(statement, found)| (At { policy, statement }, found))
    });
    let mut written = all.filter(|(_, found)| found.users.is_some() && !found.deny);
    let found = written.find(|(_, found)| !found.speaks(request, call, &OnceCell::new()).0.is_no());
    found.map(|(at, _)| at)
}

impl Set<'_> {
    fn texts(&self) -> BTreeSet<&str> {
        written(&self.patterns)
    }
}

/// What of a user's statement none of these says, an action and a resource: nothing, where
/// all of it stands there.
pub(crate) fn unsaid<'u>(
    user: &'u UserStatement,
    statements: &[&Statement<'_>],
) -> Option<(&'u str, &'u str)> {
    let mut said: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
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

fn texts(texts: &[String]) -> BTreeSet<&str> {
    texts.iter().map(String::as_str).collect()
}

fn written<'p>(patterns: &'p [Pattern<'_>]) -> BTreeSet<&'p str> {
    patterns
        .iter()
        .map(|pattern| pattern.text.as_ref())
        .collect()
}

fn conditions(user: &UserStatement) -> BTreeSet<(&str, &str, &str)> {
    let conditions = user.conditions.iter().flat_map(|(operator, key, values)| {
        let values = values.iter();
        values.map(move |value| (operator.as_str(), key.as_str(), value.as_str()))
    });
    conditions.collect()
}

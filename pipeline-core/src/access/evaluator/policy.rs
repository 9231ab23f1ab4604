//! Policies as IAM reads them.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use super::condition::Condition;
use super::pattern::{How, Pattern};
use super::pattern_set::{Folded, Set, Sieve, Stands};
use super::principal::{Grade, Named, named};
use super::{Answer, Cause, Request, Who};
use crate::pipeline::UserStatement;
use serde_json::Value;

/// A policy document, and where it stands.
#[derive(Debug)]
pub(crate) struct Policy<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) statements: Vec<Statement<'a>>,
    /// Of all its statements.
    pub(super) sieve: Sieve,
}

/// Where a policy stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place<'a> {
    pub(crate) stack: &'a str,
    /// The logical id of the resource.
    pub(crate) logical: &'a str,
    /// What it is, in words: `trust policy`.
    pub(crate) what: Cow<'a, str>,
}

/// A statement.
#[derive(Debug)]
pub(crate) struct Statement<'a> {
    pub(crate) sid: Cow<'a, str>,
    pub(crate) deny: bool,
    pub(crate) principals: Option<Vec<Named<'a>>>,
    pub(crate) actions: Set<'a>,
    pub(crate) resources: Option<Set<'a>>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// What the user wrote of which it is all or a part, and its number in the declaration.
    pub(crate) users: Option<(usize, &'a UserStatement)>,
    /// What about it cannot be decided.
    broken: Option<String>,
    /// Every part of it has been marked as used.
    pub(super) done: Cell<bool>,
    /// The calls that it names, folded; nothing where they are patterns, all but these, or
    /// not all known.
    calls: Option<Vec<Folded>>,
    pub(super) sieve: Sieve,
}

impl<'a> Policy<'a> {
    /// Reads a document; `text` gives the text of a value of the template.
    pub(crate) fn read(
        place: Place<'a>,
        document: &'a Value,
        text: &dyn Fn(&'a Value) -> Result<Cow<'a, str>, String>,
    ) -> Policy<'a> {
        // Without a version it is the older one, which knows no variables.
        let variables = document.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        let statements = many(document.get("Statement"))
            .map(|statement| Statement::read(statement, variables, text))
            .collect();
        Policy::new(place, statements)
    }

    pub(crate) fn new(place: Place<'a>, statements: Vec<Statement<'a>>) -> Policy<'a> {
        let sieves = statements.iter().map(|statement| statement.sieve);
        let sieve = sieves.reduce(|one, other| Sieve {
            calls: one.calls | other.calls,
            stands: one.stands.filter(|_| one.stands == other.stands),
        });
        Policy {
            place,
            statements,
            sieve: sieve.unwrap_or(Sieve {
                calls: 0,
                stands: None,
            }),
        }
    }
}

impl<'a> Statement<'a> {
    pub(crate) fn read(
        statement: &'a Value,
        variables: bool,
        text: &dyn Fn(&'a Value) -> Result<Cow<'a, str>, String>,
    ) -> Statement<'a> {
        let broken = Cell::new(None);
        let texts = |value: Option<&'a Value>| -> Vec<Cow<'a, str>> {
            let mut out = Vec::new();
            for item in many(value) {
                match text(item) {
                    Ok(text) => out.push(text),
                    Err(why) => broken.set(Some(why)),
                }
            }
            out
        };
        let sid = texts(statement.get("Sid")).pop().unwrap_or_default();
        let set = |key: &str, not: &str, variables: bool| -> Option<Set<'a>> {
            let (found, but_these) = match (statement.get(key), statement.get(not)) {
                (Some(found), _) => (found, false),
                (None, Some(found)) => (found, true),
                (None, None) => return None,
            };
            let patterns = texts(Some(found)).into_iter();
            let patterns = patterns.map(|text| Pattern::new(text, variables));
            Some(Set::new(patterns.collect(), but_these))
        };
        let actions = set("Action", "NotAction", false);
        // An action that cannot be read may be any.
        let mut unread = broken.take();
        let resources = set("Resource", "NotResource", variables);
        let mut principals = None;
        match statement.get("Principal") {
            Some(Value::Object(sorts)) => {
                let mut found = Vec::new();
                for (sort, names) in sorts.iter() {
                    found.extend(texts(Some(names)).into_iter().map(|text| named(sort, text)));
                }
                principals = Some(found);
            }
            Some(other) => {
                principals = Some(
                    texts(Some(other))
                        .into_iter()
                        .map(|text| named("AWS", text))
                        .collect(),
                );
            }
            None => {}
        }
        let mut conditions = Vec::new();
        let mut unknown = None;
        for (operator, keys) in entries(statement.get("Condition")) {
            for (key, values) in entries(Some(keys)) {
                let values = texts(Some(values)).into_iter();
                let values = values.map(|text| Pattern::new(text, variables)).collect();
                match Condition::new(operator, key, values) {
                    Some(condition) => conditions.push(condition),
                    None => unknown = Some(format!("no operator is called `{operator}`")),
                }
            }
        }
        if statement.get("NotPrincipal").is_some() {
            unknown = Some("`NotPrincipal` is not judged here".to_owned());
        }
        // IAM takes a wildcard for a whole principal only.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
        if let Some(name) = principals
            .iter()
            .flatten()
            .find(|name| name.text.len() > 1 && name.text.contains(['*', '?']))
        {
            unknown = Some(format!("no principal is called `{}`", name.text));
        }
        let deny = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => false,
            Some("Deny") => true,
            _ => {
                unknown = Some("its `Effect` is neither `Allow` nor `Deny`".to_owned());
                true
            }
        };
        if actions.is_none() {
            unread = Some("it has no `Action`".to_owned());
        }
        let actions = actions.unwrap_or_else(|| Set::new(Vec::new(), false));
        let known = unread.is_none() && actions.is_literal();
        let calls: Option<Vec<Folded>> = known.then(|| {
            let calls = actions.patterns.iter();
            calls.map(|call| Folded::of(&call.text)).collect()
        });
        let sieve = Sieve {
            calls: calls.iter().flatten().fold(0, |all, call| all | call.bit())
                | if known { 0 } else { u64::MAX },
            stands: match (principals.is_some(), resources.is_some()) {
                (true, true) => Some(Stands::AtResource),
                (true, false) => Some(Stands::Trust),
                (false, true) => Some(Stands::AtIdentity),
                (false, false) => None,
            },
        };
        Statement {
            sid,
            deny,
            principals,
            actions,
            calls,
            sieve,
            resources,
            conditions,
            users: None,
            broken: unread.or(unknown).or(broken.take()),
            done: Cell::new(false),
        }
    }

    /// What IAM would refuse about it where it stands: a policy of a resource names whom it
    /// is about, an identity's own does not, and all but a trust policy name resources.
    ///
    /// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
    pub(super) fn misplaced(&self, stands: Stands) -> Option<Cause> {
        let what = match (stands, self.principals.is_some(), self.resources.is_some()) {
            (Stands::AtIdentity, true, _) => "has a `Principal`, as no policy of a role's own may",
            (Stands::AtResource | Stands::Trust, false, _) => "has no `Principal`",
            (Stands::AtIdentity | Stands::AtResource, _, false) => "has no `Resource`",
            (Stands::Trust, _, true) => "has a `Resource`, as no trust policy may",
            _ => return None,
        };
        let statement = match self.sid.as_ref() {
            "" => "a statement without a name".to_owned(),
            sid => format!("statement `{sid}`"),
        };
        Some(Cause::Malformed(format!("{statement} {what}")))
    }

    /// Whether it speaks of this request, and how directly it names who asks; a
    /// statement of an identity's own policy always does so directly.
    ///
    /// `call`, `arn`: the request's, folded.
    pub(super) fn speaks(
        &self,
        request: &Request<'_>,
        call: Folded,
        arn: &OnceCell<Folded>,
    ) -> (Answer, Grade) {
        let mut answer = match &self.calls {
            Some(calls) => {
                let mut at = 0;
                while at < calls.len() && !(calls[at] == call && self.is_call(at, request)) {
                    at += 1;
                }
                Answer::of(at < calls.len())
            }
            // No calls are looked up by their numbers.
            None => self
                .actions
                .holds(request.action, How::Action, request, &OnceCell::new()),
        };
        if answer.is_no() && self.calls.is_some() {
            return (answer, Grade::Direct);
        }
        // What is broken about it may be just what would speak of this.
        if let Some(why) = &self.broken {
            return (
                Answer::Unknown(Cause::Malformed(why.clone())),
                Grade::Direct,
            );
        }
        if answer.is_no() {
            return (answer, Grade::Direct);
        }
        let (named, grade) = self.names(request.who);
        if !named {
            return (Answer::No, grade);
        }
        if let Some(resources) = &self.resources {
            let value = request.resource.arn.as_ref();
            answer = answer.and(resources.holds(value, How::Arn, request, arn));
        }
        for condition in &self.conditions {
            if answer.is_no() {
                return (answer, grade);
            }
            answer = answer.and(condition.holds(request));
        }
        (answer, grade)
    }

    fn is_call(&self, index: usize, request: &Request<'_>) -> bool {
        let named = self.actions.patterns[index].text.as_ref();
        named == request.action || named.eq_ignore_ascii_case(request.action)
    }

    fn names(&self, who: &Who<'_>) -> (bool, Grade) {
        let Some(principals) = &self.principals else {
            return (true, Grade::Direct);
        };
        let mut best = None;
        for named in principals {
            match (named.fits(who), best) {
                (Some(Grade::Direct), _) => return (true, Grade::Direct),
                (Some(Grade::Role), _) => best = Some(Grade::Role),
                (Some(Grade::Delegated), None) => best = Some(Grade::Delegated),
                _ => {}
            }
        }
        (best.is_some(), best.unwrap_or(Grade::Delegated))
    }
}

/// One value or a list of them.
pub(crate) fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(items)) => items.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
        None => [].iter(),
    }
}

/// The entries of an object; nothing else has any.
fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

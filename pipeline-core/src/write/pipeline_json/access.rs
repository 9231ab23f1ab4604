//! Requests and the statements that allow them, and the requests that are denied.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use serde_core::ser::SerializeMap;
use serde_json::{Value, json};

use super::roles::Roles;
use super::tables::Table;
use crate::access::{Denied, Outcome, PolicyPlace, StatementReference, VerifiedRequest, reason};
use crate::write::{Rendered, proven};

/// The requests of a pipeline, and the tables of what they have in common.
pub(super) struct Access<'a> {
    found: &'a Rendered<'a>,
    roles: &'a Roles<'a>,
    by_action: HashMap<&'a str, Vec<&'a VerifiedRequest>>,
    calls: Table<&'a [&'static str]>,
    texts: Table<Cow<'a, str>>,
    /// Policies of templates: stack, resource, and the policy in words.
    policies: Table<(usize, &'a str, usize)>,
    /// The places of policies by their addresses, which are compared faster than their names.
    known: RefCell<HashMap<*const PolicyPlace, usize>>,
    /// Statements: the policy, and the statement's name.
    statements: Table<(usize, &'a str)>,
    /// Kinds of denied requests, each with the call of its first one.
    sorts: Table<(usize, &'static str)>,
}

impl<'a> Access<'a> {
    pub(super) fn of(found: &'a Rendered<'a>, roles: &'a Roles<'a>) -> Access<'a> {
        let mut by_action: HashMap<&str, Vec<&VerifiedRequest>> = HashMap::new();
        for request in &found.proof.required {
            by_action.entry(&request.action).or_default().push(request);
        }
        Access {
            found,
            roles,
            by_action,
            calls: Table::default(),
            texts: Table::default(),
            policies: Table::default(),
            known: RefCell::default(),
            statements: Table::default(),
            sorts: Table::default(),
        }
    }

    /// The requests of an action, by its title; those of the pipeline as a whole have none. What is
    /// asked for several reasons stands there once.
    pub(super) fn of_action(&self, title: &str) -> Value {
        let mut told: Vec<(&'a VerifiedRequest, Vec<usize>)> = Vec::new();
        for request in self.by_action.get(title).into_iter().flatten().copied() {
            let why = self.text(&request.why);
            let same = told.iter_mut().find(|(told, _)| {
                told.principal == request.principal
                    && told.resource == request.resource
                    && told.calls == request.calls
                    && told.outcome == request.outcome
            });
            match same {
                Some((_, reasons)) if reasons.contains(&why) => {}
                Some((_, reasons)) => reasons.push(why),
                None => told.push((request, vec![why])),
            }
        }
        let requests = told.into_iter();
        let requests = requests.map(|(request, why)| self.request(request, &why));
        requests.collect()
    }

    /// The place of a text.
    fn text(&self, text: &'a str) -> usize {
        self.texts.place(Cow::Borrowed(text))
    }

    fn request(&self, request: &'a VerifiedRequest, why: &[usize]) -> Value {
        let (by, left) = match &request.outcome {
            Outcome::Allowed { by } => (by.as_slice(), None),
            Outcome::LeftToOwner { why, by } => (by.as_slice(), Some(reason(why))),
            Outcome::Denied => ([].as_slice(), None),
        };
        let by: Vec<usize> = by.iter().map(|by| self.statement(by)).collect();
        let who = self.who(&request.principal);
        let calls = self.calls.place(&request.calls);
        let on = self.text(&request.resource);
        match left {
            None => json!([who, calls, on, why, by]),
            Some(left) => json!([who, calls, on, why, by, self.texts.place(Cow::Owned(left))]),
        }
    }

    /// A role by its place; a service or an administrator by name.
    fn who(&self, principal: &str) -> Value {
        match self.roles.place_of_arn(principal) {
            Some(place) => json!(place),
            None => json!(principal),
        }
    }

    fn statement(&self, found: &'a StatementReference) -> usize {
        let mut known = self.known.borrow_mut();
        let policy = known.entry(Rc::as_ptr(&found.policy)).or_insert_with(|| {
            let policy = &found.policy;
            let (stack, words) = (self.text(&policy.stack), self.text(policy.name));
            self.policies.place((stack, &policy.logical_id, words))
        });
        let name = found.statement.trim_matches('`');
        self.statements.place((*policy, name))
    }

    /// Denied requests of a role.
    pub(super) fn denied(&self, denied: &'a [Denied]) -> Vec<Value> {
        let denied = denied.iter().map(|denied| {
            let kind = self.text(denied.kind.words());
            let sort = self.sorts.place((kind, denied.call));
            let on = self.text(&denied.resource);
            json!([sort, denied.count, on])
        });
        denied.collect()
    }

    /// The requests that the user's statements and policies allow beyond what is needed.
    pub(super) fn beyond(&self) -> Value {
        let beyond = self.found.proof.excess_grants.iter();
        let beyond = beyond.map(|found| {
            json!({
                "by": found.through,
                "calls": found.calls,
                "kind": found.kind.words(),
                "on": found.resource,
                "who": self.who(&found.principal),
            })
        });
        beyond.collect()
    }

    /// The tables, once everything has been added to them.
    pub(super) fn tables<M: SerializeMap>(&self, out: &mut M) -> Result<(), M::Error> {
        out.serialize_entry("calls", &self.calls.rows(|calls| json!(calls)))?;
        out.serialize_entry("texts", &self.texts.rows(|text| json!(text)))?;
        let sorts = self.sorts.rows(|(kind, call)| json!([kind, call]));
        out.serialize_entry("sorts", &sorts)?;
        let policies = self
            .policies
            .rows(|(stack, resource, words)| json!([stack, resource, words]));
        out.serialize_entry("policies", &policies)?;
        let statements = self.statements.rows(|(policy, name)| json!([policy, name]));
        out.serialize_entry("statements", &statements)
    }
}

/// The requests that must be denied and are, by kind, and what is not decided here.
pub(super) fn denied(found: &Rendered<'_>) -> Value {
    let kinds = proven::strangers(found).into_iter();
    let kinds = kinds.map(
        |(kind, count, undecided)| json!({ "count": count, "kind": kind, "undecided": undecided }),
    );
    kinds.collect()
}

//! Policies: statements, and the documents that they make up.

mod pack;
mod role;
mod shared;
mod store;
mod topic;
mod trust;

use crate::plan::StoreId;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) use pack::{Packed, pack, size_if_over};
pub(crate) use role::{
    assumes_by_path, granted_statements, granted_statements_by_alias,
    statements_of_access_by_alias, user_statements,
};
pub(crate) use shared::admit;
pub(crate) use store::{bucket_policy, key_policy, roles_with};
pub(crate) use topic::{published_by_role, publishes, topic_policy};
pub(crate) use trust::{bus_statement, trust_policy};

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub(crate) sid: String,
    pub(crate) deny: bool,
    pub(crate) principal: Principal,
    pub(crate) actions: BTreeSet<String>,
    pub(crate) resources: BTreeSet<Term>,
    pub(crate) conditions: Conditions,
    /// The number of the user's statement that it is, or is a part of, among those of its
    /// role.
    pub(crate) user: Option<usize>,
}

/// Operator, key, values.
pub(crate) type Conditions = BTreeMap<String, BTreeMap<String, BTreeSet<Term>>>;

/// The principal of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Principal {
    /// The role that the policy belongs to.
    Own,
    /// Anyone.
    Anyone,
    /// Any AWS principal, narrowed by conditions.
    AnyAws,
    /// AWS principals, by ARN.
    Aws(BTreeSet<String>),
    /// A service.
    Service(String),
}

/// A resource, or a value that a condition compares with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    /// A string: an ARN, a pattern of one, a condition's value.
    String(String),
    /// The key of a store, whose ARN is not known yet.
    Key(StoreId),
}

impl Statement {
    pub(crate) fn allow(actions: &[&str]) -> Statement {
        Statement {
            sid: String::new(),
            deny: false,
            principal: Principal::Own,
            actions: actions.iter().map(|action| (*action).to_owned()).collect(),
            resources: BTreeSet::new(),
            conditions: Conditions::new(),
            user: None,
        }
    }

    pub(crate) fn deny(actions: &[&str]) -> Statement {
        Statement {
            deny: true,
            ..Statement::allow(actions)
        }
    }

    pub(crate) fn sid(mut self, sid: &str) -> Self {
        sid.clone_into(&mut self.sid);
        self
    }

    pub(crate) fn to(mut self, principal: Principal) -> Self {
        self.principal = principal;
        self
    }

    pub(crate) fn on(mut self, resource: Term) -> Self {
        self.resources.insert(resource);
        self
    }

    pub(crate) fn on_arn(self, arn: impl Into<String>) -> Self {
        self.on(Term::String(arn.into()))
    }

    pub(crate) fn when(
        mut self,
        operator: &str,
        key: &str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.conditions
            .entry(operator.to_owned())
            .or_default()
            .entry(key.to_owned())
            .or_default()
            .extend(values.into_iter().map(|value| Term::String(value.into())));
        self
    }

    /// The same statement, where a condition's key is not the ARN of a store's key.
    pub(crate) fn when_not_key(mut self, key: &str, store: StoreId) -> Self {
        self.conditions
            .entry("ArnNotEquals".to_owned())
            .or_default()
            .entry(key.to_owned())
            .or_default()
            .insert(Term::Key(store));
        self
    }

    /// The same statement, with this store's key in the place of another one's.
    pub(crate) fn of_store(mut self, store: StoreId) -> Self {
        let own = |term: &Term| match term {
            Term::String(string) => Term::String(string.clone()),
            Term::Key(_) => Term::Key(store),
        };
        self.resources = self.resources.iter().map(own).collect();
        for keys in self.conditions.values_mut() {
            for values in keys.values_mut() {
                *values = values.iter().map(own).collect();
            }
        }
        self
    }

    /// The statement as JSON; `key` gives the ARN of a store's key as a template of the
    /// stack in question can name it.
    pub(crate) fn json(&self, key: &dyn Fn(StoreId) -> Value) -> Value {
        let mut out = Map::new();
        // `json!` would copy the lists.
        let mut set = |element: &str, value| out.insert(element.to_owned(), value);
        set("Effect", if self.deny { "Deny" } else { "Allow" }.into());
        let actions = self.actions.iter().map(|action| action.as_str().into());
        set("Action", one_or_many(actions));
        if !self.sid.is_empty() {
            set("Sid", self.sid.as_str().into());
        }
        if let Some(principal) = self.principal.json() {
            set("Principal", principal);
        }
        if !self.resources.is_empty() {
            let resources = self.resources.iter().map(|resource| resource.json(key));
            set("Resource", one_or_many(resources));
        }
        if !self.conditions.is_empty() {
            set("Condition", conditions_json(&self.conditions, key));
        }
        out.into()
    }
}

impl Principal {
    fn json(&self) -> Option<Value> {
        match self {
            Principal::Own => None,
            Principal::Anyone => Some(json!("*")),
            Principal::AnyAws => Some(json!({ "AWS": "*" })),
            Principal::Aws(arns) => {
                let arns = arns.iter().map(|arn| json!(arn));
                Some(json!({ "AWS": one_or_many(arns) }))
            }
            Principal::Service(name) => Some(json!({ "Service": name })),
        }
    }
}

impl Term {
    fn json(&self, key: &dyn Fn(StoreId) -> Value) -> Value {
        match self {
            Term::String(string) => string.as_str().into(),
            Term::Key(store) => key(*store),
        }
    }
}

/// `Fn::GetAtt`.
pub(crate) fn get_att(logical: &str, attribute: &str) -> Value {
    json!({ "Fn::GetAtt": [logical, attribute] })
}

fn conditions_json(conditions: &Conditions, arn: &dyn Fn(StoreId) -> Value) -> Value {
    let keys = |keys: &BTreeMap<String, BTreeSet<Term>>| {
        keys.iter()
            .map(|(key, values)| {
                (
                    key.clone(),
                    one_or_many(values.iter().map(|value| value.json(arn))),
                )
            })
            .collect::<Map<_, _>>()
    };
    conditions
        .iter()
        .map(|(operator, found)| (operator.clone(), Value::Object(keys(found))))
        .collect::<Map<_, _>>()
        .into()
}

/// One value as it is, several as a list.
fn one_or_many(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    if values.len() == 1 {
        values.remove(0)
    } else {
        Value::Array(values)
    }
}

/// A policy document; see [`Statement::json`] for `key`.
pub(crate) fn document(statements: &[Statement], key: &dyn Fn(StoreId) -> Value) -> Value {
    let mut out = Map::new();
    out.insert("Statement".to_owned(), list(statements, key).into());
    out.insert("Version".to_owned(), "2012-10-17".into());
    out.into()
}

/// Statements as JSON. IAM wants every `Sid` of a policy once: the second one of a name
/// gets a 2.
pub(crate) fn list(statements: &[Statement], key: &dyn Fn(StoreId) -> Value) -> Vec<Value> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    statements
        .iter()
        .map(|statement| {
            let count = seen.entry(&statement.sid).or_default();
            *count += 1;
            if *count == 1 || statement.sid.is_empty() {
                statement.json(key)
            } else {
                let sid = format!("{}{count}", statement.sid);
                Statement {
                    sid,
                    ..statement.clone()
                }
                .json(key)
            }
        })
        .collect()
}

/// Statements that say the same of several things become one: those that differ only in
/// their resources, then those that differ only in their actions.
pub(crate) fn merge(statements: Vec<Statement>) -> Vec<Statement> {
    let statements = merge_where(
        statements,
        |one, other| one.actions == other.actions,
        |one, other| one.resources.extend(other.resources),
    );
    merge_where(
        statements,
        |one, other| one.resources == other.resources,
        |one, other| one.actions.extend(other.actions),
    )
}

fn merge_where(
    statements: Vec<Statement>,
    same: fn(&Statement, &Statement) -> bool,
    join: fn(&mut Statement, Statement),
) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    for statement in statements {
        let found = out.iter_mut().find(|known| {
            known.deny == statement.deny
                && known.sid == statement.sid
                && known.principal == statement.principal
                && known.conditions == statement.conditions
                && same(known, &statement)
        });
        match found {
            Some(known) => join(known, statement),
            None => out.push(statement),
        }
    }
    out
}

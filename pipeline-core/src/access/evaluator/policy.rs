//! Policies: where they stand, and what those of one kind say to a request together.

use std::borrow::Cow;
use std::rc::Rc;

use super::decide::Mode;
use super::principal::PrincipalMatch;
use super::statement::{Effect, Statement};
use super::{Answer, Cause, Request, StatementRef};
use serde_json::Value;

/// A policy document.
#[derive(Debug)]
pub(crate) struct Policy<'a> {
    pub(crate) place: Rc<PolicyPlace>,
    pub(crate) statements: Vec<Statement<'a>>,
}

/// The place of a policy in the templates.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PolicyPlace {
    pub(crate) stack: String,
    /// The logical id of the resource.
    pub(crate) logical_id: String,
    /// The policy's name in words, as `trust policy`.
    pub(crate) name: &'static str,
}

/// The kind of a policy, which decides the elements that its statements have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyKind {
    /// An identity policy, or a permissions boundary.
    Identity,
    /// The policy of a resource other than a role.
    Resource,
    /// The trust policy of a role.
    Trust,
}

/// The result of the policies of one kind for a request.
#[derive(Debug)]
pub(super) struct PolicyResult<'a> {
    pub(super) denied_by: Option<StatementRef<'a>>,
    /// The reason why it is unknown whether an explicit deny applies.
    pub(super) possible_deny: Option<Cause>,
    pub(super) allows: Answer,
    /// It allows the role of the request, and not its session; of resource policies only.
    pub(super) allows_role: Answer,
    /// It allows the account of the request, whose identity policies decide the rest; of
    /// resource policies only.
    pub(super) allows_account: Answer,
    /// The first statement that allows principal or role.
    pub(super) allowed_by: Option<StatementRef<'a>>,
    /// The first statement that allows the account.
    pub(super) account_allowed_by: Option<StatementRef<'a>>,
}

impl<'a> Policy<'a> {
    /// Reads a document. `resolve` gives the string that a value of the template stands for.
    pub(crate) fn read(
        place: PolicyPlace,
        document: &'a Value,
        resolve: &dyn Fn(&'a Value) -> Result<Cow<'a, str>, String>,
    ) -> Policy<'a> {
        // Without a version it is the older one, which knows no variables.
        let variables = document.get("Version").and_then(Value::as_str) == Some("2012-10-17");
        let statements = one_or_many(document.get("Statement"));
        let statements = statements.map(|one| Statement::read(one, variables, resolve));
        Policy::new(place, statements.collect())
    }

    pub(crate) fn new(place: PolicyPlace, statements: Vec<Statement<'a>>) -> Policy<'a> {
        Policy {
            place: Rc::new(place),
            statements,
        }
    }

    /// The statements, each with its reference.
    pub(crate) fn references(
        &'a self,
    ) -> impl Iterator<Item = (StatementRef<'a>, &'a Statement<'a>)> {
        let statements = self.statements.iter().enumerate();
        statements.map(move |(index, statement)| {
            let reference = StatementRef {
                policy: self,
                index,
            };
            (reference, statement)
        })
    }
}

impl<'a> PolicyResult<'a> {
    /// The result of no policy at all.
    pub(super) const SILENT: PolicyResult<'static> = PolicyResult {
        denied_by: None,
        possible_deny: None,
        allows: Answer::No,
        allows_role: Answer::No,
        allows_account: Answer::No,
        allowed_by: None,
        account_allowed_by: None,
    };

    /// The result of a policy that allows everything.
    pub(super) const ALLOWS: PolicyResult<'static> = PolicyResult {
        allows: Answer::Yes,
        ..PolicyResult::SILENT
    };

    /// The result of a policy that is not known, which may allow and may deny.
    pub(super) fn unknown(cause: Cause) -> PolicyResult<'static> {
        PolicyResult {
            possible_deny: Some(cause.clone()),
            allows: Answer::Unknown(cause),
            ..PolicyResult::SILENT
        }
    }

    /// Returns whether it allows the principal, its role, or its account.
    pub(super) fn allows_in_any_way(&self) -> Answer {
        let principal = self.allows.clone().or(self.allows_role.clone());
        principal.or(self.allows_account.clone())
    }

    /// Adds that a `Deny` applies.
    fn deny(&mut self, by: StatementRef<'a>, applies: Answer) {
        match applies {
            Answer::No => {}
            Answer::Yes => {
                self.denied_by.get_or_insert(by);
            }
            Answer::Unknown(cause) => {
                self.possible_deny.get_or_insert(cause);
            }
        }
    }

    /// Adds that an `Allow` applies.
    fn allow(&mut self, by: StatementRef<'a>, applies: Answer, matched: PrincipalMatch) {
        let (allows, allowed_by) = match matched {
            PrincipalMatch::Direct => (&mut self.allows, &mut self.allowed_by),
            PrincipalMatch::Role => (&mut self.allows_role, &mut self.allowed_by),
            PrincipalMatch::Account => (&mut self.allows_account, &mut self.account_allowed_by),
        };
        if applies.is_yes() {
            allowed_by.get_or_insert(by);
        }
        *allows = allows.clone().or(applies);
    }
}

/// Evaluates policies of one kind, statement by statement.
pub(super) fn evaluate<'a>(
    policies: &'a [Policy<'a>],
    kind: PolicyKind,
    request: &Request<'a>,
    mode: Mode,
) -> PolicyResult<'a> {
    let mut result = PolicyResult::SILENT;
    // Loops in loops, since every request goes through them, and build scripts are compiled
    // without optimisation.
    for policy in policies {
        for (reference, statement) in policy.references() {
            #[cfg(test)]
            evaluated::one_more();
            let (applies, matched) = statement.applies(request, kind);
            if applies.is_no() {
                continue;
            }
            if statement.either_effect {
                result.allow(reference, applies.clone(), matched);
            }
            match statement.effect {
                Effect::Deny => result.deny(reference, applies),
                Effect::Allow => {
                    if mode == Mode::Required && applies.is_yes() {
                        statement.mark(request);
                    }
                    result.allow(reference, applies, matched);
                }
            }
        }
    }
    result
}

/// One value, or a list of them.
pub(crate) fn one_or_many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    match value {
        Some(Value::Array(items)) => items.iter(),
        Some(one) => std::slice::from_ref(one).iter(),
        None => [].iter(),
    }
}

/// Counts the statements that are evaluated, for the test of how that grows.
#[cfg(test)]
pub(crate) mod evaluated {
    use std::cell::Cell;

    thread_local!(static COUNT: Cell<usize> = const { Cell::new(0) });

    pub(super) fn one_more() {
        COUNT.set(COUNT.get() + 1);
    }

    pub(crate) fn count() -> usize {
        COUNT.get()
    }
}

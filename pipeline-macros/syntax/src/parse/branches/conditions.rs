//! The conditions of a pipeline, and the branches that they lead to.

use pipewright_model::model::ExpressionId;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::parse::group::Group;
use crate::place::{GuardId, SourceSpan};

/// A condition, by its number among those of the whole pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionId(pub usize);

/// A condition that holds, or that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Literal {
    /// The condition.
    pub condition: ConditionId,
    /// True where it has to hold.
    pub truth: bool,
}

impl Literal {
    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        Literal {
            truth: !self.truth,
            ..self
        }
    }
}

/// A condition. Those of one text are one: it is evaluated once.
#[derive(Debug)]
pub struct Condition {
    /// Its Rust expression.
    pub expression: ExpressionId,
    /// The text by which another one is the same.
    key: String,
    /// As the user wrote it.
    pub(crate) shown: String,
    /// The place of the first one of this text.
    pub at: SourceSpan,
}

/// The conditions of a pipeline, and its branches.
#[derive(Debug, Default)]
pub struct Conditions {
    all: Vec<Condition>,
    /// What has to hold for a branch, by its number.
    guards: Vec<Vec<Literal>>,
    /// The branch that each Rust expression stands in.
    expressions: Vec<Option<GuardId>>,
    /// The branches that could be read, each once for all iterations.
    read: Vec<Branch>,
}

/// A branch that could be read.
#[derive(Debug)]
struct Branch {
    at: SourceSpan,
    /// True where some iteration takes it, or can.
    taken: bool,
    /// The advice on one that is never taken.
    why: &'static str,
}

impl Conditions {
    /// Returns whether there is no `if`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The conditions, in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = (ConditionId, &Condition)> {
        let numbered = self.all.iter().enumerate();
        numbered.map(|(number, condition)| (ConditionId(number), condition))
    }

    /// The condition that a Rust expression is.
    #[must_use]
    pub fn of_expression(&self, expression: ExpressionId) -> Option<ConditionId> {
        let mut all = self.iter();
        all.find(|(_, condition)| condition.expression == expression)
            .map(|(id, _)| id)
    }

    /// The branch that a Rust expression stands in.
    #[must_use]
    pub fn branch_of(&self, expression: ExpressionId) -> Option<GuardId> {
        self.expressions.get(expression.0).copied().flatten()
    }

    /// What has to hold for something to be there.
    #[must_use]
    pub fn literals(&self, guard: Option<GuardId>) -> &[Literal] {
        let literals = guard.and_then(|guard| self.guards.get(guard.0));
        literals.map_or(&[], Vec::as_slice)
    }

    /// What has to hold for each branch.
    pub(crate) fn branches(&self) -> &[Vec<Literal>] {
        &self.guards
    }

    /// Records a branch, as one iteration reads it.
    pub(super) fn add_branch(&mut self, at: SourceSpan, taken: bool, why: &'static str) {
        let key = at.key();
        match self.read.iter_mut().find(|known| known.at.key() == key) {
            Some(known) => known.taken |= taken,
            None => self.read.push(Branch { at, taken, why }),
        }
    }

    /// The branches that are never taken, with the advice on each.
    pub(super) fn never_taken(&self) -> Vec<(SourceSpan, &'static str)> {
        let never = self.read.iter().filter(|branch| !branch.taken);
        never.map(|branch| (branch.at, branch.why)).collect()
    }

    /// The number of `if`s around a place.
    pub(super) fn depth(&self, guard: Option<GuardId>) -> usize {
        self.literals(guard).len()
    }

    pub(super) fn find(&self, key: &str) -> Option<ConditionId> {
        self.iter()
            .find(|(_, condition)| condition.key == key)
            .map(|(id, _)| id)
    }

    pub(super) fn add(
        &mut self,
        expression: ExpressionId,
        key: String,
        shown: String,
        at: SourceSpan,
    ) -> ConditionId {
        self.all.push(Condition {
            expression,
            key,
            shown,
            at,
        });
        ConditionId(self.all.len().saturating_sub(1))
    }

    /// Records the branch of the next Rust expression.
    pub(in crate::parse) fn add_expression(&mut self, guard: Option<GuardId>) {
        self.expressions.push(guard);
    }

    /// The branch in another one in which these hold too. `None` if it is never taken; `Some(None)`
    /// if it always is.
    pub(super) fn guard(
        &mut self,
        outer: Option<GuardId>,
        literals: &[Literal],
    ) -> Option<Option<GuardId>> {
        let mut all = self.literals(outer).to_vec();
        for literal in literals {
            if all.contains(&literal.negated()) {
                return None;
            }
            if !all.contains(literal) {
                all.push(*literal);
            }
        }
        if all.is_empty() {
            return Some(None);
        }
        if all == self.literals(outer) {
            return Some(outer);
        }
        let known = self.guards.iter().position(|guard| *guard == all);
        Some(Some(GuardId(known.unwrap_or_else(|| {
            self.guards.push(all);
            self.guards.len().saturating_sub(1)
        }))))
    }
}

/// A condition as a message names it.
pub(super) fn shown(group: &Group, tokens: &TokenStream, truth: bool) -> String {
    let source = group.span.join().source_text();
    let inside = source
        .as_deref()
        .and_then(|source| source.strip_prefix('(')?.strip_suffix(')'));
    let source = inside.map_or_else(|| tokens.to_string(), str::to_owned);
    let words: Vec<&str> = source.split_whitespace().collect();
    let line = words.join(" ");
    let line = if truth {
        &line
    } else {
        line.trim_start_matches('!')
    };
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line)),
        None => line.to_owned(),
    }
}

/// The most characters of a condition in a message.
const SHOWN: usize = 60;

/// Returns whether a token stands in `name`, `path::of(it)`, `it.field` or a condition in parentheses,
/// of which a `!` in front takes all.
fn is_postfix(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => word != "as",
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        TokenTree::Punct(punct) => matches!(punct.as_char(), '.' | ':'),
        TokenTree::Literal(_) => false,
    }
}

/// A condition without a `!` in front of it, and whether there was none: `if (!prod)` is the other
/// side of `if (prod)`.
pub(super) fn positive(tokens: TokenStream) -> (TokenStream, bool) {
    let mut list: Vec<TokenTree> = tokens.clone().into_iter().collect();
    match list.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => {
            positive(group.stream())
        }
        [TokenTree::Punct(sign), rest @ ..]
            if sign.as_char() == '!' && rest.iter().all(is_postfix) =>
        {
            let rest = list.split_off(1).into_iter().collect();
            let (inner, truth) = positive(rest);
            (inner, !truth)
        }
        _ => (tokens, true),
    }
}

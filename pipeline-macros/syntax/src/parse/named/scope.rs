//! The names for values that are known where reading is.

use pipewright_model::codes::{DECLARED_TWICE, HIDDEN_NAME, UNUSED_VALUE};
use pipewright_model::model::ExpressionId;
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::buffer::Cursor;

use crate::iterations::{Iteration, Use};
use crate::model::Value;
use crate::parse::item::{DECLARATIONS, starts_declaration};
use crate::parse::lookahead::{Lookahead, next};
use crate::parse::name::{is_keyword, unraw};
use crate::parse::{Context, NameKind};
use crate::place::{GuardId, IterationId, SourceSpan, behind};

/// A declared value, by its number among those of the whole pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedId(pub usize);

/// A declared value.
pub(crate) struct Named {
    pub(super) name: String,
    pub(super) ident: Ident,
    /// What stands behind the `=`.
    pub(super) tokens: TokenStream,
    /// The end of the `=`, where the value is missing if there is none.
    pub(super) end: Span,
    /// The number of `for`s around the declaration.
    pub(super) depth: usize,
    /// The branch that it stands in.
    pub(super) guard: Option<GuardId>,
    /// The number of names for values that were known there.
    pub(super) visible: usize,
    pub(super) state: State,
    pub(super) used: bool,
}

/// The value of a declaration, as far as it was read.
#[allow(
    clippy::large_enum_variant,
    reason = "there is one for each declared value"
)]
pub(super) enum State {
    Unread,
    /// It is being read: whoever uses it now stands in it.
    Reading,
    Read(Value),
}

/// The declared values of a pipeline, and the places that use one as it is.
#[derive(Debug, Default)]
pub struct NamedValues {
    values: BTreeMap<NamedId, (String, Value)>,
    whole: BTreeMap<IterationId, NamedId>,
    expressions: BTreeSet<ExpressionId>,
}

impl NamedValues {
    /// The name and the value of a declaration.
    #[must_use]
    pub fn get(&self, id: NamedId) -> Option<(&str, &Value)> {
        let (name, value) = self.values.get(&id)?;
        Some((name, value))
    }

    /// The value of every declaration.
    pub(in crate::parse) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.values.values_mut().map(|(_, value)| value)
    }

    /// The declaration of which a value is a copy.
    #[must_use]
    pub fn declared(&self, value: &Value) -> Option<NamedId> {
        let used = self.whole.get(&value.at.iteration?)?;
        Some(*used)
    }

    /// Returns whether a Rust expression stands in a declaration, which several places may use.
    #[must_use]
    pub fn holds(&self, expression: ExpressionId) -> bool {
        self.expressions.contains(&expression)
    }

    /// Returns whether several declarations have this name: those of the iterations of a `for`.
    #[must_use]
    pub fn is_repeated(&self, name: &str) -> bool {
        let same = self.values.values().filter(|(other, _)| other == name);
        same.count() > 1
    }
}

/// The declared values of a pipeline, and those that are known where reading is.
#[derive(Default)]
pub(crate) struct Scope {
    pub(super) all: Vec<Named>,
    /// The innermost block's last.
    pub(super) known: Vec<NamedId>,
    /// True where there is a declaration that could not be read: any word may be its name.
    pub(crate) lost: bool,
    /// The Rust expressions in declarations.
    pub(super) expressions: BTreeSet<ExpressionId>,
}

impl Scope {
    /// Returns whether no value has a name here.
    pub(crate) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Returns whether there was one at all.
    pub(crate) fn is_any(&self) -> bool {
        !self.all.is_empty()
    }

    /// The value of this name.
    pub(crate) fn find(&self, name: &str) -> Option<NamedId> {
        let mut known = self.known.iter().rev().copied();
        known.find(|id| self.get(*id).is_some_and(|named| named.name == name))
    }

    /// The names of the values, the outermost first.
    pub(crate) fn names(&self) -> Vec<String> {
        let known = self.known.iter().filter_map(|id| self.get(*id));
        known.map(|named| named.name.clone()).collect()
    }

    /// Counts the value of this name as used.
    pub(super) fn use_name(&mut self, name: &str) {
        let found = self.find(name).and_then(|id| self.get_mut(id));
        if let Some(found) = found {
            found.used = true;
        }
    }

    /// The names of the values that a text can hold: lists and maps are none.
    pub(crate) fn names_in_texts(&self) -> Vec<String> {
        let known = self.known.iter().filter_map(|id| self.get(*id));
        let simple = known.filter(|named| {
            let first = named.tokens.clone().into_iter().next();
            !matches!(first, Some(TokenTree::Group(group)) if group.delimiter() != Delimiter::Parenthesis)
        });
        simple.map(|named| named.name.clone()).collect()
    }

    pub(super) fn get(&self, id: NamedId) -> Option<&Named> {
        self.all.get(id.0)
    }

    pub(super) fn get_mut(&mut self, id: NamedId) -> Option<&mut Named> {
        self.all.get_mut(id.0)
    }

    /// What a front has to know of the values, with these uses.
    pub(crate) fn finish(self, iterations: &[Iteration]) -> NamedValues {
        let mut found = NamedValues {
            expressions: self.expressions,
            ..NamedValues::default()
        };
        for (number, named) in self.all.into_iter().enumerate() {
            if let State::Read(value) = named.state {
                found.values.insert(NamedId(number), (named.name, value));
            }
        }
        for (number, iteration) in iterations.iter().enumerate() {
            if let Some(Use::Whole(id)) = iteration.used {
                found.whole.insert(IterationId(number), id);
            }
        }
        found
    }
}

/// Makes the values known that a block declares, wherever they stand in it: declarations have
/// no order. Gives what [`close`] takes.
pub(in crate::parse) fn open(cx: &mut Context, mut cursor: Cursor) -> usize {
    let outer = cx.named.known.len();
    while let Some((_, behind)) = next(cursor) {
        cursor = match declared(cursor) {
            Some((ident, tokens, end, rest)) => {
                declare(cx, ident, tokens, end, outer);
                rest
            }
            None => {
                cx.named.lost |= is_lost(cursor);
                behind
            }
        };
    }
    let visible = cx.named.known.len();
    for id in cx
        .named
        .known
        .split_at_checked(outer)
        .map_or(&[][..], |(_, block)| block)
    {
        if let Some(named) = cx.named.all.get_mut(id.0) {
            named.visible = visible;
        }
    }
    outer
}

/// Ends a block: what it declared is not known behind it.
pub(in crate::parse) fn close(cx: &mut Context, outer: usize) {
    let mut unused = Vec::new();
    for id in cx.named.known.split_off(outer) {
        if let Some(named) = cx.named.get(id) {
            // What could not be read may have used it.
            let silent = named.used || cx.named.lost || named.name.starts_with('_');
            unused.extend((!silent).then(|| named.ident.clone()));
        }
    }
    for ident in unused {
        let name = unraw(&ident);
        let message = format!("value `{name}` is never used");
        cx.report(&UNUSED_VALUE, ident.span(), message)
            .help(format!("begin its name with an underscore: `_{name}`"));
    }
}

/// Returns whether a declaration of a value begins here that could not be read: one whose name or
/// `=` is not there, or one whose `value` is misspelled, or is not there behind the end of another
/// declaration.
fn is_lost(cursor: Cursor) -> bool {
    if cursor.is_ident(0, "value") && !cursor.is_colon(1) {
        return cursor.is_any_ident(1) || cursor.is_punct(1, '=') || cursor.is_punct(2, '=');
    }
    if cursor.is_any_ident(1) && cursor.is_punct(2, '=') {
        let first = cursor.nth_ident(0).filter(|word| !is_keyword(word));
        if first.is_some_and(|word| is_misspelled(&unraw(&word))) {
            return true;
        }
    }
    let ended = cursor.is_punct(0, ';') || cursor.is_brace(0);
    let named = cursor.nth_ident(1).is_some_and(|ident| !is_keyword(&ident));
    ended && named && cursor.is_punct(2, '=')
}

/// Returns whether a word is none of the language, and `value` was probably meant.
fn is_misspelled(word: &str) -> bool {
    let known = DECLARATIONS.iter().copied();
    !DECLARATIONS.contains(&word) && closest(word, known) == Some("value")
}

/// The declaration of a value that stands here: its name, its tokens, where they begin, and a
/// cursor behind them.
fn declared(cursor: Cursor) -> Option<(Ident, TokenStream, Span, Cursor)> {
    let equals = cursor.is_ident(0, "value") && cursor.is_punct(2, '=');
    let ident = cursor
        .nth_ident(1)
        .filter(|ident| equals && !is_keyword(ident))?;
    let (_, behind_word) = next(cursor)?;
    let (_, behind_name) = next(behind_word)?;
    let (equals, first) = next(behind_name)?;
    let mut tokens = TokenStream::new();
    let mut rest = first;
    let mut block = false;
    while !ends(rest, block) {
        let (token, behind) = rest.token_tree()?;
        block = is_block(rest);
        tokens.extend([token]);
        rest = behind;
    }
    Some((ident, tokens, behind(equals.span()), rest))
}

/// Returns whether the value of a declaration ends here: at a `;`, behind a block, or where
/// another declaration begins.
pub(super) fn ends(cursor: Cursor, behind_block: bool) -> bool {
    behind_block || cursor.eof() || cursor.is_punct(0, ';') || starts_declaration(cursor)
}

/// Returns whether a `{ … }` stands here.
pub(super) fn is_block(cursor: Cursor) -> bool {
    cursor.is_brace(0)
}

fn declare(cx: &mut Context, ident: Ident, tokens: TokenStream, end: Span, outer: usize) {
    let name = unraw(&ident);
    let at = ident.span();
    if let Some(first) = cx.named.find(&name) {
        let same_block = cx.named.known.iter().skip(outer).any(|id| *id == first);
        let first = cx.named.get(first).map(|first| first.ident.span());
        let (code, message) = if same_block {
            (&DECLARED_TWICE, format!("value `{name}` is declared twice"))
        } else {
            (&HIDDEN_NAME, format!("value `{name}` hides another one"))
        };
        let finding = cx.report(code, at, message);
        finding.help("give this one another name");
        if let Some(first) = first {
            finding.related("the other one is here", SourceSpan::new(first));
        }
    } else if let Some(variable) = cx.scope.variable(&name).map(|found| found.ident.span()) {
        cx.report(
            &HIDDEN_NAME,
            at,
            format!("value `{name}` hides a loop variable"),
        )
        .help("give this one another name")
        .related("the loop variable is here", SourceSpan::new(variable));
    }
    let id = NamedId(cx.named.all.len());
    cx.named.known.push(id);
    cx.named.all.push(Named {
        name,
        ident,
        tokens,
        end,
        depth: cx.scope.depth(),
        guard: cx.guard,
        visible: 0,
        state: State::Unread,
        used: false,
    });
}

/// The kind of names that values have.
pub(super) const NAME_KIND: NameKind = NameKind::Named;

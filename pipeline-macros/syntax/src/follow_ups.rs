//! Errors that only follow from another one: those that stand right next to a syntax error.
//!
//! Behind a mistake, reading goes on where it can, and what it meets there first is seldom what
//! the user meant. One who has mended the mistake is told what is left.

use std::collections::HashMap;

use pipewright_model::finding::Findings;
use proc_macro2::{LineColumn, Span, TokenStream, TokenTree};

use crate::place::SourceSpan;

/// The number of tokens around a syntax error in which nothing else is reported.
const NEAR: usize = 3;

/// The tokens, in the order of the source.
#[derive(Debug)]
pub(crate) struct TokenOrder(Vec<Token>);

#[derive(Debug)]
struct Token {
    start: LineColumn,
    /// The number of its closing bracket, or its own.
    end: usize,
}

impl TokenOrder {
    /// The tokens of a source; none where they do not all stand in one file, one behind the
    /// other.
    pub(crate) fn of(tokens: TokenStream) -> Self {
        let mut order = TokenOrder(Vec::new());
        order.add(tokens);
        if !order.0.is_sorted_by_key(|token| token.start) {
            order.0.clear();
        }
        order
    }

    fn add(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let open = self.push(group.span_open());
                    self.add(group.stream());
                    let close = self.push(group.span_close());
                    if let Some(open) = self.0.get_mut(open) {
                        open.end = close;
                    }
                }
                token => {
                    self.push(token.span());
                }
            }
        }
    }

    fn push(&mut self, span: Span) -> usize {
        let end = self.0.len();
        let start = span.start();
        self.0.push(Token { start, end });
        end
    }

    /// The number of the token that stands here or before it, if there is an order.
    fn index(&self, at: SourceSpan) -> Option<usize> {
        let start = at.span.start();
        self.0
            .partition_point(|token| token.start <= start)
            .checked_sub(1)
    }

    /// Returns whether few tokens stand between two; a group around neither is one token.
    fn are_near(&self, first: usize, second: usize) -> bool {
        let (mut here, last) = (first.min(second), first.max(second));
        for _ in 0..NEAR {
            if here >= last {
                break;
            }
            let end = self.0.get(here).map_or(here, |token| token.end);
            here = if end < last { end } else { here }.saturating_add(1);
        }
        here >= last
    }
}

/// The places of the syntax errors of a source, as the numbers of their tokens, in order.
#[derive(Debug)]
pub(crate) struct SyntaxErrors {
    order: TokenOrder,
    indices: Vec<usize>,
}

impl SyntaxErrors {
    /// Finds the syntax errors, and leaves out those that follow from another one.
    pub(crate) fn take_first(findings: &mut Findings<SourceSpan>, tokens: TokenStream) -> Self {
        let order = TokenOrder::of(tokens);
        let places = findings.errors().filter_map(|error| order.index(error.at));
        let mut indices: Vec<usize> = places.collect();
        indices.sort_unstable();
        indices.dedup();
        let errors = SyntaxErrors { order, indices };
        let mut first: HashMap<usize, (&'static str, String)> = HashMap::new();
        findings.retain(|finding| {
            let Some(index) = errors
                .order
                .index(finding.at)
                .filter(|_| finding.is_error())
            else {
                return true;
            };
            let says = (finding.code.id, finding.message.clone());
            let same = *first.entry(index).or_insert_with(|| says.clone()) == says;
            same && !errors.stand_before(index)
        });
        errors
    }

    /// Returns whether one stands shortly before this token.
    fn stand_before(&self, index: usize) -> bool {
        let before = self.indices.partition_point(|other| *other < index);
        let last = before
            .checked_sub(1)
            .and_then(|last| self.indices.get(last));
        last.is_some_and(|last| self.order.are_near(*last, index))
    }

    /// Returns whether one stands next to this place.
    pub(crate) fn are_near(&self, at: SourceSpan) -> bool {
        self.order.index(at).is_some_and(|index| {
            let mut errors = self.indices.iter();
            errors.any(|error| self.order.are_near(*error, index))
        })
    }
}

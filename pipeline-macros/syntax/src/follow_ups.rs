//! Errors that only follow from another one: those that stand right next to a syntax error.
//!
//! Behind a mistake, reading goes on where it can, and what it meets there first is seldom what
//! the user meant. When the mistake is corrected, the next build reports what is left.

use std::collections::{HashMap, HashSet};

use pipewright_model::codes::Code;
use pipewright_model::finding::Findings;
use proc_macro2::{LineColumn, Span, TokenStream, TokenTree};

use crate::place::SourceSpan;

/// The number of tokens around a syntax error in which nothing else is reported.
const NEAR: usize = 3;

/// The tokens, in the order of the source.
#[derive(Debug, Default)]
struct TokenOrder(Vec<Token>);

#[derive(Debug)]
struct Token {
    start: LineColumn,
    /// The number of the other bracket of a group; of another token, its own.
    other: usize,
}

impl TokenOrder {
    /// The tokens of a source; none where they do not all stand in one file, one behind the
    /// other.
    fn of(tokens: TokenStream) -> Self {
        let mut order = TokenOrder::default();
        order.add(tokens);
        if !order.0.is_sorted_by_key(|token| token.start) {
            order.0.clear();
        }
        order
    }

    fn add(&mut self, tokens: TokenStream) {
        for token in tokens {
            if let TokenTree::Group(group) = token {
                let open = self.push(group.span_open());
                self.add(group.stream());
                let close = self.push(group.span_close());
                for (bracket, other) in [(open, close), (close, open)] {
                    if let Some(token) = self.0.get_mut(bracket) {
                        token.other = other;
                    }
                }
            } else {
                self.push(token.span());
            }
        }
    }

    fn push(&mut self, span: Span) -> usize {
        let number = self.0.len();
        self.0.push(Token {
            start: span.start(),
            other: number,
        });
        number
    }

    /// The number of the token that stands here or before it, if there is an order.
    fn number(&self, at: SourceSpan) -> Option<usize> {
        let start = at.span.start();
        let behind = self.0.partition_point(|token| token.start <= start);
        behind.checked_sub(1)
    }

    /// The tokens shortly behind one. A group on the way counts as one token.
    fn behind(&self, token: usize) -> Vec<usize> {
        steps(token, |here| {
            let close = self.other(here).filter(|other| *other > here);
            let next = close.into_iter().chain([here]);
            let next = next.map(|end| end.saturating_add(1));
            next.chain(close).collect()
        })
    }

    /// The tokens shortly before one. A group on the way counts as one token.
    fn before(&self, token: usize) -> Vec<usize> {
        steps(token, |here| {
            let Some(last) = here.checked_sub(1) else {
                return Vec::new();
            };
            let open = self.other(last).filter(|other| *other < last);
            open.into_iter().chain([last]).collect()
        })
    }

    fn other(&self, token: usize) -> Option<usize> {
        self.0.get(token).map(|token| token.other)
    }
}

/// All that a few steps lead to.
fn steps(token: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut all = Vec::new();
    let mut here = vec![token];
    for _ in 0..NEAR {
        here = here.into_iter().flat_map(&next).collect();
        all.extend(&here);
    }
    all
}

/// The neighbourhood of the syntax errors of a source.
#[derive(Debug)]
pub(crate) struct SyntaxErrors {
    order: TokenOrder,
    /// The tokens with a syntax error, and those near them.
    near: HashSet<usize>,
}

impl SyntaxErrors {
    /// Finds the syntax errors, and leaves out those that follow from another one.
    pub(crate) fn take_first(findings: &mut Findings<SourceSpan>, tokens: TokenStream) -> Self {
        let order = TokenOrder::of(tokens);
        let numbers = findings.errors().filter_map(|error| order.number(error.at));
        let wrong: HashSet<usize> = numbers.collect();
        let behind: HashSet<usize> = wrong
            .iter()
            .flat_map(|token| order.behind(*token))
            .collect();
        let before = wrong.iter().flat_map(|token| order.before(*token));
        let near = behind.iter().chain(&wrong).copied().chain(before).collect();
        // Of several at one token, the first is the mistake; iterations may each say their own.
        let mut codes: HashMap<usize, &Code> = HashMap::new();
        let mut seen = HashSet::new();
        findings.retain(|finding| {
            let number = order.number(finding.at).filter(|_| finding.is_error());
            let Some(number) = number else {
                return true;
            };
            let first = *codes.entry(number).or_insert(finding.code);
            let is_first = seen.insert((number, finding.at.iteration));
            is_first && first == finding.code && !behind.contains(&number)
        });
        SyntaxErrors { order, near }
    }

    /// Returns whether one stands next to this place.
    pub(crate) fn are_near(&self, at: SourceSpan) -> bool {
        let number = self.order.number(at);
        number.is_some_and(|number| self.near.contains(&number))
    }
}

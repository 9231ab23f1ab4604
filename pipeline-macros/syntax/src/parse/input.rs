//! A cursor over tokens that reports what it does not find.

use pipewright_model::codes::{ATTRIBUTE, Code, UNEXPECTED};
use pipewright_model::finding::Finding;
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::{Context, Mark, Space};
use crate::place::{At, behind};

/// The tokens of one group, or of the whole.
pub(super) struct Input<'c> {
    pub(super) context: &'c mut Context,
    tokens: Vec<TokenTree>,
    next: usize,
    close: Span,
    end: &'static str,
}

impl<'c> Input<'c> {
    pub(super) fn new(
        context: &'c mut Context,
        stream: TokenStream,
        close: Span,
        end: &'static str,
    ) -> Self {
        let mut tokens = Vec::new();
        flatten(context, stream, &mut tokens);
        Input {
            context,
            tokens,
            next: 0,
            close,
            end,
        }
    }

    /// The tokens inside a group.
    pub(super) fn inside(&mut self, group: &Group) -> Input<'_> {
        let end = match group.delimiter() {
            Delimiter::Brace => "`}`",
            Delimiter::Bracket => "`]`",
            Delimiter::Parenthesis | Delimiter::None => "`)`",
        };
        Input::new(self.context, group.stream(), group.span_close(), end)
    }

    pub(super) fn token(&self, ahead: usize) -> Option<&TokenTree> {
        self.tokens.get(self.next.saturating_add(ahead))
    }

    pub(super) fn is_end(&self) -> bool {
        self.token(0).is_none()
    }

    /// How many tokens are left.
    pub(super) fn remaining(&self) -> usize {
        self.tokens.len().saturating_sub(self.next)
    }

    pub(super) fn advance(&mut self) {
        self.next = self.next.saturating_add(1).min(self.tokens.len());
    }

    pub(super) fn ident(&self, ahead: usize) -> Option<&Ident> {
        match self.token(ahead) {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    pub(super) fn is_word(&self, ahead: usize, word: &str) -> bool {
        self.ident(ahead).is_some_and(|ident| ident == word)
    }

    pub(super) fn is_literal(&self, ahead: usize) -> bool {
        matches!(self.token(ahead), Some(TokenTree::Literal(_)))
    }

    pub(super) fn is_punct(&self, ahead: usize, punct: char) -> bool {
        matches!(self.token(ahead), Some(TokenTree::Punct(found)) if found.as_char() == punct)
    }

    /// A `:` that is not half of a `::`.
    pub(super) fn is_colon(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && !self.is_punct(ahead.saturating_add(1), ':')
    }

    pub(super) fn group(&self, ahead: usize, delimiter: Delimiter) -> Option<&Group> {
        match self.token(ahead) {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
            _ => None,
        }
    }

    /// A name, a key, or a text in their place, followed by a `:`.
    pub(super) fn is_keyed(&self) -> bool {
        (self.ident(0).is_some() || self.is_literal(0)) && self.is_colon(1)
    }

    pub(super) fn take_punct(&mut self, punct: char) -> Option<Span> {
        let span = self.span();
        self.is_punct(0, punct).then(|| {
            self.advance();
            span
        })
    }

    pub(super) fn take_group(&mut self, delimiter: Delimiter) -> Option<Group> {
        let group = self.group(0, delimiter).cloned()?;
        self.advance();
        Some(group)
    }

    /// Where the next token stands; at the end, just behind the last one.
    pub(super) fn span(&self) -> Span {
        match self.token(0) {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(token) => token.span(),
            None => self.behind_last(),
        }
    }

    pub(super) fn behind_last(&self) -> Span {
        match self
            .next
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
        {
            Some(TokenTree::Group(group)) => behind(group.span_close()),
            Some(token) => behind(token.span()),
            None => self.close,
        }
    }

    /// A place of the source, as it is read in this turn.
    pub(super) fn at(&self, span: Span) -> At {
        At {
            turn: self.context.scope.turn(),
            ..At::written(span)
        }
    }

    pub(super) fn report(
        &mut self,
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding<At> {
        let at = self.at(span);
        self.context.findings.report(code, at, message)
    }

    /// Reports that `what` should stand here.
    pub(super) fn expected(&mut self, what: &str) -> &mut Finding<At> {
        let message = format!("expected {what}, found {}", self.found());
        self.report(&UNEXPECTED, self.span(), message)
    }

    /// The next token, as a message names it.
    fn found(&self) -> String {
        match self.token(0) {
            None => self.end.to_owned(),
            Some(TokenTree::Group(group)) => match group.delimiter() {
                Delimiter::Brace => "`{`".to_owned(),
                Delimiter::Bracket => "`[`".to_owned(),
                Delimiter::Parenthesis | Delimiter::None => "`(`".to_owned(),
            },
            Some(TokenTree::Punct(punct)) => match self.token(1) {
                Some(TokenTree::Punct(next)) if is_pair(punct.as_char(), next.as_char()) => {
                    format!("`{punct}{next}`")
                }
                _ => format!("`{punct}`"),
            },
            Some(token) => {
                let text = token.to_string();
                if text.chars().count() > 40 || text.contains('\n') {
                    "a text".to_owned()
                } else {
                    format!("`{text}`")
                }
            }
        }
    }

    pub(super) fn mark(&mut self, space: Space, declares: bool, ident: Ident) {
        self.context.marks.push(Mark {
            space,
            declares,
            ident,
        });
    }

    /// Marks the next token, if it is a word, as one that could become a word of the
    /// language.
    pub(super) fn mark_next(&mut self, space: Space) {
        if let Some(ident) = self.ident(0).cloned() {
            self.mark(space, false, ident);
        }
    }
}

/// The tokens, without the invisible groups around what another macro filled in, and
/// without attributes, which are reported.
fn flatten(context: &mut Context, stream: TokenStream, tokens: &mut Vec<TokenTree>) {
    let mut stream = stream.into_iter().peekable();
    while let Some(token) = stream.next() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flatten(context, group.stream(), tokens);
            }
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                stream.next_if(
                    |next| matches!(next, TokenTree::Punct(punct) if punct.as_char() == '!'),
                );
                let body = stream.next_if(
                    |next| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket),
                );
                attribute(context, punct.span(), body);
            }
            token => tokens.push(token),
        }
    }
}

fn attribute(context: &mut Context, span: Span, body: Option<TokenTree>) {
    let first = match body {
        Some(TokenTree::Group(group)) => group.stream().into_iter().next(),
        _ => None,
    };
    let is_doc = matches!(first, Some(TokenTree::Ident(ident)) if ident == "doc");
    let at = At::written(span);
    if is_doc {
        let message = "a doc comment cannot stand in a pipeline";
        let finding = context.findings.report(&ATTRIBUTE, at, message);
        finding.help("write an ordinary comment, `// …`");
    } else {
        context
            .findings
            .report(&ATTRIBUTE, at, "an attribute cannot stand in a pipeline");
    }
}

/// Whether two signs are one of Rust's.
fn is_pair(first: char, second: char) -> bool {
    ["::", "=>", "->", "..", "==", "&&", "||"]
        .iter()
        .any(|pair| pair.chars().eq([first, second]))
}

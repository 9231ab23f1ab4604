//! A pipeline's text as tokens and comments, each as it is written.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token, a bracket or a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme<'t> {
    pub(super) kind: Kind,
    /// As it is written, without what stands around it.
    pub(super) text: &'t str,
    /// The byte where it begins.
    pub(super) at: usize,
    /// The number of line ends between it and what stands before it.
    pub(super) lines_before: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Literal,
    Sign,
    Open(Delimiter),
    Close(Delimiter),
    /// From `//` to the end of its line.
    LineComment,
    BlockComment,
}

impl Lexeme<'_> {
    pub(super) fn is_comment(&self) -> bool {
        matches!(self.kind, Kind::LineComment | Kind::BlockComment)
    }

    pub(super) fn is_sign(&self, sign: &str) -> bool {
        self.kind == Kind::Sign && self.text == sign
    }

    /// The byte behind it.
    pub(super) fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

/// The lexemes of tokens, and of what stands between them from one byte of the text to another one.
pub(super) fn lexemes(
    text: &str,
    tokens: TokenStream,
    range: std::ops::Range<usize>,
) -> Vec<Lexeme<'_>> {
    let mut found = Found {
        text,
        at: range.start,
        lexemes: Vec::new(),
    };
    found.stream(tokens);
    found.gap(range.end);
    found.lexemes
}

struct Found<'t> {
    text: &'t str,
    /// The byte behind the last lexeme.
    at: usize,
    lexemes: Vec<Lexeme<'t>>,
}

impl Found<'_> {
    fn stream(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Group(group) => {
                    let delimiter = group.delimiter();
                    self.token(Kind::Open(delimiter), group.span_open().byte_range());
                    self.stream(group.stream());
                    self.token(Kind::Close(delimiter), group.span_close().byte_range());
                }
                TokenTree::Ident(ident) => self.token(Kind::Word, ident.span().byte_range()),
                TokenTree::Literal(literal) => {
                    self.token(Kind::Literal, literal.span().byte_range());
                }
                TokenTree::Punct(sign) => self.token(Kind::Sign, sign.span().byte_range()),
            }
        }
    }

    fn token(&mut self, kind: Kind, bytes: std::ops::Range<usize>) {
        self.gap(bytes.start);
        // Signs that stand together are one, if they mean something together.
        if kind == Kind::Sign
            && let Some(last) = self.lexemes.last_mut()
            && last.kind == Kind::Sign
            && last.end() == bytes.start
            && let Some(both) = self.text.get(last.at..bytes.end)
            && matches!(both, "::" | ".." | "==" | "!=" | "&&" | "||" | "=>" | "->")
        {
            last.text = both;
            self.at = bytes.end;
            return;
        }
        let lines_before = self.lines(bytes.start);
        self.push(kind, bytes.start, bytes.end, lines_before);
    }

    /// The comments up to a byte.
    fn gap(&mut self, to: usize) {
        let mut from = self.at;
        while let Some(rest) = self.text.get(from..to).filter(|rest| !rest.is_empty()) {
            let length = if rest.starts_with("//") {
                let length = rest.find('\n').unwrap_or(rest.len());
                let text = rest.get(..length).unwrap_or(rest).trim_end();
                let lines = self.lines(from);
                self.push(Kind::LineComment, from, from + text.len(), lines);
                length
            } else if rest.starts_with("/*") {
                let length = block_comment(rest);
                let lines = self.lines(from);
                self.push(Kind::BlockComment, from, from + length, lines);
                length
            } else {
                rest.chars().next().map_or(1, char::len_utf8)
            };
            from += length;
        }
    }

    /// The line ends between the last lexeme and a byte.
    fn lines(&self, to: usize) -> usize {
        let gap = self.text.get(self.at..to).unwrap_or_default();
        gap.matches('\n').count()
    }

    fn push(&mut self, kind: Kind, at: usize, end: usize, lines_before: usize) {
        let text = self.text.get(at..end).unwrap_or_default();
        self.lexemes.push(Lexeme {
            kind,
            text,
            at,
            lines_before,
        });
        self.at = end;
    }
}

/// The length of a block comment, which may have others in it.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth.saturating_sub(1), at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

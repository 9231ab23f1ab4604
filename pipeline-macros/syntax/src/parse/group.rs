//! The tokens of a group, and how the parser moves over them.

use pipewright_model::codes::ATTRIBUTE;
use proc_macro2::extra::DelimSpan;
use proc_macro2::{Delimiter, Span, TokenStream};
use syn::buffer::Cursor;
use syn::parse::{ParseBuffer, ParseStream};
use syn::{braced, bracketed, parenthesized};

use super::lookahead::{Lookahead, attribute, next, past_attributes, visible};
use super::{Context, End};
use crate::place::{SourceSpan, behind};

/// A group that has been taken, and can be read more than once.
pub(crate) struct Group<'a> {
    pub(crate) delimiter: Delimiter,
    pub(crate) span: DelimSpan,
    content: ParseBuffer<'a>,
}

impl Group<'_> {
    /// Reads what is inside.
    pub(crate) fn read<T>(
        &self,
        cx: &mut Context,
        read: impl FnOnce(&mut Context, ParseStream) -> T,
    ) -> T {
        let name = match self.delimiter {
            Delimiter::Brace => "`}`",
            Delimiter::Bracket => "`]`",
            Delimiter::Parenthesis | Delimiter::None => "`)`",
        };
        read_to_end(cx, &self.content.fork(), self.span.close(), name, read)
    }

    /// The tokens inside, as they are.
    pub(crate) fn stream(&self) -> TokenStream {
        self.content.cursor().token_stream()
    }

    /// A cursor to its first token.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        self.content.cursor()
    }
}

/// Reads all tokens of a stream, whose end has a place and a name.
pub(super) fn read_to_end<T>(
    cx: &mut Context,
    input: ParseStream,
    close: Span,
    name: &'static str,
    read: impl FnOnce(&mut Context, ParseStream) -> T,
) -> T {
    report_attributes(cx, input.cursor());
    let inner = End {
        name,
        close,
        empty: input.is_end(),
    };
    let outer = std::mem::replace(&mut cx.end, inner);
    let read = read(cx, input);
    cx.end = outer;
    read
}

fn report_attributes(cx: &mut Context, mut cursor: Cursor) {
    loop {
        if let Some((sharp, inside, rest)) = attribute(cursor) {
            let doc = inside.and_then(Cursor::ident);
            let doc = doc.is_some_and(|(ident, _)| ident == "doc");
            let at = SourceSpan::new(sharp);
            if doc {
                let message = "a doc comment cannot stand in a pipeline";
                cx.report_at(&ATTRIBUTE, at, message)
                    .help("write an ordinary comment, `// …`");
            } else if inside.is_none() {
                cx.report_at(&ATTRIBUTE, at, "`#` begins no comment")
                    .help("a comment begins with `//`");
            } else {
                let message = "an attribute cannot stand in a pipeline";
                cx.report_at(&ATTRIBUTE, at, message);
            }
            cursor = rest;
        } else if let Some((_, rest)) = visible(cursor) {
            cursor = rest;
        } else {
            break;
        }
    }
}

/// Passes over the next token.
pub(crate) fn bump(input: ParseStream) {
    // Nothing is lost with the error: at the end, there is nothing to pass over.
    let _ = input.step(|cursor| match next(*cursor) {
        Some((_, rest)) => Ok(((), rest)),
        None => Err(cursor.error("the end")),
    });
}

/// Passes over some tokens.
pub(crate) fn bump_all(input: ParseStream, count: usize) {
    (0..count).for_each(|_| bump(input));
}

/// Passes over tokens until `stop` holds or nothing is left.
pub(crate) fn bump_until(input: ParseStream, stop: impl Fn(Cursor) -> bool) {
    while !input.is_end() && !stop(input.cursor()) {
        bump(input);
    }
}

/// Takes a sign, if it stands here.
pub(crate) fn take_punct(input: ParseStream, punct: char) -> bool {
    let there = input.is_punct(0, punct);
    if there {
        bump(input);
    }
    there
}

/// Takes a group, if one with this delimiter stands here.
pub(crate) fn take_group<'a>(input: &ParseBuffer<'a>, delimiter: Delimiter) -> Option<Group<'a>> {
    if !input.is_group(0, delimiter) {
        return None;
    }
    enter(input, delimiter).ok()
}

/// Takes a `{ … }`, if one stands here.
pub(crate) fn take_braces<'a>(input: &ParseBuffer<'a>) -> Option<Group<'a>> {
    take_group(input, Delimiter::Brace)
}

fn enter<'a>(input: &ParseBuffer<'a>, delimiter: Delimiter) -> syn::Result<Group<'a>> {
    input.step(|cursor| Ok(((), past_attributes(*cursor))))?;
    let content;
    let span = match delimiter {
        Delimiter::Brace => braced!(content in input).span,
        Delimiter::Bracket => bracketed!(content in input).span,
        Delimiter::Parenthesis | Delimiter::None => parenthesized!(content in input).span,
    };
    Ok(Group {
        delimiter,
        span,
        content,
    })
}

impl Context {
    /// The place of the next token; at the end, just behind the last one.
    pub(crate) fn span(&self, input: ParseStream) -> Span {
        match input.nth(0) {
            Some(token) => token.open(),
            None => self.behind_last(input),
        }
    }

    /// Just behind the last token.
    pub(crate) fn behind_last(&self, input: ParseStream) -> Span {
        if self.end.empty {
            self.end.close
        } else {
            behind(input.cursor().prev_span())
        }
    }
}

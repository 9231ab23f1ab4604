//! Places in the macro's input.

use std::ops::Range;

use pipewright_model::model::rows::Spot;
use pipewright_model::place::Place;
use proc_macro2::{Literal, Span, TokenTree};

/// A span of the user's source, or where a word that the user did not write is missing.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// Where it stands.
    pub span: Span,
    /// Whether something stands there. What is missing has been reported as missing,
    /// and whatever else is wrong with it follows from that.
    pub written: bool,
    /// Whether all of what the word is the head of could be read. What seems to be lacking
    /// may be what could not.
    pub whole: bool,
    /// The turn of a `for` in which it was read, by its number.
    pub turn: Option<usize>,
}

impl At {
    /// Where a word stands.
    pub fn written(span: Span) -> Self {
        At {
            span,
            written: true,
            whole: true,
            turn: None,
        }
    }

    /// Where a word is missing.
    pub fn missing(span: Span) -> Self {
        At {
            span,
            written: false,
            whole: false,
            turn: None,
        }
    }

    /// What is equal for the same words only: spans cannot be compared otherwise.
    pub fn key(self) -> String {
        format!("{:?}", self.span)
    }

    /// The span of what the expansion has because of the word: empty, and where the word
    /// begins. The compiler then points there, and the word itself stays the name of what
    /// it names, and of no method of ours, to an editor.
    ///
    /// It counts as our code, not as the user's: no lint of theirs looks at it.
    pub fn call_span(self) -> Span {
        start(self.span).resolved_at(Span::mixed_site())
    }

    /// Its file, or nothing where the compiler is not there to ask.
    pub fn file(self) -> Option<String> {
        proc_macro::is_available().then(|| self.span.unwrap().file())
    }

    /// Where it is, for a pipeline in this file.
    pub fn spot(self, pipeline: Option<&str>) -> Spot {
        let (line, column) = self.line_and_column().unwrap_or_default();
        let file = self.file().filter(|file| pipeline != Some(file));
        Spot { line, column, file }
    }

    /// Where that is in its file, or nothing where the compiler is not there to ask.
    pub fn line_and_column(self) -> Option<(usize, usize)> {
        proc_macro::is_available().then(|| {
            let span = self.span.unwrap();
            (span.line(), span.column())
        })
    }
}

impl Place for At {
    fn describe(&self) -> Option<String> {
        // Spans of a test, or of a tool other than the compiler, have no file.
        if !proc_macro::is_available() {
            return None;
        }
        let span = self.span.unwrap();
        let file = span.file();
        (!file.is_empty()).then(|| format!("{file}:{}:{}", span.line(), span.column()))
    }
}

/// The tokens as they stand in the source, with one blank where there are any; short
/// ones only.
pub fn source(tokens: &[TokenTree]) -> Option<String> {
    let mut text = String::new();
    let mut before = None;
    for token in tokens {
        let said = token.span().source_text();
        let said = said.unwrap_or_else(|| token.to_string());
        if before.is_some_and(|before| !touch(before, token.span())) {
            text.push(' ');
        }
        text.push_str(&said);
        before = Some(token.span());
    }
    (text.chars().count() <= SHOWN && !text.contains('\n')).then_some(text)
}

/// How long a source may be that a message repeats.
const SHOWN: usize = 60;

/// Returns whether nothing stands between two neighbouring tokens.
fn touch(before: Span, after: Span) -> bool {
    if proc_macro::is_available() {
        let (end, start) = (before.unwrap().end(), after.unwrap().start());
        (end.line(), end.column()) == (start.line(), start.column())
    } else {
        let both = before.join(after).and_then(|span| span.source_text());
        both.is_none_or(|both| both.chars().count() == length(before) + length(after))
    }
}

/// The empty place where a span begins.
pub fn start(span: Span) -> Span {
    if proc_macro::is_available() {
        span.unwrap().start().into()
    } else {
        part(span, 0..0)
    }
}

/// The place just behind a span, where something is missing.
pub fn behind(span: Span) -> Span {
    if proc_macro::is_available() {
        span.unwrap().end().into()
    } else {
        part(span, length(span)..length(span))
    }
}

/// A part of a span, where the compiler is not there to ask: of spans without locations,
/// the whole.
fn part(span: Span, range: Range<usize>) -> Span {
    let mut token = Literal::u8_unsuffixed(0);
    token.set_span(span);
    token.subspan(range).unwrap_or(span)
}

/// How many characters it has.
fn length(span: Span) -> usize {
    span.source_text().map_or(0, |text| text.chars().count())
}

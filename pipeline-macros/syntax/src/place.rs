//! Places in the macro's input.

use std::ops::Range;

use pipewright_model::place::Place;
use proc_macro2::{Literal, Span};

/// A span of the user's source, and the iteration of a `for` in which it was read.
#[derive(Clone, Copy, Debug)]
pub struct SourceSpan {
    /// The token, or the empty place of a missing one.
    pub span: Span,
    /// The innermost iteration around it; of a declared value, the use that it is read for.
    pub iteration: Option<IterationId>,
    /// The branches of `if`s around it.
    pub guard: Option<GuardId>,
}

/// The branches of `if`s that have to be taken for something to be there, by their number among
/// those of the whole pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GuardId(pub usize);

/// An iteration of a `for`, by its number among those of the whole pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IterationId(pub usize);

impl SourceSpan {
    /// A place that is the same in every iteration.
    pub fn new(span: Span) -> Self {
        SourceSpan {
            span,
            iteration: None,
            guard: None,
        }
    }

    /// A key that is equal for the same token only: spans cannot be compared otherwise.
    pub(crate) fn key(self) -> String {
        format!("{:?}", self.span)
    }

    /// The span of the call that the expansion has for the token: empty, and where the token
    /// begins. The call's location at run time is there, and to an editor the token itself
    /// stays the name of what it names, and of no method of ours.
    pub fn call_span(self) -> Span {
        start(self.span)
    }

    /// Its file, or nothing where the source is no file.
    pub fn file(self) -> Option<String> {
        let file = self.span.file();
        (proc_macro::is_available() && !file.is_empty()).then_some(file)
    }

    /// Its line and column, both counted from 1.
    pub fn line_and_column(self) -> (usize, usize) {
        let start = self.span.start();
        (start.line, start.column.saturating_add(1))
    }
}

impl Place for SourceSpan {
    fn describe(&self) -> Option<String> {
        let (line, column) = self.line_and_column();
        self.file().map(|file| format!("{file}:{line}:{column}"))
    }

    fn identity(&self) -> String {
        format!("{} {:?}", self.key(), self.iteration)
    }
}

/// Returns whether an editor may read the expansion: whoever calls the macro is not known to be
/// rustc, whose spans are shown as `#0 bytes(1..2)`.
pub fn is_edited() -> bool {
    !proc_macro::is_available() || {
        let shown = format!("{:?}", proc_macro::Span::call_site());
        !(shown.starts_with('#') && shown.contains(" bytes("))
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

/// The empty place just behind a span, where something is missing.
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

/// The number of its characters.
fn length(span: Span) -> usize {
    span.source_text().map_or(0, |text| text.chars().count())
}

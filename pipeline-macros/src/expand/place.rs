//! The places of the expansion's calls, so that findings at run time point at the tokens
//! that they are about.

use pipewright_syntax::place::{SourceSpan, start};
use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The span of a call that stands for a token: empty, and where the token begins. The location
/// of the call is that of the token then, and the token itself stays the name of what it names,
/// and of no method of ours, to an editor.
pub(super) fn call_span(at: SourceSpan) -> Span {
    start(at.span)
}

/// The same place, for what counts as our code: no lint of the user's looks at it.
pub(super) fn own_span(at: SourceSpan) -> Span {
    start(at.span).resolved_at(Span::mixed_site())
}

/// Returns whether two tokens begin at one place.
pub(super) fn is_same(one: SourceSpan, other: SourceSpan) -> bool {
    (one.file(), one.line_and_column()) == (other.file(), other.line_and_column())
}

/// Returns whether the token comes from a macro of the user's. The location of a call that
/// stands for it is where that macro is called, which may be all of the pipeline.
///
/// Only the debug format shows that: `#0 bytes(…)` is what stands in the source itself. Where
/// it looks otherwise, the token counts as written there.
pub(super) fn is_from_macro(at: SourceSpan) -> bool {
    proc_macro::is_available() && {
        let shown = format!("{:?}", at.span.unwrap());
        shown.starts_with('#') && !shown.starts_with("#0 ")
    }
}

/// `.at(FILE, LINE, COLUMN)` for a token of the user's macro, and nothing for any other.
pub(super) fn explicit(at: SourceSpan) -> TokenStream {
    let file = at.file().filter(|_| is_from_macro(at));
    file.map(|file| {
        let (line, column) = at.line_and_column();
        let number =
            |number: usize| proc_macro2::Literal::usize_unsuffixed(number).into_token_stream();
        let (line, column) = (number(line), number(column));
        quote!(.at(#file, #line, #column))
    })
    .unwrap_or_default()
}

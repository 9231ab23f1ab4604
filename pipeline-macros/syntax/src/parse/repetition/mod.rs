//! `for VARIABLE in [ELEMENT, …] { … }` and `for (VARIABLE, …) in [(ELEMENT, …), …] { … }`
//!
//! The block is read once for every element, with the variables standing for it, so that
//! whatever can stand outside of a `for` can stand in one.

mod fill;
mod header;
mod names;
mod scope;
mod substitute;

use pipewright_model::codes::{TOO_DEEP, TOO_MANY_ITERATIONS, UNUSED_VARIABLE};
use proc_macro2::Span;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::{Group, bump, bump_until, take_braces, take_punct};
use super::lookahead::Lookahead;
use super::name::unraw;
use super::recover::{Recover, items, skip};
use super::{Context, Reported};
pub(super) use fill::{filled, filled_name, names};
pub(crate) use header::Pattern;
use header::{Header, header};
pub(super) use names::{keep_once, report_hidden_names};
pub(crate) use scope::{Element, ElementKind, Scope, mentions};
pub(super) use substitute::{name, string, value};

/// The depth of the deepest `for`.
const DEPTH: usize = 8;

/// The most iterations of all `for`s of a pipeline: AWS takes 1,000 actions, and the
/// iterations of the `for`s around them come on top.
const ITERATIONS: usize = 2_000;

/// A `for`: what stands in its block, iteration after iteration.
pub(super) fn repetition<T: Recover>(cx: &mut Context, input: ParseStream) -> Vec<T> {
    let keyword = cx.span(input);
    bump(input);
    let number = cx.scope.number(keyword);
    let header = header(cx, input, number, T::starts);
    if header.is_err() {
        bump_until(input, |rest| {
            rest.is_brace(0) || rest.is_punct(0, ';') || T::starts(rest)
        });
    }
    let Some(block) = take_braces(input) else {
        if header.is_ok() {
            cx.expected(input, "`{ … }`, what is repeated");
        }
        cx.lose_items();
        skip::<T>(input);
        return Vec::new();
    };
    take_punct(input, ';');
    if cx.scope.depth() >= DEPTH {
        let message = format!("`for` is nested more than {DEPTH} deep");
        cx.report(&TOO_DEEP, keyword, message)
            .help("put the variables of two `for`s into one, as tuples");
        cx.lose_items();
        return Vec::new();
    }
    match header {
        Ok(header) => unroll(cx, number, keyword, header, &block),
        Err(Reported) => {
            // Whatever the variables stand for is declared in the block.
            cx.lose_items();
            cx.scope.enter_blindly();
            let found = block.read(cx, items);
            cx.scope.leave_blindly();
            found
        }
    }
}

fn unroll<T: Recover>(
    cx: &mut Context,
    number: usize,
    keyword: Span,
    (pattern, rows): Header,
    block: &Group,
) -> Vec<T> {
    let mut found = Vec::new();
    let mut variables = pattern.variables;
    for row in rows {
        if cx.scope.rounds() >= ITERATIONS {
            report_too_many(cx, keyword);
        }
        // What they make would be too much as well, and is left out as a whole.
        if cx.scope.exhausted {
            return Vec::new();
        }
        cx.scope.enter(number, variables, row.elements, row.span);
        found.extend(block.read(cx, items::<T>));
        variables = cx.scope.leave();
    }
    for variable in &variables {
        let name = unraw(&variable.ident);
        if !variable.used && !name.starts_with('_') {
            let message = format!("loop variable `{name}` is never used");
            cx.report(&UNUSED_VARIABLE, variable.ident.span(), message)
                .help(format!("begin its name with an underscore: `_{name}`"));
        }
    }
    found
}

/// Reports it once: no `for` iterates any more after that.
fn report_too_many(cx: &mut Context, keyword: Span) {
    if !cx.scope.exhausted {
        cx.scope.exhausted = true;
        let message = format!("the `for`s of this pipeline have more than {ITERATIONS} iterations");
        cx.report(&TOO_MANY_ITERATIONS, keyword, message)
            .help("shorten a list, or split the pipeline");
    }
}

/// Returns whether a `for` begins here.
pub(super) fn starts_for(cursor: Cursor) -> bool {
    cursor.is_ident(0, "for") && !cursor.is_colon(1)
}

#[cfg(test)]
mod tests;

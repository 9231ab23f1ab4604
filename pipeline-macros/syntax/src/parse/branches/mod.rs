//! `if (CONDITION) { … } else if (CONDITION) { … } else { … }`
//!
//! A condition is a Rust expression, and is known when the pipeline is built. What stands in a
//! branch is read in any case, and its place says in which branch it stands.

mod conditions;
mod constant;
mod unknown;

use pipewright_model::codes::{NEVER_TAKEN, TOO_DEEP, UNEXPECTED};
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::{bump, bump_until, take_braces, take_group, take_punct};
use super::lookahead::Lookahead;
use super::recover::{Recover, items, skip};
use super::{Context, Reported, named};
use crate::hints;
pub use conditions::{Condition, ConditionId, Conditions, Literal};
use constant::constant;
use unknown::unknown_name;

/// The depth of the deepest `if`.
const DEPTH: usize = 8;

/// What is known of a condition while the pipeline is read.
#[derive(Clone, Copy)]
enum Known {
    /// It holds if this literal does.
    Later(Literal),
    /// Loop variables decide it.
    Now(bool),
}

/// An `if` with all its branches: what stands in them.
pub(super) fn branches<T: Recover>(cx: &mut Context, input: ParseStream) -> Vec<T> {
    let keyword = cx.span(input);
    let mut found = Vec::new();
    // The conditions before this branch do not hold.
    let mut others: Vec<Literal> = Vec::new();
    let mut decided = false;
    // Whether all conditions so far could be read.
    let mut is_read = true;
    loop {
        bump(input);
        let condition = condition(cx, input, T::starts);
        if condition.is_err() {
            bump_until(input, |rest| {
                rest.is_brace(0) || rest.is_punct(0, ';') || T::starts(rest)
            });
        }
        let is_known = condition.is_ok();
        let taken = match condition {
            Ok(Known::Now(truth)) => {
                let taken = truth && !decided;
                decided |= truth;
                taken.then(|| others.clone())
            }
            Ok(Known::Later(literal)) => {
                let all = others.iter().copied().chain([literal]).collect();
                others.push(literal.negated());
                (!decided).then_some(all)
            }
            Err(Reported) => {
                cx.lose_items();
                None
            }
        };
        is_read &= is_known;
        if !branch(cx, input, (taken, is_read), &mut found) {
            return found;
        }
        hints::branches::early_semicolon(cx, input);
        if hints::branches::else_if(cx, input) {
            continue;
        }
        if !input.is_ident(0, "else") {
            break;
        }
        bump(input);
        if !starts_if(input.cursor()) {
            let taken = (!decided).then(|| others.clone());
            branch(cx, input, (taken, is_read), &mut found);
            hints::branches::second_else(cx, input);
            break;
        }
    }
    take_punct(input, ';');
    if cx.conditions.depth(cx.guard) > DEPTH {
        let message = format!("`if` is nested more than {DEPTH} deep");
        cx.report(&TOO_DEEP, keyword, message)
            .help("put the conditions of two `if`s into one, by `&&`");
    }
    found
}

/// The condition in parentheses.
fn condition(
    cx: &mut Context,
    input: ParseStream,
    starts: fn(Cursor) -> bool,
) -> Result<Known, Reported> {
    let Some(group) = take_group(input, Delimiter::Parenthesis) else {
        hints::branches::missing_parentheses(cx, input, starts);
        return Err(Reported);
    };
    let tokens = group.stream();
    if tokens.is_empty() {
        let message = "expected a condition, found `)`";
        cx.report(&UNEXPECTED, group.span.close(), message)
            .help("a condition is a Rust expression that yields a `bool`");
        return Err(Reported);
    }
    hints::branches::operators(cx, &tokens)?;
    if cx.scope.is_blind() {
        return Err(Reported);
    }
    if let Some(truth) = constant(cx, tokens.clone()) {
        return Ok(Known::Now(truth));
    }
    if cx.is_file {
        unknown_name(cx, &tokens)?;
    }
    let (tokens, truth) = conditions::positive(tokens);
    let shown = conditions::shown(&group, &tokens, truth);
    let bound = named::bind(cx, tokens);
    let bound = cx.scope.bind(bound);
    let key = bound.to_string();
    let condition = match cx.conditions.find(&key) {
        Some(known) => known,
        None => {
            let expression = cx.add_expression(bound);
            let at = cx.at(group.span.open());
            cx.conditions.add(expression, key, shown, at)
        }
    };
    Ok(Known::Later(Literal { condition, truth }))
}

/// A branch, which is there if these literals hold; one that is never taken is read, and is not
/// there. Returns whether there is a block.
fn branch<T: Recover>(
    cx: &mut Context,
    input: ParseStream,
    (taken, is_read): (Option<Vec<Literal>>, bool),
    found: &mut Vec<T>,
) -> bool {
    let span = cx.span(input);
    let Some(block) = take_braces(input) else {
        if taken.is_some() {
            cx.expected(input, "`{ … }`, what is there if the condition holds");
        }
        cx.lose_items();
        skip::<T>(input);
        return false;
    };
    let outer = cx.guard;
    let guard = taken.map(|literals| cx.conditions.guard(outer, &literals));
    if is_read {
        let why = match guard {
            Some(None) => {
                "the conditions around it exclude it: leave it out, or change one of them"
            }
            _ => {
                "what is written here decides its condition, or one before it: leave it out, or change that"
            }
        };
        let at = cx.fixed_at(span);
        cx.conditions
            .add_branch(at, matches!(guard, Some(Some(_))), why);
    }
    let Some(Some(guard)) = guard else {
        block.read(cx, items::<T>);
        return true;
    };
    cx.guard = guard;
    let mut inside = block.read(cx, items::<T>);
    cx.guard = outer;
    for item in &mut inside {
        for place in item.places() {
            if place.guard.is_none() || place.guard == outer {
                place.guard = guard;
            }
        }
    }
    found.append(&mut inside);
    true
}

/// Reports the branches that no iteration takes, whatever the conditions are.
pub(super) fn report_never_taken(cx: &mut Context) {
    for (at, why) in cx.conditions.never_taken() {
        cx.report_at(&NEVER_TAKEN, at, "this branch is never taken")
            .help(why);
    }
}

/// Returns whether an `if` begins here.
pub(crate) fn starts_if(cursor: Cursor) -> bool {
    cursor.is_ident(0, "if") && !cursor.is_colon(1)
}

#[cfg(test)]
mod tests;

//! Mistakes around the outputs and the inputs of an action.

use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use crate::parse::{ActionSyntax, Context, Lookahead, Reported, Token, bump, is_keyword};

/// Reports that `let` is missing or misspelled, where `OUTPUT = NAME:` follows.
pub(crate) fn missing_let(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) -> bool {
    let here = input.cursor();
    let word = input.nth(0).map(|word| word.to_string());
    let word = word.unwrap_or_default();
    if is_output(here, 0) {
        cx.expected(input, syntax.title).help(format!(
            "what an action makes is bound with `let`: `let {word} = …`"
        ));
        true
    } else if here.is_any_ident(0) && is_output(here, 1) {
        let help = if closest(&word, ["let"]).is_some() {
            "did you mean `let`?"
        } else {
            "what an action makes is bound with `let`"
        };
        cx.expected(input, "`let`").help(help);
        bump(input);
        true
    } else {
        false
    }
}

/// Returns whether `OUTPUT = NAME:` stands here.
fn is_output(cursor: Cursor, ahead: usize) -> bool {
    let [equals, name, colon] = [1, 2, 3].map(|behind| ahead.saturating_add(behind));
    cursor
        .nth_ident(ahead)
        .is_some_and(|output| !is_keyword(&output))
        && cursor.is_punct(equals, '=')
        && (cursor.is_any_ident(name) || cursor.is_literal(name))
        && cursor.is_colon(colon)
}

/// Reports and passes over `mut`.
pub(crate) fn needless_mut(cx: &mut Context, input: ParseStream, what: &str) {
    if input.is_ident(0, "mut") {
        cx.expected(input, what)
            .help("leave out `mut`: an artifact is made once");
        bump(input);
    }
}

/// Reports a `,` behind the last output, and passes over the `=` that follows.
pub(crate) fn needless_comma(cx: &mut Context, input: ParseStream, what: &str) -> bool {
    let there = input.is_punct(0, '=');
    if there {
        cx.expected(input, what)
            .help("leave out the `,` before the `=`");
        bump(input);
    }
    there
}

/// Reports that no `=` stands behind the outputs; nothing else is missing where the action
/// follows.
pub(crate) fn missing_equals(cx: &mut Context, input: ParseStream) -> Result<(), Reported> {
    let action = input.is_keyed();
    cx.expected(input, "`,` or `=`")
        .maybe_help(action.then(|| "write `=` before the action".to_owned()));
    if action { Ok(()) } else { Err(Reported) }
}

/// Reports inputs in brackets, or behind what follows them.
pub(crate) fn misplaced_inputs(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    kind: &str,
) {
    cx.expected(input, &format!("what follows {}", syntax.kind))
        .help(format!(
            "inputs stand in parentheses right behind it: `{kind}(…)`"
        ));
}

/// Reports and passes over the `&` of `&artifact`.
pub(crate) fn reference(cx: &mut Context, input: ParseStream, what: &str) {
    if input.is_punct(0, '&') {
        cx.expected(input, what).help("leave out `&`");
        bump(input);
    }
}

/// Returns whether `(KEY: …)` stands here.
pub(crate) fn holds_settings(cursor: Cursor) -> bool {
    matches!(cursor.nth(0), Some(Token::Group(Delimiter::Parenthesis, _, inside)) if inside.is_keyed())
}

/// Reports a configuration in parentheses.
pub(crate) fn settings_in_parentheses(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) {
    let what = if syntax.rule { "rule" } else { "action" };
    cx.expected(input, &format!("`{{ … }}`, the {what}'s configuration"))
        .help("the configuration stands in braces, and the inputs in parentheses");
}

//! Declarations, conditions and blocks in the place of an action or a rule.

use syn::parse::ParseStream;

use super::branches;
use crate::parse::{
    ActionSyntax, Context, Lookahead, Part, bump, item, skip, starts_condition, starts_named,
    starts_parallel,
};

/// Reports and reads or passes over what cannot stand here.
pub(crate) fn misplaced(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) -> bool {
    if branches::is_else(input.cursor()) {
        cx.expected(input, syntax.article).help(branches::ELSE);
        cx.unread.action = true;
        branches::skip_else(input);
        return true;
    }
    let Some(help) = misplaced_help(input, syntax) else {
        return false;
    };
    cx.expected(input, syntax.article).help(help);
    if starts_named(input.cursor()) {
        let item = item(cx, input);
        cx.misplaced.extend(item);
    } else {
        cx.unread.action = true;
        bump(input);
        skip::<Part>(input);
    }
    true
}

/// Reports and passes over a `pub` before `let`.
pub(crate) fn early_pub(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) {
    if !syntax.rule && input.is_ident(0, "pub") && input.is_ident(1, "let") {
        cx.expected(input, syntax.article)
            .help("`pub` stands before the artifact's name: `let pub …`");
        bump(input);
    }
}

fn misplaced_help(input: ParseStream, syntax: &ActionSyntax) -> Option<&'static str> {
    let parallel = starts_parallel(input.cursor());
    if syntax.rule && (input.is_ident(0, "let") || parallel) {
        return Some("a rule is written `NAME: PROVIDER { … };`: it makes no artifacts");
    }
    if parallel {
        return Some("a `parallel` block cannot stand in another one");
    }
    if starts_condition(input.cursor()) {
        return Some("a condition stands in the stage itself");
    }
    starts_named(input.cursor()).then_some("declarations stand outside of stages")
}

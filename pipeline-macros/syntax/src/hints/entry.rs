//! Mistakes around a key and its value.

use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::clause::nth_cursor;
use super::kind::is_known;
use crate::parse::{
    Clause, Context, Lookahead, Token, bump_all, bump_until, starts_parallel, tokens, unraw,
};

/// Reports that no `:` stands behind a key, and shows the entry with it.
pub(crate) fn missing_colon(cx: &mut Context, input: ParseStream, key: &str) {
    if let Some(rest) = signs(input.cursor()) {
        let help = match cx.own_key(&format!("{key}{rest}").replace(['-', '.'], "_")) {
            Some(own) => format!("keys are written with underscores: `{own}: …`"),
            None => format!("a key with other signs stands in quotes: `\"{key}{rest}\": …`"),
        };
        cx.expected(input, &format!("`:` behind `{key}`"))
            .help(help);
        return;
    }
    let ahead = match (input.is_punct(0, '='), input.is_punct(1, '>')) {
        (true, true) => 2,
        (equals, _) => usize::from(equals),
    };
    let value = match input.nth(ahead) {
        Some(Token::Literal(literal)) => literal.to_string(),
        Some(Token::Ident(ident)) if !input.is_keyed() => ident.to_string(),
        Some(Token::Group(Delimiter::Brace, ..)) => "{ … }".to_owned(),
        Some(Token::Group(..)) => "[…]".to_owned(),
        _ => "…".to_owned(),
    };
    cx.expected(input, &format!("`:` behind `{key}`"))
        .help(format!("write `{key}: {value}`"));
}

/// The rest of a key without its quotes: `-type` of `detail-type`, `.BucketName`.
fn signs(cursor: Cursor) -> Option<String> {
    let mut length: usize = 0;
    while (cursor.is_punct(length, '-') || cursor.is_punct(length, '.'))
        && cursor.is_any_ident(length.saturating_add(1))
    {
        length = length.saturating_add(2);
    }
    let is_key = length > 0 && cursor.is_colon(length);
    let written = tokens(cursor).take(length).map(|token| token.to_string());
    is_key.then(|| written.collect())
}

/// Reports and passes over an `include` that is misspelled.
pub(crate) fn misspelled_include(cx: &mut Context, input: ParseStream, word: &str) -> bool {
    let export = word == "import" && input.is_literal(1);
    let meant = export || input.is_literal(1) && closest(word, ["include"]).is_some();
    if meant {
        cx.expected(input, "a value").help(match export {
            true => "another stack's export is `import_value \"NAME\"`",
            false => "did you mean `include`?",
        });
        bump_all(input, 2);
    }
    meant
}

/// Reports an action or a `parallel` block among keys, and passes over the rest of the block: a line
/// that ends an action stands below it, or one that begins it above.
pub(crate) fn statement(cx: &mut Context, input: ParseStream) -> bool {
    let help = if starts_parallel(input.cursor()) {
        "a `parallel` block stands in the stage itself, and not in the braces of an action"
    } else if input.is_ident(0, "let") || starts_action(cx, input) {
        "an action stands in the stage itself: the one before it ends with `};`"
    } else {
        return false;
    };
    cx.expected(input, "a key").help(help);
    cx.lose_items();
    cx.torn = true;
    bump_until(input, |_| false);
    true
}

/// Returns whether `NAME: KIND(…)` stands here, and no key of ours.
fn starts_action(cx: &Context, input: ParseStream) -> bool {
    let key = input.nth_ident(0).map(|key| unraw(&key));
    let own = key.is_some_and(|key| cx.own_key(&key).is_some());
    let kind = input.nth_ident(2).filter(|_| input.is_keyed());
    let head = input.is_parenthesis(3) || input.is_brace(3) || starts_clause(input.cursor(), 3);
    !own && kind.is_some_and(|kind| is_known(&kind)) && head
}

/// Returns whether a clause stands behind some tokens.
fn starts_clause(cursor: Cursor, ahead: usize) -> bool {
    Clause::next(nth_cursor(cursor, ahead)).is_some()
}

/// Reports a word of other languages for nothing in place of a value, where the key is one of ours.
pub(crate) fn nothing(cx: &mut Context, input: ParseStream, word: &str) -> bool {
    let there = ["null", "nil", "undefined"].contains(&word) && cx.has_own_key();
    if there {
        cx.expected(input, "a value")
            .help("what has no value is left out, with its key");
        bump_all(input, 1);
    }
    there
}

/// Reports an action of a stage that is written as a path, `[Build/Package]`, and passes over the
/// `/`.
pub(crate) fn path_to_action(cx: &mut Context, input: ParseStream, stage: &str) -> bool {
    let action = input.nth_ident(1).filter(|_| input.is_punct(0, '/'));
    let Some(action) = action.filter(|_| cx.expects_actions()) else {
        return false;
    };
    cx.expected(input, "`.`").help(format!(
        "an action of a stage is written `{stage}.{action}`"
    ));
    bump_all(input, 1);
    true
}

/// Reports and passes over a buildspec that is written as a map.
pub(crate) fn written_buildspec(cx: &mut Context, input: ParseStream, key: &str) -> bool {
    let there = matches!(key, "buildspec" | "Buildspec" | "BuildSpec") && input.is_brace(0);
    if there {
        cx.expected(input, "a buildspec").help(
            "write it into a file, and `include \"buildspec.yml\"`; or as a text, `r#\"version: 0.2 …\"#`",
        );
        bump_all(input, 1);
    }
    there
}

/// Reports `[key: value]`.
pub(crate) fn map_in_brackets(cx: &mut Context, input: ParseStream) {
    let key = input.nth(0).map(|key| key.to_string()).unwrap_or_default();
    cx.expected(input, "a value")
        .help(format!("a map stands in braces: `{{ {key}: … }}`"));
}

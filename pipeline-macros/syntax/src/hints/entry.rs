//! Mistakes around a key and its value.

use pipewright_model::similar::closest;
use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use crate::parse::{Context, Lookahead, Token, bump_all, tokens};

/// Reports that no `:` stands behind a key, and shows the entry with it.
pub(crate) fn missing_colon(cx: &mut Context, input: ParseStream, key: &str) {
    if let Some(rest) = signs(input.cursor()) {
        cx.expected(input, &format!("`:` behind `{key}`"))
            .help(format!(
                "a key with other signs stands in quotes: `\"{key}{rest}\": …`"
            ));
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

//! Mistakes in the head of a resource.

use pipewright_model::codes::UNEXPECTED;
use pipewright_model::model::Text;
use syn::parse::ParseStream;

use crate::model::TextExpr;
use crate::parse::{Context, Lookahead, Token, bump_all, tokens};

/// Reports a clause before the type: `resource topic in prod: "AWS::SNS::Topic"`. Returns whether one
/// stands here.
pub(crate) fn early_clause(cx: &mut Context, input: ParseStream, name: &str) -> bool {
    let there = input.is_ident(0, "in") || input.is_punct(0, '@');
    if there {
        cx.expected(input, "`:` and the resource's type").help(format!(
            "the type stands before `in` and `@`: `resource {name}: \"AWS::SNS::Topic\" in ACCOUNT {{ … }}`"
        ));
    }
    there
}

/// Reports a type without its quotes, `AWS::SNS::Topic`, which can be read all the same.
pub(crate) fn unquoted(cx: &mut Context, input: ParseStream, what: &str) -> Option<TextExpr> {
    let is_part = |token: &Token| match token {
        Token::Ident(_) => true,
        Token::Punct(punct) => punct.as_char() == ':',
        Token::Literal(_) | Token::Group(..) => false,
    };
    let words = tokens(input.cursor()).take_while(is_part);
    let words: Vec<String> = words.map(|token| token.to_string()).collect();
    let written = words.concat();
    if !written.contains("::") || !input.is_any_ident(0) {
        return None;
    }
    let span = cx.span(input);
    let message = format!("expected {what}, found `{written}`");
    cx.report(&UNEXPECTED, span, message)
        .help(format!("put it in quotes: `\"{written}\"`"));
    let at = cx.missing_at(span);
    bump_all(input, words.len());
    Some(TextExpr {
        text: Text::Known(written),
        at,
    })
}

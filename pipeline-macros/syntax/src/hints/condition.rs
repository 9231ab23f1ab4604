//! Mistakes in a condition.

use pipewright_model::model::Moment;
use syn::parse::ParseStream;

use crate::parse::{Context, Lookahead, Token};

/// The reason behind `disabled`, as messages expect it.
pub(crate) const REASON: &str = "the reason, `\"…\"`";

/// The advice on `disabled` without a reason.
pub(super) const DISABLED_FORM: &str = "say why, in quotes: `disabled \"REASON\";`";

/// Reports that no reason stands behind `disabled`: `disabled true;`.
pub(crate) fn missing_reason(cx: &mut Context, input: ParseStream) -> bool {
    let is_truth = input.is_ident(0, "true") || input.is_ident(0, "false");
    let there = is_truth || input.is_end() || input.is_brace(0) || is_sign(input);
    if there {
        let help = match input.is_ident(0, "false") {
            true => "leave it out: a stage that is not disabled says nothing",
            false => DISABLED_FORM,
        };
        cx.expected(input, REASON).help(help);
    }
    there
}

fn is_sign(input: ParseStream) -> bool {
    matches!(input.nth(0), Some(Token::Punct(_)))
}

/// Reports that a condition leads to nothing, and shows what it can lead to.
pub(crate) fn missing_result(cx: &mut Context, input: ParseStream, moment: Moment) {
    let results: Vec<String> = moment
        .results(false)
        .iter()
        .map(|result| format!("`{result}`"))
        .collect();
    let word = moment.word();
    let first = moment.results(true).first().copied().unwrap_or_default();
    cx.expected(input, &format!("the result, {}", results.join(" or ")))
        .help(format!("say what it leads to: `{word} {first} {{ … }}`"));
}

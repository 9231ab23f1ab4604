//! Mistakes in a condition.

use pipewright_model::model::Moment;
use syn::parse::ParseStream;

use crate::parse::Context;

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

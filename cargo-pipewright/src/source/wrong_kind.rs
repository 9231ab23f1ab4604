//! Files of another kind, which would be read word by word otherwise.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Problem;

/// A file that is no plain pipeline, as its first tokens say.
pub(super) fn problem(tokens: &TokenStream) -> Option<Problem> {
    let mut trees = tokens.clone().into_iter();
    let first = trees.next()?;
    let place = first.span().byte_range();
    match &first {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let begin = group.span_open().byte_range();
            let problem = Problem::syntax(begin, "a pipeline does not begin with `{`");
            Some(problem.help(
                "it is no JSON: a file holds settings, declarations and stages, such as `name: \"app\";`",
            ))
        }
        TokenTree::Ident(word) if is_call(&word.to_string(), trees) => {
            let problem = Problem::syntax(place, "this is a call of `pipeline!`");
            Some(problem.help(
                "a plain file holds what stands between its braces: leave out this line and the last `}`",
            ))
        }
        TokenTree::Ident(word) if ["fn", "use", "mod"].contains(&word.to_string().as_str()) => {
            let problem = Problem::syntax(place, "this is Rust");
            Some(
                problem.help(
                    "a plain file holds what stands in `pipeline! { … }`, and no Rust around it",
                ),
            )
        }
        _ => None,
    }
}

/// Returns whether a file begins with `pipeline! {`, with or without the crate's name.
fn is_call(first: &str, rest: impl Iterator<Item = TokenTree>) -> bool {
    let words = rest.take(4).map(|tree| match tree {
        TokenTree::Group(_) => "{}".to_owned(),
        other => other.to_string(),
    });
    let begin = format!("{first}{}", words.collect::<String>());
    let inside = begin.strip_prefix("pipewright::").unwrap_or(&begin);
    inside.starts_with("pipeline!")
}

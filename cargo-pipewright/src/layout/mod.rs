//! The layout of a pipeline's text: one form for the same tokens and comments.
//!
//! Tokens, comments and their order stay as they are, and so does each Rust expression, byte for
//! byte. What changes is the space between them. A list or a map with a `,` at its end stands on
//! several lines; one without stands on one line if it fits there.

mod blocks;
mod lexemes;
mod print;
mod tree;

use std::ops::Range;

use proc_macro2::TokenStream;

use crate::source::{Problem, Source};
use lexemes::{Kind, Lexeme, lexemes};

/// The text of a file with the pipelines in it laid out, or what keeps them from being read. A
/// Rust file has its pipelines in `pipeline! { … }`; what stands outside stays as it is.
pub(crate) fn laid_out(source: &Source) -> Result<String, Vec<Problem>> {
    let tokens = source.tokens().map_err(|problem| vec![*problem])?;
    let text = &source.text;
    if !source.is_rust() {
        let whole = 0..text.len();
        return pipeline(text, tokens, whole, 0);
    }
    let mut out = String::new();
    let mut at = 0;
    let mut problems = Vec::new();
    for block in blocks::blocks(tokens) {
        let indent = blocks::indentation(text, block.inside.start);
        match pipeline(text, block.tokens, block.inside.clone(), indent + 4) {
            Ok(inside) if inside.is_empty() => {}
            Ok(inside) => {
                out.push_str(text.get(at..block.inside.start).unwrap_or_default());
                out.push('\n');
                out.push_str(&inside);
                out.extend(std::iter::repeat_n(' ', indent));
                at = block.inside.end;
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}

/// A pipeline that stands in this part of a text.
fn pipeline(
    text: &str,
    tokens: TokenStream,
    range: Range<usize>,
    indent: usize,
) -> Result<String, Vec<Problem>> {
    let findings = pipewright_syntax::parse(tokens.clone()).findings;
    if findings.has_errors() {
        return Err(findings
            .into_iter()
            .map(Problem::from)
            .filter(|problem| problem.error)
            .collect());
    }
    let before = lexemes(text, tokens, range.clone());
    let out = print::pipeline(&tree::tree(text, &before), indent);
    // Whatever the layout does, it does not change a pipeline.
    let after = out
        .parse()
        .ok()
        .map(|tokens| lexemes(&out, tokens, 0..out.len()));
    if after.is_some_and(|after| same(&before, &after)) {
        return Ok(out);
    }
    let problem = Problem::syntax(range.start..range.start, "this pipeline cannot be laid out");
    Err(vec![Problem {
        code: None,
        ..problem
    }])
}

/// Returns whether two texts have the same tokens and comments.
fn same(before: &[Lexeme<'_>], after: &[Lexeme<'_>]) -> bool {
    let words = |lexemes: &[Lexeme<'_>]| -> Vec<(Kind, String)> {
        lexemes
            .iter()
            .map(|lexeme| (lexeme.kind, lexeme.text.to_owned()))
            .collect()
    };
    words(before) == words(after)
}

#[cfg(test)]
mod tests;

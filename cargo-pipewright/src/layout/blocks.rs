//! The pipelines of a Rust file.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The inside of a `pipeline! { … }`, `pipeline!( … )` or `pipeline![ … ]`.
pub(super) struct Block {
    pub(super) tokens: TokenStream,
    pub(super) inside: Range<usize>,
}

/// All calls of `pipeline!` in tokens, in the order of the source. A call's brackets may be of any kind.
pub(super) fn blocks(tokens: TokenStream) -> Vec<Block> {
    let mut found = Vec::new();
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let is_called = at >= 2
            && matches!(trees.get(at - 1), Some(TokenTree::Punct(sign)) if sign.as_char() == '!')
            && matches!(trees.get(at - 2), Some(TokenTree::Ident(name)) if name == "pipeline");
        if is_called && group.delimiter() != Delimiter::None {
            found.push(Block {
                tokens: group.stream(),
                inside: group.span_open().byte_range().end..group.span_close().byte_range().start,
            });
        } else {
            found.extend(blocks(group.stream()));
        }
    }
    found
}

/// The columns of white space at the beginning of the line in which a byte is.
pub(super) fn indentation(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars()
        .take_while(|one| one.is_whitespace())
        .map(|one| if one == '\t' { 4 } else { 1 })
        .sum()
}

//! Brackets without their counterparts, which the compiler refuses but an editor hands
//! over as punctuation while they are being typed. `proc_macro2` panics on them.

use proc_macro::{Group, TokenStream, TokenTree};

/// The tokens without such brackets.
pub(crate) fn matched(stream: TokenStream) -> proc_macro2::TokenStream {
    if stream.clone().into_iter().any(holds_stray) {
        without_stray(stream).into()
    } else {
        stream.into()
    }
}

fn is_stray(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if "()[]{}".contains(punct.as_char()))
}

fn holds_stray(tree: TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.stream().into_iter().any(holds_stray),
        tree => is_stray(&tree),
    }
}

fn without_stray(stream: TokenStream) -> TokenStream {
    stream
        .into_iter()
        .filter(|tree| !is_stray(tree))
        .map(|tree| match tree {
            TokenTree::Group(group) => {
                let mut inside = Group::new(group.delimiter(), without_stray(group.stream()));
                inside.set_span(group.span());
                TokenTree::Group(inside)
            }
            tree => tree,
        })
        .collect()
}

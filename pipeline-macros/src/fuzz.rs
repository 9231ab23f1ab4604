//! No tokens make the macro panic: random ones, and broken forms of a good pipeline.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;

use super::{expand, expanded, pipeline_tokens, reference};

/// The reference architecture, and one with `for`s.
fn pipelines() -> [String; 2] {
    // The file that it includes is below `tests` here.
    let reference = reference::source().replace("buildspec.yml", "tests/buildspec.yml");
    [
        reference,
        include_str!("../tests/repeated.pipeline").to_owned(),
    ]
}

const WORDS: &[&str] = &[
    "home",
    "account",
    "organization",
    "store",
    "role",
    "project",
    "stage",
    "parallel",
    "let",
    "in",
    "via",
    "as",
    "import",
    "include",
    "variables",
    "true",
    "name",
    "dev",
    "CodeBuild",
    "CloudFormation",
    "acount",
    "for",
    "trigger",
    "variable",
    "before_entry",
    "on_success",
    "on_failure",
    "disabled",
    "FAIL",
    "RETRY",
    "r#in",
    "mut",
    "vec",
    "format",
    "arn",
    "const",
    "stages",
    "action",
    "if",
    "_",
    "doc",
];

fn leaf() -> impl Strategy<Value = TokenTree> {
    let word = prop::sample::select(WORDS).prop_map(|word| {
        let ident = match word.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()),
            None => Ident::new(word, Span::call_site()),
        };
        TokenTree::Ident(ident)
    });
    let punct = (
        prop::sample::select(":;,=@./-#!+&*?|<>%^~$".chars().collect::<Vec<_>>()),
        any::<bool>(),
    )
        .prop_map(|(punct, joint)| {
            let spacing = if joint {
                Spacing::Joint
            } else {
                Spacing::Alone
            };
            TokenTree::Punct(Punct::new(punct, spacing))
        });
    let literal = prop_oneof![
        any::<String>().prop_map(|text| Literal::string(&text)),
        any::<i64>().prop_map(Literal::i64_unsuffixed),
        any::<u128>().prop_map(Literal::u128_suffixed),
        Just(Literal::f64_unsuffixed(1.5)),
        any::<char>().prop_map(Literal::character),
        any::<Vec<u8>>().prop_map(|bytes| Literal::byte_string(&bytes)),
        Just("r#\"a\"#".parse().expect("a literal")),
        Just("\"\\u{41}\"".parse().expect("a literal")),
    ]
    .prop_map(TokenTree::Literal);
    prop_oneof![3 => word, 3 => punct, 1 => literal]
}

fn tree() -> impl Strategy<Value = TokenTree> {
    leaf().prop_recursive(5, 60, 8, |inner| {
        let delimiter = prop::sample::select(vec![
            Delimiter::Brace,
            Delimiter::Bracket,
            Delimiter::Parenthesis,
            Delimiter::None,
        ]);
        (delimiter, prop::collection::vec(inner, 0..8)).prop_map(|(delimiter, trees)| {
            TokenTree::Group(Group::new(delimiter, trees.into_iter().collect()))
        })
    })
}

/// A change of one token, counted through all groups.
#[derive(Clone, Debug)]
enum Mutation {
    Delete,
    Duplicate,
    Swap,
    Truncate,
    Replace(TokenTree),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        Just(Mutation::Delete),
        Just(Mutation::Duplicate),
        Just(Mutation::Swap),
        Just(Mutation::Truncate),
        tree().prop_map(Mutation::Replace),
    ]
}

/// Behind the token that was changed.
const DONE: usize = usize::MAX;

/// The tokens with the one at `place` changed.
fn mutated(stream: TokenStream, place: &mut usize, mutation: &Mutation) -> TokenStream {
    let mut trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut index = 0;
    while index < trees.len() {
        if *place == 0 {
            *place = DONE;
            match mutation {
                Mutation::Delete => drop(trees.remove(index)),
                Mutation::Duplicate => trees.insert(index, trees[index].clone()),
                Mutation::Swap if index + 1 < trees.len() => trees.swap(index, index + 1),
                Mutation::Swap => {}
                Mutation::Truncate => trees.truncate(index),
                Mutation::Replace(tree) => trees[index] = tree.clone(),
            }
            break;
        }
        *place -= 1;
        if let TokenTree::Group(group) = &trees[index] {
            let inside = mutated(group.stream(), place, mutation);
            trees[index] = TokenTree::Group(Group::new(group.delimiter(), inside));
            if *place == DONE {
                break;
            }
        }
        index += 1;
    }
    trees.into_iter().collect()
}

fn count(stream: TokenStream) -> usize {
    let inside = |tree| match tree {
        TokenTree::Group(group) => count(group.stream()),
        _ => 0,
    };
    stream.into_iter().map(|tree| 1 + inside(tree)).sum()
}

/// Expands, and says whether what comes out is Rust.
fn is_rust(input: TokenStream) -> bool {
    let source = pipewright_syntax::read(input);
    let block = expanded(&source, &expand::editor_of_names(&source));
    syn::parse2::<syn::Block>(block).is_ok()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The compiler gets the tokens in parentheses as they are, and they need not be Rust.
    #[test]
    fn random_tokens(trees in prop::collection::vec(tree(), 0..40)) {
        pipeline_tokens(trees.into_iter().collect());
    }

    #[test]
    fn broken_pipelines(source in prop::sample::select(pipelines().to_vec()), changes in prop::collection::vec((any::<prop::sample::Index>(), mutation()), 1..4)) {
        let mut stream: TokenStream = source.parse().expect("tokens");
        let mut replaced = false;
        for (index, mutation) in changes {
            let mut place = index.index(count(stream.clone()).max(1));
            replaced |= matches!(mutation, Mutation::Replace(_));
            stream = mutated(stream, &mut place, &mutation);
        }
        let rust = is_rust(stream);
        prop_assert!(rust || replaced);
    }
}

#[test]
fn every_single_change_of_good_pipelines() {
    pipelines()
        .iter()
        .for_each(|source| every_single_change(source));
}

fn every_single_change(source: &str) {
    let whole: TokenStream = source.parse().expect("tokens");
    for place in 0..count(whole.clone()) {
        for mutation in [
            Mutation::Delete,
            Mutation::Duplicate,
            Mutation::Swap,
            Mutation::Truncate,
        ] {
            let changed = mutated(whole.clone(), &mut place.clone(), &mutation);
            let text = changed.to_string();
            assert!(is_rust(changed), "{mutation:?} of token {place}:\n{text}");
        }
    }
}

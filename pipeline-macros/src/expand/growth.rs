//! That what a compiler gets grows no faster than the pipeline.

use std::fmt::Write;

use proc_macro2::{TokenStream, TokenTree};

/// The expansion of a pipeline of so many actions, without what only an editor reads.
fn expansion(actions: usize, expressions: bool) -> TokenStream {
    let mut source =
        String::from("name: \"large\"; home tools = \"111111111111\" @ \"us-east-1\";");
    for action in 0..actions {
        if action % 50 == 0 {
            let end = if action == 0 { "" } else { "}" };
            write!(source, "{end} stage Stage{action} {{").expect("a text");
        }
        let (stack, path) = if expressions {
            ("(stack(prefix)?)", "(path())")
        } else {
            ("\"app\"", "\"template.yml\"")
        };
        write!(
            source,
            "Update{action}: CloudFormation(source) {{ stack_name: {stack}, \
             template_path: source / {path}, capabilities: [CAPABILITY_NAMED_IAM] }};",
        )
        .expect("a text");
    }
    source.push('}');
    let source = pipewright_syntax::parse(source.parse().expect("tokens"));
    assert!(source.findings.is_empty(), "{}", source.findings);
    let none = TokenStream::new();
    super::expand(&none, &none, &source)
}

/// Tokens, and the length of all literals.
fn size(tokens: TokenStream) -> (usize, usize) {
    let mut size = (0, 0);
    for token in tokens {
        size.0 += 1;
        match token {
            TokenTree::Group(group) => {
                let (tokens, length) = self::size(group.stream());
                size = (size.0 + tokens, size.1 + length);
            }
            TokenTree::Literal(literal) => size.1 += literal.to_string().len(),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    size
}

/// The tokens that an action adds: its calls, and for each of its two expressions a variable, a parameter
/// and an argument. All of it has the same number of tokens for every action.
#[test]
fn an_action_adds_the_same_tokens_however_many_there_are() {
    for expressions in [false, true] {
        let [none, small, large] = [50, 150, 1050].map(|n| size(expansion(n, expressions)));
        let each = (small.0 - none.0) as f64 / 100.0;
        let each_of_many = (large.0 - small.0) as f64 / 900.0;
        assert!((each - each_of_many).abs() < 0.01, "{each}, {each_of_many}");
        let length = (small.1 - none.1) as f64 / 100.0;
        let length_of_many = (large.1 - small.1) as f64 / 900.0;
        // Numbers get longer.
        assert!(length_of_many < 1.1 * length, "{length}, {length_of_many}");
    }
}

/// A closure that is handed on, and not called where it stands, keeps the compiler busy
/// with every one that follows; so does one that does not say what it returns.
#[test]
fn every_closure_says_its_type_and_is_called_at_once() {
    let text = expansion(3, true).to_string().replace(' ', "");
    assert_eq!(
        text.matches("((||->::pipewright::__private::Expression<_>{")
            .count(),
        3,
        "{text}"
    );
    assert_eq!(text.matches("})()).here();").count(), 3, "{text}");
    assert_eq!(text.matches("||").count(), 3, "{text}");
}

#[test]
fn every_stage_is_a_function() {
    let text = expansion(150, true).to_string();
    assert_eq!(text.matches("fn stage_stage").count(), 3, "{text}");
}

//! The environment variables that Rust expressions read, so that Cargo runs the build
//! script again when one of them changes.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// The names in `env::var("NAME")` and `env::var_os("NAME")`, wherever they stand.
pub(crate) fn variables(expressions: &[TokenStream]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for expression in expressions {
        collect(expression.clone(), &mut found);
    }
    found
}

fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut reads = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if reads {
                found.extend(name(group.stream()));
            }
            collect(group.stream(), found);
        }
        reads = matches!(&token, TokenTree::Ident(word) if *word == "var" || *word == "var_os");
    }
}

/// The text of a call's only argument.
fn name(arguments: TokenStream) -> Option<String> {
    let mut tokens = arguments.into_iter();
    let (Some(TokenTree::Literal(literal)), None) = (tokens.next(), tokens.next()) else {
        return None;
    };
    let text = literal.to_string();
    let name = text.strip_prefix('"')?.strip_suffix('"')?;
    // A name with an escape in it is no name of a variable.
    (!name.contains(['\\', '"', '\n'])).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_found() {
        let tokens =
            r#"std::env::var("A")? + &f(env::var_os("B").unwrap(), var(name), other("C"))"#;
        let tokens: TokenStream = tokens.parse().expect("tokens");
        let found: Vec<String> = variables(&[tokens]).into_iter().collect();
        assert_eq!(found, ["A", "B"]);
    }
}

//! The environment variables that Rust expressions read, so that Cargo runs the build
//! script again when one of them changes.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The names in `env::var("NAME")` and `env::var_os("NAME")`, wherever they stand and however the
/// name is written.
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
        match &token {
            TokenTree::Group(group) => {
                if reads && group.delimiter() == Delimiter::Parenthesis {
                    names(group.stream(), found);
                }
                reads = false;
                collect(group.stream(), found);
            }
            // The type in `var::<&str>(…)` follows.
            TokenTree::Ident(word) => reads |= *word == "var" || *word == "var_os",
            TokenTree::Punct(sign) => reads &= ":<&>'".contains(sign.as_char()),
            TokenTree::Literal(_) => reads = false,
        }
    }
}

/// The texts of a call's argument: one of them is the name.
fn names(arguments: TokenStream, found: &mut BTreeSet<String>) {
    for token in arguments {
        match token {
            TokenTree::Group(group) => names(group.stream(), found),
            TokenTree::Literal(literal) => found.extend(name(&literal.to_string())),
            _ => {}
        }
    }
}

fn name(literal: &str) -> Option<String> {
    let raw = literal.strip_prefix('r').map(|raw| raw.trim_matches('#'));
    let name = raw
        .unwrap_or(literal)
        .strip_prefix('"')?
        .strip_suffix('"')?;
    // A name with an escape in it is no name of a variable.
    (!name.is_empty() && !name.contains(['\\', '"', '\n', '=', '{'])).then(|| name.to_owned())
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

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for text in [
            r#"var("A")"#,
            r#"var("A",)"#,
            r#"var(r"A")"#,
            r##"var(r#"A"#)"##,
            r#"var(&"A")"#,
            r#"var(("A"))"#,
            r#"var("A".to_owned())"#,
            r#"var::<&str>("A")"#,
            r#"var::<&'static str>("A")"#,
            r#"[1].map(|_| { env::var_os("A") })"#,
        ] {
            let tokens: TokenStream = text.parse().expect("tokens");
            let found: Vec<String> = variables(&[tokens]).into_iter().collect();
            assert_eq!(found, ["A"], "{text}");
        }
        for text in [
            r#"var; f("A")"#,
            r#"var + f("A")"#,
            r#"var("")"#,
            r#"var["A"]"#,
        ] {
            let tokens: TokenStream = text.parse().expect("tokens");
            assert!(variables(&[tokens]).is_empty(), "{text}");
        }
    }
}

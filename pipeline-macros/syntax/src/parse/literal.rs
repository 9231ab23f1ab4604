//! Literals, read by syn.

use syn::Lit;

/// A literal as the language knows it.
#[derive(Debug, PartialEq)]
pub(crate) enum Literal {
    String(String),
    Number(i64),
    /// A kind that the language has no use for, in words.
    Other(&'static str),
}

/// Reads a literal. The compiler has checked its form.
pub(crate) fn read_literal(literal: &proc_macro2::Literal) -> Literal {
    match Lit::new(literal.clone()) {
        Lit::Str(string) if string.suffix().is_empty() => Literal::String(string.value()),
        Lit::Str(_) => Literal::Other("a text with a suffix"),
        Lit::ByteStr(_) => Literal::Other("a byte string"),
        Lit::CStr(_) => Literal::Other("a C string"),
        Lit::Byte(_) => Literal::Other("a byte"),
        Lit::Char(_) => Literal::Other("a character"),
        Lit::Int(number) if !number.suffix().is_empty() => Literal::Other("a number with a suffix"),
        Lit::Int(number) => number.base10_parse().map_or(
            Literal::Other("a number that is too large"),
            Literal::Number,
        ),
        Lit::Float(number) if number.base10_digits().contains(['.', 'e', 'E']) => {
            Literal::Other("a number with a fraction")
        }
        _ => Literal::Other("a number with a suffix"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Literal {
        read_literal(&source.parse().expect("a literal"))
    }

    #[test]
    fn strings() {
        assert_eq!(
            of(r#""a\n\t\"\\\x41\u{1F_600}'""#),
            Literal::String("a\n\t\"\\A\u{1F600}'".into())
        );
        assert_eq!(of("\"one \\\n    two\""), Literal::String("one two".into()));
        assert_eq!(
            of(r###"r#"a "b" \n"#"###),
            Literal::String(r#"a "b" \n"#.into())
        );
        assert_eq!(
            of(r####"r##"#a"#b"##"####),
            Literal::String("#a\"#b".into())
        );
        assert_eq!(of(r#"r"""#), Literal::String(String::new()));
        assert_eq!(of(r#""a"suffix"#), Literal::Other("a text with a suffix"));
    }

    #[test]
    fn numbers() {
        assert_eq!(of("1_000"), Literal::Number(1000));
        assert_eq!(of("0xFF"), Literal::Number(255));
        assert_eq!(of("0b11"), Literal::Number(3));
        assert_eq!(
            read_literal(&proc_macro2::Literal::i64_unsuffixed(-5)),
            Literal::Number(-5)
        );
        assert_eq!(
            of("99999999999999999999"),
            Literal::Other("a number that is too large")
        );
        assert_eq!(of("1.5"), Literal::Other("a number with a fraction"));
        assert_eq!(of("1e3"), Literal::Other("a number with a fraction"));
        assert_eq!(of("10u8"), Literal::Other("a number with a suffix"));
    }

    #[test]
    fn others() {
        assert_eq!(of("'a'"), Literal::Other("a character"));
        assert_eq!(of("b'a'"), Literal::Other("a byte"));
        assert_eq!(of("b\"a\""), Literal::Other("a byte string"));
        assert_eq!(of("br\"a\""), Literal::Other("a byte string"));
        assert_eq!(of("c\"a\""), Literal::Other("a C string"));
    }
}

//! What a literal stands for.

use proc_macro2::Literal;

/// A literal, read.
#[derive(Debug, PartialEq)]
pub(super) enum Read {
    Text(String),
    Number(i64),
    /// A kind that the language has no use for, in words.
    Other(&'static str),
}

/// Reads a literal. The compiler has checked its form, so that what it would refuse
/// can be read as anything.
pub(super) fn read(literal: &Literal) -> Read {
    let source = literal.to_string();
    let mut letters = source.chars();
    match (letters.next(), letters.next()) {
        (Some('"'), _) => quoted(&source),
        (Some('r'), Some('"' | '#')) => raw(&source),
        (Some('\''), _) => Read::Other("a character"),
        (Some('b'), Some('\'')) => Read::Other("a byte"),
        (Some('b'), _) => Read::Other("a byte string"),
        (Some('c'), _) => Read::Other("a C string"),
        _ => number(&source),
    }
}

fn quoted(source: &str) -> Read {
    source
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .and_then(unescape)
        .map_or(Read::Other("a text with a suffix"), Read::Text)
}

fn raw(source: &str) -> Read {
    let fenced = source.strip_prefix('r').unwrap_or(source);
    let inner = fenced.trim_matches('#');
    inner
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .map_or(Read::Other("a text with a suffix"), |text| {
            Read::Text(text.to_owned())
        })
}

/// Nothing where a suffix follows the closing quote, or an escape is none of Rust's.
fn unescape(source: &str) -> Option<String> {
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '"' {
            return None;
        }
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next()? {
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '0' => text.push('\0'),
            same @ ('\\' | '\'' | '"') => text.push(same),
            'x' => {
                let code: String = letters.by_ref().take(2).collect();
                text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            'u' => {
                let code: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != '}')
                    .filter(|letter| !matches!(letter, '{' | '_'))
                    .collect();
                text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
            }
            '\n' | '\r' => {
                while letters
                    .next_if(|letter| letter.is_ascii_whitespace())
                    .is_some()
                {}
            }
            _ => return None,
        }
    }
    Some(text)
}

fn number(source: &str) -> Read {
    let plain = source.replace('_', "");
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain.as_str()),
    };
    let (radix, digits) = [("0x", 16), ("0o", 8), ("0b", 2)]
        .into_iter()
        .find_map(|(prefix, radix)| Some((radix, digits.strip_prefix(prefix)?)))
        .unwrap_or((10, digits));
    let all_digits = digits.chars().all(|digit| digit.is_digit(radix));
    match i64::from_str_radix(&format!("{sign}{digits}"), radix) {
        Ok(number) => Read::Number(number),
        Err(_) if all_digits => Read::Other("a number that is too large"),
        Err(_) if radix == 10 && digits.contains(['.', 'e', 'E']) => {
            Read::Other("a number with a fraction")
        }
        Err(_) => Read::Other("a number with a suffix"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Read {
        read(&source.parse().expect("a literal"))
    }

    #[test]
    fn texts() {
        assert_eq!(
            of(r#""a\n\t\"\\\x41\u{1F_600}'""#),
            Read::Text("a\n\t\"\\A\u{1F600}'".into())
        );
        assert_eq!(of("\"one \\\n    two\""), Read::Text("one two".into()));
        assert_eq!(of(r###"r#"a "b" \n"#"###), Read::Text(r#"a "b" \n"#.into()));
        assert_eq!(of(r####"r##"#a"#b"##"####), Read::Text("#a\"#b".into()));
        assert_eq!(of(r#"r"""#), Read::Text(String::new()));
        assert_eq!(of(r#""a"suffix"#), Read::Other("a text with a suffix"));
    }

    #[test]
    fn numbers() {
        assert_eq!(of("1_000"), Read::Number(1000));
        assert_eq!(of("0xFF"), Read::Number(255));
        assert_eq!(of("0b11"), Read::Number(3));
        assert_eq!(read(&Literal::i64_unsuffixed(-5)), Read::Number(-5));
        assert_eq!(
            of("99999999999999999999"),
            Read::Other("a number that is too large")
        );
        assert_eq!(of("1.5"), Read::Other("a number with a fraction"));
        assert_eq!(of("1e3"), Read::Other("a number with a fraction"));
        assert_eq!(of("10u8"), Read::Other("a number with a suffix"));
    }

    #[test]
    fn others() {
        assert_eq!(of("'a'"), Read::Other("a character"));
        assert_eq!(of("b'a'"), Read::Other("a byte"));
        assert_eq!(of("b\"a\""), Read::Other("a byte string"));
        assert_eq!(of("br\"a\""), Read::Other("a byte string"));
        assert_eq!(of("c\"a\""), Read::Other("a C string"));
    }
}

//! The part of a string that its pattern does not allow, and a string that would do.

use crate::arn::Arn;
use crate::catalogue::pattern::{Pattern, name_in};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;

/// Advice for a string that does not keep to its pattern: what it holds that is not allowed, and a
/// string that would do.
pub(crate) fn remedy(pattern: &Pattern, string: &str) -> Option<String> {
    pattern.complaint(string)?;
    let meant = (pattern.meant)(string).filter(|meant| pattern.complaint(meant).is_none());
    if let Some(meant) = meant {
        return Some(format!("did you mean `{meant}`?"));
    }
    let allowed = |c: char| (pattern.fits)(&format!("a{c}a"));
    if let Some(hint) = (pattern.hint)(string) {
        return Some(hint);
    }
    if let Some(name) = name_in(string, pattern) {
        return Some(format!("write `{name}`"));
    }
    // A form that is more than characters in any order cannot be mended one by one.
    if !(pattern.fits)("aaaaaaaaaaaa") {
        return None;
    }
    let mut wrong = Vec::new();
    for c in string.chars().filter(|c| !allowed(*c)) {
        let sign = sign(c);
        if !wrong.contains(&sign) {
            wrong.push(sign);
        }
    }
    if wrong.is_empty() {
        return None;
    }
    let holds = format!("it holds {}", words::and(&wrong));
    // An ARN with other characters is no name.
    let substitute = |allowed| match Arn::parse(string) {
        Some(_) => None,
        None => substitute(pattern, string, allowed),
    };
    Some(match substitute(allowed) {
        Some(fixed) => format!("{holds}; `{fixed}` would do"),
        None => holds,
    })
}

/// Advice for a reference, `{{resolve:…}}`, where the value decides what is made or who may do what.
pub(crate) fn resolved_later<P: Place>(
    cx: &mut Check<'_, P>,
    string: &str,
) -> Option<&'static str> {
    if !string.contains("{{resolve:") {
        return None;
    }
    cx.mark_reference(string);
    Some(
        "this has to be known before CloudFormation deploys: write it out, or compute it with a Rust expression in parentheses",
    )
}

fn sign(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        c if c.is_control() => "a control character".to_owned(),
        c => format!("`{c}`"),
    }
}

/// The string with another character between its words, where it is a name, only such characters
/// are wrong with it, and the result is a name.
fn substitute(pattern: &Pattern, string: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    let between = if allowed('-') { '-' } else { '_' };
    // A pattern that takes this is none of a name, and its characters mean something.
    if allowed('%') || !allowed(between) {
        return None;
    }
    let lowercase = !allowed('A');
    let string: String = string
        .chars()
        .map(|c| if lowercase { c.to_ascii_lowercase() } else { c })
        .collect();
    let mut fixed = String::with_capacity(string.len());
    let mut words = string.chars().peekable();
    while let Some(c) = words.next() {
        if allowed(c) {
            fixed.push(c);
            continue;
        }
        let inside = |c: &char| allowed(*c) && c.is_alphanumeric();
        let joins = fixed.ends_with(char::is_alphanumeric) && words.peek().is_some_and(inside);
        if !" _-./:@+".contains(c) || !joins {
            return None;
        }
        fixed.push(between);
    }
    pattern.complaint(&fixed).is_none().then_some(fixed)
}

#[cfg(test)]
mod tests {
    use super::remedy;
    use crate::catalogue::pattern;

    #[test]
    fn a_remedy_names_what_is_wrong() {
        let remedy = |pattern, string| remedy(pattern, string).unwrap_or_default();
        assert_eq!(
            remedy(&pattern::PIPELINE_NAME, "my pipe/line"),
            "it holds a blank and `/`; `my-pipe-line` would do"
        );
        assert_eq!(
            remedy(&pattern::PIPELINE_NAME, "{w}{v}"),
            "it holds `{` and `}`"
        );
        assert_eq!(
            remedy(&pattern::STACK_NAME, "one\ntwo"),
            "it holds a line break"
        );
        assert_eq!(remedy(&pattern::SHORTHAND, "a b"), "it holds a blank");
        assert_eq!(remedy(&pattern::LISTED_PATH, "a,b"), "it holds `,`");
        assert_eq!(
            remedy(&pattern::ENVIRONMENT_VARIABLE, "A-B"),
            "it holds `-`; `A_B` would do"
        );
        assert_eq!(remedy(&pattern::STACK_NAME, "1_a"), "it holds `_`");
        assert_eq!(remedy(&pattern::KEY_ARN, "alias/x"), "");
    }

    /// Whatever is written, what is said to do does. It differs in single signs between words
    /// and in capitals only.
    #[test]
    fn what_would_do_does() {
        let parts = [
            "",
            "a",
            "B9",
            "-",
            "_",
            " ",
            "\n",
            ",",
            "{w}{v}",
            "/",
            "..",
            "ö",
            "#{a.b}",
            "https://x.y/",
            "arn:aws:lambda:us-east-1:111111111111:function:",
        ];
        let mut offered = 0;
        for pattern in pattern::every() {
            for index in 0..parts.len().pow(3) {
                let part = |place: u32| parts[index / parts.len().pow(place) % parts.len()];
                let string = [part(0), part(1), part(2)].concat();
                let Some(hint) = remedy(pattern, &string) else {
                    continue;
                };
                assert!(pattern.complaint(&string).is_some(), "{string:?}: {hint}");
                let would = hint.strip_prefix("did you mean `");
                let meant = would.and_then(|rest| rest.strip_suffix("`?"));
                let would = hint.split_once("; `").map(|(_, rest)| rest);
                let would = would.and_then(|rest| rest.strip_suffix("` would do"));
                if let Some(would) = would {
                    let same =
                        |(a, b): (char, char)| a.eq_ignore_ascii_case(&b) || " _-./:@+".contains(a);
                    assert!(string.chars().zip(would.chars()).all(same), "{hint}");
                }
                let Some(offer) = would.or(meant) else {
                    continue;
                };
                assert_eq!(pattern.complaint(offer), None, "{string:?}: {hint}");
                offered += 1;
            }
        }
        assert!(offered > 100, "{offered}");
    }
}

//! Regular expressions.

use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::values::strings::MALFORMED_STRING;

/// Checks the keys whose values are regular expressions.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html>
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        let Some(condition) = &key.regular_expression else {
            continue;
        };
        if run.holds(condition) == Some(true) {
            entry_value(cx, entry);
        }
    }
}

/// Checks a value that is a regular expression.
pub(crate) fn entry_value<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) {
    let string = entry.value.data.text().unwrap_or_default();
    // What a variable brings along is known at the run only.
    if string.contains("#{") {
        return;
    }
    if let Some(why) = malformed(string) {
        let message = format!("`{}` is no regular expression: {why}", entry.key.text);
        cx.report(&MALFORMED_STRING, entry.value.at, message)
            .help("a sign that stands for itself has a backslash before it: `\\\\[` in a Rust text, or `\\[` in a raw one, `r\"…\"`");
    }
}

/// The reason why a string is no regular expression of any kind: a bracket that is not closed or
/// not opened, a backslash before nothing, or a repetition of nothing.
fn malformed(string: &str) -> Option<&'static str> {
    // What is quoted is no expression.
    if string.contains("\\Q") {
        return None;
    }
    let mut groups = 0_usize;
    let mut before = '|';
    let mut characters = string.chars();
    while let Some(character) = characters.next() {
        let before = std::mem::replace(&mut before, character);
        match character {
            '*' | '+' if matches!(before, '|' | '(') => return Some("it repeats nothing"),
            '\\' if characters.next().is_none() => return Some("a backslash stands at its end"),
            '[' if !closes(&mut characters) => return Some("`[` is not closed"),
            '(' => groups += 1,
            ')' if groups == 0 => return Some("`)` closes nothing"),
            ')' => groups -= 1,
            _ => {}
        }
    }
    (groups > 0).then_some("`(` is not closed")
}

/// Reads on to behind the `]` that closes a class. Returns whether there is one.
fn closes(characters: &mut std::str::Chars<'_>) -> bool {
    while let Some(character) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            ']' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::malformed;

    #[test]
    fn brackets_are_closed() {
        for good in [
            "main", "[a-z]+", "(a|[(])b", r"\[\(", r"[\]]", "[^]a]", "(a(b)c)?", r"\Q[\E", "a]",
            r"\|*", "(?i)a", "[|*]", "a*+",
        ] {
            assert_eq!(malformed(good), None, "{good}");
        }
        for (bad, why) in [
            ("[a-", "`[` is not closed"),
            (r"[a\]", "`[` is not closed"),
            ("(a", "`(` is not closed"),
            ("a)", "`)` closes nothing"),
            (r"a\", "a backslash stands at its end"),
            ("*.rs", "it repeats nothing"),
            ("a|+", "it repeats nothing"),
            ("(*)", "it repeats nothing"),
        ] {
            assert_eq!(malformed(bad), Some(why), "{bad}");
        }
    }
}

//! Rust expressions and included files that yielded nothing, and regular expressions.

use super::context::{Check, Run};
use crate::codes;
use crate::model::{Data, Text, TextExpr, Value};
use crate::place::Place;

/// A text where it is known; where its expression failed, that is reported.
pub(super) fn known<'t, P: Place>(cx: &mut Check<'_, P>, text: &'t TextExpr<P>) -> Option<&'t str> {
    if let Text::Failed(error) = &text.text {
        failed(cx, text.at, error);
    }
    text.known()
}

/// Whether a value can be looked at: it is known, and did not fail.
pub(super) fn is_known<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>) -> bool {
    match &value.data {
        Data::Deferred(_) | Data::Missing => false,
        Data::Failed(error) => {
            failed(cx, value.at, error);
            false
        }
        Data::Include {
            path,
            content: Err(error),
        } => {
            cx.report(
                &codes::UNREADABLE_FILE,
                value.at,
                format!("`{path}` cannot be read: {error}"),
            )
            .help("the path is relative to the crate, where `Cargo.toml` is");
            false
        }
        _ => true,
    }
}

fn failed<P: Place>(cx: &mut Check<'_, P>, at: P, error: &str) {
    cx.report(
        &codes::FAILED_EXPRESSION,
        at,
        format!("this expression failed: {error}"),
    );
}

/// What a variable is matched against is a regular expression.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html>
pub(super) fn regular<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    if run.constant("Operator").as_deref() != Some("MATCHES") {
        return;
    }
    let Some(entry) = run.entry("Value") else {
        return;
    };
    // What a variable brings along is known at the run only.
    let text = entry.value.data.text().unwrap_or_default();
    if let Some(why) = unbalanced(text).filter(|_| !text.contains("#{")) {
        cx.report(
            &codes::MALFORMED_TEXT,
            entry.value.at,
            format!("`value` is no regular expression: {why}"),
        )
        .help("a sign that stands for itself has a backslash before it: `\\\\[` in a Rust text, or `\\[` in a raw one, `r\"…\"`");
    }
}

/// What no kind of regular expression takes: brackets that are not closed or not opened,
/// a backslash before nothing.
fn unbalanced(text: &str) -> Option<&'static str> {
    // What is quoted is no expression.
    if text.contains("\\Q") {
        return None;
    }
    let mut groups = 0_usize;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.next().is_none() => return Some("a backslash stands at its end"),
            '[' if !closes(&mut letters) => return Some("`[` is not closed"),
            '(' => groups += 1,
            ')' if groups == 0 => return Some("`)` closes nothing"),
            ')' => groups -= 1,
            _ => {}
        }
    }
    (groups > 0).then_some("`(` is not closed")
}

/// Whether a `]` closes what was opened; reads on to behind it.
fn closes(letters: &mut std::str::Chars<'_>) -> bool {
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => drop(letters.next()),
            ']' => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::unbalanced;

    #[test]
    fn brackets_are_closed() {
        for good in [
            "main", "[a-z]+", "(a|[(])b", r"\[\(", r"[\]]", "[^]a]", "(a(b)c)?", r"\Q[\E", "a]",
        ] {
            assert_eq!(unbalanced(good), None, "{good}");
        }
        for (bad, why) in [
            ("[a-", "`[` is not closed"),
            (r"[a\]", "`[` is not closed"),
            ("(a", "`(` is not closed"),
            ("a)", "`)` closes nothing"),
            (r"a\", "a backslash stands at its end"),
        ] {
            assert_eq!(unbalanced(bad), Some(why), "{bad}");
        }
    }
}

//! A comparison for a pull request.

use std::fmt::Write as _;

use pipewright_core::compare::{AccessChange, Comparison};

use super::side::Side;
use super::text;

/// GitHub takes so many characters for a comment.
///
/// Source: <https://docs.github.com/en/rest/issues/comments>, which answers longer ones with
/// "body is too long (maximum is 65536 characters)".
const LONGEST: usize = 65_000;

/// So many rows of a table are shown.
const ROWS: usize = 100;

pub(super) fn text(found: &Comparison, old: &Side, new: &Side) -> String {
    let mut out = format!("### {}\n\n", escaped(&text::answer(found)));
    let _ = writeln!(out, "{} → {}", code(&old.name), code(&new.name));
    table(&mut out, &text::gained(found), &found.gains, "may now");
    table(&mut out, &text::lost(found), &found.losses, "may no longer");
    for (title, settings) in text::settings(found) {
        let _ = writeln!(out, "\n#### {title}\n");
        for setting in settings.iter().take(ROWS) {
            let (said, about) = (text::setting(setting), &setting.about);
            let _ = writeln!(out, "- {}: {}", escaped(&said), escaped(about));
        }
        rest(&mut out, settings.len());
    }
    if !found.undecided.is_empty() {
        out.push_str("\n#### Not decided\n\n");
        for one in found.undecided.iter().take(ROWS) {
            let _ = writeln!(out, "- {}: {}", escaped(&one.what), escaped(&one.why));
        }
        rest(&mut out, found.undecided.len());
    }
    if !found.structure.is_empty() {
        let count = found.structure.len();
        let _ = writeln!(
            out,
            "\n<details><summary>What is deployed differently ({count})</summary>\n"
        );
        for change in found.structure.iter().take(ROWS) {
            let details: Vec<String> = change.details.iter().map(|one| escaped(one)).collect();
            let details = match details.is_empty() {
                true => String::new(),
                false => format!(": {}", details.join("; ")),
            };
            let _ = writeln!(
                out,
                "- {} {}{details}",
                change.kind.word(),
                escaped(&change.what)
            );
        }
        rest(&mut out, count);
        out.push_str("\n</details>\n");
    }
    shortened(out.trim_end().to_owned())
}

/// The text, if it is no longer than a comment may be.
fn shortened(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let mut out = String::new();
    for line in text.lines() {
        if out.len() + line.len() > LONGEST {
            break;
        }
        out.push_str(line);
        out.push('\n');
    }
    if out.contains("<details>") && !out.contains("</details>") {
        out.push_str("\n</details>\n");
    }
    out.push_str("\nThe rest is too long for a comment: `cargo pipewright diff` prints all of it.");
    out
}

fn rest(out: &mut String, count: usize) {
    if let Some(more) = count.checked_sub(ROWS).filter(|more| *more > 0) {
        let _ = writeln!(out, "\n…and {more} more");
    }
}

fn table(out: &mut String, title: &str, changes: &[AccessChange], may: &str) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n#### {}\n", escaped(title));
    let _ = writeln!(out, "| who | {may} call | on | if | by | otherwise |");
    out.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for change in changes.iter().take(ROWS) {
        let (calls, on) = match &change.policy {
            Some(policy) => (format!("what {} allows", code(policy)), String::new()),
            None => (code(&text::calls(change)), code(&text::resources(change))),
        };
        let by: Vec<String> = change
            .because
            .iter()
            .map(|place| escaped(&text::place(place)))
            .collect();
        let conditions: Vec<String> = change.conditions.iter().map(|one| code(one)).collect();
        let cells = [
            format!(
                "{}{}",
                escaped(&change.principal.name),
                text::fate(&change.principal)
            ),
            calls,
            on,
            conditions.join(" and "),
            by.join("; "),
            escaped(&text::otherwise(change, may)),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    rest(out, changes.len());
}

/// A text in which Markdown and HTML mean nothing.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Nobody is mentioned, and no issue is linked to.
            '@' | '#' => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '|' | '~' => {
                out.push('\\');
                out.push(character);
            }
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    // No address becomes a link.
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// A text as code. In a table, even code may hold no bar.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            control if control.is_control() => out.push(' '),
            plain if plain.is_ascii_alphanumeric() || " .,:/-".contains(plain) => out.push(plain),
            plain if !plain.is_ascii() => out.push(plain),
            // As a number, it means nothing to Markdown.
            other => {
                let _ = write!(out, "&#{};", u32::from(other));
            }
        }
    }
    format!("<code>{out}</code>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_users_is_no_markup() {
        let bad = "a|b`c`*d*<script>@someone#1[x](y)\n\\https://x www.x";
        for text in [escaped(bad), code(bad)] {
            let plain = text.replace("<code>", "").replace("</code>", "");
            assert!(!plain.contains(['<', '>', '@', '\n']), "{text}");
            assert!(!plain.replace("\\|", "").contains('|'), "{text}");
            assert!(!escaped(bad).contains("://") && !escaped(bad).contains("www."));
        }
    }

    #[test]
    fn a_comment_is_not_too_long() {
        let text = shortened(format!("<details>\n{}", "a line of text\n".repeat(10_000)));
        assert!(text.len() < 65_536);
        assert!(text.contains("</details>"));
    }
}

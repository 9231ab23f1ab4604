//! Why a text cannot be read as tokens: a bracket without its counterpart, a string that does not
//! end, a character that the language does not have.

use std::ops::Range;

use super::Problem;

/// The most brackets around a place. The parser needs memory for each.
const DEEPEST: usize = 200;

/// The first bracket that has too many others around it.
pub(super) fn too_deep(text: &str) -> Option<Problem> {
    let (mut depth, mut rest) = (0_usize, text);
    while let Some(first) = rest.chars().next() {
        match first {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let at = text.len() - rest.len();
            let what = format!("this `{first}` stands in more than {DEEPEST} others");
            return Some(Problem::syntax(at..at + 1, what));
        }
        rest = rest.get(length(rest).ok()?..)?;
    }
    None
}

/// The first bracket without its counterpart, or the first string or comment that does not end.
pub(super) fn problem(text: &str) -> Option<Problem> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = match length(rest) {
            Ok(length) => length,
            Err(what) => return Some(Problem::syntax(at..at + first.len_utf8(), what)),
        };
        match first {
            '(' | '[' | '{' => open.push((first, at)),
            ')' | ']' | '}' => match open.pop() {
                None => {
                    let what = format!("this `{first}` closes nothing");
                    return Some(Problem::syntax(at..at + 1, what));
                }
                Some((begun, begin)) if closing(begun) != first => {
                    let what = format!("`{}` is expected here, and not `{first}`", closing(begun));
                    let problem = Problem::syntax(at..at + 1, what);
                    return Some(problem.related(begin..begin + 1, "which closes this"));
                }
                Some(_) => {}
            },
            _ => {}
        }
        rest = rest.get(length..)?;
    }
    let (begun, at) = open.pop()?;
    let what = format!("this `{begun}` is never closed");
    let help = format!("write `{}` where it ends", closing(begun));
    Some(Problem::syntax(at..at + 1, what).help(help))
}

/// Of a text that has its brackets: the place that cannot be read.
pub(super) fn unreadable(text: &str, at: Range<usize>) -> Problem {
    let begin = at.start.min(text.len());
    let rest = text.get(begin..).unwrap_or_default();
    let first = rest.chars().next();
    let place = begin..begin + first.map_or(0, char::len_utf8);
    match first {
        Some('\'') => {
            let word: String = rest
                .chars()
                .skip(1)
                .take_while(|one| *one != '\'' && *one != '\n')
                .collect();
            Problem::syntax(place, "a text stands in double quotes")
                .help(format!("write `\"{word}\"`"))
        }
        Some('"') => Problem::syntax(
            place,
            "this text has a `\\` with a character behind it that has no meaning",
        )
        .help("write `\\\\` for a backslash, `\\\"` for a quote, `\\n` for a line break"),
        Some(other) => Problem::syntax(
            place,
            format!("`{}` has no meaning here", other.escape_debug()),
        )
        .help("texts stand in double quotes"),
        None => Problem::syntax(place, "the file cannot be read as a pipeline"),
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// The length of the comment, string or character at the beginning of a text that is not empty, or
/// what is wrong with it.
fn length(text: &str) -> Result<usize, &'static str> {
    let end = |found: Option<usize>, more: usize| found.map(|at| at + more);
    if text.starts_with("//") {
        return Ok(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return comment(text).ok_or("this comment is never closed");
    }
    if let Some(raw) = text.strip_prefix('r') {
        let signs = raw.len() - raw.trim_start_matches('#').len();
        if raw.get(signs..).is_some_and(|rest| rest.starts_with('"')) {
            let close = format!("\"{}", "#".repeat(signs));
            let inside = signs + 2;
            let found = text.get(inside..).and_then(|rest| rest.find(&close));
            return end(found, inside + close.len()).ok_or("this text is never closed");
        }
    }
    if text.starts_with('"') {
        let mut escaped = false;
        for (at, one) in text.char_indices().skip(1) {
            match one {
                '"' if !escaped => return Ok(at + 1),
                '\\' => escaped = !escaped,
                _ => escaped = false,
            }
        }
        return Err("this text is never closed: a `\"` is missing");
    }
    if let Some(length) = character(text) {
        return Ok(length);
    }
    Ok(word(text).unwrap_or_else(|| text.chars().next().map_or(1, char::len_utf8)))
}

/// The length of a character in quotes, such as `'{'`.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    let end = first.len_utf8() + usize::from(first == '\\');
    inside.get(end..)?.starts_with('\'').then_some(1 + end + 1)
}

/// The length of a word, so that its last `r` does not begin a string.
fn word(text: &str) -> Option<usize> {
    let is_part = |one: char| one.is_alphanumeric() || one == '_';
    let end = text.find(|one| !is_part(one)).unwrap_or(text.len());
    (end > 0).then_some(end)
}

/// The length of a block comment, which may have others in it.
fn comment(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<(Range<usize>, String)> {
        problem(text).map(|problem| (problem.at, problem.message))
    }

    #[test]
    fn brackets_are_counted_outside_of_texts_and_comments() {
        for text in [
            "",
            "{ a: \"}\" }",
            "// {\n{}",
            "/* ( /* [ */ */ []",
            "r#\"{\"#",
            "bar\"x\"",
            "\"\\\"{\"",
            "'{' '\\''",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_said_where_it_began() {
        for (text, at, message) in [
            ("stage A {", 8..9, "this `{` is never closed"),
            ("a }", 2..3, "this `}` closes nothing"),
            ("[ ( ]", 4..5, "`)` is expected here, and not `]`"),
            (
                "name: \"app;",
                6..7,
                "this text is never closed: a `\"` is missing",
            ),
            ("a /* b", 2..3, "this comment is never closed"),
            ("r#\"a\"", 0..1, "this text is never closed"),
        ] {
            assert_eq!(said(text), Some((at, message.to_owned())), "{text}");
        }
    }
}

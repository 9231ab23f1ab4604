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

/// The bracket without its counterpart, or the first string or comment that does not end.
pub(super) fn problem(text: &str) -> Option<Problem> {
    match brackets(text) {
        Ok(brackets) => unmatched(text, &brackets),
        Err(problem) => Some(*problem),
    }
}

/// The brackets of a text, each with its place.
fn brackets(text: &str) -> Result<Vec<(char, usize)>, Box<Problem>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let length = length(rest)
            .map_err(|what| Box::new(Problem::syntax(at..at + first.len_utf8(), what)))?;
        if "()[]{}".contains(first) {
            found.push((first, at));
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(found)
}

/// The bracket without its counterpart. Where lines are indented, it is the one that is closed at
/// another depth than it begins at.
fn unmatched(text: &str, brackets: &[(char, usize)]) -> Option<Problem> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let (mut crooked, mut hanging) = (None, None);
    for (sign, at) in brackets.iter().copied() {
        if "([{".contains(sign) {
            open.push((sign, at));
            continue;
        }
        match open.pop() {
            None => return Some(closes_nothing(sign, at, crooked.or(hanging))),
            Some((begun, begin)) if closing(begun) != sign => {
                let fits = open.iter().any(|(begun, _)| closing(*begun) == sign);
                return Some(wrong_kind((begun, begin), (sign, at), fits));
            }
            Some((_, begin)) => match layout(text, begin, at) {
                Layout::Crooked => crooked = crooked.or(Some((begin, at))),
                Layout::Hanging => hanging = hanging.or(Some((begin, at))),
                Layout::Usual => {}
            },
        }
    }
    let (begun, at) = open.pop()?;
    Some(match crooked {
        Some((begin, close)) => never_closed('{', begin).related(
            close..close + 1,
            "this `}` closes it, and stands where another one is closed",
        ),
        None => never_closed(begun, at),
    })
}

/// Where a bracket stands that closes another one.
enum Layout {
    /// In the same line, or at the beginning of one that is indented alike.
    Usual,
    /// At the beginning of a line that is indented otherwise.
    Crooked,
    /// Behind something else in a later line.
    Hanging,
}

fn layout(text: &str, begin: usize, close: usize) -> Layout {
    let line = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| end + 1)
    };
    let indent = |at: usize| {
        let line = text.get(line(at)..).unwrap_or_default();
        line.len() - line.trim_start_matches([' ', '\t']).len()
    };
    if line(begin) == line(close) {
        Layout::Usual
    } else if line(close) + indent(close) != close {
        Layout::Hanging
    } else if indent(begin) != indent(close) {
        Layout::Crooked
    } else {
        Layout::Usual
    }
}

fn closes_nothing(sign: char, at: usize, crooked: Option<(usize, usize)>) -> Problem {
    match crooked {
        Some((begin, close)) => {
            let what = "this `}` is one too many, or stands in the wrong place";
            Problem::syntax(close..close + 1, what)
                .related(begin..begin + 1, "it closes this")
                .related(at..at + 1, format!("so that this `{sign}` closes nothing"))
        }
        None => Problem::syntax(at..at + 1, format!("this `{sign}` closes nothing")),
    }
}

/// Of a bracket that another one ends: the first is never closed where the second one `fits` a
/// bracket around it.
fn wrong_kind((begun, begin): (char, usize), (sign, at): (char, usize), fits: bool) -> Problem {
    if fits {
        return never_closed(begun, begin)
            .related(at..at + 1, format!("this `{sign}` stands before its end"));
    }
    let what = format!("expected `{}`, found `{sign}`", closing(begun));
    Problem::syntax(at..at + 1, what).related(begin..begin + 1, "this is what it closes")
}

fn never_closed(begun: char, at: usize) -> Problem {
    Problem::syntax(at..at + 1, format!("this `{begun}` is never closed"))
        .help(format!("write `{}` where it ends", closing(begun)))
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
        Some('r') if rest.starts_with("r#") && !rest.starts_with("r#\"") => {
            let word: String = rest
                .chars()
                .skip(2)
                .take_while(|one| one.is_alphanumeric() || *one == '_')
                .collect();
            Problem::syntax(place, format!("`{word}` cannot be a name"))
                .help("it has no raw form: take another name")
        }
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
            ("[ ( ]", 2..3, "this `(` is never closed"),
            ("[ ( } ]", 4..5, "expected `)`, found `}`"),
            // A line that is indented says more than the number of the brackets.
            (
                "stage A {\n    a: {\n}\n",
                17..18,
                "this `{` is never closed",
            ),
            (
                "stage A {\n    a: {\n    }\n    }\n}\n",
                29..30,
                "this `}` is one too many, or stands in the wrong place",
            ),
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

    /// A pipeline whose lines are indented.
    const INDENTED: &str = r#"
        name: "app";
        role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Deploy in prod {
            Prepare: CloudFormation(source) as acts {
                template_path: source / "template.yml",
                parameter_overrides: {
                    Names: [
                        "a",
                        "b",
                    ],
                },
            };
            Look: Manual of [Prepare];
            on_failure ROLLBACK;
        }
    "#;

    #[test]
    fn a_bracket_that_is_left_out_is_said_in_the_line_of_its_other_one() {
        let all = brackets(INDENTED).unwrap_or_else(|_| panic!("brackets"));
        let line = |text: &str, at: usize| text[..at].matches('\n').count();
        let mut open: Vec<usize> = Vec::new();
        let mut pairs = Vec::new();
        for (sign, at) in all {
            if "([{".contains(sign) {
                open.push(at);
            } else {
                pairs.push((open.pop().expect("an open one"), at));
            }
        }
        assert_eq!(pairs.len(), 10);
        for (begin, end) in pairs {
            let without_end = [&INDENTED[..end], &INDENTED[end + 1..]].concat();
            let (at, message) = said(&without_end).expect("a problem");
            assert_eq!(at.start, begin, "{message}: {without_end}");
            let without_begin = [&INDENTED[..begin], &INDENTED[begin + 1..]].concat();
            let (at, message) = said(&without_begin).expect("a problem");
            let lines = [
                line(&without_begin, at.start),
                line(&without_begin, end - 1),
            ];
            assert_eq!(lines[0], lines[1], "{message}: {without_begin}");
        }
    }
}

//! Lists, numbers and remedies in messages.

use crate::catalogue::pattern::Pattern;

/// `` `a`, `b` and `c` ``
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    and(&quoted)
}

/// `a, b and c`
fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `` `a`, `b` or `c` ``
pub(super) fn choice(names: &[&str]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => {
            let quoted: Vec<String> = most.iter().map(|name| format!("`{name}`")).collect();
            format!("{} or `{last}`", quoted.join(", "))
        }
        _ => list(names),
    }
}

/// `1 input`, `2 inputs`, `no inputs`
pub(super) fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// What a text holds that its pattern does not allow, and a text that would do.
pub(super) fn remedy(pattern: &Pattern, text: &str) -> Option<String> {
    let allowed = |c: char| (pattern.fits)(&format!("a{c}a"));
    if let Some(hint) = (pattern.hint)(text) {
        return Some(hint);
    }
    // What is more than letters in any order cannot be mended letter by letter.
    if !(pattern.fits)("aaaaaaaaaaaa") {
        return None;
    }
    let mut wrong = Vec::new();
    for c in text.chars().filter(|c| !allowed(*c)) {
        let named = match c {
            ' ' => "a blank".to_owned(),
            c => format!("`{c}`"),
        };
        if !wrong.contains(&named) {
            wrong.push(named);
        }
    }
    let wrong = and(&wrong);
    // A letter has no hyphen for a substitute.
    let letters = text.chars().any(|c| !allowed(c) && c.is_alphanumeric());
    let fixed: String = text
        .chars()
        .map(|c| if allowed(c) { c } else { replacement(&allowed) })
        .collect();
    match (wrong.is_empty(), pattern.complaint(&fixed)) {
        (true, _) => None,
        (false, None) if !letters => Some(format!("it holds {wrong}; `{fixed}` would do")),
        (false, _) => Some(format!("it holds {wrong}")),
    }
}

fn replacement(allowed: &impl Fn(char) -> bool) -> char {
    if allowed('-') { '-' } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pattern;

    #[test]
    fn a_remedy_names_what_is_wrong() {
        let remedy = |pattern, text| remedy(pattern, text).unwrap_or_default();
        assert_eq!(
            remedy(&pattern::PIPELINE_NAME, "my pipe/line"),
            "it holds a blank and `/`; `my-pipe-line` would do"
        );
        assert_eq!(
            remedy(&pattern::ENVIRONMENT_VARIABLE, "A-B"),
            "it holds `-`; `A_B` would do"
        );
        assert_eq!(remedy(&pattern::STACK_NAME, "1_a"), "it holds `_`");
        assert_eq!(remedy(&pattern::KEY_ARN, "alias/x"), "");
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(choice(&["a", "b"]), "`a` or `b`");
        assert_eq!(count(0, "input"), "no inputs");
        assert_eq!(count(1, "input"), "1 input");
    }
}

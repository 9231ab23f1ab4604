//! Whether the value of a parameter can hold what IAM reads as a pattern.

/// Returns whether a regular expression surely allows no `*`, `?` and `$`.
pub(super) fn excludes_wildcards(pattern: &str) -> bool {
    const WILDCARDS: [char; 3] = ['*', '?', '$'];
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '.' => return false,
            '\\' => match characters.next() {
                Some('d' | 'w' | 'b') => {}
                Some(escaped) if !escaped.is_alphanumeric() && !WILDCARDS.contains(&escaped) => {}
                _ => return false,
            },
            '[' => {
                let mut class = String::new();
                let mut escaped = false;
                for inner in characters.by_ref() {
                    if inner == ']' && !escaped && !class.is_empty() {
                        break;
                    }
                    escaped = inner == '\\' && !escaped;
                    class.push(inner);
                }
                let wild = |c: char| class.contains(c);
                // A class in a class, or what two classes share: both are read by few.
                if class.contains('[') || class.contains("&&") {
                    return false;
                }
                let safe = match class.strip_prefix('^') {
                    Some(excluded) => WILDCARDS.iter().all(|c| excluded.contains(*c)),
                    None => !WILDCARDS.into_iter().any(wild) && !has_wide_range(&class),
                };
                if !safe {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// Returns whether a class has a range that is none of letters or digits, or a shorthand for more
/// than these.
fn has_wide_range(class: &str) -> bool {
    let characters: Vec<char> = class.chars().collect();
    let same = |one: char, other: char| {
        [
            char::is_ascii_digit,
            char::is_ascii_lowercase,
            char::is_ascii_uppercase,
        ]
        .iter()
        .any(|kind| kind(&one) && kind(&other))
    };
    let ranges = characters.windows(3);
    let mut shorthands = characters.windows(2);
    ranges
        .into_iter()
        .any(|part| matches!(part, [one, '-', other] if !same(*one, *other)))
        || shorthands.any(|part| {
            matches!(part, ['\\', letter] if letter.is_alphanumeric() && !matches!(letter, 'd' | 'w'))
        })
}

#[cfg(test)]
mod tests {
    use super::excludes_wildcards;

    #[test]
    fn a_pattern_that_could_allow_a_wildcard_is_found() {
        for safe in [
            "[a-z0-9-]+",
            "[A-Za-z]{1,20}",
            "abc|def",
            r"\w+-\d",
            "[^*?$]*",
            "(a|b)?",
            r"a\.b",
            "[]a]+",
            "",
        ] {
            assert!(excludes_wildcards(safe), "{safe}");
        }
        for unsafe_one in [
            ".*",
            r"\*",
            "[*]",
            "[^a]",
            "[ -~]+",
            r"\S+",
            r"[\S]+",
            "[!-/]",
            r"a\",
            "[^*]",
            "[a[*]]",
            "[^a[*?$]]",
            "[a-z&&[^b]]",
            r"[\x2a]",
            r"[\p{P}]",
        ] {
            assert!(!excludes_wildcards(unsafe_one), "{unsafe_one}");
        }
    }
}

//! Patterns with `*` and `?`.

/// Returns whether some text is like both patterns. In each, `*` is any text and `?` one
/// character.
///
/// ```
/// use pipewright_model::catalogue::services::overlap;
/// assert!(overlap("a*", "*b"));
/// assert!(overlap("GetObject", "Get*"));
/// assert!(!overlap("a*c", "b*"));
/// ```
#[must_use]
pub fn overlap(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    // `row[j]`: whether what is left of `one` overlaps with what is left of `other` behind `j`.
    let mut row: Vec<bool> = Vec::new();
    for i in (0..=one.len()).rev() {
        let mut next = vec![false; other.len() + 1];
        for j in (0..=other.len()).rev() {
            let (a, b) = (one.get(i), other.get(j));
            let below = |j: usize| row.get(j).copied().unwrap_or(false);
            next[j] = match (a, b) {
                (None, None) => true,
                (Some('*'), None) => below(j),
                (None, Some('*')) => next[j + 1],
                (Some('*'), Some(_)) => below(j) || next[j + 1],
                (Some(_), Some('*')) => below(j) || next[j + 1],
                (Some(a), Some(b)) => (a == b || *a == '?' || *b == '?') && below(j + 1),
                _ => false,
            };
        }
        row = next;
    }
    row.first().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn patterns_overlap_if_a_text_is_like_both() {
        for (one, other, like) in [
            ("", "", true),
            ("", "*", true),
            ("a", "", false),
            ("*", "*", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("bucket", "*/*", false),
            ("bucket/*", "*/*", true),
            ("bucket*", "*/*", true),
            ("log-group:x", "log-group:*:log-stream:*", false),
            ("log-group:x:*", "log-group:*:log-stream:*", true),
            ("ab*", "*ba", true),
            ("ab*x", "*ba", false),
        ] {
            assert_eq!(overlap(one, other), like, "{one} {other}");
            assert_eq!(overlap(other, one), like, "{other} {one}");
        }
    }
}

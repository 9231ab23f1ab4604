//! The name that a misspelled word probably means.

/// The name that a word probably means: one that differs only in case or in hyphens and
/// underscores, else the closest one in any case, if a third of the characters or fewer differ.
///
/// ```
/// use pipewright_model::similar::closest;
/// assert_eq!(closest("acount", ["stage", "account"]), Some("account"));
/// ```
#[must_use]
pub fn closest<'a>(
    word: &str,
    names: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let same_but_case = names
        .clone()
        .into_iter()
        .find(|name| name.eq_ignore_ascii_case(word) || same_but_hyphens(name, word));
    if same_but_case.is_some() {
        return same_but_case;
    }
    let limit = (word.chars().count().max(3)) / 3;
    let word = word.to_ascii_lowercase();
    names
        .into_iter()
        .filter_map(|name| Some((distance(&word, &name.to_ascii_lowercase(), limit)?, name)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn same_but_hyphens(name: &str, word: &str) -> bool {
    name.len() == word.len()
        && name.bytes().zip(word.bytes()).all(|(a, b)| {
            let plain = |c: u8| {
                if c == b'-' {
                    b'_'
                } else {
                    c.to_ascii_lowercase()
                }
            };
            plain(a) == plain(b)
        })
}

/// The edit distance: the number of characters to add, remove, change, or swap with their
/// neighbor. `None` if it is above the limit, or if no character stays.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before_last[j - 2] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    let found = last[b.len()];
    (found <= limit && found < a.len().max(b.len())).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn nearest_first_and_nothing_far() {
        assert_eq!(closest("acount", ["stage", "account"]), Some("account"));
        assert_eq!(closest("prd", ["test", "prod", "dev"]), Some("prod"));
        assert_eq!(closest("vai", ["in", "via", "as"]), Some("via"));
        assert_eq!(closest("Prefx", ["delimiter", "prefix"]), Some("prefix"));
        assert_eq!(closest("us_east_1", ["us-east-1"]), Some("us-east-1"));
        assert_eq!(closest("trigger", ["role", "stage", "store"]), None);
        assert_eq!(closest("for", ["role", "home"]), None);
        assert_eq!(closest("x", ["in"]), None);
        assert_eq!(closest("", ["in"]), None);
    }
}

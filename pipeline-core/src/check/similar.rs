//! Which name was probably meant.

/// The name that a word was probably meant to be: one that differs in upper and lower
/// case only, else the closest one, if it is close.
pub(super) fn closest<'a>(
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
    names
        .into_iter()
        .filter_map(|name| Some((distance(word, name, limit)?, name)))
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

/// How many letters have to be added, left out, changed, or swapped with their
/// neighbour; nothing where that is more than the limit, or everything.
pub(super) fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
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

/// `` `a`, `b` and `c` ``
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.as_slice() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_found_if_it_is_close() {
        let names = ["prod", "test", "tools", "packaged"];
        let closest = |word: &str| closest(word, names);
        assert_eq!(closest("prd"), Some("prod"));
        assert_eq!(closest("PROD"), Some("prod"));
        assert_eq!(closest("tset"), Some("test"), "neighbours swapped");
        assert_eq!(closest("pakcagd"), Some("packaged"));
        assert_eq!(closest("staging"), None);
        assert_eq!(closest("x"), None);
        assert_eq!(closest(""), None);
    }

    #[test]
    fn hyphens_and_underscores_are_confused() {
        assert_eq!(closest("us_east_1", ["us-east-1"]), Some("us-east-1"));
    }

    #[test]
    fn a_word_of_one_letter_is_close_to_nothing() {
        assert_eq!(closest("a", ["b", "c"]), None);
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

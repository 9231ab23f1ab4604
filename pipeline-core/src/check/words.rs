//! Lists and numbers in messages.

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
    fn lists_read_like_sentences() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(choice(&["a", "b"]), "`a` or `b`");
        assert_eq!(count(0, "input"), "no inputs");
        assert_eq!(count(1, "input"), "1 input");
    }
}

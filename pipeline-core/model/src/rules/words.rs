//! Lists, numbers and articles in messages.

/// `` `a`, `b` and `c` ``
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    and(&quoted)
}

/// `a, b and c`
pub(crate) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// `` `a`, `b` or `c` ``
pub fn choice(names: &[&str]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => {
            let quoted: Vec<String> = most.iter().map(|name| format!("`{name}`")).collect();
            format!("{} or `{last}`", quoted.join(", "))
        }
        _ => list(names),
    }
}

/// `1 input`, `2 inputs`, `no inputs`
pub(crate) fn count(number: usize, what: &str) -> String {
    match number {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

/// `` an `Ecr` ``, `` a `Lambda` ``, `` an `S3Deploy` ``: a name with the article that it is
/// read with.
pub(crate) fn with_article(name: &str) -> String {
    let mut characters = name.chars();
    let (first, second) = (characters.next().unwrap_or_default(), characters.next());
    // A letter before a digit is read by its own name.
    let spelled = second.is_some_and(|second| second.is_ascii_digit());
    let vowels = if spelled { "AEFHILMNORSX" } else { "AEIO" };
    let an = vowels.contains(first.to_ascii_uppercase());
    format!("{} `{name}`", if an { "an" } else { "a" })
}

/// `` stage name `Build` ``, or `this stage name` where it is empty.
pub(crate) fn named(kind: &str, name: &str) -> String {
    if name.is_empty() {
        format!("this {kind}")
    } else {
        format!("{kind} `{name}`")
    }
}

/// The name of a stage, an action or an artifact as it is written: in quotes, if it has to be.
pub(crate) fn title(name: &str) -> String {
    let word = |c: char| c == '_' || c.is_alphanumeric();
    if name.starts_with(|c: char| !c.is_ascii_digit()) && name.chars().all(word) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_read_aloud() {
        let all = [
            "Ec2",
            "Ecr",
            "S3Deploy",
            "Manual",
            "Lambda",
            "InspectorScan",
            "Snyk",
        ];
        let all = all.map(with_article).join(" ");
        assert_eq!(
            all,
            "an `Ec2` an `Ecr` an `S3Deploy` a `Manual` a `Lambda` an `InspectorScan` a `Snyk`"
        );
    }

    #[test]
    fn a_title_has_quotes_where_it_needs_them() {
        assert_eq!(title("größe_2"), "größe_2");
        assert_eq!(title("a-b"), "\"a-b\"");
        assert_eq!(title("2nd"), "\"2nd\"");
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

//! Logical ids: names that a person finds in a template.

use std::collections::HashMap;

use super::names::mark;

/// Words and names in one: `["Deploy-to-prod", "prepare", "Role"]` becomes
/// `DeployToProdPrepareRole`.
pub(crate) fn camel(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        for word in part.split(|c: char| !c.is_ascii_alphanumeric()) {
            let mut letters = word.chars();
            if let Some(first) = letters.next() {
                out.push(first.to_ascii_uppercase());
                out.push_str(letters.as_str());
            }
        }
    }
    out
}

/// The titles as logical ids: where two would be the same, each of them gets a mark of
/// what it stands for. They do not depend on the order.
///
/// `things` are pairs of a title and what tells the thing apart from all others.
pub(crate) fn logical_ids<'a>(things: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let things: Vec<(&str, &str)> = things.into_iter().collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (title, _) in &things {
        *count.entry(title).or_default() += 1;
    }
    things
        .iter()
        .map(|(title, identity)| {
            if count.get(title).is_some_and(|count| *count > 1) {
                format!("{title}{}", mark([*identity]))
            } else {
                (*title).to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logical_id_is_what_a_person_looks_for() {
        assert_eq!(
            camel(&["DeployToProduction", "Prepare", "Role"]),
            "DeployToProductionPrepareRole"
        );
        assert_eq!(camel(&["Deploy-to.prod", "a_b"]), "DeployToProdAB");
    }

    #[test]
    fn equal_titles_are_told_apart_whatever_their_order() {
        let one = logical_ids([("A", "x"), ("A", "y"), ("B", "z")]);
        let other = logical_ids([("B", "z"), ("A", "y"), ("A", "x")]);
        assert_eq!(one[0], other[2]);
        assert_eq!(one[1], other[1]);
        assert_eq!(one[2], "B");
        assert_ne!(one[0], one[1]);
    }
}

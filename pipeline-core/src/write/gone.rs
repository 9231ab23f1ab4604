//! What is said when a build leaves stacks out that an earlier one had, as of a region that
//! has gone: nobody deletes them, and they are in no report any more.

use super::{Replaced, TEMPLATE};
use serde_json::{Map, Value};

/// Which stacks are not listed any more, and what stays even when they are deleted.
pub(crate) fn farewell(replaced: &Replaced) -> Option<String> {
    let stacks: Vec<(&str, &str)> = replaced
        .gone
        .iter()
        .filter_map(|(file, text)| Some((file.strip_suffix(TEMPLATE)?, text.as_str())))
        .collect();
    let all = list(stacks.iter().map(|(name, _)| *name))?;
    let many = stacks.len() > 1;
    let mut said = format!(
        "{all} {} in the templates any more: what was deployed of {} stays until you delete {}",
        if many { "are not" } else { "is not" },
        if many { "them" } else { "it" },
        if many { "them" } else { "it" },
    );
    let kept = stacks.iter().filter(|(_, text)| keeps(text));
    if let Some(kept) = list(kept.map(|(name, _)| *name)) {
        said += &format!(", and the bucket and key of {kept} even then");
    }
    Some(said)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let last = names.pop()?;
    Some(match names.as_slice() {
        [] => last,
        _ => format!("{} and {last}", names.join(", ")),
    })
}

/// Whether a template holds what its stack does not take along.
fn keeps(template: &str) -> bool {
    let template: Value = serde_json::from_str(template).unwrap_or_default();
    let resources = template.get("Resources").and_then(Value::as_object);
    let mut resources = resources.into_iter().flat_map(Map::values);
    resources.any(|body| {
        let policy = body.get("DeletionPolicy").and_then(Value::as_str);
        policy.is_some_and(|policy| policy != "Delete")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = r#"{"Resources":{"B":{"DeletionPolicy":"RetainExceptOnCreate"}}}"#;
    const DELETED: &str = r#"{"Resources":{"B":{"DeletionPolicy":"Delete"},"P":{}}}"#;

    fn said(gone: &[(&str, &str)]) -> Option<String> {
        let gone = gone.iter();
        farewell(&Replaced {
            changed: gone.len(),
            gone: gone
                .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
                .collect(),
        })
    }

    #[test]
    fn stacks_that_have_gone_are_named_and_what_stays_of_them() {
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[("REPORT.md", "")]), None);
        assert_eq!(
            said(&[("a.template.json", DELETED)]).unwrap(),
            "`a` is not in the templates any more: what was deployed of it stays until you delete it"
        );
        assert_eq!(
            said(&[
                ("a.template.json", KEPT),
                ("b.template.json", "no JSON"),
                ("c.template.json", KEPT)
            ])
            .unwrap(),
            "`a`, `b` and `c` are not in the templates any more: what was deployed of them stays until you \
             delete them, and the bucket and key of `a` and `c` even then"
        );
    }
}

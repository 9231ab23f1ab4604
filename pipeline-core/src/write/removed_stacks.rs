//! The warning about stacks that an earlier build had and this one does not, for instance
//! those of a removed region: nobody deletes them, and no report lists them.

use super::{Replaced, TEMPLATE};
use serde_json::{Map, Value};

/// Names the removed stacks, and those of which a bucket and a key stay when they are deleted.
pub(crate) fn removal_warning(replaced: &Replaced) -> Option<String> {
    let stacks: Vec<(&str, &str)> = replaced
        .removed
        .iter()
        .filter_map(|(file, text)| Some((file.strip_suffix(TEMPLATE)?, text.as_str())))
        .collect();
    let all = list(stacks.iter().map(|(name, _)| *name))?;
    let many = stacks.len() > 1;
    let mut warning = format!(
        "{all} {} in the templates any more: what was deployed of {} stays until you delete {}",
        if many { "are not" } else { "is not" },
        if many { "them" } else { "it" },
        if many { "them" } else { "it" },
    );
    let kept = stacks.iter().filter(|(_, text)| keeps(text));
    if let Some(kept) = list(kept.map(|(name, _)| *name)) {
        warning += &format!(", and the bucket and key of {kept} even then");
    }
    Some(warning)
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    let last = names.pop()?;
    Some(match names.as_slice() {
        [] => last,
        _ => format!("{} and {last}", names.join(", ")),
    })
}

/// Returns whether a template has a resource that stays when its stack is deleted.
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

    fn warning(removed: &[(&str, &str)]) -> Option<String> {
        let removed = removed.iter();
        removal_warning(&Replaced {
            changed: removed.len(),
            removed: removed
                .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
                .collect(),
        })
    }

    #[test]
    fn stacks_that_have_gone_are_named_and_what_stays_of_them() {
        assert_eq!(warning(&[]), None);
        assert_eq!(warning(&[("REPORT.md", "")]), None);
        assert_eq!(
            warning(&[("a.template.json", DELETED)]).unwrap(),
            "`a` is not in the templates any more: what was deployed of it stays until you delete it"
        );
        assert_eq!(
            warning(&[
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

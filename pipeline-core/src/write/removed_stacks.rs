//! The stacks that a folder had and that the pipelines no longer have, for instance those of
//! a removed region: nobody deletes them, and no report lists them.

use serde_json::{Map, Value};

use super::TEMPLATE;

/// Names the stacks whose templates are gone, and those of which a bucket and a key stay when
/// they are deleted. The files are names and texts.
pub(crate) fn left_over(files: &[(String, String)]) -> Option<String> {
    let stacks: Vec<(&str, &str)> = files
        .iter()
        .filter_map(|(file, text)| Some((file.strip_suffix(TEMPLATE)?, text.as_str())))
        .collect();
    let all = list(stacks.iter().map(|(name, _)| *name))?;
    let mut text = match stacks.len() {
        1 => format!(
            "stack {all} is no longer generated. If it is deployed, it keeps running until you delete it"
        ),
        _ => format!(
            "stacks {all} are no longer generated. If they are deployed, they keep running until you delete them"
        ),
    };
    let kept = stacks.iter().filter(|(_, text)| keeps(text));
    if let Some(kept) = list(kept.map(|(name, _)| *name)) {
        text += &format!("; the bucket and key of {kept} stay even after that");
    }
    Some(text)
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

    fn of(files: &[(&str, &str)]) -> Option<String> {
        let files = files.iter();
        let files: Vec<_> = files
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        left_over(&files)
    }

    #[test]
    fn stacks_that_have_gone_are_named_and_what_stays_of_them() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[("REPORT.md", "")]), None);
        assert_eq!(
            of(&[("a.template.json", DELETED)]).unwrap(),
            "stack `a` is no longer generated. If it is deployed, it keeps running until you delete it"
        );
        assert_eq!(
            of(&[
                ("a.template.json", KEPT),
                ("b.template.json", "no JSON"),
                ("c.template.json", KEPT)
            ])
            .unwrap(),
            "stacks `a`, `b` and `c` are no longer generated. If they are deployed, they keep running \
             until you delete them; the bucket and key of `a` and `c` stay even after that"
        );
    }
}

//! The stacks that a folder had and that the pipelines no longer have, for instance those of
//! a removed region: nobody deletes them, and no report lists them.

use serde_json::{Map, Value};

use super::TEMPLATE;
use super::moved::declared;
use crate::data::{Fate, holds_data};

/// Names the stacks whose templates are gone, those of which something stays when they are
/// deleted, and what holds data and does not stay. The files are names and texts.
pub(crate) fn left_over(files: &[(String, String)]) -> Option<String> {
    let stacks: Vec<(&str, Value)> = files
        .iter()
        .filter_map(|(file, text)| {
            let template = serde_json::from_str(text).unwrap_or_default();
            Some((file.strip_suffix(TEMPLATE)?, template))
        })
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
    let kept = stacks.iter().filter(|(_, template)| keeps(template));
    if let Some(kept) = list(kept.map(|(name, _)| *name)) {
        text += &format!("; what is retained of {kept} stays even after that");
    }
    for (name, template) in &stacks {
        if let Some(data) = list(deleted_data(template)) {
            text += &format!("; deleting `{name}` deletes {data} with the data");
        }
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

fn resources(template: &Value) -> impl Iterator<Item = &Value> {
    let resources = template.get("Resources").and_then(Value::as_object);
    resources.into_iter().flat_map(Map::values)
}

/// Returns whether a template has a resource that stays when its stack is deleted.
fn keeps(template: &Value) -> bool {
    resources(template).any(|body| Fate::of(body, "DeletionPolicy") == Fate::Stays)
}

/// The names of the declared resources that are deleted with their data.
fn deleted_data(template: &Value) -> impl Iterator<Item = &str> {
    resources(template)
        .filter(|body| body["Type"].as_str().is_some_and(holds_data))
        .filter(|body| Fate::of(body, "DeletionPolicy") == Fate::Deleted)
        .filter_map(|body| match declared(body)? {
            ("resource", name) => Some(name),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = r#"{"Resources":{"B":{"DeletionPolicy":"RetainExceptOnCreate"}}}"#;
    const DELETED: &str = r#"{"Resources":{"B":{"DeletionPolicy":"Delete"},"P":{}}}"#;
    const DATA: &str = r#"{"Resources":{"T":{"Type":"AWS::DynamoDB::Table","DeletionPolicy":"Delete",
        "Metadata":{"pipewright:source":"build.rs: resource orders"}}}}"#;

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
             until you delete them; what is retained of `a` and `c` stays even after that"
        );
    }
    #[test]
    fn data_that_is_deleted_with_a_stack_is_named() {
        assert_eq!(
            of(&[("a.template.json", DATA)]).unwrap(),
            "stack `a` is no longer generated. If it is deployed, it keeps running until you delete it; \
             deleting `a` deletes `orders` with the data"
        );
    }
}

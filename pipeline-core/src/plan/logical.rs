//! Logical ids: names that a person finds in a template.

use super::names::hash_suffix;
use crate::pipeline::{Action, ActionType};

/// Words and names in one: `["Deploy-to-prod", "prepare", "Role"]` becomes
/// `DeployToProdPrepareRole`.
pub(crate) fn camel(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        for word in part.split(|c: char| !c.is_ascii_alphanumeric()) {
            let mut characters = word.chars();
            if let Some(first) = characters.next() {
                out.push(first.to_ascii_uppercase());
                out.push_str(characters.as_str());
            }
        }
    }
    out
}

/// The logical id of what belongs to an action, `StartOnSourceCheckoutRole`, or to a rule,
/// `DeployBeforeEntryQuietRole`.
///
/// A name in camel case, `Checkout`, is taken as it is. Others could differ only in what a
/// logical id cannot hold, `my-app` and `MyApp`, and get a hash as a suffix.
pub(super) fn of_action(before: &[&str], action: &Action, after: &str) -> String {
    let plain = is_camel(&action.stage) && is_camel(&action.name);
    logical_id(before, &action.path(), after, plain)
}

/// The logical id of what is declared under a name: `PackageProject`. A name in snake case is
/// taken as it is, others get a hash as a suffix; see [`of_action`].
pub(crate) fn of_declared(before: &[&str], name: &str, after: &str) -> String {
    logical_id(before, &[name], after, is_snake(name))
}

/// The logical id of an action type. It follows from what AWS knows the type by, which is not
/// the name that it is declared under.
pub(super) fn of_action_type(found: &ActionType) -> String {
    let parts = [&found.category, &found.provider, &found.version];
    logical_id(&[], &parts.map(String::as_str), "ActionType", false)
}

/// A logical id with more at its end, which tells it from that of a thing under another name.
pub(crate) fn under(logical_id: &str, name: &str) -> String {
    format!("{logical_id}{}", hash_suffix([name]).to_ascii_uppercase())
}

/// The logical id of what has a name of the user's own in AWS. It follows from that name alone.
pub(crate) fn of_name(before: &str, name: &str) -> String {
    under(&camel(&[before, name]), name)
}

fn logical_id(before: &[&str], parts: &[&str], after: &str, plain: bool) -> String {
    let id = camel(&[before, parts, &[after]].concat());
    if plain {
        id
    } else {
        format!(
            "{id}{}",
            hash_suffix(parts.iter().copied()).to_ascii_uppercase()
        )
    }
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_snake(name: &str) -> bool {
    name.split('_').all(|word| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
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
}

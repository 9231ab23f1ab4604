//! Logical ids: names that a person finds in a template.

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

/// A title as the logical id of what has this physical name: with a mark, always.
///
/// Titles of several things can be the same, `Deploy` and `EuropeRole`, `deploy_europe`
/// and `Role`. A mark only where they are would come and go with the other thing; and
/// CloudFormation makes what has a new logical id before it removes the old one, which
/// fails where both have the same physical name.
pub(crate) fn logical_id(title: &str, name: &str) -> String {
    format!("{title}{}", mark([name]).to_ascii_uppercase())
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
    fn equal_titles_are_told_apart_by_what_they_are_of() {
        let id = logical_id("DeployEuropeRole", "app-Deploy-Europe-0a1b2c3d");
        assert!(id.starts_with("DeployEuropeRole"), "{id}");
        assert!(id.chars().all(|c| c.is_ascii_alphanumeric()), "{id}");
        assert_ne!(
            id,
            logical_id("DeployEuropeRole", "app-deploy_europe-0a1b2c3e")
        );
    }
}

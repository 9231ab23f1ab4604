//! Logical ids: names that a person finds in a template.

use super::names::mark;
use super::stacks::StackKind;
use super::{Deployment, events};
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Action, Source};
use crate::place::Location;
use std::collections::BTreeMap;

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

/// The title of what belongs to an action, `StartOnSourceCheckoutRole`, or to a rule,
/// `DeployBeforeEntryQuietRole`.
///
/// Names that are Rust-like, `Checkout`, give it as it is. Others could be the same but for
/// what a logical id cannot hold, `my-app` and `MyApp`, and get a mark of what they are.
pub(super) fn of_action(before: &[&str], action: &Action, after: &str) -> String {
    let plain = is_camel(&action.stage) && is_camel(&action.name);
    titled(before, &action.path(), after, plain)
}

/// The title of what is declared under a name: `PackageProject`. A name in snake case
/// gives it as it is, others get a mark; see [`of_action`].
pub(crate) fn of_declared(before: &[&str], name: &str, after: &str) -> String {
    titled(before, &[name], after, is_snake(name))
}

fn titled(before: &[&str], parts: &[&str], after: &str, plain: bool) -> String {
    let title = camel(&[before, parts, &[after]].concat());
    if plain {
        title
    } else {
        format!(
            "{title}{}",
            mark(parts.iter().copied()).to_ascii_uppercase()
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

/// Reports the things of one stack that would have the same logical id: `A` and `BC`,
/// `AB` and `C`. Telling them apart by a mark would not do, since that would come and go
/// with the other thing, and CloudFormation makes what has a new logical id before it
/// removes the old one, which fails where both have the same physical name.
pub(super) fn collisions(deployment: &Deployment<'_>, findings: &mut Findings<Location>) {
    let mut seen: BTreeMap<(&StackKind, &str), &Source> = BTreeMap::new();
    let fixed = (
        &StackKind::Pipeline,
        "Pipeline",
        &deployment.pipeline.source,
    );
    let roles = deployment.roles.iter().filter_map(|role| {
        let made = role.made.as_ref()?;
        (!role.trust.is_empty()).then_some((&made.stack, role.title.as_str(), &role.source))
    });
    let projects = deployment.projects.iter().filter_map(|project| {
        let (_, stack) = project.made.as_ref()?;
        Some((stack, project.title.as_str(), &project.source))
    });
    let rules = deployment
        .rules
        .iter()
        .map(|rule| (&rule.stack, rule.title.as_str(), &rule.source));
    let accounts = &deployment.pipeline.accounts;
    let senders: Vec<(String, &Source)> = events::senders(deployment)
        .keys()
        .map(|sender| {
            (
                events::bus_policy_title(&accounts[*sender].name),
                &accounts[*sender].source,
            )
        })
        .collect();
    let buses = senders
        .iter()
        .map(|(title, source)| (&StackKind::Pipeline, title.as_str(), *source));
    let action_types = deployment.action_types.iter().map(|(title, index)| {
        let found = &deployment.pipeline.action_types[*index];
        (&StackKind::Pipeline, title.as_str(), &found.source)
    });
    let others = roles
        .chain(projects)
        .chain(rules)
        .chain(buses)
        .chain(action_types);
    for (stack, title, source) in [fixed].into_iter().chain(others) {
        let Some(first) = seen.insert((stack, title), source) else {
            continue;
        };
        findings
            .report(
                &codes::SAME_LOGICAL_ID,
                source.at,
                format!(
                    "{} and {} are both `{title}` in their template",
                    first.words, source.words
                ),
            )
            .help("rename one of them: a logical id does not show where a stage's name ends")
            .related("the first one is here", first.at);
    }
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
    fn two_things_of_one_name_are_reported() {
        use crate::builder::{Account, Action, Stage};
        let pipeline = |first: (&str, &str), second: (&str, &str)| {
            let call = |name: &str| {
                Action::new(name, "Lambda")
                    .set("function_name", "check")
                    .account("other")
            };
            let source = Action::new("Checkout", "CodeCommit")
                .output("_source")
                .set("repository_name", "app")
                .set("branch_name", "main");
            crate::pipeline::Pipeline::builder("app")
                .account(Account::home("tools", "111111111111").region("us-east-1"))
                .account(Account::new("other", "222222222222"))
                .stage(Stage::new("Source").action(source))
                .stage(Stage::new(first.0).action(call(first.1)))
                .stage(Stage::new(second.0).action(call(second.1)))
                .build()
                .expect("a sound pipeline")
        };
        let twins = pipeline(("Check", "Here"), ("CheckH", "ere"));
        assert!(super::super::plan(&twins).is_ok());
        let found = super::super::plan(&pipeline(("Check", "InHere"), ("CheckIn", "Here")))
            .expect_err("one logical id");
        let found: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            found,
            [
                "stage Check, action InHere and stage CheckIn, action Here are both `CheckInHereRole` in their template"
            ]
        );
    }
}

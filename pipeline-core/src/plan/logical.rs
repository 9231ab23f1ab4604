//! Logical ids: names that a person finds in a template.

use std::collections::HashMap;

use super::stacks::StackKind;
use super::{Deployment, events};
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Source;
use crate::place::Caller;

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

/// Reports the things of one stack that would have the same logical id: `A` and `BC`,
/// `AB` and `C`. Telling them apart by a mark would not do, since that would come and go
/// with the other thing, and CloudFormation makes what has a new logical id before it
/// removes the old one, which fails where both have the same physical name.
pub(super) fn collisions(deployment: &Deployment<'_>, findings: &mut Findings<Caller>) {
    let mut seen: HashMap<(&StackKind, &str), &Source> = HashMap::new();
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
        .into_keys()
        .map(|sender| {
            (
                events::bus_policy_title(&accounts[sender].name),
                &accounts[sender].source,
            )
        })
        .collect();
    let buses = senders
        .iter()
        .map(|(title, source)| (&StackKind::Pipeline, title.as_str(), *source));
    let others = roles.chain(projects).chain(rules).chain(buses);
    for (stack, title, source) in [fixed].into_iter().chain(others) {
        let Some(first) = seen.insert((stack, title), source) else {
            continue;
        };
        findings
            .report(
                &codes::SAME_LOGICAL_ID,
                source.at,
                format!("{} and {} are both `{title}` in their template", first.words, source.words),
            )
            .help("rename one of them: `-`, `_`, `.`, `@` and the case of first letters do not tell names apart there")
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
        let pipeline = |first: &str, second: &str| {
            let approval = |name: &str| {
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
                .stage(
                    Stage::new("Check")
                        .action(approval(first))
                        .action(approval(second)),
                )
                .build()
                .expect("a sound pipeline")
        };
        assert!(super::super::plan(&pipeline("here", "there")).is_ok());
        let found = super::super::plan(&pipeline("is_here", "IsHere")).expect_err("one logical id");
        let found: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            found,
            [
                "stage Check, action is_here and stage Check, action IsHere are both `CheckIsHereRole` in their template"
            ]
        );
    }
}

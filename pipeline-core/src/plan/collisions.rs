//! Things that would have the same logical id.

use super::stacks::StackKind;
use super::{Deployment, events, notifications, schedules};
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Source;
use crate::place::Location;
use std::collections::BTreeMap;

/// Reports the things of one stack that would have the same logical id: `A` and `BC`,
/// `AB` and `C`.
///
/// A suffix cannot tell them apart, since it would come and go with the other thing:
/// CloudFormation makes what has a new logical id before it removes the old one, which fails
/// where both have the same physical name.
pub(super) fn report(deployment: &Deployment<'_>, findings: &mut Findings<Location>) {
    let mut seen: BTreeMap<(&StackKind, &str), &Source> = BTreeMap::new();
    let fixed = (
        &StackKind::Pipeline,
        "Pipeline",
        &deployment.pipeline.source,
    );
    let roles = deployment.roles.iter().filter_map(|role| {
        let managed = role.managed.as_ref()?;
        (!role.trust.is_empty()).then_some((
            &managed.stack,
            managed.logical_id.as_str(),
            &role.source,
        ))
    });
    let projects = deployment.projects.iter().filter_map(|project| {
        let managed = project.managed.as_ref()?;
        Some((&managed.stack, project.logical_id.as_str(), &project.source))
    });
    let rules = deployment
        .event_rules
        .iter()
        .map(|rule| (&rule.stack, rule.logical_id.as_str(), &rule.source));
    let accounts = &deployment.pipeline.accounts;
    let senders: Vec<(String, &Source)> = events::senders(deployment)
        .keys()
        .map(|sender| {
            (
                events::bus_policy_logical_id(&accounts[*sender].id),
                &accounts[*sender].source,
            )
        })
        .collect();
    let buses = senders
        .iter()
        .map(|(logical_id, source)| (&StackKind::Pipeline, logical_id.as_str(), *source));
    let action_types = deployment.action_types.iter().map(|(logical_id, id)| {
        let found = &deployment.pipeline.action_types[*id];
        (&StackKind::Pipeline, logical_id.as_str(), &found.source)
    });
    let resources = deployment.resources.iter().map(|found| {
        let source = &found.declared.source;
        (&found.stack, found.logical_id.as_str(), source)
    });
    let declared: Vec<(String, &Source)> = notifications::logical_ids(deployment)
        .chain(schedules::logical_ids(deployment))
        .collect();
    let declared = declared
        .iter()
        .map(|(logical_id, source)| (&StackKind::Pipeline, logical_id.as_str(), *source));
    let others = roles
        .chain(projects)
        .chain(rules)
        .chain(buses)
        .chain(action_types)
        .chain(declared)
        .chain(resources);
    for (stack, logical_id, source) in [fixed].into_iter().chain(others) {
        let Some(first) = seen.insert((stack, logical_id), source) else {
            continue;
        };
        findings
            .report(
                &codes::SAME_LOGICAL_ID,
                source.at,
                format!(
                    "{} and {} are both `{logical_id}` in their template",
                    first.words, source.words
                ),
            )
            .help("rename one of them: a logical id does not show where a stage's name ends")
            .related("the first one is here", first.at);
    }
}

#[cfg(test)]
mod tests {
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
        assert!(crate::plan::plan(&twins).is_ok());
        let found = crate::plan::plan(&pipeline(("Check", "InHere"), ("CheckIn", "Here")))
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

//! The builds that describe change sets for approvals: each describes these, with a role of the
//! change set's account, and can do nothing else to them.

use std::borrow::Cow;

use super::provider::{concrete, conditions, with_owner};
use super::{ContextValue, DeployedAction, OTHER, Required, account_of};
use crate::access::forbidden::ForbiddenKind;
use crate::access::verifier::ApiCall;
use crate::catalogue::Permission;
use crate::pipeline::{Action, Setting};
use crate::plan::{Values, change_set_variable};
use serde_json::{Value, json};

/// Calls on a stack that whoever describes a change set of it does not make.
const MORE: &[&str] = &[
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteChangeSet",
    "cloudformation:DescribeStacks",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:GetTemplate",
];

impl<'w> Required<'w, '_> {
    /// The change sets that an action describes, if it does, with the role of its project.
    pub(super) fn described(&mut self, deployed_action: &DeployedAction<'w>, builds: &'w str) {
        let inventory = self.inventory;
        let pipeline = inventory.pipeline;
        if deployed_action.action.describes.is_empty() {
            return;
        }
        let described = &deployed_action.action.describes;
        let next = self.told_to_build(deployed_action, described.len() + 1);
        if !next.is_null() {
            self.wrong(deployed_action, format!("to describe `{next}` too"));
        }
        for (number, id) in (1..).zip(described) {
            let prepare = pipeline.action(*id);
            let account = pipeline.accounts[prepare.environment.account].id.as_str();
            let text = |key| match prepare.config.get(key) {
                Some(Setting::String(text)) => text.as_str(),
                _ => "",
            };
            let wanted = [
                &prepare.title(),
                account,
                prepare.environment.region.as_str(),
                text("StackName"),
                text("ChangeSetName"),
            ];
            let told = self.told_to_build(deployed_action, number);
            let told = told.as_array().map_or(&[][..], Vec::as_slice);
            let (first, role) = told.split_at(told.len().min(wanted.len()));
            if first != wanted {
                let (told, wanted) = (json!(told), json!(wanted));
                self.wrong(
                    deployed_action,
                    format!("to describe `{told}` and not `{wanted}`"),
                );
            }
            let role = if account == inventory.home && role.is_empty() {
                builds
            } else {
                let named = role.first().and_then(Value::as_str);
                let known = named.and_then(|arn| inventory.principals.get_key_value(arn));
                let known = known.filter(|(arn, _)| account_of(arn) == account);
                let Some((role, _)) = known else {
                    let named = named.unwrap_or("no role");
                    let message = format!("with `{named}` in account {account}");
                    self.wrong(deployed_action, message);
                    continue;
                };
                let purpose = deployed_action.purpose("describes change sets in another account");
                self.assume(&purpose, builds, role);
                *role
            };
            if let Some(pair) = &prepare.kind.pair {
                self.permission(deployed_action, prepare, role, &pair.described);
                self.describes_no_more(deployed_action, prepare, role, &pair.described);
            }
        }
    }

    /// What the environment of the action's project says of a change set.
    fn told_to_build(&self, deployed_action: &DeployedAction<'w>, number: usize) -> Value {
        let name = change_set_variable(number);
        let project = deployed_action.declaration.configuration.get("ProjectName");
        let projects = self.inventory.deployed.projects.iter();
        let mut projects = projects.filter(|(arn, _)| {
            let own = project.map(|name| format!(":project/{name}"));
            own.is_some_and(|own| arn.ends_with(&own))
        });
        let variables = projects.next().and_then(|(_, project)| {
            let variables = "/Environment/EnvironmentVariables";
            project.properties.pointer(variables)?.as_array()
        });
        let mut variables = variables.into_iter().flatten();
        let found =
            variables.find(|one| one["Name"] == name.as_str() && one["Type"] == "PLAINTEXT");
        let text = found.and_then(|one| one["Value"].as_str());
        let read = text.and_then(|text| serde_json::from_str(text).ok());
        read.unwrap_or(Value::Null)
    }

    /// A role that describes a change set describes no other one of the stack, and changes none.
    fn describes_no_more(
        &mut self,
        deployed_action: &DeployedAction<'w>,
        prepare: &'w Action,
        role: &'w str,
        permission: &'static Permission,
    ) {
        let purpose = deployed_action.purpose(permission.why);
        let Some(principal) = self.role(&purpose, role) else {
            return;
        };
        let values = Values::of(self.inventory.deployment, prepare);
        let named = conditions(permission, &values);
        let context = |other: &str| {
            let named = named.iter().map(|(key, value)| {
                let value = match value {
                    ContextValue::One(one) => {
                        ContextValue::One(Cow::Owned(format!("{one}{other}")))
                    }
                    value => value.clone(),
                };
                (key.as_str(), value)
            });
            let mut context: Vec<(&str, ContextValue<'_>)> = named.collect();
            context.push(super::TLS);
            context
        };
        let (own, other) = (context(""), context(OTHER));
        for template in permission.resources {
            for arn in values.resources(template, str::to_owned) {
                let stack = with_owner(concrete(template, &arn, ""), account_of(role), role);
                let calls = permission
                    .actions
                    .iter()
                    .map(|call| (*call, ForbiddenKind::Neighbour, &other));
                let more = MORE
                    .iter()
                    .map(|call| (*call, ForbiddenKind::DescribesAndMore, &own));
                for (action, kind, context) in calls.chain(more) {
                    let call = ApiCall { action, context };
                    self.verifier
                        .forbid(kind, purpose.at, principal, &stack, call);
                }
            }
        }
    }
}

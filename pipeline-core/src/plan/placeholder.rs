//! The placeholders of the catalogue, `{region}` or `{RepositoryName}`, filled in.

use super::escape::{policy_string, without_variables};
use super::{Call, Deployment};
use crate::catalogue::{Permission, Placeholder, ResourceTemplate, Type, pattern};
use crate::pipeline::{Action, Setting, Tree, Variable};
use serde_json::{Map, Value, json};

/// The values that settings stand for once names are known.
pub(crate) struct Known<'a> {
    deployment: &'a Deployment<'a>,
}

impl<'a> Known<'a> {
    pub(crate) fn of(deployment: &'a Deployment<'_>) -> Known<'a> {
        Known { deployment }
    }

    /// A value as AWS gets it.
    pub(crate) fn setting(&self, setting: &Setting) -> String {
        let deployment = self.deployment;
        match setting {
            Setting::String(string) => string.clone(),
            Setting::Role(id) => deployment.roles[*id].arn.clone(),
            Setting::Project(id) => deployment
                .names
                .of_project(&deployment.pipeline.projects[*id]),
            Setting::Store(id) => deployment.names.of_store(&deployment.pipeline.stores[*id]),
            Setting::Json(tree) => self.json(tree).to_string(),
            Setting::Variables(variables) => variables
                .iter()
                .map(|variable| self.variable(variable))
                .collect::<Value>()
                .to_string(),
        }
    }

    /// An environment variable as an action's configuration has it.
    ///
    /// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>
    fn variable(&self, variable: &Variable) -> Value {
        json!({
            "name": &variable.name,
            "type": variable.kind.as_str(),
            "value": self.setting(&variable.value),
        })
    }

    fn json(&self, tree: &Tree) -> Value {
        match tree {
            Tree::Leaf(setting) => Value::from(self.setting(setting)),
            Tree::Number(number) => Value::from(*number),
            Tree::Bool(truth) => Value::from(*truth),
            Tree::List(items) => items.iter().map(|item| self.json(item)).collect(),
            Tree::Map(entries) => entries
                .iter()
                .map(|(key, value)| (key.clone(), self.json(value)))
                .collect::<Map<_, _>>()
                .into(),
        }
    }
}

/// The values that the placeholders of one action stand for.
pub(crate) struct Values<'a> {
    known: Known<'a>,
    action: &'a Action,
}

impl<'a> Values<'a> {
    pub(crate) fn of(deployment: &'a Deployment<'_>, action: &'a Action) -> Values<'a> {
        Values {
            known: Known::of(deployment),
            action,
        }
    }

    /// A configuration value as AWS gets it.
    pub(crate) fn setting(&self, setting: &Setting) -> String {
        self.known.setting(setting)
    }

    /// A value beside the configuration, where not everything is a string.
    pub(crate) fn property(&self, setting: &Setting) -> Value {
        match setting {
            Setting::Json(tree) => self.known.json(tree),
            Setting::Variables(variables) => variables
                .iter()
                .map(|variable| {
                    json!({
                        "Name": &variable.name,
                        "Type": variable.kind.as_str(),
                        "Value": self.setting(&variable.value),
                    })
                })
                .collect(),
            other => json!(self.setting(other)),
        }
    }

    /// A string of the catalogue, with what `form` makes of each placeholder's value; nothing
    /// where a value is missing.
    pub(crate) fn fill(&self, template: &str, form: fn(&str) -> String) -> Option<String> {
        ResourceTemplate::parse(template).fill(|placeholder| Some(form(&self.value(placeholder)?)))
    }

    /// A permission of the catalogue for this action, if the action needs it.
    pub(crate) fn call(&self, permission: &Permission) -> Option<Call> {
        let wanted = permission
            .only
            .is_none_or(|only| self.action.config.holds(only, self.action.inputs.len()));
        if !wanted {
            return None;
        }
        let resources: Vec<String> = permission
            .resources
            .iter()
            .flat_map(|resource| self.resources(resource, policy_string))
            .collect();
        let conditions = permission
            .conditions
            .iter()
            .filter_map(|(operator, key, value)| self.condition(operator, key, value))
            .collect();
        (!resources.is_empty()).then(|| Call {
            actions: permission.actions.to_vec(),
            resources,
            conditions,
            unscoped: permission.unscoped,
        })
    }

    /// The resources of a template: one, or one for each item of a list that it names.
    pub(crate) fn resources(&self, template: &str, form: fn(&str) -> String) -> Vec<String> {
        let template = ResourceTemplate::parse(template);
        let list = self.action.kind.keys.iter().find(|key| {
            matches!(key.kind, Type::Strings(_) | Type::SetOf(_)) && template.names(key.name)
        });
        let items = list.and_then(|key| Some((key.name, self.action.config.string(key.name)?)));
        let Some((key, items)) = items else {
            let filled = template.fill(|placeholder| Some(form(&self.value(placeholder)?)));
            return filled.into_iter().collect();
        };
        let filled = |item: &str| {
            template.fill(|placeholder| match placeholder {
                Placeholder::Key(name) if name == key => Some(form(item)),
                other => Some(form(&self.value(other)?)),
            })
        };
        items.split(',').filter_map(filled).collect()
    }

    /// A condition; what is known only when the pipeline runs makes a pattern of it.
    fn condition(
        &self,
        operator: &'static str,
        key: &str,
        value: &str,
    ) -> Option<(&'static str, String, String)> {
        let key = self.fill(key, str::to_owned)?;
        let plain = self.fill(value, str::to_owned)?;
        if operator == "StringEquals" && plain.contains("#{") {
            return Some(("StringLike", key, self.fill(value, policy_string)?));
        }
        Some((operator, key, self.fill(value, without_variables)?))
    }

    /// The value of a placeholder, where the action has one.
    pub(crate) fn value(&self, placeholder: Placeholder<'_>) -> Option<String> {
        let environment = &self.action.environment;
        Some(match placeholder {
            Placeholder::Partition => self.known.deployment.pipeline.partition().to_owned(),
            Placeholder::Region => environment.region.to_string(),
            Placeholder::Account => self.known.deployment.pipeline.accounts[environment.account]
                .id
                .to_string(),
            Placeholder::Pipeline => self.known.deployment.pipeline.name.clone(),
            Placeholder::Key(key) => self.value_of(key)?,
            Placeholder::Name(key) => last_name(&self.value_of(key)?).to_owned(),
            Placeholder::Executions(key) => self.executions(&self.value_of(key)?),
        })
    }

    fn value_of(&self, key: &str) -> Option<String> {
        Some(self.setting(self.action.config.get(key)?))
    }

    /// The beginning of the ARNs of a state machine's executions. They are in the machine's
    /// account and region, which need not be the action's. The action's are taken for a
    /// machine that is known only when the pipeline runs.
    ///
    /// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>
    fn executions(&self, machine: &str) -> String {
        pattern::executions(machine).unwrap_or_else(|| {
            let here = self
                .known
                .deployment
                .pipeline
                .arns(&self.action.environment);
            let executions = format!("execution:{}", last_name(machine));
            here.arn("states", executions).to_string()
        })
    }
}

/// The name at the end of an ARN.
fn last_name(arn: &str) -> &str {
    arn.rsplit([':', '/']).next().unwrap_or(arn)
}

//! The resources that actions and rules name.

use super::{Before, List, Needed};
use crate::catalogue::{self, Condition, Key, Placeholder, ResourceTemplate};
use crate::pipeline::{Action, Environment, Setting};
use crate::plan::{Deployment, Values};

pub(super) fn collect(deployment: &Deployment<'_>, list: &mut List<'_>) {
    let made = made_by_actions(deployment);
    for action in deployment.pipeline.actions_and_rules() {
        let values = Values::of(deployment, action);
        for key in action.kind.keys.iter().chain(action.kind.own_keys) {
            named_by(action, &values, key, &made, list);
        }
        for (name, existing) in action.kind.existing {
            if holds(action, existing.only) {
                add(action, &values, existing, None, (*name).to_owned(), list);
            }
        }
        action_type(deployment, action, list);
        if let Some(path) = action.buildspec() {
            let place = (&action.environment, action.title());
            let place = (place.0, place.1.as_str());
            super::declared::object(deployment.pipeline, &path, place, list);
        }
        for setting in action.config.settings() {
            super::declared::variables(setting, &action.environment, &action.title(), list);
            // The configuration is a part of the pipeline's own template.
            let home = deployment.pipeline.home();
            references(&values.setting(setting), &home, &action.title(), list);
        }
    }
}

fn holds(action: &Action, condition: Option<Condition>) -> bool {
    condition.is_none_or(|condition| action.config.holds(condition, action.inputs.len()))
}

/// The ARNs of what some action of the pipeline makes.
fn made_by_actions(deployment: &Deployment<'_>) -> Vec<String> {
    let mut made = Vec::new();
    for action in deployment.pipeline.actions() {
        let values = Values::of(deployment, action);
        for key in action.kind.keys {
            let Some(existing) = &key.made else { continue };
            made.extend(values.fill(existing.arn, str::to_owned));
        }
    }
    made
}

/// Adds what the value of a key names.
fn named_by(
    action: &Action,
    values: &Values<'_>,
    key: &'static Key,
    made: &[String],
    list: &mut List<'_>,
) {
    let ignored = key.ignored.is_some() && holds(action, key.ignored);
    let Some(setting) = action.config.get(key.name).filter(|_| !ignored) else {
        return;
    };
    for existing in key.existing.iter().flatten() {
        if !holds(action, existing.only) {
            continue;
        }
        for item in setting.each() {
            // A declared role, project or store is ours, or is listed with its declaration.
            let Setting::String(text) = item else {
                continue;
            };
            let items: Vec<&str> = match key.is_joined() {
                true => text.split(',').collect(),
                false => vec![text],
            };
            for item in items {
                let provided = !existing.provided.is_empty() && item.starts_with(existing.provided);
                let arn = arn(values, existing, Some((key.name, item)));
                if !provided && !made.contains(&arn) {
                    let named = Some((key.name, item));
                    add(action, values, existing, named, item.to_owned(), list);
                }
            }
        }
    }
}

fn add(
    action: &Action,
    values: &Values<'_>,
    existing: &catalogue::Existing,
    named: Option<(&str, &str)>,
    name: String,
    list: &mut List<'_>,
) {
    let must = existing.must.iter();
    list.add(Needed {
        noun: existing.noun,
        name: last(&name).to_owned(),
        within: fill(values, existing.within, named).unwrap_or_default(),
        arn: arn(values, existing, named),
        must: must.filter_map(|must| fill(values, must, named)).collect(),
        before: Before::FirstRun,
        environment: &action.environment,
        outside: existing.outside,
        by: action.title(),
    });
}

/// The name in a value that is an ARN.
fn last(value: &str) -> &str {
    match value.starts_with("arn:") {
        true => value.rsplit([':', '/']).next().unwrap_or(value),
        false => value,
    }
}

fn arn(values: &Values<'_>, existing: &catalogue::Existing, named: Option<(&str, &str)>) -> String {
    // A value can be the ARN of what it names.
    match named {
        Some((_, item)) if item.starts_with("arn:") => item.to_owned(),
        _ => fill(values, existing.arn, named).unwrap_or_default(),
    }
}

/// A text of the catalogue; a key that lists several resources stands for one of them.
fn fill(values: &Values<'_>, template: &str, named: Option<(&str, &str)>) -> Option<String> {
    ResourceTemplate::parse(template).fill(|placeholder| match (placeholder, named) {
        (Placeholder::Key(key), Some((name, item))) if key == name => Some(item.to_owned()),
        (placeholder, _) => values.value(placeholder),
    })
}

/// An action type that somebody else has registered.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html>
fn action_type(deployment: &Deployment<'_>, action: &Action, list: &mut List<'_>) {
    let pipeline = deployment.pipeline;
    let ours = action
        .action_type
        .is_some_and(|id| !pipeline.action_types[id].imported);
    if !action.kind.provider.is_empty() || action.provider.is_empty() || ours {
        return;
    }
    let home = pipeline.home();
    let parts = [
        &action.owner,
        &action.category,
        &action.provider,
        &action.version,
    ];
    let name = parts.map(String::as_str).join("/");
    let arn = pipeline.arns(&home);
    let arn = arn.arn("codepipeline", format!("actiontype:{name}"));
    list.add(Needed {
        noun: "action type",
        arn: arn.to_string(),
        name,
        within: String::new(),
        must: vec!["have a job worker that runs".to_owned()],
        before: Before::Deployment,
        environment: &home,
        outside: false,
        by: action.title(),
    });
}

/// Adds the secrets and parameters that dynamic references in a text name.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
pub(super) fn references(text: &str, here: &Environment, by: &str, list: &mut List<'_>) {
    for reference in text.split("{{resolve:").skip(1) {
        let Some((inner, _)) = reference.split_once("}}") else {
            continue;
        };
        match inner.split_once(':') {
            Some(("secretsmanager", id)) => secret(id, Before::Deployment, here, by, list),
            Some(("ssm" | "ssm-secure", id)) => parameter(
                id.split(':').next().unwrap_or(id),
                Before::Deployment,
                here,
                by,
                list,
            ),
            _ => {}
        }
    }
}

/// A secret, by its name or its ARN, behind which a key of its content may stand.
pub(super) fn secret(id: &str, before: Before, here: &Environment, by: &str, list: &mut List<'_>) {
    let (name, arn) = match id.starts_with("arn:") {
        true => {
            let fields: Vec<&str> = id.splitn(8, ':').take(7).collect();
            (fields.last().copied().unwrap_or(id), fields.join(":"))
        }
        false => {
            let name = id.split(':').next().unwrap_or(id);
            let resource = format!("secret:{name}");
            let arn = list.pipeline.arns(here).arn("secretsmanager", resource);
            (name, arn.to_string())
        }
    };
    list.add(Needed {
        noun: "secret",
        name: name.to_owned(),
        within: String::new(),
        arn,
        must: Vec::new(),
        before,
        environment: here,
        outside: false,
        by: by.to_owned(),
    });
}

/// A parameter of the Systems Manager, by its name or its ARN.
pub(super) fn parameter(
    name: &str,
    before: Before,
    here: &Environment,
    by: &str,
    list: &mut List<'_>,
) {
    // AWS has public parameters under this path, and nobody else can have any:
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
    if name.starts_with("/aws/") {
        return;
    }
    let arn = match name.starts_with("arn:") {
        true => name.to_owned(),
        false => {
            let resource = format!("parameter/{}", name.trim_start_matches('/'));
            list.pipeline.arns(here).arn("ssm", resource).to_string()
        }
    };
    list.add(Needed {
        noun: "Systems Manager parameter",
        name: name.to_owned(),
        within: String::new(),
        arn,
        must: Vec::new(),
        before,
        environment: here,
        outside: false,
        by: by.to_owned(),
    });
}

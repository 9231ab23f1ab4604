//! Values that are known only when a stack is deployed, as far as the proof depends on them. It
//! takes each for one value, the same in all stacks, and for no pattern: here is reported where
//! that is not sure. All of it is read from the templates as they are written.

mod statements;
mod wildcards;
mod written;

use crate::codes::{self, Code};
use crate::finding::Findings;
use crate::pipeline::{DeployValue, Parameter};
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::Template;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Reports the values that the proof may take for something else than they are.
pub(super) fn report(
    deployment: &Deployment<'_>,
    templates: &[Template],
    findings: &mut Findings<Location>,
) {
    let values = &deployment.pipeline.deploy_values;
    if values.used().next().is_none() {
        return;
    }
    let mut places: BTreeMap<DeployValue, LookedUp> = BTreeMap::new();
    let mut faults = Faults {
        findings,
        said: BTreeSet::new(),
    };
    for (stack, template) in deployment.stacks.iter().zip(templates) {
        let account = &deployment.pipeline.accounts[stack.environment.account];
        let (named, unknown) = written::named(values, template);
        for logical in unknown {
            let message = format!(
                "stack `{}` has a parameter `{logical}` that the pipeline does not declare",
                stack.name
            );
            faults.report(
                &codes::COULD_NOT_RUN,
                deployment.pipeline.source.at,
                message,
            );
        }
        for found in named {
            if let (DeployValue::Parameter(name), Some((_, body))) = (&found.value, found.parameter)
                && let Some(parameter) = values.parameter(name)
            {
                faults.differences(parameter, body, &stack.name);
                if found.in_policy && !found.is_looked_up() {
                    faults.wildcard(parameter, body, &stack.name);
                }
            }
            if found.is_looked_up() {
                let place = (account.name.clone(), stack.environment.region.to_string());
                let known = places.entry(found.value.clone()).or_default();
                known.places.insert(place);
                known.in_policy |= found.in_policy;
            }
        }
    }
    for (value, found) in &places {
        let Some(used) = values.of_token(&value.token()) else {
            continue;
        };
        if found.places.len() > 1 {
            looked_up_twice(value, used.at, &found.places, findings);
        } else if found.in_policy {
            policy_looked_up(value, used.at, findings);
        }
    }
    statements::report(deployment, templates, findings);
}

/// Where a value is looked up, and whether a policy holds it there.
#[derive(Default)]
struct LookedUp {
    /// Accounts and regions.
    places: BTreeSet<(String, String)>,
    in_policy: bool,
}

fn policy_looked_up(value: &DeployValue, at: Location, findings: &mut Findings<Location>) {
    findings
        .report(
            &codes::POLICY_LOOKED_UP,
            at,
            format!("{value} stands in a policy: everyone who may change its value decides what the role may reach"),
        )
        .help("use a `parameter`: its value is given at each deployment");
}

fn looked_up_twice(
    value: &DeployValue,
    at: Location,
    places: &BTreeSet<(String, String)>,
    findings: &mut Findings<Location>,
) {
    let places: Vec<String> = places
        .iter()
        .map(|(account, region)| format!("`{account}` in `{region}`"))
        .collect();
    findings
        .report(
            &codes::LOOKED_UP_TWICE,
            at,
            format!(
                "{value} is looked up in {}, and has to have the same value in each",
                places.join(" and in ")
            ),
        )
        .help("use a `parameter`, which has one value for all stacks");
}

/// Faults of parameters, each said once.
struct Faults<'f> {
    findings: &'f mut Findings<Location>,
    said: BTreeSet<(&'static str, String)>,
}

impl Faults<'_> {
    fn report(&mut self, code: &'static Code, at: Location, message: String) -> bool {
        let new = self.said.insert((code.id, message.clone()));
        if new {
            self.findings.report(code, at, message);
        }
        new
    }

    /// Reports where a stack's parameter is not what is declared.
    fn differences(&mut self, parameter: &Parameter, body: &Value, stack: &str) {
        let name = &parameter.name;
        let kind = body.get("Type").and_then(Value::as_str);
        let default = body.get("Default").and_then(Value::as_str);
        let same = kind == Some(parameter.kind.as_str())
            && default == parameter.default.as_deref()
            && parameter
                .settings
                .iter()
                .all(|(key, value)| key == "NoEcho" || body.get(key) == Some(value));
        if !same {
            let message =
                format!("parameter `{name}` of stack `{stack}` would not be what is declared");
            self.report(&codes::COULD_NOT_RUN, parameter.at, message);
        }
        if parameter.is_hidden() && body.get("NoEcho") != Some(&Value::Bool(true)) {
            let message =
                format!("parameter `{name}` is hidden, and stack `{stack}` would show it");
            self.report(&codes::SECRET_AT_DEPLOYMENT, parameter.at, message);
        }
    }

    /// Reports a parameter that could be a pattern.
    fn wildcard(&mut self, parameter: &Parameter, body: &Value, stack: &str) {
        let allowed = body.get("AllowedValues").and_then(Value::as_array);
        let pattern = body.get("AllowedPattern").and_then(Value::as_str);
        let default = body.get("Default").and_then(Value::as_str);
        let known = allowed.into_iter().flatten().filter_map(Value::as_str);
        let mut wild = known
            .chain(default)
            .filter(|value| value.contains(['*', '?', '$']));
        let kind = body.get("Type").and_then(Value::as_str);
        let text = ["String", "CommaDelimitedList"].map(Some).contains(&kind);
        let name = &parameter.name;
        let message = if let Some(value) = wild.next() {
            format!(
                "parameter `{name}` stands in a policy, and can be `{value}`, which IAM reads as a pattern"
            )
        } else if allowed.is_some() {
            return;
        } else if pattern.is_some_and(|pattern| !wildcards::excludes_wildcards(pattern)) {
            format!(
                "parameter `{name}` stands in a policy, and its `allowed_pattern` could allow `*`, `?` or `$`, which IAM reads as a pattern"
            )
        } else if pattern.is_none() && text {
            format!(
                "parameter `{name}` stands in a policy, and stack `{stack}` takes `*`, `?` and `$`, which IAM reads as a pattern"
            )
        } else {
            return;
        };
        if self
            .said
            .insert((codes::WILDCARD_PARAMETER.id, name.clone()))
        {
            self.findings
                .report(&codes::WILDCARD_PARAMETER, parameter.at, message)
                .help(
                    "write the characters out that its value can have: `allowed_pattern: \"[a-z0-9-]+\"`",
                );
        }
    }
}

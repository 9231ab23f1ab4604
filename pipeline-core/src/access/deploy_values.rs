//! Values that are known only when a stack is deployed, as far as the proof depends on them. It
//! takes each for one value, the same in all stacks, and for no pattern: here is reported where
//! that is not sure.

use crate::arn::Arn;
use crate::catalogue::services::overlap;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{DeployValue, DeployValues, Parameter, Part, Used};
use crate::place::Location;
use crate::plan::{Deployment, StoreId, StoreKey};
use crate::render::Template;
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
    let mut in_policies: BTreeSet<&DeployValue> = BTreeSet::new();
    let mut places: BTreeMap<&DeployValue, BTreeSet<(String, &str)>> = BTreeMap::new();
    for (stack, template) in deployment.stacks.iter().zip(templates) {
        let account = &deployment.pipeline.accounts[stack.environment.account];
        for named in template.deploy_values() {
            let Some(used) = values.of_token(&named.token) else {
                continue;
            };
            if named.in_policy {
                in_policies.insert(&used.value);
            }
            let place = (account.name.clone(), stack.environment.region.as_str());
            places.entry(&used.value).or_default().insert(place);
        }
    }
    for (_, used) in values.used() {
        let in_policy = in_policies.contains(&used.value);
        match looked_up(values, used) {
            Some(what) => {
                let places = places.get(&used.value);
                if let Some(places) = places.filter(|places| places.len() > 1) {
                    looked_up_twice(&what, used, places, findings);
                } else if in_policy {
                    policy_looked_up(&what, used, findings);
                }
            }
            None if in_policy => {
                let parameter = match &used.value {
                    DeployValue::Parameter(name) => values.parameter(name),
                    _ => None,
                };
                if let Some(parameter) = parameter {
                    wildcard(parameter, findings);
                }
            }
            None => {}
        }
    }
    statements(deployment, findings);
}

/// The words for a value that is looked up where its stack is.
fn looked_up(values: &DeployValues, used: &Used) -> Option<String> {
    match &used.value {
        DeployValue::Ssm(..) | DeployValue::ImportValue(_) | DeployValue::ImportedList(_) => {
            Some(used.value.to_string())
        }
        // It is of a resource that is not the pipeline's.
        DeployValue::Resource(..) => None,
        DeployValue::Parameter(name) => values
            .parameter(name)
            .and_then(Parameter::parameter_type)
            .is_some_and(|kind| kind.kept)
            .then(|| format!("`{name}`")),
    }
}

fn policy_looked_up(what: &str, used: &Used, findings: &mut Findings<Location>) {
    findings
        .report(
            &codes::POLICY_LOOKED_UP,
            used.at,
            format!("{what} stands in a policy: whoever may write its value decides what the role may reach"),
        )
        .help("use a `parameter`, whose value whoever deploys gives");
}

fn looked_up_twice(
    what: &str,
    used: &Used,
    places: &BTreeSet<(String, &str)>,
    findings: &mut Findings<Location>,
) {
    let places: Vec<String> = places
        .iter()
        .map(|(account, region)| format!("`{account}` in `{region}`"))
        .collect();
    findings
        .report(
            &codes::LOOKED_UP_TWICE,
            used.at,
            format!(
                "{what} is looked up in {}, and has to have the same value in each",
                places.join(" and in ")
            ),
        )
        .help("use a `parameter`, which has one value for all stacks");
}

/// Reports a parameter that could be a pattern.
fn wildcard(parameter: &Parameter, findings: &mut Findings<Location>) {
    let setting = |key: &str| {
        let mut settings = parameter.settings.iter();
        settings
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    };
    let allowed = setting("AllowedValues").and_then(serde_json::Value::as_array);
    let allowed = allowed.into_iter().flatten();
    let known = allowed
        .filter_map(serde_json::Value::as_str)
        .chain(parameter.default.as_deref());
    let mut wild = known.filter(|value| value.contains(['*', '?', '$']));
    let name = &parameter.name;
    let message = if let Some(value) = wild.next() {
        format!(
            "parameter `{name}` stands in a policy, and can be `{value}`, which IAM reads as a pattern"
        )
    } else if setting("AllowedValues").is_none()
        && let Some(pattern) = setting("AllowedPattern").and_then(serde_json::Value::as_str)
        && !excludes_wildcards(pattern)
    {
        format!(
            "parameter `{name}` stands in a policy, and its `allowed_pattern` could allow `*`, `?` or `$`, which IAM reads as a pattern"
        )
    } else {
        return;
    };
    findings
        .report(&codes::WILDCARD_PARAMETER, parameter.at, message)
        .help(
            "write the characters out that its value can have: `allowed_pattern: \"[a-z0-9-]+\"`",
        );
}

/// Returns whether a regular expression surely allows no `*`, `?` and `$`.
fn excludes_wildcards(pattern: &str) -> bool {
    const WILDCARDS: [char; 3] = ['*', '?', '$'];
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '.' => return false,
            '\\' => match characters.next() {
                Some('d' | 'w' | 'b') => {}
                Some(escaped) if !escaped.is_alphanumeric() && !WILDCARDS.contains(&escaped) => {}
                _ => return false,
            },
            '[' => {
                let mut class = String::new();
                let mut escaped = false;
                for inner in characters.by_ref() {
                    if inner == ']' && !escaped && !class.is_empty() {
                        break;
                    }
                    escaped = inner == '\\' && !escaped;
                    class.push(inner);
                }
                let wild = |c: char| class.contains(c);
                // A class in a class, or what two classes share: both are read by few.
                if class.contains('[') || class.contains("&&") {
                    return false;
                }
                let safe = match class.strip_prefix('^') {
                    Some(excluded) => WILDCARDS.iter().all(|c| excluded.contains(*c)),
                    None => !WILDCARDS.into_iter().any(wild) && !has_wide_range(&class),
                };
                if !safe {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// Returns whether a class has a range that is none of letters or digits, or a shorthand for more
/// than these.
fn has_wide_range(class: &str) -> bool {
    let characters: Vec<char> = class.chars().collect();
    let same = |one: char, other: char| {
        [
            char::is_ascii_digit,
            char::is_ascii_lowercase,
            char::is_ascii_uppercase,
        ]
        .iter()
        .any(|kind| kind(&one) && kind(&other))
    };
    let ranges = characters.windows(3);
    let mut shorthands = characters.windows(2);
    ranges
        .into_iter()
        .any(|part| matches!(part, [one, '-', other] if !same(*one, *other)))
        || shorthands.any(|part| {
            matches!(part, ['\\', letter] if letter.is_alphanumeric() && !matches!(letter, 'd' | 'w'))
        })
}

/// Reports statements of the user's that could be about the pipeline's own things.
fn statements(deployment: &Deployment<'_>, findings: &mut Findings<Location>) {
    let values = &deployment.pipeline.deploy_values;
    let own = own_arns(deployment);
    for role in &deployment.roles {
        let Some(managed) = &role.managed else {
            continue;
        };
        let declared = deployment.pipeline.roles.iter();
        let mut declared = declared.filter(|one| one.source.at == role.source.at);
        if declared.any(|one| one.name.starts_with('_')) {
            continue;
        }
        for statement in &managed.settings.statements {
            let calls = |service: &str| {
                statement.actions.iter().any(|action| {
                    let of = action.split(':').next().unwrap_or_default();
                    of == service || of == "*"
                })
            };
            let reached = statement.resources.iter().find_map(|resource| {
                let pattern = pattern(values, resource)?;
                let (what, _) = own.iter().find(|(_, arn)| {
                    let service = arn.split(':').nth(2).unwrap_or_default();
                    let called = calls(service) || service == "iam" && calls("sts");
                    called && overlap(&pattern, arn)
                })?;
                Some((resource, what))
            });
            if let Some((resource, what)) = reached {
                let verb = if statement.deny { "deny" } else { "allow" };
                findings
                    .report(
                        &codes::STATEMENT_AT_DEPLOYMENT,
                        statement.at,
                        format!("what this statement of yours is on, `{resource}`, is known when its stack is deployed, and it could {verb} something on {what}"),
                    )
                    .help("write more of the resource out, or begin the role's name with `_` if this is meant");
            }
        }
    }
}

/// The resource with a wildcard in place of each value, if it has one.
fn pattern(values: &DeployValues, resource: &str) -> Option<String> {
    let parts = values.parts(resource);
    let unknown = |part: &Part<'_, '_>| match part {
        Part::Text(_) => false,
        // What is declared beside the pipeline is nothing of the pipeline's own.
        Part::Value(used) => !matches!(used.value, DeployValue::Resource(..)),
    };
    if !parts.iter().any(unknown) {
        return None;
    }
    Some(
        parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => *text,
                Part::Value(_) => "*",
            })
            .collect(),
    )
}

/// The ARNs of the pipeline's own things, each with its name. The id of a key is made up.
fn own_arns(deployment: &Deployment<'_>) -> Vec<(String, String)> {
    let pipeline = deployment.pipeline;
    let mut out = Vec::new();
    for (index, store) in deployment.stores.iter().enumerate() {
        let bucket = deployment.bucket_arn(StoreId(index));
        let named = format!("the store of `{}`", store.region);
        out.push((named.clone(), format!("{bucket}/x")));
        out.push((named, bucket));
        let key = match &store.key {
            StoreKey::None => continue,
            StoreKey::Imported { arn } => arn.clone(),
            StoreKey::Managed { .. } => format!(
                "arn:{}:kms:{}:{}:key/01234567-89ab-4def-8123-456789abcdef",
                pipeline.partition(),
                store.region,
                pipeline.home_id()
            ),
        };
        out.push((format!("the key of `{}`", store.region), key));
    }
    for role in &deployment.roles {
        if role.managed.is_some() {
            out.push((format!("role `{}`", role.logical_id), role.arn.to_string()));
        }
    }
    out.retain(|(_, arn)| Arn::parse(arn).is_some());
    out
}

#[cfg(test)]
mod tests {
    use super::excludes_wildcards;

    #[test]
    fn a_pattern_that_could_allow_a_wildcard_is_found() {
        for safe in [
            "[a-z0-9-]+",
            "[A-Za-z]{1,20}",
            "abc|def",
            r"\w+-\d",
            "[^*?$]*",
            "(a|b)?",
            r"a\.b",
            "[]a]+",
            "",
        ] {
            assert!(excludes_wildcards(safe), "{safe}");
        }
        for unsafe_one in [
            ".*",
            r"\*",
            "[*]",
            "[^a]",
            "[ -~]+",
            r"\S+",
            r"[\S]+",
            "[!-/]",
            r"a\",
            "[^*]",
            "[a[*]]",
            "[^a[*?$]]",
            "[a-z&&[^b]]",
            r"[\x2a]",
            r"[\p{P}]",
        ] {
            assert!(!excludes_wildcards(unsafe_one), "{unsafe_one}");
        }
    }
}

//! Overrides: other values of what is made, set before the templates are proven.

use serde_json::{Map, Value};

use super::made::{self, Made};
use super::node;
use super::scope::Scope;
use super::template::Template;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Attribute, OverriddenPath, Override, Target};
use crate::place::Location;
use crate::plan::Deployment;
use crate::rules::{self, Subject};
use crate::similar;

/// A value that an override has set.
#[derive(Clone, Debug)]
pub(crate) struct Overridden {
    pub(crate) stack: String,
    pub(crate) logical_id: String,
    pub(crate) kind: String,
    /// The name in the source.
    pub(crate) written: String,
    pub(crate) path: String,
    /// Nothing, where there was none.
    pub(crate) before: Option<Value>,
    /// Nothing, where it was taken out.
    pub(crate) after: Option<Value>,
}

/// Applies the overrides of a deployment, those that are selected by the number of the override
/// and of its path.
pub(super) fn apply(
    deployment: &Deployment<'_>,
    templates: &mut [Template],
    selected: &dyn Fn(usize, usize) -> bool,
    findings: &mut Findings<Location>,
) {
    let mut set: Vec<(usize, String, &Override, &OverriddenPath)> = Vec::new();
    for (number, found) in deployment.pipeline.overrides.iter().enumerate() {
        let Some((stack, logical)) = target(deployment, templates, found, findings) else {
            continue;
        };
        for (place, path) in found.paths.iter().enumerate() {
            if !selected(number, place) {
                continue;
            }
            let other = set.iter().find(|(other, id, _, one)| {
                (*other, id) == (stack, &logical) && is_the_same(&one.path, &path.path)
            });
            if let Some((_, _, other, one)) = other {
                let message = format!(
                    "`{}` of `{}` is `{}` of `{}`, which is set too",
                    path.path, found.written, one.path, other.written
                );
                findings
                    .report(&codes::KEY_TWICE, path.at, message)
                    .help("leave one of them out")
                    .related("first said here", one.at);
                continue;
            }
            set.push((stack, logical.clone(), found, path));
            let scope = Scope {
                deployment,
                stack: &deployment.stacks[stack],
            };
            one(
                &scope,
                &mut templates[stack],
                &logical,
                found,
                path,
                findings,
            );
        }
    }
}

/// Returns whether one of two paths leads to the other, or into it.
fn is_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (format!("{one}."), format!("{other}."));
    one.starts_with(&other) || other.starts_with(&one)
}

/// The stack and the logical id of the resource that an override is of.
fn target(
    deployment: &Deployment<'_>,
    templates: &[Template],
    found: &Override,
    findings: &mut Findings<Location>,
) -> Option<(usize, String)> {
    match &found.target {
        Target::Thing(named) => match made::made(deployment, named, Attribute::Arn) {
            Ok(Made::Here(kind, logical)) => {
                let mut stacks = deployment.stacks.iter();
                let stack = stacks.position(|stack| stack.kind == kind)?;
                Some((stack, logical))
            }
            Ok(Made::Imported(_)) => {
                let message = format!("`{}` is imported, and not ours to change", found.written);
                findings
                    .report(&codes::NOT_MADE, found.at, message)
                    .help("leave this out, or let its owner change it");
                None
            }
            Err(not_made) => {
                findings
                    .report(&codes::NOT_MADE, found.at, not_made.message)
                    .help(not_made.help);
                None
            }
        },
        Target::LogicalId(account, region) => {
            let stacks = deployment.stacks.iter().zip(templates).enumerate();
            let here = stacks.filter(|(_, (stack, _))| {
                account.is_none_or(|account| stack.environment.account == account)
                    && region
                        .as_ref()
                        .is_none_or(|region| stack.environment.region == *region)
            });
            let here: Vec<_> = here.collect();
            let has = |(_, (_, template)): &&(usize, (_, &Template))| {
                template.resources().contains_key(&found.written)
            };
            let all: Vec<_> = here.iter().filter(has).collect();
            match all.as_slice() {
                [(stack, _)] => Some((*stack, found.written.clone())),
                [] => {
                    let ids = templates.iter().flat_map(|it| it.resources().keys());
                    let close = similar::closest(&found.written, ids.map(String::as_str));
                    let message = match close {
                        Some(close) if close == found.written => format!(
                            "no template of this account and region has `{}`",
                            found.written
                        ),
                        _ => format!("no template has a resource `{}`", found.written),
                    };
                    let help = match close {
                        Some(close) if close == found.written => {
                            "say the account and the region of its stack".to_owned()
                        }
                        Some(close) => format!("did you mean `{close}`?"),
                        None => "`sources.json` has every logical id".to_owned(),
                    };
                    findings
                        .report(&codes::NO_SUCH_RESOURCE, found.at, message)
                        .help(help);
                    None
                }
                several => {
                    let stacks = several.iter().map(|(_, (stack, _))| {
                        let account = &deployment.pipeline.accounts[stack.environment.account];
                        let region = &stack.environment.region;
                        format!("`in {} @ \"{region}\"`", account.name)
                    });
                    let stacks: Vec<String> = stacks.collect();
                    let message = format!("`{}` stands in {} stacks", found.written, several.len());
                    findings
                        .report(&codes::IN_SEVERAL_STACKS, found.at, message)
                        .help(format!("say which one: {}", stacks.join(", ")));
                    None
                }
            }
        }
    }
}

/// Sets one path of a resource.
fn one(
    scope: &Scope<'_>,
    template: &mut Template,
    logical: &str,
    found: &Override,
    path: &OverriddenPath,
    findings: &mut Findings<Location>,
) {
    let value = match path.value.as_ref().map(|value| node::value(scope, value)) {
        None => None,
        Some(Ok(value)) => Some(value),
        Some(Err(unreachable)) => {
            findings
                .report(&codes::NOT_MADE, path.at, unreachable.message)
                .help(unreachable.help);
            return;
        }
    };
    let Some(body) = template.resource_mut(logical) else {
        return;
    };
    let kind = body["Type"].as_str().unwrap_or_default().to_owned();
    let parts: Vec<&str> = path.path.split('.').collect();
    if let Target::LogicalId(..) = found.target {
        let of = Subject {
            kind: &kind,
            written: &found.written,
            model: None,
        };
        let complaints = rules::complaints(of, &path.entry);
        let is_wrong = !complaints.is_empty();
        for complaint in complaints {
            findings
                .report(complaint.code, complaint.at, complaint.message)
                .help(complaint.help);
        }
        if is_wrong {
            return;
        }
    }
    let after = value.clone();
    match set(body, &parts, value) {
        Ok(before) => template.note_overridden(Overridden {
            stack: scope.stack.name.clone(),
            logical_id: logical.to_owned(),
            kind,
            written: found.written.clone(),
            path: path.path.clone(),
            before,
            after,
        }),
        Err((message, help)) => {
            findings
                .report(&codes::NO_SUCH_PROPERTY, path.at, message)
                .help(help);
        }
    }
}

/// Sets a value, or takes one out, and gives the earlier one.
fn set(
    body: &mut Value,
    parts: &[&str],
    value: Option<Value>,
) -> Result<Option<Value>, (String, String)> {
    let Some((last, before)) = parts.split_last() else {
        return Ok(None);
    };
    let mut place = body;
    for part in before {
        place = step(place, part, value.is_some())?;
    }
    match place {
        Value::Object(map) => match value {
            Some(value) => Ok(map.insert((*last).to_owned(), value)),
            None => match map.remove(*last) {
                Some(before) => Ok(Some(before)),
                None => Err(absent(last, map.keys().map(String::as_str))),
            },
        },
        Value::Array(items) => {
            // The item behind the last one is a new one.
            if let (Some(value), true) = (&value, *last == items.len().to_string()) {
                items.push(value.clone());
                return Ok(None);
            }
            let index = index(items, last)?;
            match value {
                Some(value) => Ok(Some(std::mem::replace(&mut items[index], value))),
                None => Ok(Some(items.remove(index))),
            }
        }
        other => Err(leaf(last, other)),
    }
}

/// The value behind a part of a path; a map that is not there yet is made where one is set.
fn step<'v>(
    place: &'v mut Value,
    part: &str,
    make: bool,
) -> Result<&'v mut Value, (String, String)> {
    match place {
        Value::Object(map) => {
            if !map.contains_key(part) && !make {
                return Err(absent(part, map.keys().map(String::as_str)));
            }
            Ok(map.entry(part).or_insert_with(|| Value::Object(Map::new())))
        }
        Value::Array(items) => {
            let index = index(items, part)?;
            Ok(&mut items[index])
        }
        other => Err(leaf(part, other)),
    }
}

/// The position of an item: by its number, or by the name that it has.
fn index(items: &[Value], part: &str) -> Result<usize, (String, String)> {
    if let Ok(number) = part.parse::<usize>()
        && number < items.len()
    {
        return Ok(number);
    }
    const NAMED_BY: [&str; 5] = ["Name", "Key", "Id", "Sid", "PolicyName"];
    let names: Vec<Option<&str>> = items
        .iter()
        .map(|item| NAMED_BY.iter().find_map(|key| item.get(*key)?.as_str()))
        .collect();
    let found = names.iter().position(|name| *name == Some(part));
    found.ok_or_else(|| {
        let known: Vec<&str> = names.into_iter().flatten().collect();
        let message = format!("the list has {} items, and none is `{part}`", items.len());
        let help = match similar::closest(part, known.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => "name an item by its number, from 0".to_owned(),
            None => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                format!("its items are {}", known.join(", "))
            }
        };
        (message, help)
    })
}

fn absent<'n>(part: &str, names: impl Iterator<Item = &'n str> + Clone) -> (String, String) {
    let help = match similar::closest(part, names.clone()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => {
            let all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
            format!("there is {}", all.join(", "))
        }
    };
    (format!("there is no `{part}` to take out"), help)
}

fn leaf(part: &str, found: &Value) -> (String, String) {
    (
        format!("nothing stands below {found}, and so no `{part}`"),
        "set the whole value: leave out the last part of the path".to_owned(),
    )
}

//! Overrides: other values of what is made, set before the templates are proven.

mod paths;

use serde_json::Value;

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
            if !check_path(&templates[stack], &logical, found, path, findings) {
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
            Ok(Made::InStack(kind, logical)) => {
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
                [(_, (_, template))] if template.is_beside(&found.written) => {
                    let message = format!("`{}` is a resource of your own", found.written);
                    findings
                        .report(&codes::UNKNOWN_THING, found.at, message)
                        .help("set the property where the resource is declared");
                    None
                }
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

/// Reports what is wrong with a path of what is named by its logical id; of other things, the rules
/// have said so. Returns whether it is right.
fn check_path(
    template: &Template,
    logical: &str,
    found: &Override,
    path: &OverriddenPath,
    findings: &mut Findings<Location>,
) -> bool {
    let Target::LogicalId(..) = found.target else {
        return true;
    };
    let body = template.resources().get(logical);
    let kind = body.and_then(|body| body["Type"].as_str());
    let of = Subject {
        kind: kind.unwrap_or_default(),
        written: &found.written,
        model: None,
    };
    let complaints = rules::complaints(of, &path.entry);
    let is_right = complaints.is_empty();
    for complaint in complaints {
        findings
            .report(complaint.code, complaint.at, complaint.message)
            .help(complaint.help);
    }
    is_right
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
        Some(Err(not_made)) => {
            findings
                .report(&codes::NOT_MADE, path.at, not_made.message)
                .help(not_made.help);
            return;
        }
    };
    let Some(body) = template.resource_mut(logical) else {
        return;
    };
    let kind = body["Type"].as_str().unwrap_or_default().to_owned();
    let parts: Vec<&str> = path.path.split('.').collect();
    let after = value.clone();
    match paths::set(body, &parts, value) {
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

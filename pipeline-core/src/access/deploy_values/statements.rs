//! Statements of the user's, as the templates have them, on what is known only when a stack is
//! deployed: it could turn out to be the pipeline's own.

use super::written::{Word, words};
use crate::arn::Arn;
use crate::catalogue::services::overlap;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::DeployValues;
use crate::place::Location;
use crate::plan::{Deployment, Role, Stack, StoreId, StoreKey};
use crate::render::Template;
use serde_json::Value;

/// Reports statements of the user's that could be about the pipeline's own things.
pub(super) fn report(
    deployment: &Deployment<'_>,
    templates: &[Template],
    findings: &mut Findings<Location>,
) {
    let own = own_arns(deployment);
    let values = &deployment.pipeline.deploy_values;
    for (stack, template) in deployment.stacks.iter().zip(templates) {
        for (logical, body) in template.resources() {
            let numbers = template.user_statements(logical);
            if numbers.iter().all(Option::is_none) {
                continue;
            }
            let Some(role) = role_of(deployment, stack, logical, body) else {
                continue;
            };
            for (written, number) in statements(body).zip(numbers) {
                let declared = role
                    .managed
                    .as_ref()
                    .zip(*number)
                    .and_then(|(managed, number)| {
                        let statements = &managed.settings.statements;
                        statements.get(number.checked_sub(1)?)
                    });
                if let Some(declared) = declared
                    && let Some((resource, what)) = reached((values, template), written, &own)
                {
                    let verb = if declared.deny { "deny" } else { "allow" };
                    findings
                        .report(
                            &codes::STATEMENT_AT_DEPLOYMENT,
                            declared.at,
                            format!("what this statement of yours is on, `{resource}`, is known when its stack is deployed, and it could {verb} something on {what}"),
                        )
                        .help("write more of the resource out, or begin the role's name with `_` if this is meant");
                }
            }
        }
    }
}

/// The role that a resource of a stack is, or is a policy of; nothing if its name says that all of
/// this is meant.
fn role_of<'d>(
    deployment: &'d Deployment<'_>,
    stack: &Stack,
    logical: &str,
    body: &Value,
) -> Option<&'d Role> {
    let attached = body
        .pointer("/Properties/Roles/0/Ref")
        .and_then(Value::as_str);
    let logical = attached.unwrap_or(logical);
    let role = deployment.roles.iter().find(|role| {
        role.managed
            .as_ref()
            .is_some_and(|managed| managed.logical_id == logical && managed.stack == stack.kind)
    })?;
    let mut declared = deployment.pipeline.roles.iter();
    let meant = declared.any(|one| one.source.at == role.source.at && one.name.starts_with('_'));
    (!meant).then_some(role)
}

/// The statements of a role's or a managed policy's document.
fn statements(body: &Value) -> impl Iterator<Item = &Value> {
    let inline = body
        .pointer("/Properties/Policies")
        .and_then(Value::as_array);
    let inline = inline.into_iter().flatten();
    let inline = inline.filter_map(|policy| policy.pointer("/PolicyDocument/Statement"));
    let own = body.pointer("/Properties/PolicyDocument/Statement");
    let all = inline.chain(own).filter_map(Value::as_array);
    all.flatten()
}

/// What of the pipeline's own a statement could be on, with the resource as it is written.
fn reached<'o>(
    (values, template): (&DeployValues, &Template),
    statement: &Value,
    own: &'o [(String, String)],
) -> Option<(String, &'o str)> {
    let calls = |service: &str| {
        each(statement.get("Action")).any(|action| {
            let of = action.as_str().unwrap_or_default();
            let of = of.split(':').next().unwrap_or_default();
            of == service || of == "*"
        })
    };
    each(statement.get("Resource")).find_map(|resource| {
        let words = words(values, template, resource);
        if !words.iter().any(|word| matches!(word, Word::Value(_))) {
            return None;
        }
        let pattern: String = words.iter().map(Word::pattern).collect();
        let (what, _) = own.iter().find(|(_, arn)| {
            let service = Arn::parse(arn).map_or("", |arn| arn.service);
            let called = calls(service) || service == "iam" && calls("sts");
            called && overlap(&pattern, arn)
        })?;
        let written: String = words.iter().map(Word::written).collect();
        Some((written, what.as_str()))
    })
}

/// One value or each of a list.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items = match value {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    items.iter()
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
        if let Some(managed) = &role.managed {
            out.push((
                format!("role `{}`", managed.logical_id),
                role.arn.to_string(),
            ));
        }
    }
    out.retain(|(_, arn)| Arn::parse(arn).is_some());
    out
}

//! What a resource beside the pipeline may not do: set the policy of a store, copy a key, attach a
//! policy to a role of the pipeline, or open its event bus.

use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::{Deployment, Resource, Stack, StoreKey};
use serde_json::Value;

use super::template::Template;

/// Types that say who reaches a bucket or a key, or copy one.
const OF_STORES: [&str; 9] = [
    "AWS::KMS::Alias",
    "AWS::KMS::ReplicaKey",
    "AWS::S3::AccessGrant",
    "AWS::S3::AccessGrantsLocation",
    "AWS::S3::AccessPoint",
    "AWS::S3::BucketPolicy",
    "AWS::S3::MultiRegionAccessPoint",
    "AWS::S3ObjectLambda::AccessPoint",
    "AWS::S3Outposts::AccessPoint",
];

/// The types that attach policies, with the property that names what they are attached to.
const ATTACHED: [(&str, &str); 3] = [
    ("AWS::IAM::ManagedPolicy", "Roles"),
    ("AWS::IAM::Policy", "Roles"),
    ("AWS::IAM::RolePolicy", "RoleName"),
];

/// Reports what the resources of a template would open.
pub(super) fn check(
    deployment: &Deployment<'_>,
    stack: &Stack,
    template: &Template,
    findings: &mut Findings<Location>,
) {
    let all = deployment.resources.iter();
    for found in all.filter(|found| found.stack == stack.kind) {
        let Some(body) = template.resources().get(&found.logical_id) else {
            continue;
        };
        let Some((what, help)) = opens(deployment, stack, template, found, &body["Properties"])
        else {
            continue;
        };
        let message = format!("resource `{}` {what}", found.declared.name);
        findings
            .report(
                &codes::OPENS_THE_PIPELINE,
                found.declared.source.at,
                message,
            )
            .help(help);
    }
}

fn opens(
    deployment: &Deployment<'_>,
    stack: &Stack,
    template: &Template,
    found: &Resource<'_>,
    properties: &Value,
) -> Option<(String, &'static str)> {
    let kind = found.declared.kind.as_str();
    if OF_STORES.contains(&kind) {
        let help = "a store's policies are the pipeline's: leave the resource out";
        for store in &deployment.stores {
            if holds(properties, &|text| text.contains(&store.bucket)) {
                return Some((
                    format!("is about bucket `{}` of a store", store.bucket),
                    help,
                ));
            }
            if let StoreKey::Managed { alias } = &store.key
                && holds(properties, &|text| text == alias)
            {
                return Some((format!("is about key `{alias}` of a store"), help));
            }
        }
        let makers = deployment.stacks.iter().map(|one| &one.name);
        for name in makers.filter(|name| name.contains("-artifacts-")) {
            if holds(properties, &|text| text == name) {
                return Some(("is about the key of a store".to_owned(), help));
            }
        }
        let unknown = kind == "AWS::S3::BucketPolicy" && !is_known(template, &properties["Bucket"]);
        if unknown {
            let what = "sets the policy of a bucket that is not known here".to_owned();
            return Some((what, "name the bucket, or a resource that is declared"));
        }
    }
    if let Some((_, property)) = ATTACHED.iter().find(|(known, _)| *known == kind) {
        let help = "what a role of the pipeline may do is said by `statements` of the role";
        let names = match &properties[*property] {
            Value::Array(items) => items.iter().collect(),
            Value::Null => Vec::new(),
            other => vec![other],
        };
        for name in names {
            for role in &deployment.roles {
                let own = role.managed.as_ref().map(|managed| managed.name.as_str());
                let named = name.as_str().is_some_and(|name| {
                    Some(name) == own || name == role.arn || role.arn.ends_with(&format!("/{name}"))
                });
                let referred = name["Ref"].as_str() == Some(&role.logical_id);
                if named || referred {
                    let what = format!("attaches a policy to role `{}` of the pipeline", role.arn);
                    return Some((what, help));
                }
            }
            if !is_known(template, name) {
                let what = "attaches a policy to a role that is not known here".to_owned();
                return Some((what, "name the role, or a resource that is declared"));
            }
        }
    }
    let document = kind.starts_with("AWS::IAM::") && {
        let inline = properties["Policies"].as_array().into_iter().flatten();
        let inline = inline.map(|policy| &policy["PolicyDocument"]);
        let mut all = inline.chain([&properties["PolicyDocument"]]);
        all.any(|document| !document.is_null() && !document.is_object())
    };
    if document {
        let what = "has a policy that is not known here".to_owned();
        return Some((
            what,
            "write the policy as a map: `{ Version: \"2012-10-17\", Statement: [ … ] }`",
        ));
    }
    let home = stack.environment == deployment.pipeline.home();
    if kind == "AWS::Events::EventBusPolicy" && home {
        let bus = properties["EventBusName"].as_str();
        if bus.is_none_or(|bus| bus == "default") {
            let what = "opens the event bus that starts the pipeline".to_owned();
            return Some((what, "take a bus of your own: `EventBusName: \"…\"`"));
        }
    }
    None
}

/// Returns whether a value is a text, or what is declared in the same template.
fn is_known(template: &Template, value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains("{{resolve:"),
        Value::Object(_) => {
            let name = value["Ref"]
                .as_str()
                .or_else(|| value["Fn::GetAtt"][0].as_str());
            name.is_some_and(|name| template.resources().contains_key(name))
        }
        _ => false,
    }
}

/// Returns whether some text of a value is of this kind.
fn holds(value: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is(text),
        Value::Array(items) => items.iter().any(|item| holds(item, is)),
        Value::Object(map) => map.values().any(|inner| holds(inner, is)),
        _ => false,
    }
}

//! What is deployed: stacks in waves, stores, and the values that whoever deploys gives.

use serde_json::{Value, json};

use crate::plan::{Deployment, StoreKey};
use crate::render::deploy_time;
use crate::write::{Rendered, deploy_values, is_large, template_file};

pub(super) fn stacks(found: &Rendered<'_>) -> Value {
    let stacks = found.stacks().map(|(stack, template)| {
        json!({
            "account": stack.environment.account.0,
            "description": stack.description,
            "large": is_large(template),
            "name": stack.name,
            "region": stack.environment.region.as_str(),
            "resources": template.resource_count(),
            "shared": stack.shared,
            "template": template_file(stack),
            "wave": stack.wave,
        })
    });
    stacks.collect()
}

pub(super) fn stores(deployment: &Deployment<'_>) -> Value {
    let stores = deployment.stores.iter().map(|store| {
        let mut out = json!({
            "bucket": store.bucket,
            "imported": store.managed.is_none(),
            "region": store.region.as_str(),
            "source": store.source.exact(),
        });
        match &store.key {
            StoreKey::Managed { alias } => out["key"] = json!(alias),
            StoreKey::Imported { arn } => out["key"] = json!(arn),
            StoreKey::None => {}
        }
        if let Some(settings) = &store.managed {
            out["kept"] = json!(!settings.delete);
        }
        if let Some(share) = &store.share {
            let others = share.others.iter().map(|(name, _)| name);
            out["sharedWith"] = json!(others.collect::<Vec<_>>());
        }
        out
    });
    stores.collect()
}

/// The parameters that stacks have, and how `deploy.sh` is given their values.
pub(super) fn parameters(all: &[Rendered<'_>], found: &Rendered<'_>) -> Value {
    let pipeline = found.deployment.pipeline;
    let mut out = Vec::new();
    for parameter in &pipeline.deploy_values.parameters {
        let key = deploy_time::parameter_id(&parameter.name);
        let of = |(_, (_, template)): &(usize, (_, &crate::render::Template))| {
            template.parameters().contains_key(&key)
        };
        let stacks = found.stacks().enumerate().filter(of);
        let stacks: Vec<usize> = stacks.map(|(place, _)| place).collect();
        if stacks.is_empty() {
            continue;
        }
        let variable = deploy_values::variable(all, pipeline, &parameter.name);
        let mut value = json!({
            "name": parameter.name,
            "stacks": stacks,
            "type": parameter.kind,
            "variable": format!("PIPEWRIGHT_PARAMETER_{variable}"),
        });
        if let Some(default) = &parameter.default
            && !parameter.is_hidden()
        {
            value["default"] = json!(default);
        } else if parameter.default.is_some() {
            value["default"] = json!("(hidden)");
        }
        out.push(value);
    }
    Value::Array(out)
}

//! Things by their names: the template and the logical id of each.

use serde_json::{Value, json};

use super::scope::PIPELINE;
use super::store;
use crate::pipeline::{
    ActionId, Attribute, DeclaredStoreId, DeployValue, Named, Output, OutputValue, Part, RoleId,
    StoreOrigin, ThingId, Used,
};
use crate::plan::{Deployment, Stack, StackKind, StoreKey};
use crate::policy::get_att;

/// Where a thing is made.
pub(crate) enum Made {
    /// In this stack of the deployment, under a logical id.
    InStack(StackKind, String),
    /// Nowhere: it exists, and is known by this.
    Imported(String),
}

/// The reason why a thing is not made, or not known in a stack.
pub(crate) struct NotMade {
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

const UNUSED: &str = "use it in the pipeline, or leave this out";

/// The place where a thing is made; of an imported thing, the attribute that is known of it.
pub(crate) fn made(
    deployment: &Deployment<'_>,
    named: &Named,
    attribute: Attribute,
) -> Result<Made, NotMade> {
    let not_made = |why: &str, help| NotMade {
        message: format!("`{}` is not made: {why}", named.written),
        help,
    };
    let unused = || not_made("nothing uses it", UNUSED);
    match named.id {
        ThingId::Pipeline => Ok(Made::InStack(StackKind::Pipeline, PIPELINE.to_owned())),
        ThingId::ServiceRole => {
            role(deployment, deployment.service_role, attribute).ok_or_else(unused)
        }
        ThingId::Role(id) => role(deployment, id, attribute).ok_or_else(unused),
        ThingId::ActionRole(id) => {
            let action = role_of_action(deployment, id);
            let none = || not_made("this action has no role", "leave this out");
            role(deployment, action.ok_or_else(none)?, attribute).ok_or_else(unused)
        }
        ThingId::Project(id) | ThingId::ProjectRole(id) => {
            let mut projects = deployment.projects.iter();
            let project = projects.find(|project| project.declared == id);
            let project = project.ok_or_else(unused)?;
            if let ThingId::ProjectRole(_) = named.id {
                return role(deployment, project.role, attribute).ok_or_else(unused);
            }
            match &project.managed {
                Some(managed) => Ok(Made::InStack(
                    managed.stack.clone(),
                    project.logical_id.clone(),
                )),
                None if attribute == Attribute::Name => Ok(Made::Imported(project.name.clone())),
                None => {
                    let here = deployment.pipeline.arns(&project.environment);
                    Ok(Made::Imported(here.project(&project.name).to_string()))
                }
            }
        }
        ThingId::Bucket(id) => bucket(deployment, id, attribute).ok_or_else(unused),
        ThingId::StoreKey(id) => {
            let store = store_of(deployment, id).ok_or_else(unused)?;
            match &deployment.stores[store].key {
                StoreKey::Managed { .. } => {
                    let region = deployment.stores[store].region.clone();
                    Ok(Made::InStack(
                        StackKind::Artifacts(region),
                        store::KEY.to_owned(),
                    ))
                }
                StoreKey::Imported { arn } if attribute == Attribute::Arn => {
                    Ok(Made::Imported(arn.clone()))
                }
                StoreKey::Imported { arn } => {
                    let id = arn.rsplit('/').next().unwrap_or(arn);
                    Ok(Made::Imported(id.to_owned()))
                }
                StoreKey::None => Err(not_made(
                    "the store has no key of its own",
                    "give it one: `encryption_key: true`",
                )),
            }
        }
    }
}

/// The value that an attribute of a thing has in its own template.
pub(crate) fn value(
    deployment: &Deployment<'_>,
    named: &Named,
    attribute: Attribute,
    logical: &str,
) -> Value {
    match (named.id, attribute) {
        (ThingId::Pipeline, Attribute::Arn) => json!(deployment.pipeline.arn()),
        (_, Attribute::Version) => get_att(logical, "Version"),
        (_, Attribute::Arn) => get_att(logical, "Arn"),
        (_, Attribute::Name | Attribute::Id) => json!({ "Ref": logical }),
    }
}

fn role(deployment: &Deployment<'_>, id: RoleId, attribute: Attribute) -> Option<Made> {
    let role = deployment.role(id);
    let Some(managed) = &role.managed else {
        let name = role.arn.rsplit('/').next().unwrap_or(&role.arn);
        let known = match attribute {
            Attribute::Name => name,
            _ => &role.arn,
        };
        return Some(Made::Imported(known.to_owned()));
    };
    let made = !role.trust.is_empty();
    made.then(|| Made::InStack(managed.stack.clone(), managed.logical_id.clone()))
}

/// The text that an attribute of something that we make has, where it is known beforehand.
pub(super) fn known(
    deployment: &Deployment<'_>,
    named: &Named,
    attribute: Attribute,
) -> Option<String> {
    let of_role = |id: RoleId| {
        let role = deployment.role(id);
        match attribute {
            Attribute::Name => role.managed.as_ref().map(|managed| managed.name.clone()),
            _ => Some(role.arn.clone()),
        }
    };
    let project = |id| {
        let mut projects = deployment.projects.iter();
        projects.find(|project| project.declared == id)
    };
    match (named.id, attribute) {
        (ThingId::Pipeline, Attribute::Name) => Some(deployment.pipeline.name.clone()),
        (ThingId::Pipeline, Attribute::Arn) => Some(deployment.pipeline.arn()),
        (ThingId::ServiceRole, _) => of_role(deployment.service_role),
        (ThingId::Role(id), _) => of_role(id),
        (ThingId::ActionRole(id), _) => of_role(role_of_action(deployment, id)?),
        (ThingId::ProjectRole(id), _) => of_role(project(id)?.role),
        (ThingId::Project(id), Attribute::Name) => Some(project(id)?.name.clone()),
        (ThingId::Project(id), _) => {
            let project = project(id)?;
            let here = deployment.pipeline.arns(&project.environment);
            Some(here.project(&project.name).to_string())
        }
        (ThingId::Bucket(id), Attribute::Name) => {
            Some(deployment.stores[store_of(deployment, id)?].bucket.clone())
        }
        (ThingId::Bucket(id), _) => Some(deployment.bucket_arn(store_of(deployment, id)?)),
        _ => None,
    }
}

fn role_of_action(deployment: &Deployment<'_>, id: ActionId) -> Option<RoleId> {
    let stages = deployment.pipeline.stages.iter().take(id.stage);
    let before: usize = stages.map(|stage| stage.actions.len()).sum();
    let position = before.saturating_add(id.position);
    *deployment.action_roles.get(position)?
}

pub(super) fn store_of(
    deployment: &Deployment<'_>,
    id: DeclaredStoreId,
) -> Option<crate::plan::StoreId> {
    deployment.store_in(&deployment.pipeline.stores[id].region)
}

fn bucket(deployment: &Deployment<'_>, id: DeclaredStoreId, attribute: Attribute) -> Option<Made> {
    let found = store_of(deployment, id)?;
    let declared = &deployment.pipeline.stores[id].origin;
    let store = &deployment.stores[found];
    Some(match declared {
        StoreOrigin::Managed(settings) => {
            let [bucket, _] = store::bucket_ids(settings);
            Made::InStack(StackKind::Artifacts(store.region.clone()), bucket)
        }
        StoreOrigin::Imported { .. } if attribute == Attribute::Name => {
            Made::Imported(store.bucket.clone())
        }
        StoreOrigin::Imported { .. } => Made::Imported(deployment.bucket_arn(found)),
    })
}

/// The stack that a text stands in: that of a resource which it names, and else the pipeline's.
pub(super) fn stack_of_text(deployment: &Deployment<'_>, text: &str) -> StackKind {
    let values = &deployment.pipeline.deploy_values;
    let mut parts = values.parts(text).into_iter();
    let found = parts.find_map(|part| match part {
        Part::Value(Used {
            value: DeployValue::Resource(name, _),
            ..
        }) => {
            let mut all = deployment.resources.iter();
            let found = all.find(|one| one.declared.name == *name)?;
            Some(found.stack.clone())
        }
        _ => None,
    });
    found.unwrap_or(StackKind::Pipeline)
}

/// The stack that an output stands in.
pub(crate) fn stack_of_output<'d>(
    deployment: &'d Deployment<'_>,
    output: &Output,
) -> Option<&'d Stack> {
    let made = match &output.value {
        OutputValue::Of(named, attribute) => made(deployment, named, *attribute).ok()?,
        OutputValue::Text(text) => Made::InStack(stack_of_text(deployment, text), String::new()),
    };
    let kind = match made {
        Made::InStack(kind, _) => kind,
        Made::Imported(_) => StackKind::Pipeline,
    };
    deployment.stacks.iter().find(|stack| stack.kind == kind)
}

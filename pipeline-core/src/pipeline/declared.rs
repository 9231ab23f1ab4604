//! Declarations: stores, roles and projects.

use super::resolve::{Written, index_of, region, source};
use super::settings::{Declared, texts};
use super::{
    Environment, Project, ProjectOrigin, ProjectSettings, Role, RoleOrigin, RoleSettings, Store,
    StoreOrigin, StoreSettings, UserStatement,
};
use crate::model::{self, Data, Origin};
use crate::place::Location;

pub(super) fn store(model: &Written, found: &model::Store<Location>) -> Option<Store> {
    let origin = match &found.origin {
        Origin::Managed(entries) => {
            let settings = Declared(entries);
            StoreOrigin::Managed(StoreSettings {
                bucket_name: settings.text("bucket_name")?,
                expiration_in_days: settings.number("expiration_in_days"),
                encryption_key: settings.truth("encryption_key"),
                key_administrators: settings.texts("key_administrators")?,
                delete: settings.text("removal_policy")?.as_deref() == Some("DELETE"),
            })
        }
        Origin::Imported(entries) => {
            let settings = Declared(entries);
            StoreOrigin::Imported {
                bucket: settings.text("bucket")??,
                key: settings.text("key")?,
            }
        }
    };
    let region = region(model.region_of(&found.environment))?;
    Some(Store {
        region,
        origin,
        source: source("store", &found.name),
    })
}

pub(super) fn role(model: &Written, found: &model::Role<Location>) -> Option<Role> {
    let origin = match &found.origin {
        Origin::Managed(entries) => RoleOrigin::Managed(role_settings(&Declared(entries))?),
        Origin::Imported(arn) => RoleOrigin::Imported {
            arn: arn.known()?.to_owned(),
        },
    };
    Some(Role {
        name: found.name.text.clone(),
        account: index_of(model, model.account_of_role(found)?)?,
        origin,
        source: source("role", &found.name),
    })
}

fn role_settings(settings: &Declared<'_>) -> Option<RoleSettings> {
    let statements = match settings.get("statements").map(|value| &value.data) {
        Some(Data::List(items)) => items.iter().map(statement).collect::<Option<_>>()?,
        Some(_) => return None,
        None => Vec::new(),
    };
    Some(RoleSettings {
        managed_policies: settings.texts("managed_policies")?,
        statements,
        permissions_boundary: settings.text("permissions_boundary")?,
        path: settings.text("path")?,
    })
}

fn statement(value: &model::Value<Location>) -> Option<UserStatement> {
    let Data::Map(entries) = &value.data else {
        return None;
    };
    let settings = Declared(entries);
    let mut conditions = Vec::new();
    if let Some(value) = settings.get("conditions") {
        let Data::Map(operators) = &value.data else {
            return None;
        };
        for operator in operators {
            let Data::Map(keys) = &operator.value.data else {
                return None;
            };
            for key in keys {
                conditions.push((
                    operator.key.text.clone(),
                    key.key.text.clone(),
                    texts(&key.value)?,
                ));
            }
        }
    }
    Some(UserStatement {
        at: value.at,
        deny: settings.text("effect")?.as_deref() == Some("Deny"),
        actions: settings.texts("actions")?,
        resources: settings.texts("resources")?,
        conditions,
    })
}

pub(super) fn project(model: &Written, found: &model::Project<Location>) -> Option<Project> {
    let origin = match &found.origin {
        Origin::Managed(entries) => {
            ProjectOrigin::Managed(Box::new(project_settings(model, &Declared(entries))?))
        }
        Origin::Imported(entries) => {
            let settings = Declared(entries);
            let role = settings.text("role")??;
            ProjectOrigin::Imported {
                name: settings.text("name")??,
                role: model
                    .roles
                    .iter()
                    .position(|known| known.name.text == role)?,
            }
        }
    };
    Some(Project {
        name: found.name.text.clone(),
        environment: Environment {
            account: index_of(model, model.account_of(&found.environment)?)?,
            region: region(model.region_of(&found.environment))?,
        },
        origin,
        source: source("project", &found.name),
    })
}

fn project_settings(model: &Written, settings: &Declared<'_>) -> Option<ProjectSettings> {
    Some(ProjectSettings {
        image: settings.text("image")??,
        buildspec: settings.text("buildspec")?,
        compute_type: settings.text("compute_type")?,
        environment_type: settings.text("environment_type")?,
        description: settings.text("description")?,
        environment_variables: settings.variables(model, "environment_variables")?,
        privileged_mode: settings.truth("privileged_mode"),
        timeout_in_minutes: settings.number("timeout_in_minutes"),
        role: role_settings(settings)?,
    })
}

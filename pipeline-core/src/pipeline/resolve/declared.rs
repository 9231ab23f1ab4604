//! Declarations: stores, roles and projects.

use super::builds;
use super::entries::{Entries, list, map, scalar, strings};
use super::names::{Names, region, source};
use super::role_rules;
use super::stores;
use super::unresolved::{Resolved, Unresolved};
use super::values::variables;
use crate::model::{self, Model, Origin, Value};
use crate::pipeline::{
    Project, ProjectOrigin, ProjectSettings, Role, RoleOrigin, RoleSettings, SharingPipeline,
    Store, StoreOrigin, StoreSettings, UserStatement,
};
use crate::place::Location;

pub(super) fn store(model: &Model<Location>, found: &model::Store<Location>) -> Resolved<Store> {
    let at = found.name.at;
    let origin = match &found.origin {
        Origin::Managed(entries) => {
            let own = Entries::new(entries, at);
            let shared = own.get("shared").map(Entries::of_map).transpose()?;
            let entries = shared.unwrap_or(own);
            StoreOrigin::Managed(StoreSettings {
                shared: shared.map(|shared| shared.required("name")).transpose()?,
                sharing: match shared.and_then(|shared| shared.get("pipelines")) {
                    Some(value) => value.items().iter().map(sharing).collect::<Resolved<_>>()?,
                    None => Vec::new(),
                },
                bucket_name: entries.string("bucket_name")?,
                alias_name: entries.string("alias_name")?,
                expiration_in_days: entries.number("expiration_in_days"),
                encryption_key: entries.is_true("encryption_key"),
                key_administrators: entries.strings("key_administrators")?,
                delete: entries.string("removal_policy")?.as_deref() == Some("DELETE"),
            })
        }
        Origin::Imported(entries) => {
            let entries = Entries::new(entries, at);
            StoreOrigin::Imported {
                bucket: entries.required("bucket")?,
                key: entries.string("key")?,
                shared: entries.is_true("shared"),
            }
        }
    };
    Ok(Store {
        region: region(model.region_of(&found.environment), at)?,
        origin,
        source: source("store", &found.name),
    })
}

fn sharing(value: &Value<Location>) -> Resolved<SharingPipeline> {
    let entries = Entries::of_map(value)?;
    Ok(SharingPipeline {
        name: entries.required("name")?,
        region: entries.required("region")?,
        accounts: entries.strings("accounts")?,
        roles: entries.strings("roles")?,
    })
}

pub(super) fn role(names: &Names<'_>, found: &model::Role<Location>) -> Resolved<Role> {
    let at = found.name.at;
    let account = names.account(names.model.account_of_role(found), at)?;
    let origin = match &found.origin {
        Origin::Managed(entries) => {
            let entries = Entries::new(entries, at);
            let mut settings = role_settings(names.model, &entries)?;
            let account = names.model.account_of_role(found);
            settings.permissions_boundary =
                role_rules::boundary_in(names.model, account, &entries)?;
            settings.path = entries.string("path")?;
            settings.name = entries.string("role_name")?;
            RoleOrigin::Managed(settings)
        }
        Origin::Imported(arn) => RoleOrigin::Imported { arn: scalar(arn)? },
    };
    Ok(Role {
        name: found.name.text.clone(),
        account,
        origin,
        source: source("role", &found.name),
    })
}

fn role_settings(model: &Model<Location>, entries: &Entries<'_>) -> Resolved<RoleSettings> {
    Ok(RoleSettings {
        managed_policies: entries.strings("managed_policies")?,
        statements: match entries.get("statements") {
            Some(value) => statements(model, value)?,
            None => Vec::new(),
        },
        ..RoleSettings::default()
    })
}

/// A list of statements.
pub(super) fn statements(
    model: &Model<Location>,
    value: &Value<Location>,
) -> Resolved<Vec<UserStatement>> {
    let items = list(value)?.iter();
    items.map(|item| statement(model, item)).collect()
}

fn statement(model: &Model<Location>, value: &Value<Location>) -> Resolved<UserStatement> {
    let entries = Entries::of_map(value)?;
    Ok(UserStatement {
        at: value.at,
        deny: entries.string("effect")?.as_deref() == Some("Deny"),
        actions: entries.strings("actions")?,
        resources: match entries.get("resources") {
            Some(value) => stores::resources(model, value)?,
            None => Vec::new(),
        },
        conditions: match entries.get("conditions") {
            Some(value) => conditions(value)?,
            None => Vec::new(),
        },
    })
}

/// Operator, key and values of each condition of a statement.
fn conditions(value: &Value<Location>) -> Resolved<Vec<(String, String, Vec<String>)>> {
    let mut conditions = Vec::new();
    for operator in map(value)? {
        for key in map(&operator.value)? {
            conditions.push((
                operator.key.text.clone(),
                key.key.text.clone(),
                strings(&key.value)?,
            ));
        }
    }
    Ok(conditions)
}

pub(super) fn project(names: &Names<'_>, found: &model::Project<Location>) -> Resolved<Project> {
    let at = found.name.at;
    let origin = match &found.origin {
        Origin::Managed(entries) => ProjectOrigin::Managed(Box::new(project_settings(
            names,
            &Entries::new(entries, at),
        )?)),
        Origin::Imported(entries) => {
            let entries = Entries::new(entries, at);
            let role = entries.required("role")?;
            ProjectOrigin::Imported {
                name: entries.required("name")?,
                role: names
                    .role(&role)
                    .ok_or_else(|| Unresolved::new(at, format!("no role is named `{role}`")))?,
            }
        }
    };
    let account = names.model.account_of(&found.environment);
    let region = names.model.region_of(&found.environment);
    Ok(Project {
        name: found.name.text.clone(),
        environment: names.environment(account, region, at)?,
        origin,
        source: source("project", &found.name),
    })
}

fn project_settings(names: &Names<'_>, entries: &Entries<'_>) -> Resolved<ProjectSettings> {
    Ok(ProjectSettings {
        image: entries.required("image")?,
        buildspec: entries.string("buildspec")?,
        compute_type: entries.string("compute_type")?,
        environment_type: entries.string("environment_type")?,
        fleet: entries.string("fleet")?,
        description: entries.string("description")?,
        environment_variables: match entries.get("environment_variables") {
            Some(value) => variables(names, map(value)?)?,
            None => Vec::new(),
        },
        privileged_mode: entries.is_true("privileged_mode"),
        timeout_in_minutes: entries.number("timeout_in_minutes"),
        builds: builds::settings(entries)?,
        name: entries.string("name")?,
        given_role: names.named_role(entries, "role")?,
        given_batch_role: names.named_role(entries, "batch_role")?,
        role: role_settings(names.model, entries)?,
    })
}

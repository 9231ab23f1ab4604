//! From a model that has passed the checks to a pipeline: names become indices, texts
//! become account ids and regions.

use std::collections::HashSet;

use super::config::{Config, Variable, scalar, variables};
use super::{
    Account, AccountId, Action, Condition, Environment, Pipeline, PipelineVariable, Project,
    ProjectOrigin, ProjectSettings, Region, Role, RoleOrigin, RoleSettings, Settings, Source,
    Stage, Store, StoreOrigin, StoreSettings, Trigger, UserStatement,
};
use crate::catalogue::Placement;
use crate::codes;
use crate::finding::Findings;
use crate::model::{self, Data, Entry, Model, Name, Origin, Text};
use crate::place::Caller;

type Written = Model<Caller>;

impl Pipeline {
    /// The pipeline of a model, unless a finding stops it.
    pub(crate) fn resolve(
        model: &Written,
        mut findings: Findings<Caller>,
    ) -> Result<Pipeline, Findings<Caller>> {
        if findings.has_errors() {
            return Err(findings);
        }
        match resolve(model) {
            Some(mut pipeline) => {
                pipeline.warnings = findings;
                Ok(pipeline)
            }
            None => {
                findings
                    .report(
                        &codes::UNRESOLVED,
                        model.at,
                        "this pipeline passed every check and still cannot be resolved",
                    )
                    .help("this is a bug of pipewright: please report it with the pipeline");
                Err(findings)
            }
        }
    }
}

fn resolve(model: &Written) -> Option<Pipeline> {
    let name = scalar(&model.setting("name")?.value)?;
    let home = model.accounts.iter().position(|account| account.home)?;
    Some(Pipeline {
        source: Source {
            words: format!("pipeline {name}"),
            at: model.at,
        },
        accounts: model
            .accounts
            .iter()
            .map(|found| account(model, found))
            .collect::<Option<_>>()?,
        home,
        organization: match model.organizations.first() {
            Some(id) => Some(id.known()?.to_owned()),
            None => None,
        },
        stores: model
            .stores
            .iter()
            .map(|found| store(model, found))
            .collect::<Option<_>>()?,
        roles: model
            .roles
            .iter()
            .map(|found| role(model, found))
            .collect::<Option<_>>()?,
        projects: model
            .projects
            .iter()
            .map(|found| project(model, found))
            .collect::<Option<_>>()?,
        settings: Settings::resolve(model)?,
        variables: model
            .variables
            .iter()
            .map(PipelineVariable::resolve)
            .collect::<Option<_>>()?,
        triggers: model
            .triggers
            .iter()
            .map(Trigger::resolve)
            .collect::<Option<_>>()?,
        stages: stages(model)?,
        name,
        warnings: Findings::default(),
        reads: &[],
    })
}

fn region(text: Option<&Text<Caller>>) -> Option<Region> {
    Region::new(text?.known()?)
}

fn account(model: &Written, found: &model::Account<Caller>) -> Option<Account> {
    Some(Account {
        name: found.name.text.clone(),
        id: AccountId::new(found.id.known()?)?,
        region: region(found.region.as_ref().or_else(|| model.home_region()))?,
        source: source("account", &found.name),
    })
}

fn index_of(model: &Written, found: &model::Account<Caller>) -> Option<usize> {
    model
        .accounts
        .iter()
        .position(|account| account.name.text == found.name.text)
}

fn source(sort: &str, name: &Name<Caller>) -> Source {
    Source {
        words: format!("{sort} {}", name.text),
        at: name.at,
    }
}

/// The settings of a declaration, by key.
pub(super) struct Declared<'a>(pub(super) &'a [Entry<Caller>]);

impl Declared<'_> {
    pub(super) fn get(&self, key: &str) -> Option<&model::Value<Caller>> {
        self.0
            .iter()
            .find(|entry| entry.key.text == key)
            .map(|entry| &entry.value)
    }

    /// The text of a key, or nothing where the key is not there.
    pub(super) fn text(&self, key: &str) -> Option<Option<String>> {
        match self.get(key) {
            Some(value) => Some(Some(scalar(value)?)),
            None => Some(None),
        }
    }

    pub(super) fn truth(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|value| &value.data),
            Some(Data::Bool(true))
        )
    }

    fn is_false(&self, key: &str) -> bool {
        matches!(
            self.get(key).map(|value| &value.data),
            Some(Data::Bool(false))
        )
    }

    fn number(&self, key: &str) -> Option<i64> {
        match self.get(key)?.data {
            Data::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        match self.get(key) {
            Some(value) => texts(value),
            None => Some(Vec::new()),
        }
    }

    fn variables(&self, model: &Written, key: &str) -> Option<Vec<Variable>> {
        match self.get(key).map(|value| &value.data) {
            Some(Data::Map(entries)) => variables(model, entries),
            Some(_) => None,
            None => Some(Vec::new()),
        }
    }
}

/// One text or a list of them.
fn texts(value: &model::Value<Caller>) -> Option<Vec<String>> {
    match &value.data {
        Data::List(items) => items.iter().map(scalar).collect(),
        _ => Some(vec![scalar(value)?]),
    }
}

fn store(model: &Written, found: &model::Store<Caller>) -> Option<Store> {
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

fn role(model: &Written, found: &model::Role<Caller>) -> Option<Role> {
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

fn statement(value: &model::Value<Caller>) -> Option<UserStatement> {
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
        deny: settings.text("effect")?.as_deref() == Some("Deny"),
        actions: settings.texts("actions")?,
        resources: settings.texts("resources")?,
        conditions,
    })
}

fn project(model: &Written, found: &model::Project<Caller>) -> Option<Project> {
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

fn stages(model: &Written) -> Option<Vec<Stage>> {
    let used = model.used_namespaces();
    model
        .stages
        .iter()
        .map(|stage| {
            let actions = stage
                .run_orders()
                .into_iter()
                .map(|(order, found)| action(model, stage, found, order, &used))
                .collect::<Option<_>>()?;
            let conditions = stage
                .conditions
                .iter()
                .map(|found| condition(model, stage, found))
                .collect::<Option<_>>()?;
            Some(Stage {
                name: stage.name.text.clone(),
                actions,
                conditions,
                disabled: match stage.disabled.first() {
                    Some(reason) => Some(reason.known()?.to_owned()),
                    None => None,
                },
            })
        })
        .collect()
}

fn condition(
    model: &Written,
    stage: &model::Stage<Caller>,
    found: &model::Condition<Caller>,
) -> Option<Condition> {
    let moment = found.moment;
    let rules = found.rules().map(|rule| {
        let mut rule = action(model, stage, rule, 1, &HashSet::new())?;
        rule.moment = Some(moment);
        rule.source.words = format!(
            "stage {}, {}, rule {}",
            stage.name.text,
            moment.word(),
            rule.name
        );
        Some(rule)
    });
    Some(Condition {
        moment,
        result: found.result.text.clone(),
        mode: found.mode.as_ref().map(|mode| mode.text.clone()),
        rules: rules.collect::<Option<_>>()?,
    })
}

fn action(
    model: &Written,
    stage: &model::Stage<Caller>,
    found: &model::Action<Caller>,
    run_order: i64,
    used: &HashSet<&str>,
) -> Option<Action> {
    let kind = found.known_kind()?;
    let settings = Declared(&found.config);
    // What the kind leaves open, the action says itself.
    let own = |key: &str, fixed: &str, or: &str| -> Option<String> {
        if fixed.is_empty() {
            Some(settings.text(key)?.unwrap_or_else(|| or.to_owned()))
        } else {
            Some(fixed.to_owned())
        }
    };
    let named = |names: &[Name<Caller>]| names.iter().map(|name| name.text.clone()).collect();
    let role = match &found.role {
        Some(name) if kind.placement != Placement::Nowhere => Some(
            model
                .roles
                .iter()
                .position(|known| known.name.text == name.text)?,
        ),
        _ => None,
    };
    Some(Action {
        stage: stage.name.text.clone(),
        moment: None,
        name: found.name.text.clone(),
        kind,
        category: own("category", kind.category, "")?,
        owner: own("owner", kind.owner, "Custom")?,
        provider: own("provider", kind.provider, "")?,
        version: own("version", kind.version, "")?,
        run_order,
        environment: Environment {
            account: index_of(model, model.account_of_action(stage, found)?)?,
            region: region(model.region_of_action(stage, found))?,
        },
        inputs: named(&found.inputs),
        outputs: named(&found.outputs),
        role,
        config: Config::resolve(model, found, kind.keys)?,
        namespace: match settings.text("namespace")? {
            Some(own) => Some(own),
            None => used
                .contains(found.name.text.as_str())
                .then(|| found.name.text.clone()),
        },
        start_on_change: !settings.is_false("start_on_change"),
        timeout_in_minutes: settings.number("timeout_in_minutes"),
        source: Source {
            words: format!("stage {}, action {}", stage.name.text, found.name.text),
            at: found.name.at,
        },
    })
}

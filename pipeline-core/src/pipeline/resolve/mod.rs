//! From a model that has passed the checks to a pipeline: names become identities, strings
//! become account ids and regions.

mod action_type;
mod builds;
mod declared;
mod deploy_time;
mod entries;
mod events;
mod made;
mod names;
mod reviews;
mod role_rules;
mod stages;
mod start;
mod stores;
mod unresolved;
mod values;

use super::{Account, AccountId, Pipeline, Source};
use crate::codes;
use crate::finding::Findings;
use crate::model::{self, Model};
use crate::place::Location;
use entries::Entries;
use names::{Names, region, source};
use unresolved::{Resolved, Unresolved, known};

impl Pipeline {
    /// The pipeline of a model, unless a finding stops it.
    pub(crate) fn resolve(
        model: &Model<Location>,
        mut findings: Findings<Location>,
    ) -> Result<Pipeline, Findings<Location>> {
        if findings.has_errors() {
            return Err(findings);
        }
        match resolve(model) {
            Ok(mut pipeline) => {
                pipeline.warnings = findings;
                Ok(pipeline)
            }
            Err(Unresolved { at, what }) => {
                findings
                    .report(
                        &codes::UNRESOLVED,
                        at,
                        format!("this pipeline passed every check, and still {what}"),
                    )
                    .help("this is a bug of pipewright: please report it with the pipeline");
                Err(findings)
            }
        }
    }
}

fn resolve(model: &Model<Location>) -> Resolved<Pipeline> {
    let (model, deploy_values) = deploy_time::with_tokens(model)?;
    let (model, described) = reviews::with_descriptions(model)?;
    let model = model.as_ref();
    let names = &Names::of(model);
    let name = Entries::new(&model.settings, model.at).required("name")?;
    let mut stages = all(&model.stages, |found| stages::stage(names, found))?;
    reviews::connect(&mut stages, &described)?;
    Ok(Pipeline {
        source: Source {
            words: format!("pipeline {name}"),
            at: model.at,
        },
        accounts: all(&model.accounts, |found| account(model, found))?,
        home: names.home()?,
        organization: match model.organizations.first() {
            Some(id) => Some(known(id)?.to_owned()),
            None => None,
        },
        stores: all(&model.stores, |found| declared::store(model, found))?,
        roles: all(&model.roles, |found| declared::role(names, found))?,
        role_rules: all(&model.accounts, |found| {
            role_rules::of_account(model, found)
        })?,
        projects: all(&model.projects, |found| declared::project(names, found))?,
        action_types: all(&model.action_types, action_type::resolve)?,
        settings: start::settings(names)?,
        variables: all(&model.variables, start::variable)?,
        triggers: all(&model.triggers, start::trigger)?,
        notifications: all(&model.notifications, events::notification)?,
        schedules: all(&model.schedules, |found| events::schedule(names, found))?,
        events: all(&model.events, |found| events::event(names, found))?,
        outputs: all(&model.outputs, |found| made::output(names, found))?,
        resources: all(&model.resources, |found| made::resource(names, found))?,
        overrides: all(&model.overrides, |found| made::overriding(names, found))?,
        stages,
        deploy_values,
        name,
        warnings: Findings::default(),
        reads: &[],
    })
}

fn all<M, T>(found: &[M], resolve: impl Fn(&M) -> Resolved<T>) -> Resolved<Vec<T>> {
    found.iter().map(resolve).collect()
}

fn account(model: &Model<Location>, found: &model::Account<Location>) -> Resolved<Account> {
    let id = known(&found.id)?;
    let region_of = found.region.as_ref().or_else(|| model.home_region());
    Ok(Account {
        name: found.name.text.clone(),
        id: AccountId::new(id)
            .ok_or_else(|| Unresolved::new(found.id.at, format!("`{id}` is no account id")))?,
        region: region(region_of, found.name.at)?,
        source: source("account", &found.name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{self, Action, Stage};

    #[test]
    fn what_cannot_be_resolved_is_reported_where_it_stands() {
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let copy = Action::new("Copy", "S3Deploy")
            .input("sauce")
            .set("bucket_name", "www.example.com")
            .set("extract", true);
        let builder = Pipeline::builder("app")
            .account(builder::Account::home("tools", "111111111111").region("us-east-1"))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Copy").action(copy));
        // No check has looked at the model.
        let model = builder.model();
        let found = Pipeline::resolve(model, Findings::default()).expect_err("a bug");
        let found = found.iter().next().expect("a finding");
        assert_eq!(
            found.message,
            "this pipeline passed every check, and still no action makes artifact `sauce`"
        );
        let (_, copy) = model.actions().nth(1).expect("the action");
        assert_eq!(found.at, copy.inputs[0].at);
    }
}

//! From a model that has passed the checks to a pipeline: names become indices, texts
//! become account ids and regions.

use super::config::scalar;
use super::{
    Account, AccountId, Pipeline, PipelineVariable, Region, Settings, Source, Trigger, action_type,
    acts, declared,
};
use crate::codes;
use crate::finding::Findings;
use crate::model::{self, Model, Name, TextExpr};
use crate::place::Location;

pub(super) type Written = Model<Location>;

impl Pipeline {
    /// The pipeline of a model, unless a finding stops it.
    pub(crate) fn resolve(
        model: &Written,
        mut findings: Findings<Location>,
    ) -> Result<Pipeline, Findings<Location>> {
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
            .map(|found| declared::store(model, found))
            .collect::<Option<_>>()?,
        roles: model
            .roles
            .iter()
            .map(|found| declared::role(model, found))
            .collect::<Option<_>>()?,
        projects: model
            .projects
            .iter()
            .map(|found| declared::project(model, found))
            .collect::<Option<_>>()?,
        action_types: model
            .action_types
            .iter()
            .map(action_type::resolve)
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
        stages: acts::stages(model)?,
        name,
        warnings: Findings::default(),
        reads: &[],
    })
}

pub(super) fn region(text: Option<&TextExpr<Location>>) -> Option<Region> {
    Region::new(text?.known()?)
}

fn account(model: &Written, found: &model::Account<Location>) -> Option<Account> {
    Some(Account {
        name: found.name.text.clone(),
        id: AccountId::new(found.id.known()?)?,
        region: region(found.region.as_ref().or_else(|| model.home_region()))?,
        source: source("account", &found.name),
    })
}

pub(super) fn index_of(model: &Written, found: &model::Account<Location>) -> Option<usize> {
    model
        .accounts
        .iter()
        .position(|account| account.name.text == found.name.text)
}

pub(super) fn source(sort: &str, name: &Name<Location>) -> Source {
    Source {
        words: format!("{sort} {}", name.text),
        at: name.at,
    }
}

//! Build projects that exist.

use super::{Requirement, code, pasted};
use crate::pipeline::Setting;
use crate::plan::{self, Access, Deployment, StoreKey};
use crate::policy;
use std::collections::BTreeSet;

/// A project of somebody else has a key of its own, and CodeBuild encrypts with that.
pub(super) fn project_keys(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    for project in deployment
        .projects
        .iter()
        .filter(|project| project.managed.is_none())
    {
        let store = deployment.store_in(&project.environment.region);
        let key = match store.map(|store| &deployment.stores[store].key) {
            Some(StoreKey::Imported { arn }) => arn.clone(),
            Some(StoreKey::Managed { alias }) => {
                format!("{alias} of account {}", deployment.pipeline.home_id())
            }
            Some(StoreKey::None) | None => continue,
        };
        out.push(Requirement {
            owner: format!("build project {}", code(&project.name)),
            must: format!(
                "have the store's key as its `EncryptionKey`: {}",
                code(&key)
            ),
            statements: Vec::new(),
            account: deployment.pipeline.accounts[project.environment.account]
                .id
                .to_string(),
            ..Requirement::default()
        });
    }
}

/// A project of somebody else runs batches only with a role of its own for them.
///
/// Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>
pub(super) fn batches(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let mut seen = BTreeSet::new();
    for action in deployment.pipeline.actions_and_rules() {
        if !plan::runs_batch(action) {
            continue;
        }
        let name = match action.config.get("ProjectName") {
            Some(Setting::String(name)) => name.as_str(),
            Some(Setting::Project(id)) => {
                let mut projects = deployment.projects.iter();
                let found = projects.find(|project| project.declared == *id);
                match found.filter(|project| project.managed.is_none()) {
                    Some(project) => project.name.as_str(),
                    None => continue,
                }
            }
            _ => continue,
        };
        let environment = &action.environment;
        if !seen.insert((environment.account, environment.region.as_str(), name)) {
            continue;
        }
        let account = &deployment.pipeline.accounts[environment.account].id;
        let arn = format!(
            "arn:{}:codebuild:{}:{account}:project/{name}",
            deployment.pipeline.partition(),
            environment.region
        );
        out.push(Requirement {
            owner: format!("build project {}", code(name)),
            must: format!(
                "have a `BuildBatchConfig`, whose service role, another one than that of its builds, is assumable by `codebuild.amazonaws.com` and allowed `codebuild:StartBuild`, `codebuild:StopBuild` and `codebuild:RetryBuild` on {}",
                code(&arn)
            ),
            statements: Vec::new(),
        account: account.to_string(),
            ..Requirement::default()
});
    }
}

/// A project that is named by a text: its role is unknown, and can't be admitted.
pub(super) fn projects(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    for action in deployment.pipeline.actions_and_rules() {
        let Some(Setting::String(name)) = action.config.get("ProjectName") else {
            continue;
        };
        let Some(store) = deployment.store_in(&action.environment.region) else {
            continue;
        };
        let artifacts = [
            (!action.inputs.is_empty()).then_some(Access::Read(store)),
            (!action.outputs.is_empty()).then_some(Access::Write(store)),
        ];
        let needs = artifacts.into_iter().flatten();
        let statements = needs
            .chain(plan::environment_variable_accesses(
                deployment.pipeline,
                action,
            ))
            .chain(plan::buildspec_access(deployment.pipeline, action))
            .flat_map(|need| policy::statements_of_access_by_alias(deployment, &need))
            .collect();
        let statements = pasted(deployment, policy::merge(statements));
        // In its own account a role's own policies suffice, where no key decides.
        let home = action.environment.account == deployment.pipeline.home;
        let must = if home && deployment.stores[store].key == StoreKey::None {
            "be allowed these calls by a policy of its own"
        } else {
            "be allowed these calls, and be admitted by bucket and key; if you declare the project with `= import { … }`, bucket and key admit it"
        };
        out.push(Requirement {
            owner: format!(
                "the role of build project {} ({})",
                code(name),
                action.title()
            ),
            must: must.to_owned(),
            statements,
            account: deployment.pipeline.accounts[action.environment.account]
                .id
                .to_string(),
            ..Requirement::default()
        });
    }
}

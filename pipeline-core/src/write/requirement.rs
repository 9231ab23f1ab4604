//! The requirements that the owners of imported and existing things must meet.

mod buckets;
mod notified;
mod projects;
mod roles;

use super::Rendered;
use super::report::code;
use crate::arn::Arn;
use crate::catalogue::pattern;
use crate::pipeline::RoleId;
use crate::plan::{self, Access, Deployment, StoreId, StoreKey, Values};
use crate::policy::{self, Statement};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Something that is not ours to change.
#[derive(Default)]
pub(super) struct Requirement {
    /// Whose it is, and what: `role `arn:…` of account `prod``.
    pub(super) owner: String,
    /// The requirement, in words that follow "must".
    pub(super) must: String,
    /// The statements that make it so, where there are any.
    pub(super) statements: Vec<Value>,
    /// The id of the account whose owner it concerns; empty where that is not known.
    pub(super) account: String,
    /// The actions that need it, where it is a sentence of its own and no owner is named.
    pub(super) needed_by: Vec<String>,
    /// The policy that the statements go into.
    pub(super) policy: Option<Policy>,
}

/// A policy of somebody else, into which statements go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// The policy of a bucket, by the bucket's name.
    Bucket(String),
    /// The policy of a key, by the key's ARN.
    Key(String),
    /// The policy of a topic, by the topic's ARN.
    Topic(String),
    /// A policy of a role, by the role's ARN.
    Role(String),
    /// The trust policy of a role, by the role's ARN.
    Trust(String),
    /// A managed policy, by its ARN.
    Managed(String),
}

/// The account in an ARN.
fn account_of(arn: &str) -> String {
    Arn::account_of(arn).unwrap_or_default().to_owned()
}

pub(super) fn requirements(found: &Rendered<'_>) -> Vec<Requirement> {
    let deployment = &found.deployment;
    let mut out = Vec::new();
    for id in (0..deployment.stores.len()).map(StoreId) {
        store(deployment, id, &mut out);
    }
    for (id, found) in (0..).map(RoleId).zip(&deployment.roles) {
        match &found.managed {
            None => roles::role(deployment, id, found, &mut out),
            Some(managed) if !roles::is_of_house(deployment, managed) => {
                roles::boundary(deployment, id, managed, &mut out);
            }
            Some(_) => {}
        }
    }
    roles::boundaries_of_house(deployment, &mut out);
    projects::project_keys(deployment, &mut out);
    projects::batches(deployment, &mut out);
    projects::projects(deployment, &mut out);
    elsewhere(deployment, &mut out);
    notified::topics(deployment, &mut out);
    notified::queues(deployment, &mut out);
    buckets::elsewhere(deployment, &mut out);
    prerequisites(deployment, &mut out);
    out
}

fn store(deployment: &Deployment<'_>, id: StoreId, out: &mut Vec<Requirement>) {
    let store = &deployment.stores[id];
    if store.managed.is_some() {
        return;
    }
    // A store that another crate makes admits a pipeline whose name it is told.
    let shared = if store.folder.is_some() {
        let pipeline = deployment.pipeline;
        let foreign = pipeline.accounts.iter().map(|account| account.id.as_str());
        let foreign = foreign.filter(|id| *id != pipeline.home_id().as_str());
        let foreign: Vec<String> = foreign.map(|id| format!("\"{id}\"")).collect();
        format!(
            "; a `SharedStore` does so by its setting `pipelines: {{ name: \"{}\", region: \"{}\", accounts: [{}]{} }}`",
            pipeline.name,
            pipeline.home().region,
            foreign.join(", "),
            roles_by_arn(deployment, id)
        )
    } else {
        String::new()
    };
    let allows = |statements: Vec<Statement>| -> Vec<Value> {
        let own = |found: &Statement| !found.deny && !found.sid.starts_with("Administer");
        pasted(deployment, statements.into_iter().filter(own).collect())
    };
    let statements = allows(policy::bucket_policy(deployment, id));
    if !statements.is_empty() {
        out.push(Requirement {
            owner: format!("bucket {} in `{}`", code(&store.bucket), store.region),
            must: format!(
                "admit the pipeline's roles of other accounts in its bucket policy{shared}"
            ),
            statements,
            account: deployment.pipeline.home_id().to_string(),
            policy: Some(Policy::Bucket(store.bucket.clone())),
            ..Requirement::default()
        });
    }
    if let StoreKey::Imported { arn } = &store.key {
        out.push(Requirement {
            owner: format!("key {}", code(arn)),
            must: format!("admit the pipeline's roles in its key policy{shared}"),
            statements: allows(policy::key_policy(deployment, id)),
            account: account_of(arn),
            policy: Some(Policy::Key(arn.clone())),
            ..Requirement::default()
        });
    }
}

/// The roles that a shared store has to admit by their ARNs, since they are not in the pipeline's
/// own path, as a part of the setting that does.
fn roles_by_arn(deployment: &Deployment<'_>, store: StoreId) -> String {
    let uses = [Access::Read(store), Access::Write(store)];
    let roles = uses
        .iter()
        .flat_map(|access| policy::roles_with(deployment, access));
    let path = format!(":role{}", deployment.pipeline.iam_path());
    let others = roles.filter(|role| !role.arn.contains(&path));
    let others: BTreeSet<String> = others.map(|role| format!("\"{}\"", role.arn)).collect();
    if others.is_empty() {
        return String::new();
    }
    let others: Vec<String> = others.into_iter().collect();
    format!(", roles: [{}]", others.join(", "))
}

/// Statements as their owner pastes them; an imported store's key is known by its ARN.
fn pasted(deployment: &Deployment<'_>, statements: Vec<Statement>) -> Vec<Value> {
    policy::list(&statements, &|store| match &deployment.stores[store].key {
        StoreKey::Imported { arn } => json!(arn),
        StoreKey::Managed { .. } | StoreKey::None => Value::Null,
    })
}

/// Things of other accounts that a role of ours works on: IAM asks them too.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
fn elsewhere(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    // Home's bus gets its policy from us.
    let bus = plan::home_bus(deployment);
    let mut asked: BTreeMap<(&str, RoleId), BTreeSet<&str>> = BTreeMap::new();
    for grant in deployment.grants.all() {
        let Access::Call(call) = &grant.access else {
            continue;
        };
        let own = &deployment.pipeline.accounts[deployment.role(grant.role).account].id;
        for resource in &call.resources {
            let of = pattern::arn_environment(resource).map_or("", |(_, account)| account);
            let account = pattern::ACCOUNT_ID.complaint(of).is_none();
            let topics = &deployment.notified.existing;
            let topic = topics.iter().any(|topic| topic.arn == *resource);
            if account && of != own.as_str() && *resource != bus && !topic {
                let calls = asked.entry((resource, grant.role)).or_default();
                calls.extend(call.actions.iter().copied());
            }
        }
    }
    for ((resource, role), calls) in asked {
        let calls: Vec<String> = calls.iter().map(|call| code(call)).collect();
        // What a secret is encrypted with has to be open to whoever reads it.
        let key = if resource.contains(":secretsmanager:") {
            "; and its key that role for `kms:Decrypt`"
        } else {
            ""
        };
        out.push(Requirement {
            owner: code(resource),
            must: format!(
                "admit role {}, of another account, for {}, by a policy of its own or as its service shares it{key}",
                code(&deployment.role(role).arn),
                calls.join(", ")
            ),
            statements: Vec::new(),
        account: account_of(resource),
            ..Requirement::default()
});
    }
}

/// What the owners of resources see to, once for all actions that need the same.
fn prerequisites(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let mut places: BTreeMap<(String, String), usize> = BTreeMap::new();
    for action in deployment.pipeline.actions_and_rules() {
        let values = Values::of(deployment, action);
        let account = &deployment.pipeline.accounts[action.environment.account].id;
        for text in action.kind.prerequisites {
            let Some(must) = values.fill(text, plain) else {
                continue;
            };
            let place = *places
                .entry((account.to_string(), must.clone()))
                .or_insert_with(|| {
                    out.push(Requirement {
                        account: account.to_string(),
                        must,
                        ..Requirement::default()
                    });
                    out.len() - 1
                });
            out[place].needed_by.push(action.title());
        }
    }
}

/// A value that stands between the backticks of a sentence.
fn plain(value: &str) -> String {
    value.replace(['`', '\n', '\r'], "'")
}

impl Requirement {
    /// The requirement as a sentence.
    pub(super) fn sentence(&self) -> String {
        let own = format!("{} must {}", self.owner, self.must);
        let text = if self.owner.is_empty() {
            &self.must
        } else {
            &own
        };
        let mut letters = text.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        let text: String = first.into_iter().chain(letters).collect();
        match self.needed_by.split_at_checked(3) {
            _ if self.needed_by.is_empty() => format!("{text}."),
            Some((some, rest)) if rest.len() > 1 => {
                let some: Vec<String> = some.iter().map(|one| code(one)).collect();
                format!(
                    "{text} (needed by {} and {} more).",
                    some.join(", "),
                    rest.len()
                )
            }
            _ => {
                let all: Vec<String> = self.needed_by.iter().map(|one| code(one)).collect();
                format!("{text} (needed by {}).", all.join(", "))
            }
        }
    }
}

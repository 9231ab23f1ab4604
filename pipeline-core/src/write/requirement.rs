//! The requirements that the owners of imported and existing things must meet.

mod buckets;

use super::Rendered;
use super::report::code;
use crate::arn::Arn;
use crate::catalogue::pattern;
use crate::pipeline::RoleId;
use crate::pipeline::Setting;
use crate::plan::{self, Access, Deployment, Grant, ManagedRole, Role, StoreId, StoreKey, Values};
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
    Arn::parse(arn).map_or(String::new(), |arn| arn.account.to_owned())
}

pub(super) fn requirements(found: &Rendered<'_>) -> Vec<Requirement> {
    let deployment = &found.deployment;
    let mut out = Vec::new();
    for id in (0..deployment.stores.len()).map(StoreId) {
        store(deployment, id, &mut out);
    }
    for (id, found) in (0..).map(RoleId).zip(&deployment.roles) {
        match &found.managed {
            None => role(deployment, id, found, &mut out),
            Some(managed) if !is_of_house(deployment, managed) => {
                boundary(deployment, id, managed, &mut out);
            }
            Some(_) => {}
        }
    }
    boundaries_of_house(deployment, &mut out);
    project_keys(deployment, &mut out);
    batches(deployment, &mut out);
    projects(deployment, &mut out);
    elsewhere(deployment, &mut out);
    topics(deployment, &mut out);
    queues(deployment, &mut out);
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
            "; a `SharedStore` does so by its setting `pipelines: {{ name: \"{}\", region: \"{}\", accounts: [{}] }}`",
            pipeline.name,
            pipeline.home().region,
            foreign.join(", ")
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

fn role(deployment: &Deployment<'_>, id: RoleId, role: &Role, out: &mut Vec<Requirement>) {
    let account = &deployment.pipeline.accounts[role.account].name;
    let owner = || format!("role {} of account {}", code(&role.arn), code(account));
    let json = |statements: Vec<Statement>| pasted(deployment, statements);
    // That of an imported project is assumable already.
    if !role.trust.is_empty() {
        out.push(Requirement {
            owner: owner(),
            must: "have this in its trust policy".to_owned(),
            statements: json(policy::trust_policy(deployment, role)),
            account: account_of(&role.arn),
            policy: Some(Policy::Trust(role.arn.clone())),
            ..Requirement::default()
        });
    }
    let statements = json(policy::statements_of(deployment, id));
    if !statements.is_empty() {
        out.push(Requirement {
            owner: owner(),
            must: match only_reads_for_templates(deployment, id) {
                true => "be allowed these calls by a policy of its own, if a template that it deploys refers to code in the artifacts; the template itself does not need it".to_owned(),
                false => "be allowed these calls by a policy of its own".to_owned(),
            },
            statements,
        account: account_of(&role.arn),
            policy: Some(Policy::Role(role.arn.clone())),
            ..Requirement::default()
});
    }
}

/// Returns whether a role needs artifacts only for what a template points at. Most templates point
/// at nothing in them.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-parameter-override-functions.html>
fn only_reads_for_templates(deployment: &Deployment<'_>, id: RoleId) -> bool {
    let grants = deployment.grants.all().iter();
    let mut own = grants.filter(|grant| grant.role == id).peekable();
    let for_template = |grant: &Grant| {
        matches!(grant.access, Access::Read(_)) && grant.why.ends_with(plan::POINTED_AT)
    };
    own.peek().is_some() && own.all(for_template)
}

/// A role that is bounded may do only what its boundary allows too: what it needs of the
/// pipeline, and what the user allows it.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
fn boundary(
    deployment: &Deployment<'_>,
    id: RoleId,
    managed: &ManagedRole,
    out: &mut Vec<Requirement>,
) {
    let Some(boundary) = &managed.settings.permissions_boundary else {
        return;
    };
    let arn = &boundary.policy;
    // What it says is known, and the proof has gone through it.
    if deployment.boundaries.contains_key(arn) {
        return;
    }
    let mut statements = policy::statements_by_alias(deployment, id);
    let users = policy::user_statements(&managed.settings);
    statements.extend(users.filter(|statement| !statement.deny));
    let and = match managed.settings.managed_policies.as_slice() {
        [] => "",
        _ => "; and of its managed policies what it has to keep",
    };
    if statements.is_empty() && and.is_empty() {
        return;
    }
    out.push(Requirement {
        owner: format!("policy {}", code(arn)),
        must: format!(
            "allow role {} these calls, since it is the role's permissions boundary{and}",
            code(&deployment.role(id).arn)
        ),
        statements: pasted(deployment, statements),
        account: account_of(arn),
        policy: Some(Policy::Managed(arn.clone())),
        ..Requirement::default()
    });
}

/// Returns whether a role has the boundary that all roles of its account have.
fn is_of_house(deployment: &Deployment<'_>, managed: &ManagedRole) -> bool {
    let rules = deployment.pipeline.role_rules.iter();
    let mut rules = rules.filter_map(|rules| rules.permissions_boundary.as_ref());
    let own = managed.settings.permissions_boundary.as_ref();
    own.is_some_and(|own| rules.any(|rules| rules.policy == own.policy))
}

/// A boundary of all roles must allow what they need together: each is allowed no more than its
/// own policies allow.
fn boundaries_of_house(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let mut needed: BTreeMap<&str, (Vec<Statement>, usize, BTreeSet<&str>)> = BTreeMap::new();
    for (id, role) in (0..).map(RoleId).zip(&deployment.roles) {
        let managed = role.managed.as_ref().filter(|_| deployment.has_part(id));
        let Some(managed) = managed.filter(|managed| is_of_house(deployment, managed)) else {
            continue;
        };
        let Some(boundary) = &managed.settings.permissions_boundary else {
            continue;
        };
        let (statements, roles, policies) = needed.entry(&boundary.policy).or_default();
        statements.extend(policy::statements_by_alias(deployment, id));
        let users = policy::user_statements(&managed.settings);
        let users = users.filter(|statement| !statement.deny);
        statements.extend(users.map(|statement| Statement {
            user: None,
            ..statement
        }));
        policies.extend(managed.settings.managed_policies.iter().map(String::as_str));
        *roles += 1;
    }
    for (arn, (statements, roles, policies)) in needed {
        if deployment.boundaries.contains_key(arn) {
            continue;
        }
        let policies: Vec<String> = policies.into_iter().map(code).collect();
        let and = match policies.as_slice() {
            [] => String::new(),
            policies => format!("; and what they need of {}", policies.join(", ")),
        };
        let roles = match roles {
            1 => "1 role".to_owned(),
            roles => format!("{roles} roles"),
        };
        out.push(Requirement {
            owner: format!("policy {}", code(arn)),
            must: format!("allow {roles} these calls, since it is their permissions boundary{and}"),
            statements: pasted(deployment, policy::merge(statements)),
            account: account_of(arn),
            policy: Some(Policy::Managed(arn.to_owned())),
            ..Requirement::default()
        });
    }
}

/// Statements as their owner pastes them; an imported store's key is known by its ARN.
fn pasted(deployment: &Deployment<'_>, statements: Vec<Statement>) -> Vec<Value> {
    policy::list(&statements, &|store| match &deployment.stores[store].key {
        StoreKey::Imported { arn } => json!(arn),
        StoreKey::Managed { .. } | StoreKey::None => Value::Null,
    })
}

/// A project of somebody else has a key of its own, and CodeBuild encrypts with that.
fn project_keys(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
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
fn batches(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
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
fn projects(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
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
            .flat_map(|need| policy::statements_for(deployment, &need))
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

/// Queues are asked to admit the rules that send to them what they could not deliver. A role sends
/// what a schedule could not, and needs no policy of the queue.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>
fn queues(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    let pipeline = deployment.pipeline;
    let home = pipeline.home();
    let arns = pipeline.arns(&home);
    let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in &deployment.event_rules {
        if let Some(queue) = &rule.dead_letter_queue {
            let rules = asked.entry(queue).or_default();
            rules.push(arns.event_rule(&rule.path()).to_string());
        }
    }
    for (queue, rules) in asked {
        let statement = Statement::allow(&["sqs:SendMessage"])
            .sid("KeepEvents")
            .to(policy::Principal::Service(plan::PUBLISHER.to_owned()))
            .on_arn(queue)
            .when("ArnEquals", "aws:SourceArn", &rules);
        out.push(Requirement {
            owner: format!("queue {}", code(queue)),
            must: "admit EventBridge for what could not start the pipeline, in its policy"
                .to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: pipeline.home_id().to_string(),
            ..Requirement::default()
        });
    }
}

/// Topics that exist are asked to admit what publishes to them, and the keys of topics to admit
/// EventBridge.
///
/// Source: <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services>
fn topics(deployment: &Deployment<'_>, out: &mut Vec<Requirement>) {
    for topic in &deployment.notified.existing {
        let statement = match topic.role {
            Some(role) => {
                let root = Arn::root(
                    deployment.pipeline.partition(),
                    deployment.pipeline.home_id().as_str(),
                );
                let role = &deployment.role(role).arn;
                policy::published_by_role(&topic.arn, root.to_string(), role)
            }
            None => policy::publishes(&topic.arn, &topic.publishers),
        };
        out.push(Requirement {
            owner: format!("topic {}", code(&topic.arn)),
            must: "admit the pipeline's notifications in its policy".to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: account_of(&topic.arn),
            policy: Some(Policy::Topic(topic.arn.clone())),
            ..Requirement::default()
        });
    }
    for topic in &deployment.notified.topics {
        let notification = &deployment.pipeline.notifications[topic.notification];
        let subscribers = notification.email.iter().chain(&notification.https);
        let subscribers: Vec<String> = subscribers.map(|one| code(one)).collect();
        out.push(Requirement {
            owner: format!("the subscribers of topic {}", code(&topic.arn)),
            must: format!(
                "confirm their subscriptions once: {}",
                subscribers.join(", ")
            ),
            statements: Vec::new(),
            account: deployment.pipeline.home_id().to_string(),
            ..Requirement::default()
        });
    }
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for notification in &deployment.pipeline.notifications {
        keys.extend(
            notification
                .key
                .as_deref()
                .filter(|_| notification.makes_topic()),
        );
    }
    for key in keys {
        let statement = Statement::allow(&["kms:Decrypt", "kms:GenerateDataKey*"])
            .to(policy::Principal::Service(plan::PUBLISHER.to_owned()))
            .on_arn("*");
        out.push(Requirement {
            owner: format!("key {}", code(key)),
            must: "let EventBridge encrypt what it publishes, in its key policy".to_owned(),
            statements: pasted(deployment, vec![statement]),
            account: account_of(key),
            policy: Some(Policy::Key(key.to_owned())),
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

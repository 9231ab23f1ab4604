//! Forbidden requests by statements of the user's: such a statement may allow calls that none of
//! ours allows, on conditions that the caller can meet.

use std::borrow::Cow;

use super::{Forbidden, ForbiddenKind, calls};
use crate::access::deployed::MANAGED_POLICY;
use crate::access::evaluator::{
    ContextValue, Principal, Request, Resource, Statement, account_of, user_allows,
};
use crate::access::principals::UNDECLARED;
use crate::access::required::{ENCRYPTION, KEY_ID, TLS};
use crate::access::resources::{StoreResources, open_resource, without_policy};
use crate::access::verifier::{ApiCall, Verifier};
use crate::arn::Arn;
use crate::pipeline::RoleOrigin;
use crate::place::Location;
use std::collections::BTreeSet;

/// The context of a call.
type Context<'a> = Vec<(&'a str, ContextValue<'a>)>;

/// A role with the statements by which the user allows it something.
struct UserAllows<'w> {
    principal: &'w Principal<'w>,
    at: Location,
    statements: Vec<&'w Statement<'w>>,
}

impl<'w> Forbidden<'w, '_> {
    /// A role without such a statement makes no such request.
    pub(super) fn by_user_statements(
        &mut self,
        role: &'w str,
        principal: &'w Principal<'w>,
        at: Location,
    ) {
        let statements: Vec<_> = user_allows(principal).map(|(_, one)| one).collect();
        if statements.is_empty() {
            return;
        }
        let written = UserAllows {
            principal,
            at,
            statements,
        };
        for resources in self.inventory.stores.values() {
            self.on_store_by_statements(role, &written, resources);
        }
        self.on_roles_by_statements(role, &written);
        self.passed_or_assumed(role, &written);
        self.on_what_runs_by_statements(role, &written);
    }

    fn on_store_by_statements(
        &mut self,
        role: &'w str,
        written: &UserAllows<'w>,
        resources: &StoreResources<'w>,
    ) {
        let reads = self.access.reads.contains(&(role, resources.region));
        let writes = self.access.writes.contains(&(role, resources.region));
        let (reading, writing, beyond) = match (reads, writes) {
            (false, false) => (
                Some(ForbiddenKind::UnusedStore),
                Some(ForbiddenKind::UnusedStore),
                ForbiddenKind::UnusedStore,
            ),
            (true, false) => (
                None,
                Some(ForbiddenKind::ReaderWrites),
                ForbiddenKind::BeyondRequired,
            ),
            (false, true) => (
                Some(ForbiddenKind::WriterReads),
                None,
                ForbiddenKind::BeyondRequired,
            ),
            (true, true) => (None, None, ForbiddenKind::BeyondRequired),
        };
        let silent = [vec![TLS, region(resources.region)]];
        let uploads = uploads(resources);
        let mut ask = |kind, resource: &Resource<'_>, calls, said: &[Context<'_>]| {
            written.ask(self.verifier, kind, resource, calls, said);
        };
        if let Some(kind) = reading {
            ask(kind, &resources.object, calls::READ, &silent);
            ask(kind, &resources.bucket, calls::LIST, &silent);
        }
        if !reads && !writes {
            ask(
                ForbiddenKind::UnusedStore,
                &resources.bucket,
                calls::FIND,
                &silent,
            );
        }
        if let Some(kind) = writing {
            ask(kind, &resources.object, calls::UPLOAD, &uploads);
            ask(kind, &resources.object, calls::WRITE, &silent);
        }
        ask(beyond, &resources.object, calls::BEYOND_OBJECTS, &silent);
        ask(beyond, &resources.bucket, calls::BEYOND_BUCKET, &silent);
        if let Some(key) = &resources.key {
            let said = on_key(written.principal, resources, key);
            if !reads && !writes {
                ask(ForbiddenKind::UnusedStore, key, calls::DECRYPT, &said);
            }
            if let Some(kind) = writing {
                ask(kind, key, calls::ENCRYPT, &said);
            }
            ask(beyond, key, calls::BEYOND_KEY, &said);
        }
        // The policy of a bucket of the same name admits everyone.
        let object = open_resource(resources.object.arn.as_ref(), UNDECLARED);
        if reads {
            ask(ForbiddenKind::Namesake, &object, calls::READ, &silent);
        }
        if writes {
            ask(ForbiddenKind::Namesake, &object, calls::UPLOAD, &uploads);
        }
    }

    /// Whoever changes a role's policies has the access that the role has.
    fn on_roles_by_statements(&mut self, role: &'w str, written: &UserAllows<'w>) {
        let account = account_of(role);
        let partition = self.inventory.pipeline.partition();
        let mut said = vec![TLS];
        if partition == "aws" {
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
            said.push(region("us-east-1"));
        }
        let said = [said];
        let mut ours: Vec<&str> = self.inventory.principals.keys().copied().collect();
        ours.retain(|other| account_of(other) == account);
        ours.sort();
        for other in ours {
            let resource = without_policy(other, account);
            written.ask(
                self.verifier,
                ForbiddenKind::TakesOver,
                &resource,
                calls::ROLE,
                &said,
            );
            // Statements that do not fit into a role are in managed policies beside it.
            let made = self.inventory.deployed.roles.get(other);
            let more = made.filter(|role| {
                let mut policies = role.identity.policies.iter();
                policies.any(|policy| policy.place.name == MANAGED_POLICY)
            });
            if let (Some(role), Some((start, _))) = (more, other.rsplit_once('/')) {
                let start = start.replacen(":role", ":policy", 1);
                let is_named_by_user = self.inventory.pipeline.roles.iter().any(|declared| {
                    matches!(&declared.origin, RoleOrigin::Managed(settings)
                        if settings.name.as_deref() == Some(role.name.as_str()))
                });
                let names = &self.inventory.deployment.names;
                let name = names.policy(&role.name, is_named_by_user, "1");
                let resource = without_policy(format!("{start}/{name}"), account);
                written.ask(
                    self.verifier,
                    ForbiddenKind::TakesOver,
                    &resource,
                    calls::POLICY,
                    &said,
                );
            }
        }
        for (thing, calls) in [
            ("role", calls::ROLE),
            ("user", calls::USER),
            ("group", calls::GROUP),
            ("saml-provider", calls::SAML_PROVIDER),
            ("oidc-provider", calls::OIDC_PROVIDER),
        ] {
            let other = format!("arn:{partition}:iam::{account}:{thing}/Administrator");
            let resource = without_policy(other, account);
            written.ask(
                self.verifier,
                ForbiddenKind::OthersChanged,
                &resource,
                calls,
                &said,
            );
        }
    }

    /// Whoever changes what runs uses the roles that it runs with, or decides whom it tells.
    fn on_what_runs_by_statements(&mut self, role: &'w str, written: &UserAllows<'w>) {
        let account = account_of(role);
        for (kind, arn, calls) in self.what_runs() {
            // What is another account's, its own policies would have to open.
            if account_of(&arn) == account {
                let said = [vec![
                    TLS,
                    region(Arn::parse(&arn).map_or("", |arn| arn.region)),
                ]];
                let resource = without_policy(arn.as_str(), account);
                written.ask(self.verifier, kind, &resource, calls, &said);
            }
        }
    }

    /// The pipeline, its projects, event rules, schedules and notifications, and the stacks that make
    /// them, each with the calls that change it.
    pub(super) fn what_runs(&self) -> Vec<(ForbiddenKind, String, &'static [&'static str])> {
        let inventory = self.inventory;
        let (deployed, deployment) = (inventory.deployed, inventory.deployment);
        let partition = inventory.pipeline.partition();
        let home = inventory.home;
        let at_home = &inventory.pipeline.home().region;
        let mut out: Vec<(ForbiddenKind, String, &'static [&'static str])> = Vec::new();
        let changes = ForbiddenKind::ChangesPipeline;
        if let Some(pipeline) = &deployed.pipeline {
            // Some calls are on an action, which is below its stage.
            out.push((changes, pipeline.arn.clone(), calls::PIPELINE));
            let action = format!("{}/Stage/Action", pipeline.arn);
            out.push((changes, action, calls::PIPELINE));
        }
        for project in deployed.projects.keys() {
            let project = project.to_string();
            out.push((ForbiddenKind::ChangesBuilds, project, calls::PROJECT));
        }
        for rule in &deployed.rules {
            out.push((changes, rule.arn.clone(), calls::RULE));
        }
        if let Some(planned) = &deployment.schedules {
            let scheduler = format!("arn:{partition}:scheduler:{at_home}:{home}");
            let group = &planned.group;
            for schedule in &planned.all {
                let arn = format!("{scheduler}:schedule/{group}/{}", schedule.name);
                out.push((changes, arn, calls::SCHEDULE));
            }
            let arn = format!("{scheduler}:schedule-group/{group}");
            out.push((changes, arn, calls::SCHEDULE_GROUP));
        }
        let tells = ForbiddenKind::ChangesNotifications;
        for topic in deployed.topics.keys() {
            out.push((tells, topic.clone(), calls::TOPIC));
        }
        if !deployed.channels.is_empty() {
            // AWS makes their ids.
            let rule = format!(
                "arn:{partition}:codestar-notifications:{at_home}:{home}:notificationrule/0a1b2c3d"
            );
            out.push((tells, rule, calls::NOTIFICATION_RULE));
        }
        for stack in &deployment.stacks {
            let environment = &stack.environment;
            let id = &inventory.pipeline.accounts[environment.account].id;
            let (region, name) = (&environment.region, &stack.name);
            let arn = format!("arn:{partition}:cloudformation:{region}:{id}:stack/{name}/0a1b2c3d");
            out.push((ForbiddenKind::ChangesStack, arn, calls::STACK));
        }
        out
    }

    /// Roles of others: to be assumed, in every account that anyone speaks of, or passed to
    /// a service that runs what its caller gives it.
    fn passed_or_assumed(&mut self, role: &'w str, written: &UserAllows<'w>) {
        let account = account_of(role);
        let partition = self.inventory.pipeline.partition();
        let declared = self.inventory.pipeline.accounts.iter();
        let mut accounts: BTreeSet<&str> = declared.map(|one| one.id.as_str()).collect();
        accounts.insert(UNDECLARED);
        let named = written.statements.iter();
        let named = named.filter_map(|statement| statement.resources.as_ref());
        let named = named.flat_map(|set| &set.patterns);
        let named = named.map(|pattern| account_of(&pattern.string));
        accounts.extend(named.filter(|id| id.len() == 12 && !id.contains(['*', '?', '$'])));
        for account in accounts {
            let other = format!("arn:{partition}:iam::{account}:role/Administrator");
            let resource = open_resource(other, account);
            let said = [vec![TLS]];
            written.ask(
                self.verifier,
                ForbiddenKind::OthersRole,
                &resource,
                calls::ASSUME,
                &said,
            );
        }
        let services = calls::SERVICES.iter();
        let services = services.map(|service| vec![TLS, passed_to(service)]);
        // And the service that a condition names.
        let said: Vec<Context<'_>> = services.chain([vec![TLS]]).collect();
        let other = format!("arn:{partition}:iam::{account}:role/Administrator");
        let resource = open_resource(other, account);
        written.ask(
            self.verifier,
            ForbiddenKind::OthersPassed,
            &resource,
            calls::PASS,
            &said,
        );
    }
}

impl UserAllows<'_> {
    /// Asks for calls that one of its statements may allow, each with all that may be said;
    /// and with what the statement itself asks for.
    fn ask(
        &self,
        verifier: &mut Verifier,
        kind: ForbiddenKind,
        resource: &Resource<'_>,
        calls: &[&'static str],
        said: &[Context<'_>],
    ) {
        for statement in &self.statements {
            let request = |action| Request {
                principal: self.principal,
                action,
                resource,
                context: &[],
            };
            if !statement.may_match_resource(&request("")) {
                continue;
            }
            let satisfying_context = statement.satisfying_context();
            for action in calls {
                if !statement.may_match_action(&request(action)) {
                    continue;
                }
                for said in said {
                    // The first value of a key counts.
                    let context: Context<'_> =
                        said.iter().chain(&satisfying_context).cloned().collect();
                    let call = ApiCall {
                        action,
                        context: &context,
                    };
                    verifier.forbid_by_user_statements(
                        kind,
                        self.at,
                        self.principal,
                        resource,
                        call,
                    );
                }
            }
        }
    }
}

fn region(region: &str) -> (&'static str, ContextValue<'_>) {
    (
        "aws:requestedregion",
        ContextValue::One(Cow::Borrowed(region)),
    )
}

fn passed_to(service: &str) -> (&'static str, ContextValue<'_>) {
    (
        "iam:passedtoservice",
        ContextValue::One(Cow::Borrowed(service)),
    )
}

/// Contexts of an upload, one for each way to ask for encryption.
fn uploads<'s>(resources: &'s StoreResources<'_>) -> Vec<Context<'s>> {
    let key = resources.key.as_ref().map(|key| key.arn.as_ref());
    let mut out = vec![vec![TLS, region(resources.region)]];
    let named = ["AES256", "aws:kms", "aws:kms:dsse"].map(|name| (Some(name), None));
    let with_key = [Some("aws:kms"), Some("aws:kms:dsse"), None].map(|name| (name, key));
    let with_key = with_key.into_iter().filter(|(_, key)| key.is_some());
    for (name, key) in named.into_iter().chain(with_key) {
        let name = name.map(|name| (ENCRYPTION, ContextValue::One(Cow::Borrowed(name))));
        let key = key.map(|key| (KEY_ID, ContextValue::One(Cow::Borrowed(key))));
        let said = [TLS, region(resources.region)].into_iter();
        out.push(said.chain(name).chain(key).collect());
    }
    out
}

/// Contexts of a call on a key: directly with the artifact's ciphertext, with its encryption
/// context or by the key's alias, or by S3 on a principal's behalf.
fn on_key<'s>(
    principal: &'s Principal<'_>,
    resources: &'s StoreResources<'_>,
    key: &'s Resource<'_>,
) -> Vec<Context<'s>> {
    let caller = (
        "kms:calleraccount",
        ContextValue::One(principal.account.clone()),
    );
    let plain = vec![TLS, region(resources.region), caller];
    let keys = vec![Cow::Borrowed("aws:s3:arn")];
    let keys = ("kms:encryptioncontextkeys", ContextValue::Many(keys));
    let mut by_s3 = plain.clone();
    by_s3.extend(resources.context_of_s3.iter().cloned());
    by_s3.push(keys);
    let mut direct = by_s3.clone();
    direct.retain(|(known, _)| *known != "kms:viaservice");
    let mut by_alias = direct.clone();
    let aliases = key.context.iter().filter_map(|(_, value)| match value {
        ContextValue::Many(aliases) => aliases.first().cloned(),
        ContextValue::One(_) | ContextValue::Absent | ContextValue::Unknown => None,
    });
    by_alias.extend(aliases.map(|alias| ("kms:requestalias", ContextValue::One(alias))));
    vec![plain, by_s3, direct, by_alias]
}

//! Forbidden requests by statements of the user's: such a statement may allow calls that none of
//! ours allows, on conditions that the caller can meet.

use std::borrow::Cow;

use super::{Forbidden, ForbiddenKind, calls};
use crate::access::evaluator::{
    ContextValue, Principal, Request, Resource, Statement, account_of, user_allows,
};
use crate::access::principals::{Inventory, UNDECLARED};
use crate::access::required::{ENCRYPTION, KEY_ID, TLS};
use crate::access::resources::{StoreResources, open_resource, without_policy};
use crate::access::verifier::{ApiCall, Verifier};
use crate::arn::Arn;
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
        let Some(written) = UserAllows::of(principal, at) else {
            return;
        };
        for resources in self.inventory.stores.values() {
            self.on_store_by_statements(role, &written, resources);
        }
        self.on_roles_by_statements(role, &written, self.inventory);
        self.on_others_by_statements(role, &written);
        self.passed_or_assumed(role, &written);
        self.on_what_runs_by_statements(role, &written, self.inventory);
    }

    /// What another pipeline of the same build has is no role's of this one, but for a store that
    /// both name.
    pub(super) fn by_user_statements_on(
        &mut self,
        other: &'w Inventory<'w>,
        role: &'w str,
        principal: &'w Principal<'w>,
        at: Location,
    ) {
        let Some(written) = UserAllows::of(principal, at) else {
            return;
        };
        for resources in other.stores.values() {
            if !self.inventory.names_store(resources) {
                self.on_store_by_statements(role, &written, resources);
            }
        }
        self.on_roles_by_statements(role, &written, other);
        self.on_what_runs_by_statements(role, &written, other);
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
    fn on_roles_by_statements(
        &mut self,
        role: &'w str,
        written: &UserAllows<'w>,
        of: &'w Inventory<'w>,
    ) {
        let account = account_of(role);
        let said = [self.said_to_iam()];
        let mut all: Vec<&str> = of.principals.keys().copied().collect();
        all.retain(|other| account_of(other) == account);
        all.sort();
        for other in all {
            let resource = without_policy(other, account);
            written.ask(
                self.verifier,
                ForbiddenKind::TakesOver,
                &resource,
                calls::ROLE,
                &said,
            );
            if let Some(policy) = of.managed_policy_of(other) {
                let resource = without_policy(policy, account);
                written.ask(
                    self.verifier,
                    ForbiddenKind::TakesOver,
                    &resource,
                    calls::POLICY,
                    &said,
                );
            }
        }
    }

    /// Roles, users and groups that are nobody's here.
    fn on_others_by_statements(&mut self, role: &'w str, written: &UserAllows<'w>) {
        let account = account_of(role);
        let partition = self.inventory.pipeline.partition();
        let said = [self.said_to_iam()];
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

    /// The context of a call on IAM.
    fn said_to_iam(&self) -> Context<'static> {
        let mut said = vec![TLS];
        if self.inventory.pipeline.partition() == "aws" {
            // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
            said.push(region("us-east-1"));
        }
        said
    }

    /// Whoever changes what runs uses the roles that it runs with, or decides whom it tells.
    fn on_what_runs_by_statements(
        &mut self,
        role: &'w str,
        written: &UserAllows<'w>,
        of: &'w Inventory<'w>,
    ) {
        let account = account_of(role);
        for (kind, arn, calls) in of.what_runs() {
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

impl<'w> UserAllows<'w> {
    /// The statements of a principal; nothing, if it has none.
    fn of(principal: &'w Principal<'w>, at: Location) -> Option<UserAllows<'w>> {
        let statements: Vec<_> = user_allows(principal).map(|(_, one)| one).collect();
        (!statements.is_empty()).then_some(UserAllows {
            principal,
            at,
            statements,
        })
    }

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

//! Forbidden requests of our own roles: on stores that they are not required to reach, on what
//! looks like a store, and on roles of others.

use super::lookalikes::Lookalikes;
use super::{DECRYPT, ENCRYPT, FIND, Forbidden, ForbiddenKind, READ, WRITE, calls, over_tls};
use crate::access::evaluator::{ContextValue, Identity, Principal, Request, Resource, account_of};
use crate::access::principals::Inventory;
use crate::access::required::TLS;
use crate::access::resources::{StoreResources, open_resource, without_policy};
use crate::access::verifier::ApiCall;
use crate::place::Location;

/// Calls on an object, a bucket, a key and a role that are asked of every role with a managed policy
/// of AWS's.
const ALWAYS: [&str; 4] = [
    "s3:DeleteObject",
    "s3:PutBucketPolicy",
    "kms:PutKeyPolicy",
    "iam:PutRolePolicy",
];

/// The calls on a store that a managed policy of AWS's may allow and a role does not need, besides
/// those that are asked of every role.
struct StoreCalls {
    kind: ForbiddenKind,
    on_object: &'static [&'static [&'static str]],
    on_bucket: &'static [&'static [&'static str]],
    on_key: &'static [&'static [&'static str]],
}

impl StoreCalls {
    /// On the stores of the roles' own pipeline, or of another one of the same build.
    fn on(own: bool) -> StoreCalls {
        if own {
            return StoreCalls {
                kind: ForbiddenKind::BeyondRequired,
                on_object: &[calls::BEYOND_OBJECTS],
                on_bucket: &[calls::BEYOND_BUCKET],
                on_key: &[calls::BEYOND_KEY],
            };
        }
        StoreCalls {
            kind: ForbiddenKind::UnusedStore,
            on_object: &[
                calls::READ,
                calls::UPLOAD,
                calls::WRITE,
                calls::BEYOND_OBJECTS,
            ],
            on_bucket: &[calls::LIST, calls::BEYOND_BUCKET],
            on_key: &[calls::DECRYPT, calls::ENCRYPT, calls::BEYOND_KEY],
        }
    }
}

impl<'w> Forbidden<'w, '_> {
    pub(super) fn by_own_roles(&mut self) {
        let inventory = self.inventory;
        let stores: Vec<_> = inventory
            .stores
            .values()
            .map(|resources| (resources, Lookalikes::of(inventory, resources)))
            .collect();
        for role in inventory.deployed.roles.keys() {
            let Some(principal) = inventory.principals.get(role.as_str()) else {
                continue;
            };
            let at = inventory.place_of(role);
            for (resources, lookalikes) in &stores {
                self.on_store(role, principal, at, resources, lookalikes);
            }
            self.on_roles_of_others(role, principal, at);
            self.by_user_statements(role, principal, at);
            self.by_aws_managed_policies(inventory, role, principal, at);
        }
    }

    /// What the roles of the pipeline, and resources beside it, are allowed on what another pipeline
    /// of the same build has.
    pub(super) fn by_own_roles_on(&mut self, other: &'w Inventory<'w>) {
        let inventory = self.inventory;
        let roles = inventory.deployed.roles.keys();
        let roles = roles.filter_map(|role| {
            let principal = inventory.principals.get(role.as_str())?;
            Some((role.as_str(), principal))
        });
        let beside = inventory.beside.iter();
        for (role, principal) in roles.chain(beside.map(|(arn, principal)| (*arn, principal))) {
            let at = inventory.place_of(role);
            self.by_user_statements_on(other, role, principal, at);
            self.by_aws_managed_policies(other, role, principal, at);
        }
    }

    /// What resources beside the pipeline are allowed is asked like statements of the user's.
    pub(super) fn by_resources_beside(&mut self) {
        let inventory = self.inventory;
        for (arn, principal) in &inventory.beside {
            let at = inventory.place_of(arn);
            self.by_user_statements(arn, principal, at);
            self.by_aws_managed_policies(inventory, arn, principal, at);
        }
    }

    /// A role that is not required to read or write a store does neither.
    fn on_store(
        &mut self,
        role: &'w str,
        principal: &Principal<'w>,
        at: Location,
        resources: &StoreResources<'w>,
        lookalikes: &Lookalikes<'w>,
    ) {
        let reads = self.access.reads.contains(&(role, resources.region));
        let writes = self.access.writes.contains(&(role, resources.region));
        let reading = if writes {
            ForbiddenKind::WriterReads
        } else {
            ForbiddenKind::UnusedStore
        };
        let writing = if reads {
            ForbiddenKind::ReaderWrites
        } else {
            ForbiddenKind::UnusedStore
        };
        let mut forbid = |kind, resource: &Resource<'_>, action| {
            let call = over_tls(action);
            self.verifier.forbid(kind, at, principal, resource, call);
        };
        if !reads {
            forbid(reading, &resources.object, READ);
        }
        if !writes {
            forbid(writing, &resources.object, WRITE);
        }
        if let Some(key) = &resources.key {
            if !reads && !writes {
                forbid(ForbiddenKind::UnusedStore, key, DECRYPT);
            }
            if !writes {
                forbid(writing, key, ENCRYPT);
            }
        }
        if !reads && !writes {
            forbid(ForbiddenKind::UnusedStore, &resources.bucket, FIND);
            return;
        }
        for lookalike in &lookalikes.buckets {
            if reads {
                forbid(lookalike.kind, &lookalike.object, READ);
            }
            if writes {
                forbid(lookalike.kind, &lookalike.object, WRITE);
            }
            forbid(lookalike.kind, &lookalike.bucket, FIND);
        }
        for key in &lookalikes.keys {
            forbid(ForbiddenKind::OtherKey, key, DECRYPT);
            forbid(ForbiddenKind::OtherKey, key, ENCRYPT);
        }
    }

    /// The managed policies of AWS's that are known allow more than reading and writing.
    fn by_aws_managed_policies(
        &mut self,
        of: &'w Inventory<'w>,
        role: &str,
        principal: &Principal<'w>,
        at: Location,
    ) {
        let known = match &principal.identity {
            Identity::Role(own) => own.aws_managed.as_slice(),
            _ => &[],
        };
        if known.is_empty() {
            return;
        }
        let what_runs = of.what_runs();
        let mut ask = |kind, resource: &Resource<'_>, calls: &[&'static str]| {
            for action in calls.iter().filter(|call| !ALWAYS.contains(call)) {
                let request = Request {
                    principal,
                    action,
                    resource,
                    context: &[],
                };
                let mut statements = known.iter().flat_map(|one| &one.policy.statements);
                if statements.any(|statement| statement.may_match_action(&request)) {
                    let call = over_tls(action);
                    // Our own statements may start a build.
                    self.verifier
                        .forbid_by_user_statements(kind, at, principal, resource, call);
                }
            }
        };
        let account = account_of(role);
        let is_own = std::ptr::eq(of, self.inventory);
        let stores = of.stores.values();
        let stores: Vec<_> = stores
            .filter(|store| is_own || !self.inventory.names_store(store))
            .collect();
        let calls = StoreCalls::on(is_own);
        for resources in &stores {
            for call in calls.on_object {
                ask(calls.kind, &resources.object, call);
            }
            for call in calls.on_bucket {
                ask(calls.kind, &resources.bucket, call);
            }
            if let Some(key) = &resources.key {
                for call in calls.on_key {
                    ask(calls.kind, key, call);
                }
            }
        }
        let in_account = of.principals.keys().copied();
        let in_account = in_account.filter(|other| account_of(other) == account);
        for other in in_account.clone() {
            let other = without_policy(other, account);
            ask(ForbiddenKind::TakesOver, &other, calls::ROLE);
        }
        // One that changes the stacks of an account is there to deploy them.
        let others = what_runs
            .into_iter()
            .filter(|(kind, ..)| *kind != ForbiddenKind::ChangesStack);
        for (kind, arn, calls) in others {
            if account_of(&arn) == account {
                ask(kind, &without_policy(arn, account), calls);
            }
        }
        let [object, bucket, of_key, of_role] = ALWAYS;
        // And one call of each kind of resource, whatever the policies say, by statements of our own too.
        let mut forbid = |kind, resource: &Resource<'_>, action| {
            let call = over_tls(action);
            self.verifier.forbid(kind, at, principal, resource, call);
        };
        for resources in &stores {
            forbid(calls.kind, &resources.object, object);
            forbid(calls.kind, &resources.bucket, bucket);
            if let Some(key) = &resources.key {
                forbid(calls.kind, key, of_key);
            }
        }
        for other in in_account {
            let other = without_policy(other, account);
            forbid(ForbiddenKind::TakesOver, &other, of_role);
        }
    }

    /// A role assumes and passes on no role but those that it is required to.
    fn on_roles_of_others(&mut self, role: &'w str, principal: &Principal<'w>, at: Location) {
        let account = account_of(role);
        let partition = self.inventory.pipeline.partition();
        let others = format!("arn:{partition}:iam::{account}:role/Administrator");
        let others = open_resource(others, account);
        let mut assume = |resource: &Resource<'_>| {
            let call = over_tls("sts:AssumeRole");
            self.verifier
                .forbid(ForbiddenKind::OthersRole, at, principal, resource, call);
        };
        assume(&others);
        let pipeline = self.inventory.deployed.pipeline.as_ref();
        let is_service_role = pipeline.is_some_and(|found| found.role == role);
        if !(is_service_role && self.access.assumes_by_path) {
            let path = &self.inventory.path;
            let in_path = format!("arn:{partition}:iam::{account}:role{path}x");
            assume(&open_resource(in_path, account));
        }
        let mut pass = |resource: &Resource<'_>, service: &'static str| {
            let call = ApiCall {
                action: "iam:PassRole",
                context: &[TLS, ("iam:passedtoservice", ContextValue::one(service))],
            };
            self.verifier
                .forbid(ForbiddenKind::OthersPassed, at, principal, resource, call);
        };
        pass(&others, "cloudformation.amazonaws.com");
        let passes = self.access.passes.range((role, "", "")..);
        for (_, passed, service) in passes.take_while(|(by, _, _)| *by == role) {
            let next = format!("{passed}2");
            // Another action with the role may pass just that.
            for (other, service) in [(next.as_str(), *service), (passed, "ec2.amazonaws.com")] {
                if !self.access.passes.contains(&(role, other, service)) {
                    pass(&open_resource(other.to_owned(), account), service);
                }
            }
        }
    }
}

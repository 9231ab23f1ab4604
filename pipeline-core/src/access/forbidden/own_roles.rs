//! Forbidden requests of our own roles: on stores that they are not required to reach, on what
//! looks like a store, and on roles of others.

use super::lookalikes::Lookalikes;
use super::{DECRYPT, ENCRYPT, FIND, Forbidden, ForbiddenKind, READ, WRITE, over_tls};
use crate::access::evaluator::{ContextValue, Principal, Resource, account_of};
use crate::access::principals::Inventory;
use crate::access::required::TLS;
use crate::access::resources::{StoreResources, open_resource};
use crate::access::verifier::ApiCall;
use crate::place::Location;

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
            self.by_aws_managed_policies(role, principal, at);
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
            self.by_aws_managed_policies_on(other, role, principal, at);
        }
    }

    /// What resources beside the pipeline are allowed is asked like statements of the user's.
    pub(super) fn by_resources_beside(&mut self) {
        let inventory = self.inventory;
        for (arn, principal) in &inventory.beside {
            let at = inventory.place_of(arn);
            self.by_user_statements(arn, principal, at);
            self.by_aws_managed_policies(arn, principal, at);
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

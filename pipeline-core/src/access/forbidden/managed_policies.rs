//! Forbidden requests by managed policies of AWS's that a role has: those that are known allow more
//! than reading and writing.

use super::{Forbidden, ForbiddenKind, calls, over_tls};
use crate::access::evaluator::{AwsManaged, Identity, Principal, Request, Resource, account_of};
use crate::access::principals::Inventory;
use crate::access::resources::without_policy;
use crate::access::verifier::Verifier;
use crate::place::Location;

/// Calls on an object, a bucket, a key and a role that are asked of every role with a managed policy
/// of AWS's.
const ALWAYS: [&str; 4] = [
    "s3:DeleteObject",
    "s3:PutBucketPolicy",
    "kms:PutKeyPolicy",
    "iam:PutRolePolicy",
];

impl<'w> Forbidden<'w, '_> {
    /// The managed policies of AWS's that are known allow more than reading and writing.
    pub(super) fn by_aws_managed_policies(
        &mut self,
        role: &str,
        principal: &Principal<'w>,
        at: Location,
    ) {
        if aws_managed(principal).is_empty() {
            return;
        }
        let inventory = self.inventory;
        let mut ask = |kind, resource: &Resource<'_>, calls: &[&'static str]| {
            let more = calls.iter().filter(|call| !ALWAYS.contains(call));
            ask(self.verifier, (principal, at), kind, resource, more);
        };
        let beyond = ForbiddenKind::BeyondRequired;
        let account = account_of(role);
        for resources in inventory.stores.values() {
            ask(beyond, &resources.object, calls::BEYOND_OBJECTS);
            ask(beyond, &resources.bucket, calls::BEYOND_BUCKET);
            if let Some(key) = &resources.key {
                ask(beyond, key, calls::BEYOND_KEY);
            }
        }
        let in_account = inventory.principals.keys().copied();
        let in_account = in_account.filter(|other| account_of(other) == account);
        for other in in_account.clone() {
            let other = without_policy(other, account);
            ask(ForbiddenKind::TakesOver, &other, calls::ROLE);
        }
        // One that changes the stacks of an account is there to deploy them.
        let others = inventory
            .what_runs()
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
        for resources in inventory.stores.values() {
            forbid(beyond, &resources.object, object);
            forbid(beyond, &resources.bucket, bucket);
            if let Some(key) = &resources.key {
                forbid(beyond, key, of_key);
            }
        }
        for other in in_account {
            let other = without_policy(other, account);
            forbid(ForbiddenKind::TakesOver, &other, of_role);
        }
    }

    /// What they allow on the things of another pipeline of the same build that are in the role's account:
    /// those of other accounts have policies of their own, which admit no such role.
    pub(super) fn by_aws_managed_policies_on(
        &mut self,
        other: &'w Inventory<'w>,
        role: &str,
        principal: &Principal<'w>,
        at: Location,
    ) {
        if aws_managed(principal).is_empty() {
            return;
        }
        let mut ask = |kind, resource: &Resource<'_>, calls: &[&'static str]| {
            ask(self.verifier, (principal, at), kind, resource, calls);
        };
        let account = account_of(role);
        let unused = ForbiddenKind::UnusedStore;
        for resources in other.stores.values() {
            if resources.bucket.account != account || self.inventory.names_store(resources) {
                continue;
            }
            for calls in [
                calls::READ,
                calls::UPLOAD,
                calls::WRITE,
                calls::BEYOND_OBJECTS,
            ] {
                ask(unused, &resources.object, calls);
            }
            for calls in [calls::LIST, calls::BEYOND_BUCKET] {
                ask(unused, &resources.bucket, calls);
            }
            if let Some(key) = &resources.key {
                for calls in [calls::DECRYPT, calls::ENCRYPT, calls::BEYOND_KEY] {
                    ask(unused, key, calls);
                }
            }
        }
        for (kind, arn, calls) in other.what_runs() {
            if kind != ForbiddenKind::ChangesStack && account_of(&arn) == account {
                ask(kind, &without_policy(arn, account), calls);
            }
        }
    }
}

/// The managed policies of AWS's that a principal has, and that are known.
fn aws_managed<'p, 'w>(principal: &'p Principal<'w>) -> &'p [AwsManaged<'w>] {
    match &principal.identity {
        Identity::Role(own) => own.aws_managed.as_slice(),
        _ => &[],
    }
}

/// Asks for those of the calls that a managed policy may allow.
fn ask<'c>(
    verifier: &mut Verifier,
    (principal, at): (&Principal<'_>, Location),
    kind: ForbiddenKind,
    resource: &Resource<'_>,
    calls: impl IntoIterator<Item = &'c &'static str>,
) {
    for action in calls {
        let request = Request {
            principal,
            action,
            resource,
            context: &[],
        };
        let statements = aws_managed(principal)
            .iter()
            .flat_map(|one| &one.policy.statements);
        let mut statements = statements;
        if statements.any(|statement| statement.may_match_action(&request)) {
            // Our own statements may start a build.
            let call = over_tls(action);
            verifier.forbid_by_user_statements(kind, at, principal, resource, call);
        }
    }
}

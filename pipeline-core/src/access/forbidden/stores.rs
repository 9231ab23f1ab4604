//! Forbidden requests on a store: by administrators of every account, by roles that are called
//! nearly like an admitted one, by anyone who is not signed in, and by services.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{DECRYPT, ENCRYPT, FIND, Forbidden, ForbiddenKind, READ, SERVICES, WRITE, over_tls};
use crate::access::evaluator::{Principal, Resource, account_of};
use crate::access::resources::{StoreResources, open_resource};
use crate::access::verifier::Verifier;
use crate::place::Location;

/// Calls on an object that no role is required to make.
pub(super) const BEYOND_OBJECTS: &[&str] = &[
    "s3:DeleteObject",
    "s3:GetObjectAcl",
    "s3:PutObjectRetention",
];

/// Calls on a bucket that no role is required to make.
pub(super) const BEYOND_BUCKET: &[&str] = &[
    "s3:DeleteBucketPolicy",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
];

/// Calls on a key that no role is required to make.
const BEYOND_KEY: &[&str] = &[
    "kms:CreateGrant",
    "kms:GenerateDataKeyPair",
    "kms:PutKeyPolicy",
];

/// The access to a store that principals of an account are admitted to.
#[derive(Clone, Copy, Default)]
struct Admitted {
    reads: bool,
    writes: bool,
}

impl<'w> Forbidden<'w, '_> {
    pub(super) fn on_stores(&mut self) {
        let inventory = self.inventory;
        for store in &inventory.deployment.stores {
            let resources = inventory.stores.get(store.region.as_str());
            let Some(resources) = resources.filter(|found| !found.imported) else {
                continue;
            };
            let at = store.source.at;
            self.by_administrators(resources, at);
            self.by_the_anonymous(resources, at);
            self.beside_exact_roles(resources, at);
            self.by_careless_requests(resources, at);
            self.by_services(resources, at);
            for (_, folder) in store.share.iter().flat_map(|share| &share.others) {
                self.on_the_artifacts_of_others(resources, folder, at);
            }
        }
    }

    /// No role of the pipeline reads or writes what another pipeline has in a store that both share,
    /// and neither does an administrator of another account with a role of the pipeline's path.
    fn on_the_artifacts_of_others(
        &mut self,
        resources: &StoreResources<'w>,
        folder: &str,
        at: Location,
    ) {
        let inventory = self.inventory;
        let bucket = &resources.bucket;
        let object = Resource {
            arn: Cow::Owned(format!("{}/{folder}/artifact/0a1b2c3", bucket.arn)),
            account: bucket.account.clone(),
            policy: bucket.policy,
            policy_name: bucket.policy_name,
            policy_required: bucket.policy_required,
            context: Vec::new(),
        };
        // By its own policies alone, a role does not either.
        let open = open_resource(object.arn.clone(), object.account.clone());
        let own = inventory.deployed.roles.keys();
        let own = own.filter_map(|role| inventory.principals.get(role.as_str()));
        let admins = self.admins.iter().map(|admins| &admins.inside);
        let foreign = admins.filter(|admin| !is_of_home_account(admin, resources));
        for principal in own.chain(foreign) {
            for action in [READ, WRITE].iter().chain(BEYOND_OBJECTS) {
                self.verifier.forbid(
                    ForbiddenKind::OthersArtifact,
                    at,
                    principal,
                    &object,
                    over_tls(action),
                );
            }
        }
        for role in inventory.deployed.roles.keys() {
            let Some(principal) = inventory.principals.get(role.as_str()) else {
                continue;
            };
            for action in [READ, WRITE].iter().chain(BEYOND_OBJECTS) {
                self.verifier.forbid(
                    ForbiddenKind::OthersArtifact,
                    at,
                    principal,
                    &open,
                    over_tls(action),
                );
            }
        }
    }

    /// The access that roles of the pipeline's path are admitted to, by account. An organization
    /// stands for all declared accounts.
    fn admitted_by_path(&self, resources: &StoreResources<'_>) -> BTreeMap<&'w str, Admitted> {
        let home = self.inventory.home;
        let mut out: BTreeMap<&'w str, Admitted> = BTreeMap::new();
        let accounts_of = |required: &BTreeSet<(&'w str, &'w str)>| {
            let of_store = required.iter().filter(|(role, region)| {
                *region == resources.region && self.inventory.has_pipeline_path(role)
            });
            let accounts = of_store.map(|(role, _)| account_of(role));
            accounts.collect::<BTreeSet<&'w str>>()
        };
        let readers = accounts_of(&self.access.reads);
        let writers = accounts_of(&self.access.writes);
        for account in &readers {
            out.entry(account).or_default().reads = true;
        }
        for account in &writers {
            out.entry(account).or_default().writes = true;
        }
        if self.inventory.pipeline.organization.is_some() {
            let any_foreign = |accounts: &BTreeSet<&str>| accounts.iter().any(|one| *one != home);
            let (reads, writes) = (any_foreign(&readers), any_foreign(&writers));
            let accounts = self.inventory.pipeline.accounts.iter();
            for account in accounts
                .map(|one| one.id.as_str())
                .filter(|one| *one != home)
            {
                let admitted = out.entry(account).or_default();
                admitted.reads |= reads;
                admitted.writes |= writes;
            }
        }
        out
    }

    /// Administrators with a role outside of the pipeline's path get no access; those with a
    /// role of the path get what their account is admitted to, and nothing beyond.
    fn by_administrators(&mut self, resources: &StoreResources<'w>, at: Location) {
        let admitted = self.admitted_by_path(resources);
        let verifier = &mut *self.verifier;
        for admins in &self.admins {
            for (kind, principal) in &admins.outside {
                let nothing = Admitted::default();
                deny_unless_admitted(verifier, *kind, at, principal, resources, nothing);
            }
            let admitted = admitted.get(admins.account).copied().unwrap_or_default();
            deny_unless_admitted(
                verifier,
                ForbiddenKind::InsidePath,
                at,
                &admins.inside,
                resources,
                admitted,
            );
            deny_beyond_required(verifier, at, &admins.inside, resources);
        }
    }

    fn by_the_anonymous(&mut self, resources: &StoreResources<'w>, at: Location) {
        let nobody = Principal::default();
        for (resource, action) in [
            (&resources.object, READ),
            (&resources.object, WRITE),
            (&resources.bucket, "s3:ListBucket"),
        ] {
            let kind = ForbiddenKind::Anonymous;
            self.verifier
                .forbid(kind, at, &nobody, resource, over_tls(action));
        }
    }

    /// A role that is admitted by its ARN: one of a longer name is not.
    fn beside_exact_roles(&mut self, resources: &StoreResources<'w>, at: Location) {
        let inventory = self.inventory;
        let required = self.access.reads.iter().chain(&self.access.writes);
        let exact = required.filter(|(role, region)| {
            *region == resources.region && !inventory.has_pipeline_path(role)
        });
        let exact: BTreeSet<&str> = exact.map(|(role, _)| *role).collect();
        for role in exact {
            let name = role.split_once(":role").map_or("", |(_, name)| name);
            let name = format!("{name}-of-someone-else");
            let principal = inventory.administrator(account_of(role), &name);
            let kind = ForbiddenKind::NextToAdmitted;
            let nothing = Admitted::default();
            deny_unless_admitted(self.verifier, kind, at, &principal, resources, nothing);
        }
    }

    fn by_services(&mut self, resources: &StoreResources<'w>, at: Location) {
        let on_object = [READ, WRITE].map(|action| (&resources.object, action));
        let key = resources.key.iter();
        let on_key = key.flat_map(|key| [DECRYPT, ENCRYPT].map(|action| (key, action)));
        let requests: Vec<_> = on_object.into_iter().chain(on_key).collect();
        for service in SERVICES {
            let principal = self.inventory.service(service, None);
            for (resource, action) in &requests {
                let kind = ForbiddenKind::ServiceForOthers;
                self.verifier
                    .forbid(kind, at, &principal, resource, over_tls(action));
            }
        }
    }
}

/// Returns whether a principal is of the store's own account.
fn is_of_home_account(principal: &Principal<'_>, resources: &StoreResources<'_>) -> bool {
    principal.account == resources.bucket.account
}

/// Verifies that a principal reads and writes only if it is admitted to that. To an
/// administrator at home, the bucket is open, and the key is not.
fn deny_unless_admitted(
    verifier: &mut Verifier,
    kind: ForbiddenKind,
    at: Location,
    principal: &Principal<'_>,
    resources: &StoreResources<'_>,
    admitted: Admitted,
) {
    let either = admitted.reads || admitted.writes;
    let mut deny_unless = |admitted: bool, resource: &Resource<'_>, action| {
        if !admitted {
            verifier.forbid(kind, at, principal, resource, over_tls(action));
        }
    };
    if !is_of_home_account(principal, resources) {
        deny_unless(admitted.reads, &resources.object, READ);
        deny_unless(admitted.writes, &resources.object, WRITE);
        deny_unless(either, &resources.bucket, FIND);
    }
    if let Some(key) = &resources.key {
        deny_unless(either, key, DECRYPT);
        deny_unless(admitted.writes, key, ENCRYPT);
    }
}

/// Verifies that a principal of the pipeline's path makes no call that no role is required to
/// make. At home, an administrator looks after the bucket and the key's policy.
fn deny_beyond_required(
    verifier: &mut Verifier,
    at: Location,
    principal: &Principal<'_>,
    resources: &StoreResources<'_>,
) {
    let at_home = is_of_home_account(principal, resources);
    let mut deny = |resource: &Resource<'_>, action| {
        verifier.forbid(
            ForbiddenKind::BeyondRequired,
            at,
            principal,
            resource,
            over_tls(action),
        );
    };
    if !at_home {
        BEYOND_OBJECTS
            .iter()
            .for_each(|action| deny(&resources.object, action));
        BEYOND_BUCKET
            .iter()
            .for_each(|action| deny(&resources.bucket, action));
    }
    if let Some(key) = &resources.key {
        let actions = BEYOND_KEY.iter();
        let actions = actions.filter(|action| !(at_home && **action == "kms:PutKeyPolicy"));
        actions.for_each(|action| deny(key, action));
    }
}

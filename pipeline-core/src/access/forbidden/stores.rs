//! At a store: who has no business with it, and who has and is careless.

use std::borrow::Cow;

use super::{BEYOND, DECRYPT, ENCRYPT, FIND, INSIDE, READ, SERVICES, Strangers, WRITE, plain};
use crate::access::evaluator::{Value, Who, account_of};
use crate::access::principals::Shelf;
use crate::access::required::{self, ENCRYPTION, KEY_ID, SENDERS_KEY, TLS};
use crate::access::verifier::{Call, Court};
use crate::place::Location;
use std::collections::{BTreeMap, BTreeSet};

const NO_TLS: (&str, Value<'static>) = ("aws:securetransport", Value::One(Cow::Borrowed("false")));
const BEYOND_OBJECTS: &[&str] = &[
    "s3:DeleteObject",
    "s3:GetObjectAcl",
    "s3:PutObjectRetention",
];
const BEYOND_BUCKET: &[&str] = &[
    "s3:DeleteBucketPolicy",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
];
const BEYOND_KEY: &[&str] = &[
    "kms:CreateGrant",
    "kms:GenerateDataKeyPair",
    "kms:PutKeyPolicy",
];

/// Who of an account may get in.
#[derive(Clone, Copy, Default)]
struct Admitted {
    reads: bool,
    writes: bool,
}

impl<'w> Strangers<'w, '_> {
    pub(super) fn at_stores(&mut self) {
        let scene = self.scene;
        for store in &scene.deployment.stores {
            let Some(shelf) = scene.shelves.get(store.region.as_str()) else {
                continue;
            };
            if shelf.imported {
                continue;
            }
            let at = store.source.at;
            self.crowd_at(shelf, at);
            self.exact_roles_at(shelf, at);
            self.careless_at(shelf, at);
            self.services_at(shelf, at);
        }
    }

    /// The accounts whose roles of the pipeline's path have business with a store. An
    /// organization stands for all of them.
    fn admitted(&self, shelf: &Shelf<'_>) -> BTreeMap<&'w str, Admitted> {
        let mut out: BTreeMap<&'w str, Admitted> = BTreeMap::new();
        let mut any = Admitted::default();
        let reads = self.business.reads.iter().map(|found| (found, false));
        let writes = self.business.writes.iter().map(|found| (found, true));
        for ((role, region), write) in reads.chain(writes) {
            if *region != shelf.region || !self.scene.under_path(role) {
                continue;
            }
            let account = account_of(role);
            let found = out.entry(account).or_default();
            let abroad = account != self.scene.home;
            if write {
                found.writes = true;
                any.writes |= abroad;
            } else {
                found.reads = true;
                any.reads |= abroad;
            }
        }
        if self.scene.pipeline.organization.is_some() {
            for account in &self.scene.pipeline.accounts {
                if account.id.as_str() != self.scene.home {
                    let found = out.entry(account.id.as_str()).or_default();
                    found.reads |= any.reads;
                    found.writes |= any.writes;
                }
            }
        }
        out
    }

    fn crowd_at(&mut self, shelf: &Shelf<'w>, at: Location) {
        let admitted = self.admitted(shelf);
        let home = self.scene.home;
        for crowd in &self.crowds {
            let at_home = crowd.account == home;
            for (sort, who) in &crowd.outside {
                self.court
                    .knock(sort, at, who, shelf, Admitted::default(), at_home);
            }
            let admitted = admitted.get(crowd.account).copied().unwrap_or_default();
            self.court
                .knock(INSIDE, at, &crowd.inside, shelf, admitted, at_home);
            if !at_home {
                let sort = BEYOND;
                for action in BEYOND_OBJECTS {
                    let call = plain(action);
                    self.court
                        .refuse(sort, at, &crowd.inside, &shelf.object, call);
                }
                for action in BEYOND_BUCKET {
                    let call = plain(action);
                    self.court
                        .refuse(sort, at, &crowd.inside, &shelf.bucket, call);
                }
            }
            if let Some(key) = &shelf.key {
                for action in BEYOND_KEY {
                    // Home's administrators look after the key's policy.
                    if !(at_home && *action == "kms:PutKeyPolicy") {
                        let sort = BEYOND;
                        self.court
                            .refuse(sort, at, &crowd.inside, key, plain(action));
                    }
                }
            }
        }
        let nobody = Who::default();
        let sort = "someone who is not signed in";
        self.court
            .refuse(sort, at, &nobody, &shelf.object, plain(READ));
        self.court
            .refuse(sort, at, &nobody, &shelf.object, plain(WRITE));
        self.court
            .refuse(sort, at, &nobody, &shelf.bucket, plain("s3:ListBucket"));
    }

    /// A role that is admitted by its ARN: one next to it is not.
    fn exact_roles_at(&mut self, shelf: &Shelf<'w>, at: Location) {
        let roles: BTreeSet<&str> = self
            .business
            .reads
            .iter()
            .chain(&self.business.writes)
            .filter(|(role, region)| *region == shelf.region && !self.scene.under_path(role))
            .map(|(role, _)| *role)
            .collect();
        for role in roles {
            let account = account_of(role);
            let name = role.split_once(":role").map_or("", |(_, name)| name);
            let who = self
                .scene
                .administrator(account, &format!("{name}-of-someone-else"));
            let at_home = account == self.scene.home;
            let sort = "a role next to one that is admitted by its name";
            self.court
                .knock(sort, at, &who, shelf, Admitted::default(), at_home);
        }
    }

    /// Requests without TLS, and uploads under another key or another encryption, of
    /// those who may do it the right way.
    fn careless_at(&mut self, shelf: &Shelf<'w>, at: Location) {
        let scene = self.scene;
        let service = scene.world.pipeline.as_ref();
        let service = service.and_then(|found| scene.cast.get(found.role.as_ref()));
        let administrator = scene.administrator(scene.home, "/Administrator");
        let mut callers: Vec<&Who<'_>> = vec![&administrator];
        callers.extend(service);
        callers.extend(self.crowds.iter().map(|crowd| &crowd.inside));
        let other_key = format!(
            "arn:{}:kms:{}:{}:key/00000000-0000-4000-8000-00000000beef",
            scene.pipeline.partition(),
            shelf.region,
            scene.home
        );
        let said = |encryption: &'static str, key: Option<Cow<'w, str>>| {
            let mut context = vec![TLS, (ENCRYPTION, Value::One(Cow::Borrowed(encryption)))];
            context.extend(key.map(|key| (KEY_ID, Value::One(key))));
            context
        };
        let dsse = said(
            "aws:kms:dsse",
            shelf.key.as_ref().map(|key| key.arn.clone()),
        );
        let mut uploads = vec![dsse];
        if shelf.key.is_some() {
            uploads.push(said("AES256", None));
            uploads.push(said("aws:kms", Some(Cow::Owned(other_key.clone()))));
            // A key alone, with the encryption left to the bucket.
            uploads.push(vec![TLS, (KEY_ID, Value::One(Cow::Owned(other_key)))]);
        }
        // Every call that there is business with, and some more, of those who may make them.
        let objects = required::READ
            .iter()
            .chain(required::WRITE)
            .chain(BEYOND_OBJECTS);
        let buckets = required::BUCKET.iter().chain(BEYOND_BUCKET);
        let calls = objects.map(|action| (*action, &shelf.object));
        let calls = calls.chain(buckets.map(|action| (*action, &shelf.bucket)));
        for (action, resource) in calls {
            for who in std::iter::once(&administrator).chain(service) {
                let call = Call {
                    action,
                    context: &[NO_TLS],
                };
                self.court
                    .refuse("a request without TLS", at, who, resource, call);
            }
        }
        for who in callers {
            for (action, resource) in [
                (READ, &shelf.object),
                (WRITE, &shelf.object),
                (FIND, &shelf.bucket),
            ] {
                let call = Call {
                    action,
                    context: &[NO_TLS],
                };
                self.court
                    .refuse("a request without TLS", at, who, resource, call);
            }
            for context in &uploads {
                let call = Call {
                    action: WRITE,
                    context,
                };
                let sort = "an upload under another key or another encryption";
                self.court.refuse(sort, at, who, &shelf.object, call);
            }
            let senders = [TLS, (SENDERS_KEY, Value::One(Cow::Borrowed("AES256")))];
            let call = Call {
                action: WRITE,
                context: &senders,
            };
            let sort = "an upload under a key that its sender keeps";
            self.court.refuse(sort, at, who, &shelf.object, call);
        }
    }

    fn services_at(&mut self, shelf: &Shelf<'w>, at: Location) {
        for service in SERVICES {
            let who = self.scene.service(service, None);
            let sort = "a service on behalf of someone else";
            self.court
                .refuse(sort, at, &who, &shelf.object, plain(READ));
            self.court
                .refuse(sort, at, &who, &shelf.object, plain(WRITE));
            if let Some(key) = &shelf.key {
                self.court.refuse(sort, at, &who, key, plain(DECRYPT));
                self.court.refuse(sort, at, &who, key, plain(ENCRYPT));
            }
        }
    }
}

impl Court {
    /// Someone tries a store: what he is not admitted to, he must not get. Buckets of his
    /// own account are open to an administrator at home, keys are not.
    fn knock(
        &mut self,
        sort: &'static str,
        at: Location,
        who: &Who<'_>,
        shelf: &Shelf<'_>,
        admitted: Admitted,
        at_home: bool,
    ) {
        if !at_home {
            for (action, resource, may) in [
                (READ, &shelf.object, admitted.reads),
                (WRITE, &shelf.object, admitted.writes),
                (FIND, &shelf.bucket, admitted.reads || admitted.writes),
            ] {
                if !may {
                    self.refuse(sort, at, who, resource, plain(action));
                }
            }
        }
        if let Some(key) = &shelf.key {
            for (action, may) in [
                (DECRYPT, admitted.reads || admitted.writes),
                (ENCRYPT, admitted.writes),
            ] {
                if !may {
                    self.refuse(sort, at, who, key, plain(action));
                }
            }
        }
    }
}

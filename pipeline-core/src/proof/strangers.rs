//! Requests that nobody may make: for every store, key, role and bus, those of whoever
//! has no business with it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::court::{Call, Court};
use super::evaluate::{Resource, Value, Who, account_of};
use super::needs::{Business, ENCRYPTION, KEY_ID, TLS, bus};
use super::scene::{Scene, Shelf, UNDECLARED, open};
use crate::place::Caller;

const NO_TLS: (&str, Value<'static>) = ("aws:securetransport", Value::One(Cow::Borrowed("false")));

const SERVICES: &[&str] = &[
    "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",
    "codepipeline.amazonaws.com",
    "ec2.amazonaws.com",
    "events.amazonaws.com",
    "lambda.amazonaws.com",
];

/// What reading, writing, and neither of both begins with.
const READ: &str = "s3:GetObject";
const WRITE: &str = "s3:PutObject";
const FIND: &str = "s3:GetBucketLocation";
const DECRYPT: &str = "kms:Decrypt";
const ENCRYPT: &str = "kms:GenerateDataKey";
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

/// Asks for what must not be allowed.
pub(super) fn all<'w>(scene: &'w Scene<'w>, business: &Business<'w>, court: &mut Court) {
    let mut strangers = Strangers {
        scene,
        business,
        court,
        crowds: crowds(scene),
    };
    strangers.at_stores();
    strangers.at_roles();
    strangers.at_the_bus();
    strangers.own_roles();
}

struct Strangers<'w, 'c> {
    scene: &'w Scene<'w>,
    business: &'c Business<'w>,
    court: &'c mut Court,
    /// Those of each account, home and an undeclared one among them.
    crowds: Vec<Crowd<'w>>,
}

/// Administrators of one account.
struct Crowd<'w> {
    account: &'w str,
    /// With roles that have nothing to do with the pipeline.
    outside: Vec<(&'static str, Who<'w>)>,
    /// With a role of the pipeline's own path.
    inside: Who<'w>,
}

const OUTSIDE: &str = "an administrator of an account, with a role outside of the pipeline's path";
const OTHER_PIPELINE: &str = "a role of another pipeline";
const OTHER_HOME: &str = "a role of a pipeline of the same name in another region";
const INSIDE: &str = "a role of the pipeline's path in an account without business there";

fn crowds<'w>(scene: &'w Scene<'w>) -> Vec<Crowd<'w>> {
    let pipeline = scene.pipeline;
    let region = pipeline.accounts[pipeline.home].region.as_str();
    let name = &pipeline.name;
    let home = scene.home;
    let other = format!("/pipewright/{name}2/{home}/{region}/Administrator");
    let elsewhere = format!("/pipewright/{name}/{home}/{region}0/Administrator");
    let own = format!("{}Administrator", scene.path);
    let accounts = pipeline.accounts.iter().map(|account| account.id.as_str());
    accounts
        .chain([UNDECLARED])
        .map(|account| Crowd {
            account,
            outside: vec![
                (OUTSIDE, scene.administrator(account, "/Administrator")),
                (OTHER_PIPELINE, scene.administrator(account, &other)),
                (OTHER_HOME, scene.administrator(account, &elsewhere)),
            ],
            inside: scene.administrator(account, &own),
        })
        .collect()
}

/// Who of an account may get in.
#[derive(Clone, Copy, Default)]
struct Admitted {
    reads: bool,
    writes: bool,
}

fn plain(action: &'static str) -> Call<'static> {
    Call {
        action,
        context: &[TLS],
    }
}

impl<'w> Strangers<'w, '_> {
    fn at_stores(&mut self) {
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

    fn crowd_at(&mut self, shelf: &Shelf<'w>, at: Caller) {
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
                let sort = "a role with business that goes beyond it";
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
                        let sort = "a role with business that goes beyond it";
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
    fn exact_roles_at(&mut self, shelf: &Shelf<'w>, at: Caller) {
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
    fn careless_at(&mut self, shelf: &Shelf<'w>, at: Caller) {
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
        }
    }

    fn services_at(&mut self, shelf: &Shelf<'w>, at: Caller) {
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

    /// Nobody assumes a role but who is meant to.
    fn at_roles(&mut self) {
        let scene = self.scene;
        let home = scene.pipeline.accounts[scene.pipeline.home].region.as_str();
        let service = scene
            .world
            .pipeline
            .as_ref()
            .map(|found| found.role.as_ref());
        let undeclared = self.crowds.last();
        let services: Vec<_> = SERVICES
            .iter()
            .map(|service| (*service, scene.service(service, None)))
            .collect();
        let by_account: BTreeMap<&str, &Crowd<'_>> = self
            .crowds
            .iter()
            .map(|crowd| (crowd.account, crowd))
            .collect();
        // A service role of the same name, of a pipeline whose home is another region.
        let namesake = service.map(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            let name = name.replace(&format!("/{home}/"), &format!("/{home}0/"));
            scene.administrator(scene.home, &name)
        });
        let next = service.map(|service| {
            let name = service.split_once(":role").map_or("", |(_, name)| name);
            scene.administrator(scene.home, &format!("{name}2"))
        });
        for role in sorted(scene) {
            let at = place(scene, role);
            let resource = scene.assumable(role);
            let mut strangers: Vec<(&'static str, &Who<'_>)> = Vec::new();
            for account in [account_of(role), scene.home] {
                if let Some(crowd) = by_account.get(account) {
                    strangers.push((OUTSIDE, &crowd.outside[0].1));
                    strangers.push((OTHER_PIPELINE, &crowd.outside[1].1));
                    strangers.push(("another role of the pipeline", &crowd.inside));
                }
            }
            if let Some(crowd) = undeclared {
                strangers.push((OUTSIDE, &crowd.outside[0].1));
                strangers.push((INSIDE, &crowd.inside));
            }
            strangers.extend(namesake.iter().map(|who| (OTHER_HOME, who)));
            strangers.extend(
                next.iter()
                    .map(|who| ("a role next to the service role", who)),
            );
            for (sort, who) in strangers {
                self.court
                    .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
            }
            // The service role itself, where the role is no action's.
            if let (Some(service), false) = (
                service.and_then(|service| scene.cast.get(service)),
                self.business.assumed.contains(role),
            ) {
                let sort = "the service role, with a role that is no action's";
                self.court
                    .refuse(sort, at, service, &resource, plain("sts:AssumeRole"));
            }
            services_at_role(
                scene,
                self.business,
                self.court,
                (role, &resource),
                (&services, at),
            );
        }
    }

    /// Nobody puts events on home's bus but the roles that forward them.
    fn at_the_bus(&mut self) {
        let scene = self.scene;
        let arn = crate::plan::home_bus(scene.deployment);
        let bus = bus(scene, &arn);
        let at = scene.pipeline.source.at;
        let policies = scene.world.buses.get(&arn);
        let policies = policies.map_or(&[][..], Vec::as_slice);
        self.court.keeps_to(at, policies, &[&arn]);
        for crowd in self
            .crowds
            .iter()
            .filter(|crowd| crowd.account != scene.home)
        {
            let outside = crowd.outside.iter().map(|(sort, who)| (*sort, who));
            for (sort, who) in outside.chain([("another role of the pipeline", &crowd.inside)]) {
                for action in ["events:PutEvents", "events:PutRule"] {
                    self.court.refuse(sort, at, who, &bus, plain(action));
                }
            }
        }
        for sender in &self.business.senders {
            if let Some(who) = scene.cast.get(sender) {
                let sort = "a role that forwards events and does more";
                self.court
                    .refuse(sort, at, who, &bus, plain("events:PutRule"));
            }
            let name = sender.split_once(":role").map_or("", |(_, name)| name);
            let next = scene.administrator(account_of(sender), &format!("{name}2"));
            let sort = "a role next to one that forwards events";
            self.court
                .refuse(sort, at, &next, &bus, plain("events:PutEvents"));
        }
    }

    /// Our own roles keep to what is theirs.
    fn own_roles(&mut self) {
        let scene = self.scene;
        let roles = sorted(scene);
        let decoys: Vec<_> = scene
            .shelves
            .values()
            .map(|shelf| (shelf, decoys(scene, shelf)))
            .collect();
        for role in &roles {
            let Some(who) = scene.cast.get(role) else {
                continue;
            };
            let at = place(scene, role);
            self.stores_of(role, who, at, &decoys);
            self.roles_of(role, who, at);
        }
        let trusts = roles.iter().filter_map(|role| scene.world.roles.get(*role));
        let trusts = trusts.flat_map(|role| role.trust.iter().chain(&role.own.policies));
        let stores = scene
            .world
            .buckets
            .values()
            .flat_map(|bucket| &bucket.policies);
        let keys = scene.world.keys.values().flat_map(|key| &key.policies);
        let buses = scene.world.buses.values().flatten();
        let mut all: Vec<_> = trusts.chain(stores).chain(keys).chain(buses).collect();
        all.sort_by_key(|policy| (policy.place.stack, policy.place.logical));
        self.court.audit(scene.pipeline.source.at, all.into_iter());
    }

    fn stores_of(
        &mut self,
        role: &'w str,
        who: &Who<'w>,
        at: Caller,
        decoys: &[(&'w Shelf<'w>, Decoys<'w>)],
    ) {
        for (shelf, decoys) in decoys {
            let reads = self.business.reads.contains(&(role, shelf.region));
            let writes = self.business.writes.contains(&(role, shelf.region));
            let none = "a role on a store that it has no business with";
            let mut refuse = |sort, resource: &Resource<'_>, action| {
                self.court.refuse(sort, at, who, resource, plain(action));
            };
            if !reads {
                let sort = if writes { "a writer that reads" } else { none };
                refuse(sort, &shelf.object, READ);
            }
            if !writes {
                let sort = if reads { "a reader that writes" } else { none };
                refuse(sort, &shelf.object, WRITE);
            }
            if let Some(key) = &shelf.key {
                if !reads && !writes {
                    refuse(none, key, DECRYPT);
                }
                if !writes {
                    let sort = if reads { "a reader that writes" } else { none };
                    refuse(sort, key, ENCRYPT);
                }
            }
            if reads || writes {
                self.squatted(decoys, who, at, (reads, writes));
            } else {
                refuse(none, &shelf.bucket, FIND);
            }
        }
    }

    /// A bucket of the same name, and keys that are not the store's: they keep nobody out,
    /// so that the role's own policies decide.
    fn squatted(
        &mut self,
        decoys: &Decoys<'_>,
        who: &Who<'w>,
        at: Caller,
        (reads, writes): (bool, bool),
    ) {
        for (sort, object, bucket) in &decoys.buckets {
            if reads {
                self.court.refuse(sort, at, who, object, plain(READ));
            }
            if writes {
                self.court.refuse(sort, at, who, object, plain(WRITE));
            }
            self.court.refuse(sort, at, who, bucket, plain(FIND));
        }
        for key in &decoys.keys {
            let sort = "a key that is not the store's";
            self.court.refuse(sort, at, who, key, plain(DECRYPT));
            self.court.refuse(sort, at, who, key, plain(ENCRYPT));
        }
    }

    fn roles_of(&mut self, role: &'w str, who: &Who<'w>, at: Caller) {
        let account = account_of(role);
        let partition = self.scene.pipeline.partition();
        let sort = "a role that someone else's trust policy admits";
        let other = format!("arn:{partition}:iam::{account}:role/Administrator");
        let resource = open(other.as_str(), account);
        self.court
            .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
        let path = format!("arn:{partition}:iam::{account}:role{}x", self.scene.path);
        let resource = open(path, account);
        self.court
            .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
        let passed = |service: &'static str| {
            [
                TLS,
                ("iam:passedtoservice", Value::One(Cow::Borrowed(service))),
            ]
        };
        let sort = "a role passed on that is not meant for it";
        let resource = open(other.as_str(), account);
        let first = (role, "", "");
        let passes: Vec<_> = self
            .business
            .passes
            .range(first..)
            .take_while(|(by, _, _)| *by == role)
            .copied()
            .collect();
        let mut pass = |resource: &Resource<'_>, service| {
            let call = Call {
                action: "iam:PassRole",
                context: &passed(service),
            };
            self.court.refuse(sort, at, who, resource, call);
        };
        pass(&resource, "cloudformation.amazonaws.com");
        for (_, passed_role, service) in passes {
            pass(&open(format!("{passed_role}2"), account), service);
            pass(&open(passed_role, account), "ec2.amazonaws.com");
        }
    }
}

/// What looks like a store and is not.
struct Decoys<'w> {
    /// What it is, an object in it, the bucket itself.
    buckets: Vec<(&'static str, Resource<'w>, Resource<'w>)>,
    keys: Vec<Resource<'w>>,
}

fn decoys<'w>(scene: &'w Scene<'w>, shelf: &'w Shelf<'w>) -> Decoys<'w> {
    let next = format!("{}-of-someone-else", shelf.bucket.arn);
    let buckets = vec![
        (
            "a bucket of the same name in another account",
            open(shelf.object.arn.as_ref(), UNDECLARED),
            open(shelf.bucket.arn.as_ref(), UNDECLARED),
        ),
        (
            "a bucket of someone else's",
            open(format!("{next}/x"), scene.home),
            open(next, scene.home),
        ),
    ];
    let mut keys = Vec::new();
    if let Some(key) = &shelf.key {
        let partition = scene.pipeline.partition();
        let own_id = key.arn.rsplit(':').next().unwrap_or_default();
        let other_id = "key/00000000-0000-4000-8000-00000000beef";
        let other = |account: &'w str, region: &str, aliases: Value<'w>, id: &str| Resource {
            context: vec![("kms:resourcealiases", aliases)],
            ..open(
                format!("arn:{partition}:kms:{region}:{account}:{id}"),
                account,
            )
        };
        let own_aliases = key.context.first().map(|(_, value)| value.clone());
        let own_aliases = own_aliases.unwrap_or(Value::Absent);
        let alias = Value::Many(vec![Cow::Borrowed("alias/someone-else")]);
        let elsewhere = format!("{}0", shelf.region);
        keys.extend([
            other(scene.home, shelf.region, alias.clone(), other_id),
            other(scene.home, shelf.region, alias, &format!("{own_id}0")),
            other(UNDECLARED, shelf.region, own_aliases.clone(), own_id),
            other(scene.home, &elsewhere, own_aliases, own_id),
        ]);
    }
    Decoys { buckets, keys }
}

/// No service assumes a role but for whom it is meant. `services` ask without a word of
/// on whose behalf.
fn services_at_role(
    scene: &Scene<'_>,
    business: &Business<'_>,
    court: &mut Court,
    (role, resource): (&str, &Resource<'_>),
    (services, at): (&[(&'static str, Who<'_>)], Caller),
) {
    let sort = "a service on behalf of someone else";
    for (service, anyones) in services {
        let source = match business.services.get(&(role, *service)) {
            Some(Some(source)) => source,
            // Whether it says on whose behalf it comes is not documented.
            Some(None) => continue,
            None => {
                court.refuse(sort, at, anyones, resource, plain("sts:AssumeRole"));
                continue;
            }
        };
        // The same account's, by another name; and another account's.
        let own = account_of(role);
        let next = format!("{source}2");
        let abroad = source.replace(&format!(":{own}:"), &format!(":{UNDECLARED}:"));
        for (source, account) in [(next, own), (abroad, UNDECLARED)] {
            let who = scene.service(service, Some((&source, account)));
            court.refuse(sort, at, &who, resource, plain("sts:AssumeRole"));
        }
    }
}

impl Court {
    /// Someone tries a store: what he is not admitted to, he must not get. Buckets of his
    /// own account are open to an administrator at home, keys are not.
    fn knock(
        &mut self,
        sort: &'static str,
        at: Caller,
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

/// Our roles, by ARN.
fn sorted<'w>(scene: &'w Scene<'w>) -> Vec<&'w str> {
    let mut roles: Vec<&str> = scene.world.roles.keys().map(String::as_str).collect();
    roles.sort_unstable();
    roles
}

/// Where in the source a role comes from.
fn place(scene: &Scene<'_>, role: &str) -> Caller {
    scene
        .places
        .get(role)
        .copied()
        .unwrap_or(scene.pipeline.source.at)
}

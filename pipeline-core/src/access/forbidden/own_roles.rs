//! Our own roles, where they have no business.

use std::borrow::Cow;

use super::{
    DECRYPT, ENCRYPT, FIND, NAMESAKE, NO_BUSINESS, OTHER_BUCKET, OTHER_KEY, OTHERS_PASSED,
    OTHERS_ROLE, READ, READER_WRITES, Strangers, WRITE, WRITER_READS, place, plain, sorted,
};
use crate::access::evaluator::{Resource, Value, Who, account_of};
use crate::access::principals::{Scene, Shelf, UNDECLARED, open};
use crate::access::required::TLS;
use crate::access::verifier::Call;
use crate::place::Location;

impl<'w> Strangers<'w, '_> {
    /// Our own roles keep to what is theirs.
    pub(super) fn own_roles(&mut self) {
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
            self.written_for(role, who, at);
        }
        let world = scene.world;
        let mut all = Vec::new();
        for role in world.roles.values() {
            all.extend(&role.trust);
            all.extend(&role.own.policies);
        }
        for bucket in world.buckets.values() {
            all.extend(&bucket.policies);
        }
        for key in world.keys.values() {
            all.extend(&key.policies);
        }
        for bus in world.buses.values() {
            all.extend(bus);
        }
        all.sort_by(|one, other| {
            let (one, other) = (&one.place, &other.place);
            (one.stack, one.logical).cmp(&(other.stack, other.logical))
        });
        self.court.audit(scene.pipeline.source.at, all.into_iter());
    }

    fn stores_of(
        &mut self,
        role: &'w str,
        who: &Who<'w>,
        at: Location,
        decoys: &[(&'w Shelf<'w>, Decoys<'w>)],
    ) {
        for (shelf, decoys) in decoys {
            let reads = self.business.reads.contains(&(role, shelf.region));
            let writes = self.business.writes.contains(&(role, shelf.region));
            let none = NO_BUSINESS;
            let mut refuse = |sort, resource: &Resource<'_>, action| {
                self.court.refuse(sort, at, who, resource, plain(action));
            };
            if !reads {
                let sort = if writes { WRITER_READS } else { none };
                refuse(sort, &shelf.object, READ);
            }
            if !writes {
                let sort = if reads { READER_WRITES } else { none };
                refuse(sort, &shelf.object, WRITE);
            }
            if let Some(key) = &shelf.key {
                if !reads && !writes {
                    refuse(none, key, DECRYPT);
                }
                if !writes {
                    let sort = if reads { READER_WRITES } else { none };
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
        at: Location,
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
            let sort = OTHER_KEY;
            self.court.refuse(sort, at, who, key, plain(DECRYPT));
            self.court.refuse(sort, at, who, key, plain(ENCRYPT));
        }
    }

    fn roles_of(&mut self, role: &'w str, who: &Who<'w>, at: Location) {
        let account = account_of(role);
        let partition = self.scene.pipeline.partition();
        let sort = OTHERS_ROLE;
        let other = format!("arn:{partition}:iam::{account}:role/Administrator");
        let resource = open(other.as_str(), account);
        self.court
            .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
        let pipeline = self.scene.world.pipeline.as_ref();
        let service = pipeline.is_some_and(|found| found.role.as_ref() == role);
        if !(service && self.business.by_path) {
            let path = format!("arn:{partition}:iam::{account}:role{}x", self.scene.path);
            let resource = open(path, account);
            self.court
                .refuse(sort, at, who, &resource, plain("sts:AssumeRole"));
        }
        let passed = |service: &'static str| {
            [
                TLS,
                ("iam:passedtoservice", Value::One(Cow::Borrowed(service))),
            ]
        };
        let sort = OTHERS_PASSED;
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
            NAMESAKE,
            open(shelf.object.arn.as_ref(), UNDECLARED),
            open(shelf.bucket.arn.as_ref(), UNDECLARED),
        ),
        (
            OTHER_BUCKET,
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
        // Of a pipeline whose name begins like this one's, or is a pattern's other match.
        let next_to = |change: fn(&str) -> String| match &own_aliases {
            Value::Many(aliases) => Value::Many(
                aliases
                    .iter()
                    .map(|alias| Cow::Owned(change(alias)))
                    .collect(),
            ),
            _ => Value::Absent,
        };
        let longer = next_to(|alias| format!("{alias}2"));
        let neighbour = next_to(|alias| {
            let (readable, _mark) = alias.rsplit_once('-').unwrap_or((alias, ""));
            format!("{readable}-00000000")
        });
        // The last has no alias, so that a condition on all of them would hold.
        for (aliases, last) in [(longer, "1"), (neighbour, "2"), (Value::Absent, "3")] {
            let id = format!("{other_id}{last}");
            keys.push(other(scene.home, shelf.region, aliases, &id));
        }
        keys.extend([
            other(scene.home, shelf.region, alias.clone(), other_id),
            other(scene.home, shelf.region, alias, &format!("{own_id}0")),
            other(UNDECLARED, shelf.region, own_aliases.clone(), own_id),
            other(scene.home, &elsewhere, own_aliases, own_id),
        ]);
    }
    Decoys { buckets, keys }
}

//! Reading and writing artifacts: objects, bucket, key.

use std::borrow::Cow;

use super::{Needs, Value, calls};
use crate::codes;
use crate::plan::StoreKey;
use crate::proof::court::{About, Call};
use crate::proof::evaluate::{Guard, Identity, Own};
use crate::proof::scene::Shelf;

pub(in crate::proof) const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
pub(in crate::proof) const KEY_ID: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
pub(in crate::proof) const TLS: (&str, Value<'static>) =
    ("aws:securetransport", Value::One(Cow::Borrowed("true")));

impl<'w> Needs<'w, '_> {
    /// What a role needs to read, or to write, artifacts of a region's store.
    ///
    /// `own_key`: it names the key itself when it writes, as CodeBuild does.
    pub(super) fn access(
        &mut self,
        about: &About<'_>,
        role: &'w str,
        region: &'w str,
        (write, own_key): (bool, bool),
    ) {
        let scene = self.scene;
        let Some(shelf) = scene.shelves.get(region) else {
            let message = format!("the pipeline has no store in `{region}`");
            self.court
                .complain(&codes::COULD_NOT_RUN, about.at, message);
            return;
        };
        if write {
            self.business.writes.insert((role, region));
        } else {
            self.business.reads.insert((role, region));
        }
        let key = (role, region, write, own_key);
        if let Some(known) = self.business.asked.get(&key) {
            for index in known.clone() {
                let mut again = self.court.proven[index].clone();
                again.action = about.action.clone();
                again.why = about.why.clone().into_owned();
                self.court.proven.push(again);
            }
            return;
        }
        let from = self.court.proven.len();
        let Some(who) = self.role(about, role) else {
            return;
        };
        let bucket_calls = calls::BUCKET.iter().map(|action| Call {
            action,
            context: std::slice::from_ref(&TLS),
        });
        self.court.need(about, who, &shelf.bucket, bucket_calls);
        if write {
            self.uploads(about, who, shelf);
        } else {
            let reads = calls::READ.iter().map(|action| Call {
                action,
                context: std::slice::from_ref(&TLS),
            });
            self.court.need(about, who, &shelf.object, reads);
        }
        let Some(key_resource) = &shelf.key else {
            self.business
                .asked
                .insert(key, (from..self.court.proven.len()).collect());
            return;
        };
        let on_key = if write {
            calls::ENCRYPT
        } else {
            calls::DECRYPT
        };
        let mut by_s3 = shelf.by_s3.clone();
        by_s3.push(TLS);
        by_s3.push(("kms:calleraccount", Value::One(who.account.clone())));
        let plain = [TLS, ("kms:calleraccount", Value::One(who.account.clone()))];
        let on_key = on_key.iter().map(|action| Call {
            action,
            // What S3 asks for on behalf of whoever reads or writes.
            context: match *action {
                "kms:Decrypt" | "kms:GenerateDataKey" if !own_key => by_s3.as_slice(),
                _ => plain.as_slice(),
            },
        });
        self.court.need(about, who, key_resource, on_key);
        self.business
            .asked
            .insert(key, (from..self.court.proven.len()).collect());
    }

    /// An upload says nothing of encryption, so that the bucket's own is used, or names
    /// the bucket's own.
    fn uploads(&mut self, about: &About<'_>, who: &'w super::Who<'w>, shelf: &'w Shelf<'w>) {
        let said = |encryption: &'static str, key: Option<Cow<'w, str>>| {
            let mut context = vec![TLS, (ENCRYPTION, Value::One(Cow::Borrowed(encryption)))];
            if let Some(key) = key {
                context.push((KEY_ID, Value::One(key)));
            }
            context
        };
        let named = match &shelf.key {
            Some(key) => vec![
                said("aws:kms", None),
                said("aws:kms", Some(key.arn.clone())),
            ],
            None => vec![said("AES256", None), said("aws:kms", None)],
        };
        let silent = calls::WRITE.iter().map(|action| Call {
            action,
            context: std::slice::from_ref(&TLS),
        });
        let named = named.iter().map(|context| Call {
            action: "s3:PutObject",
            context,
        });
        self.court
            .need(about, who, &shelf.object, silent.chain(named));
    }

    /// What holds of the stores themselves: each is one that a stack makes or the user
    /// imports, it encrypts with the key that the pipeline names, and whoever is to look
    /// after the key still can.
    pub(super) fn stores(&mut self) {
        let scene = self.scene;
        for store in &scene.deployment.stores {
            let region = store.region.as_str();
            let at = store.source.at;
            let complain = |needs: &mut Self, message: String| {
                needs.court.complain(&codes::COULD_NOT_RUN, at, message);
            };
            let Some(shelf) = scene.shelves.get(region) else {
                complain(self, format!("the pipeline has no store in `{region}`"));
                continue;
            };
            if store.managed.is_none() {
                continue;
            }
            let bucket = scene.world.buckets.get(&store.bucket);
            let Some(bucket) = bucket.filter(|_| !shelf.imported) else {
                complain(
                    self,
                    format!("no stack makes bucket `{}`", shelf.bucket.arn),
                );
                continue;
            };
            if bucket.region != region {
                complain(
                    self,
                    format!("the store of `{region}` is not in `{region}`"),
                );
            }
            let named = shelf.key.as_ref().map(|key| key.arn.as_ref());
            if bucket.key.as_deref() != named {
                complain(
                    self,
                    format!(
                        "the bucket of the store in `{region}` encrypts with {}, and the pipeline names {}",
                        said(bucket.key.as_deref()),
                        said(named)
                    ),
                );
            }
            if let Some(key) = &shelf.key {
                if !matches!(key.guard, Guard::Known(_)) {
                    complain(self, format!("no stack makes key `{}`", key.arn));
                }
                let aliases = scene.world.keys.get(key.arn.as_ref());
                let aliases = aliases.map_or(&[][..], |key| &key.aliases);
                if let StoreKey::Managed { alias } = &store.key
                    && !aliases.contains(&Cow::Borrowed(alias.as_str()))
                {
                    complain(
                        self,
                        format!("the key in `{region}` has no alias `{alias}`"),
                    );
                }
                self.administration(store, shelf);
                let policies = scene.world.keys.get(key.arn.as_ref());
                let policies = policies.map_or(&[][..], |key| &key.policies);
                self.court.keeps_to(at, policies, &["*"]);
            }
            let objects = format!("{}/*", bucket.arn);
            self.court
                .keeps_to(at, &bucket.policies, &[&bucket.arn, &objects]);
        }
    }

    /// Home's administrators, and those whom the user names, administer the key: a policy
    /// that lets nobody do that cannot be changed any more.
    ///
    /// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
    fn administration(&mut self, store: &crate::plan::Store, shelf: &'w Shelf<'w>) {
        let scene = self.scene;
        let Some(key) = &shelf.key else { return };
        let about = self.about("administers the key", store.source.at);
        let settings = store.managed.iter();
        let named = settings.flat_map(|settings| &settings.key_administrators);
        // Whoever is named needs no policy of his own.
        let nothing = Own::default();
        let mut all = vec![scene.administrator(scene.home, "/Administrator")];
        all.extend(named.map(|arn| {
            let mut who = scene.administrator(scene.home, "/Administrator");
            who.identity = Identity::Known(&nothing);
            who.arn = Cow::Owned(arn.clone());
            who.account = Cow::Owned(super::account_of(arn).to_owned());
            who.session = None;
            who
        }));
        for who in &all {
            let administers = calls::ADMINISTER.iter().map(|action| Call {
                action,
                context: std::slice::from_ref(&TLS),
            });
            self.court.need(&about, who, key, administers);
        }
    }
}

fn said(key: Option<&str>) -> String {
    match key {
        Some(key) => format!("`{key}`"),
        None => "no key".to_owned(),
    }
}

//! The stores themselves: private, kept, encrypted, and with someone to look after them.

use std::borrow::Cow;

use super::{Needs, TLS, calls};
use crate::access::evaluator::{Guard, Identity, Own, account_of};
use crate::access::principals::Shelf;
use crate::access::verifier::Call;
use crate::codes;
use crate::plan::{Store, StoreKey};

impl<'w> Needs<'w, '_> {
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
            let Some(settings) = &store.managed else {
                continue;
            };
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
            self.bucket_is_held(store, settings, bucket.body, shelf.key.is_some());
            let key = shelf.key.as_ref();
            if let Some(key) = key.and_then(|key| scene.world.keys.get(key.arn.as_ref())) {
                self.key_is_held(store, settings, key.body);
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
    fn administration(&mut self, store: &Store, shelf: &'w Shelf<'w>) {
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
            who.account = Cow::Owned(account_of(arn).to_owned());
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

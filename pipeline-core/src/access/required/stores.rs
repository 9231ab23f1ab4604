//! The stores themselves: that stacks make them as the pipeline names them, and that the key has
//! an administrator.

use std::borrow::Cow;

use super::{Required, TLS};
use crate::access::evaluator::{Identity, IdentityPolicies, ResourcePolicy, account_of};
use crate::access::resources::StoreResources;
use crate::access::verifier::ApiCall;
use crate::catalogue::artifacts::ADMINISTER_KEY;
use crate::codes;
use crate::plan::{Store, StoreKey};

impl<'w> Required<'w, '_> {
    /// Verifies the stores themselves. A stack makes each store, or the user imports it. It
    /// encrypts with the key that the pipeline names. Administrators can administer the key.
    pub(super) fn stores(&mut self) {
        let inventory = self.inventory;
        for store in &inventory.deployment.stores {
            let region = store.region.as_str();
            let at = store.source.at;
            let fail = |required: &mut Self, message: String| {
                required.verifier.fail(&codes::COULD_NOT_RUN, at, message);
            };
            let Some(resources) = inventory.stores.get(region) else {
                fail(self, format!("the pipeline has no store in `{region}`"));
                continue;
            };
            let Some(settings) = &store.managed else {
                continue;
            };
            let bucket = inventory.deployed.buckets.get(&store.bucket);
            let Some(bucket) = bucket.filter(|_| !resources.imported) else {
                fail(
                    self,
                    format!("no stack makes bucket `{}`", resources.bucket.arn),
                );
                continue;
            };
            if bucket.region != region {
                fail(
                    self,
                    format!("the store of `{region}` is not in `{region}`"),
                );
            }
            let named = resources.key.as_ref().map(|key| key.arn.as_ref());
            if bucket.key.as_deref() != named {
                fail(
                    self,
                    format!(
                        "the bucket of the store in `{region}` encrypts with {}, and the pipeline names {}",
                        said(bucket.key.as_deref()),
                        said(named)
                    ),
                );
            }
            if let Some(key) = &resources.key {
                if !matches!(key.policy, ResourcePolicy::Known(_)) {
                    fail(self, format!("no stack makes key `{}`", key.arn));
                }
                let aliases = inventory.deployed.keys.get(key.arn.as_ref());
                let aliases = aliases.map_or(&[][..], |key| &key.aliases);
                if let StoreKey::Managed { alias } = &store.key
                    && !aliases.contains(&Cow::Borrowed(alias.as_str()))
                {
                    fail(
                        self,
                        format!("the key in `{region}` has no alias `{alias}`"),
                    );
                }
                self.administration(store, resources);
                let policies = inventory.deployed.keys.get(key.arn.as_ref());
                let policies = policies.map_or(&[][..], |key| &key.policies);
                self.verifier.names_only(at, policies, &["*"]);
            }
            self.bucket_settings(store, settings, bucket, resources.key.is_some());
            let key = resources.key.as_ref();
            if let Some(key) = key.and_then(|key| inventory.deployed.keys.get(key.arn.as_ref())) {
                self.key_settings(store, settings, key.body);
            }
            let objects = format!("{}/*", bucket.arn);
            let mut names = vec![bucket.arn.to_string(), objects];
            let share = store.share.iter();
            let folders = share.flat_map(|share| {
                let others = share.others.iter().map(|(_, folder)| folder);
                others.chain([&share.folder])
            });
            names.extend(folders.map(|folder| format!("{}/{folder}/*", bucket.arn)));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.verifier.names_only(at, &bucket.policies, &names);
        }
    }

    /// Home's administrators, and those whom the user names, administer the key: a policy
    /// that lets nobody do that cannot be changed any more.
    ///
    /// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
    fn administration(&mut self, store: &Store, resources: &'w StoreResources<'w>) {
        let inventory = self.inventory;
        let Some(key) = &resources.key else { return };
        let purpose = self.purpose("administers the key", store.source.at);
        let settings = store.managed.iter();
        let named = settings.flat_map(|settings| &settings.key_administrators);
        // An administrator that is named needs no identity policy.
        let nothing = IdentityPolicies::default();
        let mut all = vec![inventory.administrator(inventory.home, "/Administrator")];
        all.extend(named.map(|arn| {
            let mut principal = inventory.administrator(inventory.home, "/Administrator");
            principal.identity = Identity::Role(&nothing);
            principal.arn = Cow::Owned(arn.clone());
            principal.account = Cow::Owned(account_of(arn).to_owned());
            principal.session = None;
            principal
        }));
        for principal in &all {
            let administers = ADMINISTER_KEY.iter().map(|action| ApiCall {
                action,
                context: std::slice::from_ref(&TLS),
            });
            self.verifier.require(&purpose, principal, key, administers);
        }
    }
}

fn said(key: Option<&str>) -> String {
    match key {
        Some(key) => format!("`{key}`"),
        None => "no key".to_owned(),
    }
}

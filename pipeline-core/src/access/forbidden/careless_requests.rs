//! Forbidden requests on a store by principals who may make them in the right way: without TLS,
//! and uploads under another key or another encryption.

use super::stores::{BEYOND_BUCKET, BEYOND_OBJECTS};
use super::{FIND, Forbidden, ForbiddenKind, READ, WRITE};
use crate::access::evaluator::{ContextValue, Principal};
use crate::access::required::{self, ENCRYPTION, KEY_ID, SENDERS_KEY, TLS};
use crate::access::resources::StoreResources;
use crate::access::verifier::ApiCall;
use crate::place::Location;

/// The context of a call.
type Context<'c> = Vec<(&'c str, ContextValue<'c>)>;

impl<'w> Forbidden<'w, '_> {
    pub(super) fn by_careless_requests(&mut self, resources: &StoreResources<'w>, at: Location) {
        let inventory = self.inventory;
        let service_role = inventory.deployed.pipeline.as_ref();
        let service_role =
            service_role.and_then(|found| inventory.principals.get(found.role.as_ref()));
        let administrator = inventory.administrator(inventory.home, "/Administrator");
        let at_home = || std::iter::once(&administrator).chain(service_role);
        // Every call that someone is required to make, and some more.
        let on_objects = required::READ
            .iter()
            .chain(required::WRITE)
            .chain(BEYOND_OBJECTS);
        let on_objects = on_objects.map(|action| (*action, &resources.object));
        let on_bucket = required::BUCKET.iter().chain(BEYOND_BUCKET);
        let on_bucket = on_bucket.map(|action| (*action, &resources.bucket));
        for (action, resource) in on_objects.chain(on_bucket) {
            for principal in at_home() {
                let call = without_tls(action);
                self.verifier
                    .forbid(ForbiddenKind::WithoutTls, at, principal, resource, call);
            }
        }
        let wrong_encryptions = self.wrong_encryptions(resources);
        let senders_key = [TLS, (SENDERS_KEY, ContextValue::one("AES256"))];
        let of_accounts = self.admins.iter().map(|admins| &admins.inside);
        let principals: Vec<&Principal<'_>> = at_home().chain(of_accounts).collect();
        for principal in principals {
            for (action, resource) in [
                (READ, &resources.object),
                (WRITE, &resources.object),
                (FIND, &resources.bucket),
            ] {
                let call = without_tls(action);
                self.verifier
                    .forbid(ForbiddenKind::WithoutTls, at, principal, resource, call);
            }
            let mut deny_upload = |kind, context: &[(&str, ContextValue<'_>)]| {
                let call = ApiCall {
                    action: WRITE,
                    context,
                };
                self.verifier
                    .forbid(kind, at, principal, &resources.object, call);
            };
            for context in &wrong_encryptions {
                let kind = ForbiddenKind::WrongEncryption;
                deny_upload(kind, context);
            }
            deny_upload(ForbiddenKind::SendersKey, &senders_key);
        }
    }

    /// The contexts of uploads that do not encrypt as the store's bucket does.
    fn wrong_encryptions<'r>(&self, resources: &'r StoreResources<'w>) -> Vec<Context<'r>> {
        let other_key = format!(
            "arn:{}:kms:{}:{}:key/00000000-0000-4000-8000-00000000beef",
            self.inventory.pipeline.partition(),
            resources.region,
            self.inventory.home
        );
        let encryption = |name: &'static str| vec![TLS, (ENCRYPTION, ContextValue::one(name))];
        let mut double = encryption("aws:kms:dsse");
        let Some(key) = &resources.key else {
            return vec![double];
        };
        double.push((KEY_ID, ContextValue::One(key.arn.clone())));
        let mut under_other_key = encryption("aws:kms");
        under_other_key.push((KEY_ID, ContextValue::one(other_key.clone())));
        // The encryption is left to the bucket.
        let other_key_alone = vec![TLS, (KEY_ID, ContextValue::one(other_key))];
        vec![
            double,
            encryption("AES256"),
            under_other_key,
            other_key_alone,
        ]
    }
}

fn without_tls(action: &'static str) -> ApiCall<'static> {
    const CONTEXT: &[(&str, ContextValue<'static>)] = &[(
        "aws:securetransport",
        ContextValue::One(std::borrow::Cow::Borrowed("false")),
    )];
    ApiCall {
        action,
        context: CONTEXT,
    }
}

//! Reading and writing artifacts: objects, bucket, key.

use std::borrow::Cow;

use super::{ContextValue, Required, StoreUse, calls};
use crate::access::resources::StoreResources;
use crate::access::verifier::{ApiCall, Purpose};
use crate::codes;

pub(in crate::access) const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
pub(in crate::access) const KEY_ID: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
pub(in crate::access) const SENDERS_KEY: &str =
    "s3:x-amz-server-side-encryption-customer-algorithm";
pub(in crate::access) const TLS: (&str, ContextValue<'static>) = (
    "aws:securetransport",
    ContextValue::One(Cow::Borrowed("true")),
);

impl<'w> Required<'w, '_> {
    /// Requires the calls by which a role reads, or writes, artifacts of a region's store.
    pub(super) fn access(
        &mut self,
        purpose: &Purpose<'_>,
        role: &'w str,
        region: &'w str,
        store_use: StoreUse,
    ) {
        let inventory = self.inventory;
        let Some(resources) = inventory.stores.get(region) else {
            let message = format!("the pipeline has no store in `{region}`");
            self.verifier
                .fail(&codes::COULD_NOT_RUN, purpose.at, message);
            return;
        };
        if store_use.writes {
            self.access.writes.insert((role, region));
        } else {
            self.access.reads.insert((role, region));
        }
        let key = (role, region, store_use);
        if let Some(known) = self.access.verified.get(&key) {
            for index in known.clone() {
                let mut again = self.verifier.required[index].clone();
                again.action = purpose.action.clone();
                again.why = purpose.why.clone().into_owned();
                self.verifier.required.push(again);
            }
            return;
        }
        let from = self.verifier.required.len();
        let Some(principal) = self.role(purpose, role) else {
            return;
        };
        let bucket_calls = calls::BUCKET.iter().map(|action| ApiCall {
            action,
            context: std::slice::from_ref(&TLS),
        });
        self.verifier
            .require(purpose, principal, &resources.bucket, bucket_calls);
        if store_use.writes {
            self.uploads(purpose, principal, resources);
        } else {
            let reads = calls::READ.iter().map(|action| ApiCall {
                action,
                context: std::slice::from_ref(&TLS),
            });
            self.verifier
                .require(purpose, principal, &resources.object, reads);
        }
        let Some(key_resource) = &resources.key else {
            self.access
                .verified
                .insert(key, (from..self.verifier.required.len()).collect());
            return;
        };
        let on_key = if store_use.writes {
            calls::ENCRYPT
        } else {
            calls::DECRYPT
        };
        let mut by_s3 = resources.context_of_s3.clone();
        by_s3.push(TLS);
        by_s3.push((
            "kms:calleraccount",
            ContextValue::One(principal.account.clone()),
        ));
        let plain = [
            TLS,
            (
                "kms:calleraccount",
                ContextValue::One(principal.account.clone()),
            ),
        ];
        let on_key = on_key.iter().map(|action| ApiCall {
            action,
            // S3 calls the key on behalf of the principal that reads or writes.
            context: match *action {
                "kms:Decrypt" | "kms:GenerateDataKey" if !store_use.names_key => by_s3.as_slice(),
                _ => plain.as_slice(),
            },
        });
        self.verifier
            .require(purpose, principal, key_resource, on_key);
        self.access
            .verified
            .insert(key, (from..self.verifier.required.len()).collect());
    }

    /// An upload says nothing of encryption, so that the bucket's own is used, or names
    /// the bucket's own.
    fn uploads(
        &mut self,
        purpose: &Purpose<'_>,
        principal: &'w super::Principal<'w>,
        resources: &'w StoreResources<'w>,
    ) {
        let said = |encryption: &'static str, key: Option<Cow<'w, str>>| {
            let mut context = vec![
                TLS,
                (ENCRYPTION, ContextValue::One(Cow::Borrowed(encryption))),
            ];
            if let Some(key) = key {
                context.push((KEY_ID, ContextValue::One(key)));
            }
            context
        };
        let named = match &resources.key {
            Some(key) => vec![
                said("aws:kms", None),
                said("aws:kms", Some(key.arn.clone())),
            ],
            None => vec![said("AES256", None), said("aws:kms", None)],
        };
        let silent = calls::WRITE.iter().map(|action| ApiCall {
            action,
            context: std::slice::from_ref(&TLS),
        });
        let named = named.iter().map(|context| ApiCall {
            action: "s3:PutObject",
            context,
        });
        self.verifier
            .require(purpose, principal, &resources.object, silent.chain(named));
    }
}

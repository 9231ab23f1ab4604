//! Reading and writing artifacts: objects, bucket, key.

use std::borrow::Cow;

use super::{Needs, Value, calls};
use crate::access::principals::Shelf;
use crate::access::verifier::{About, Call};
use crate::codes;

pub(in crate::access) const ENCRYPTION: &str = "s3:x-amz-server-side-encryption";
pub(in crate::access) const KEY_ID: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";
pub(in crate::access) const SENDERS_KEY: &str =
    "s3:x-amz-server-side-encryption-customer-algorithm";
pub(in crate::access) const TLS: (&str, Value<'static>) =
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
}

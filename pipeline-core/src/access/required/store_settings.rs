//! The settings of a store's bucket and key beside their policies: private, encrypted,
//! versioned, and kept for as long as the user says.

use super::Required;
use crate::access::deployed::Bucket;
use crate::codes::{self, Code};
use crate::pipeline::StoreSettings;
use crate::plan::Store;
use serde_json::{Value, json};

/// Settings that keep the public out, even if a policy or an object's ACL allows it.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>
const PRIVATE: [&str; 4] = [
    "BlockPublicAcls",
    "BlockPublicPolicy",
    "IgnorePublicAcls",
    "RestrictPublicBuckets",
];

impl Required<'_, '_> {
    pub(super) fn bucket_settings(
        &mut self,
        store: &Store,
        settings: &StoreSettings,
        bucket: &Bucket<'_>,
        keyed: bool,
    ) {
        let lifecycle = bucket.lifecycle.as_deref();
        let bucket = bucket.body;
        let at = |pointer: &str| bucket.pointer(&format!("/Properties/{pointer}"));
        let string = |pointer: &str| at(pointer).and_then(Value::as_str);
        for setting in PRIVATE {
            let holds = at(&format!("PublicAccessBlockConfiguration/{setting}"))
                == Some(&Value::Bool(true));
            let what = format!("could be opened to the public: `{setting}` is not `true`");
            self.expect_setting(store, &codes::OPEN_TO_OTHERS, holds, "bucket", &what);
        }
        // Otherwise the account that uploads an object owns it, and says who reads it.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
        let owner = string("OwnershipControls/Rules/0/ObjectOwnership");
        self.expect_setting(
            store,
            &codes::OPEN_TO_OTHERS,
            owner == Some("BucketOwnerEnforced"),
            "bucket",
            "would hold objects that are others': `ObjectOwnership` is not `BucketOwnerEnforced`",
        );
        let algorithm = string(
            "BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm",
        );
        let wanted = if keyed { "aws:kms" } else { "AES256" };
        self.expect_setting(
            store,
            &codes::OPEN_TO_OTHERS,
            algorithm == Some(wanted),
            "bucket",
            &format!("would not encrypt with `{wanted}`"),
        );
        self.expect_setting(
            store,
            &codes::COULD_NOT_RUN,
            string("VersioningConfiguration/Status") == Some("Enabled"),
            "bucket",
            "would not be versioned, so that an artifact can be replaced under a run",
        );
        let rules = lifecycle.and_then(|lifecycle| lifecycle.get("Rules")?.as_array());
        let expires = rules.into_iter().flatten().any(|rule| {
            let all = ["Prefix", "TagFilters"]
                .iter()
                .all(|part| rule.get(part).is_none());
            let days = |pointer: &str| rule.pointer(pointer);
            let (now, then) = (
                days("/ExpirationInDays"),
                days("/NoncurrentVersionExpiration/NoncurrentDays"),
            );
            let declared = settings
                .expiration_in_days
                .as_ref()
                .is_none_or(|days| now == Some(&days.json()));
            let enabled = rule.get("Status").and_then(Value::as_str) == Some("Enabled");
            all && enabled && now.is_some() && now == then && declared
        });
        self.expect_setting(
            store,
            &codes::COULD_NOT_RUN,
            expires,
            "bucket",
            "would not expire artifacts when its declaration says",
        );
        // Nobody else can have, or take later, a name of the account's own namespace.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
        let own = settings.bucket_name.is_none() && store.region.has_account_regional_buckets();
        let namespace = own.then_some("account-regional");
        self.expect_setting(
            store,
            &codes::OPEN_TO_OTHERS,
            string("BucketNamespace") == namespace,
            "bucket",
            "would not be in the namespace that its name is of",
        );
        // Where S3 has no such namespaces, the account's id and the region keep the name apart.
        let end = if store.region.has_account_regional_buckets() {
            "-an"
        } else {
            ""
        };
        let own = format!("-{}-{}{end}", self.inventory.home, store.region);
        let of_namespace = settings.bucket_name.is_some() || store.bucket.ends_with(&own);
        self.expect_setting(
            store,
            &codes::OPEN_TO_OTHERS,
            of_namespace,
            "bucket",
            &format!("would be called `{}`, without `{own}`", store.bucket),
        );
        self.retention(store, settings, bucket, "bucket");
    }

    pub(super) fn key_settings(&mut self, store: &Store, settings: &StoreSettings, key: &Value) {
        let at = |name: &str| key.pointer(&format!("/Properties/{name}"));
        self.expect_setting(
            store,
            &codes::OPEN_TO_OTHERS,
            at("EnableKeyRotation") == Some(&Value::Bool(true)),
            "key",
            "would not rotate",
        );
        let usable = at("Enabled").is_none_or(|found| *found == Value::Bool(true))
            && at("KeySpec").is_none_or(|found| *found == json!("SYMMETRIC_DEFAULT"))
            && at("KeyUsage").is_none_or(|found| *found == json!("ENCRYPT_DECRYPT"));
        self.expect_setting(
            store,
            &codes::COULD_NOT_RUN,
            usable,
            "key",
            "would not be one that S3 can encrypt with",
        );
        self.retention(store, settings, key, "key");
    }

    /// Verifies that bucket and key are retained when their stack is deleted or they are replaced,
    /// unless the declaration says otherwise.
    ///
    /// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>
    fn retention(&mut self, store: &Store, settings: &StoreSettings, body: &Value, what: &str) {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            let found = body.get(policy).and_then(Value::as_str);
            let holds = match found {
                Some("Delete") => settings.delete,
                Some("Retain") => !settings.delete,
                // A bucket that could not be created held nothing.
                Some("RetainExceptOnCreate") => !settings.delete && policy == "DeletionPolicy",
                _ => false,
            };
            let found = found.unwrap_or("nothing");
            let said =
                format!("would not be kept as its declaration says: `{policy}` is `{found}`");
            self.expect_setting(store, &codes::COULD_NOT_RUN, holds, what, &said);
        }
    }

    fn expect_setting(
        &mut self,
        store: &Store,
        code: &'static Code,
        holds: bool,
        what: &str,
        wrong: &str,
    ) {
        if holds {
            return;
        }
        let message = format!("the {what} of the store in `{}` {wrong}", store.region);
        self.verifier.fail(code, store.source.at, message);
    }
}

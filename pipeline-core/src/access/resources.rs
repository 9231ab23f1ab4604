//! The resources that requests are made on: stores with their objects and keys, roles that are
//! assumed, and resources of others.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::evaluator::{ContextValue, Resource, ResourcePolicy, account_of};
use super::principals::Inventory;
use crate::catalogue::region::partition;

/// The resources of a store.
pub(super) struct StoreResources<'w> {
    pub(super) region: &'w str,
    pub(super) bucket: Resource<'w>,
    /// An artifact in the bucket.
    pub(super) object: Resource<'w>,
    pub(super) key: Option<Resource<'w>>,
    /// The context that S3 sends to the key on behalf of its caller.
    pub(super) context_of_s3: Vec<(&'w str, ContextValue<'w>)>,
    pub(super) imported: bool,
}

impl<'w> Inventory<'w> {
    /// A role, as the resource that is assumed.
    pub(super) fn assumable(&self, arn: &'w str) -> Resource<'w> {
        let policy = match self.deployed.roles.get(arn) {
            Some(role) => ResourcePolicy::Known(&role.trust),
            None => ResourcePolicy::Imported("role"),
        };
        Resource {
            arn: Cow::Borrowed(arn),
            account: Cow::Borrowed(account_of(arn)),
            policy,
            policy_name: "trust policy",
            policy_required: true,
            context: Vec::new(),
        }
    }

    /// The resources of all stores that the pipeline names, by region.
    pub(super) fn store_resources(&self) -> BTreeMap<&'w str, StoreResources<'w>> {
        let stores = self
            .deployed
            .pipeline
            .iter()
            .flat_map(|found| &found.stores);
        stores
            .map(|(region, (bucket, key))| {
                let region: &'w str = region.as_ref();
                (region, self.resources_of(region, bucket, key.as_deref()))
            })
            .collect()
    }

    /// Returns whether the pipeline names a store with this bucket too.
    pub(super) fn names_store(&self, other: &StoreResources<'_>) -> bool {
        let mut own = self.stores.values();
        own.any(|store| store.bucket.arn == other.bucket.arn)
    }

    fn resources_of(
        &self,
        region: &'w str,
        name: &'w str,
        key: Option<&'w str>,
    ) -> StoreResources<'w> {
        let found = self.deployed.buckets.get(name);
        let policy = match found {
            Some(bucket) => ResourcePolicy::Known(&bucket.policies),
            None => ResourcePolicy::Imported("bucket"),
        };
        let arn = format!("arn:{}:s3:::{name}", self.pipeline.partition());
        let at = |arn: String| Resource {
            arn: Cow::Owned(arn),
            account: Cow::Borrowed(found.map_or(self.home, |bucket| bucket.account)),
            policy,
            policy_name: "bucket policy",
            policy_required: false,
            // No ARN of S3 says the region.
            context: vec![("aws:requestedregion", ContextValue::one(region))],
        };
        let mut stores = self.deployment.stores.iter();
        let store = stores.find(|store| store.bucket == name);
        let folder = store.and_then(|store| store.folder.as_ref());
        let folder = folder.unwrap_or(&self.pipeline.name);
        let object = format!("{arn}/{folder}/artifact/0a1b2c3");
        // With a key of the bucket, the context is the bucket; without, the object.
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
        let context = match found {
            Some(bucket) if bucket.bucket_key => ContextValue::one(arn.clone()),
            Some(_) => ContextValue::one(object.clone()),
            None => ContextValue::Unknown,
        };
        let key = key.map(|arn| match self.deployed.keys.get_key_value(arn) {
            Some((arn, key)) => key.resource(arn),
            None => Resource {
                arn: Cow::Borrowed(arn),
                account: Cow::Borrowed(account_of(arn)),
                policy: ResourcePolicy::Imported("key"),
                policy_name: "key policy",
                policy_required: true,
                context: vec![("kms:resourcealiases", ContextValue::Unknown)],
            },
        });
        StoreResources {
            region,
            object: at(object),
            bucket: at(arn),
            key,
            context_of_s3: vec![
                ("kms:viaservice", s3_in(region)),
                ("kms:encryptioncontext:aws:s3:arn", context),
            ],
            imported: found.is_none(),
        }
    }
}

/// What S3 is called in a request that it makes on somebody's behalf. AWS's page has the name for
/// the domain `amazonaws.com` only.
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service>
fn s3_in<'x>(region: &str) -> ContextValue<'x> {
    let partition = partition(region);
    match partition.is_some_and(|found| found.url_suffix == "amazonaws.com") {
        true => ContextValue::one(format!("s3.{region}.amazonaws.com")),
        false => ContextValue::Unknown,
    }
}

/// A resource without a policy; or whose policy, its owner's, is not looked at.
pub(super) fn without_policy<'x>(
    arn: impl Into<Cow<'x, str>>,
    account: impl Into<Cow<'x, str>>,
) -> Resource<'x> {
    Resource {
        arn: arn.into(),
        account: account.into(),
        policy: ResourcePolicy::None,
        policy_name: "policy",
        policy_required: false,
        context: Vec::new(),
    }
}

/// A resource whose policy admits everyone, so that identity policies alone decide.
pub(super) fn open_resource<'x>(
    arn: impl Into<Cow<'x, str>>,
    account: impl Into<Cow<'x, str>>,
) -> Resource<'x> {
    Resource {
        policy: ResourcePolicy::Open,
        ..without_policy(arn, account)
    }
}

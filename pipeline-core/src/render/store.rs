//! An artifact store: bucket, key, alias, policies.

use super::scope::{BUCKET_OUTPUT, KEY_OUTPUT, Scope};
use super::template::{Removal, Resource, Template};
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::StoreSettings;
use crate::place::Location;
use crate::plan::{Share, Store, StoreId, StoreKey, logical_id_under};
use crate::policy::{self, Statement, get_att};
use serde_json::{Value, json};

/// The logical ids of the bucket and of its policy.
const BUCKET: [&str; 2] = ["ArtifactBucket", "ArtifactBucketPolicy"];
/// The logical id of the key.
pub(super) const KEY: &str = "ArtifactKey";
/// The logical id of the key's alias.
const ALIAS: &str = "ArtifactKeyAlias";

/// The days that artifacts are kept for unless the user says otherwise.
const EXPIRATION_IN_DAYS: i64 = 30;

/// Renders a store into its own stack.
pub(super) fn render(
    scope: &Scope<'_>,
    id: StoreId,
    template: &mut Template,
    findings: &mut Findings<Location>,
) {
    let store = &scope.deployment.stores[id];
    let Some(settings) = &store.managed else {
        return;
    };
    let shared = store
        .share
        .as_ref()
        .and_then(|share| share.policies.as_ref());
    let removal = if settings.delete {
        Removal::Delete
    } else {
        Removal::Retain
    };
    if let StoreKey::Managed { alias } = &store.key {
        let statements = match shared {
            Some(shared) => shared.key.clone(),
            None => policy::key_policy(scope.deployment, id),
        };
        check_policy_size(
            scope,
            store,
            ("key policy", limits::KEY_POLICY_MAX),
            &statements,
            findings,
        );
        let properties = json!({
            "Description": description(scope, store),
            "EnableKeyRotation": true,
            "KeyPolicy": scope.document(&statements),
            "Tags": tags(scope, store),
        });
        let mut key = Resource::new("AWS::KMS::Key", &store.source, properties);
        key.removal = Some(removal);
        template.add(KEY, key);
        let properties = json!({ "AliasName": alias, "TargetKeyId": get_att(KEY, "Arn") });
        // Roles of other accounts name the key by its alias: another one stands beside the old
        // one until they name that.
        let alias_id = match &settings.alias_name {
            Some(name) => logical_id_under(ALIAS, name),
            None => ALIAS.to_owned(),
        };
        template.add(
            &alias_id,
            Resource::new("AWS::KMS::Alias", &store.source, properties),
        );
        template.output(
            KEY_OUTPUT,
            "The key that the artifacts are encrypted with",
            get_att(KEY, "Arn"),
        );
    }
    let [bucket_id, policy_id] = bucket_ids(settings);
    let mut bucket = Resource::new(
        "AWS::S3::Bucket",
        &store.source,
        bucket_properties(scope, store, settings),
    );
    bucket.removal = Some(removal);
    template.add(&bucket_id, bucket);
    let statements = match shared {
        Some(shared) => shared.bucket.clone(),
        None => policy::bucket_policy(scope.deployment, id),
    };
    check_policy_size(
        scope,
        store,
        ("bucket policy", limits::BUCKET_POLICY_MAX),
        &statements,
        findings,
    );
    let properties = json!({
        "Bucket": { "Ref": bucket_id },
        "PolicyDocument": scope.document(&statements),
    });
    template.add(
        &policy_id,
        Resource::new("AWS::S3::BucketPolicy", &store.source, properties),
    );
    template.output(
        BUCKET_OUTPUT,
        "The bucket that holds the artifacts",
        json!({ "Ref": bucket_id }),
    );
}

/// The description of a store's key.
fn description(scope: &Scope<'_>, store: &Store) -> String {
    let region = &store.region;
    match &store.share {
        Some(share) => format!(
            "Encrypts the artifacts in store {} in {region}",
            share.store
        ),
        None => format!(
            "Encrypts the artifacts of pipeline {} in {region}",
            scope.deployment.pipeline.name
        ),
    }
}

/// The tags of a store: those of the pipeline, unless several have it.
fn tags(scope: &Scope<'_>, store: &Store) -> Value {
    match &store.share {
        Some(share) => json!([{ "Key": "pipewright:store", "Value": share.store }]),
        None => scope.tags(),
    }
}

/// The logical ids of a store's bucket and its policy. A bucket under another name is another
/// one, which stands beside the old one until the pipeline uses it.
pub(super) fn bucket_ids(settings: &StoreSettings) -> [String; 2] {
    BUCKET.map(|id| match &settings.bucket_name {
        Some(name) => logical_id_under(id, name),
        None => id.to_owned(),
    })
}

fn bucket_properties(scope: &Scope<'_>, store: &Store, settings: &StoreSettings) -> Value {
    let days = match &settings.expiration_in_days {
        Some(days) => days.json(),
        None => json!(EXPIRATION_IN_DAYS),
    };
    let encryption = match store.key {
        StoreKey::None => json!({ "SSEAlgorithm": "AES256" }),
        StoreKey::Managed { .. } | StoreKey::Imported { .. } => {
            json!({ "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": get_att(KEY, "Arn") })
        }
    };
    let mut rule = json!({ "ServerSideEncryptionByDefault": encryption });
    if store.key != StoreKey::None {
        rule["BucketKeyEnabled"] = json!(true);
    }
    let mut properties = json!({
        "BucketName": &store.bucket,
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [rule] },
        "LifecycleConfiguration": { "Rules": [
            {
                "Id": "ExpireArtifacts",
                "Status": "Enabled",
                "ExpirationInDays": days,
                "NoncurrentVersionExpiration": { "NoncurrentDays": days },
                "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 1 },
            },
            {
                "Id": "RemoveDeleteMarkers",
                "Status": "Enabled",
                "ExpiredObjectDeleteMarker": true,
            },
        ] },
        "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true,
            "BlockPublicPolicy": true,
            "IgnorePublicAcls": true,
            "RestrictPublicBuckets": true,
        },
        "Tags": tags(scope, store),
        "VersioningConfiguration": { "Status": "Enabled" },
    });
    if settings.bucket_name.is_none() && store.region.has_account_regional_buckets() {
        properties["BucketNamespace"] = json!("account-regional");
    }
    properties
}

/// A policy that is over AWS's limit is a finding: it cannot be split. What makes one
/// store's policies too large makes all of them so, and is said once. Those of a store that several
/// pipelines share are checked before, once for all of them.
fn check_policy_size(
    scope: &Scope<'_>,
    store: &Store,
    (what, max): (&str, usize),
    statements: &[Statement],
    findings: &mut Findings<Location>,
) {
    if store.share.as_ref().is_some_and(Share::has_others) {
        return;
    }
    let Some(found) = policy::size_if_over(statements, max) else {
        return;
    };
    let help = if scope.deployment.pipeline.organization.is_some() {
        "let several actions share an imported role, or give imported roles a common store less"
    } else {
        "declare the accounts' organization, `organization \"o-…\";`: one condition then replaces the list of accounts"
    };
    if findings
        .iter()
        .any(|known| known.code == &codes::TOO_LARGE && known.help.as_deref() == Some(help))
    {
        return;
    }
    findings
        .report(
            &codes::TOO_LARGE,
            store.source.at,
            format!(
                "the {what} of the store in `{}` would have {found} bytes, and AWS allows {max}",
                store.region
            ),
        )
        .help(help);
}

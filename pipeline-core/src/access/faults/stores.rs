//! Faults of what a store is besides its policies: its bucket and its key.

use serde_json::{Value, json};
/// Plants a fault: its kind, where, and what stands there instead.
type Change<'c> = dyn FnMut(&'static str, &str, Option<Value>) + 'c;

pub(super) fn bucket(change: &mut Change<'_>) {
    let encryption = "/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/KMSMasterKeyID";
    change(
        "a bucket that encrypts with another key",
        encryption,
        Some(json!("alias/aws/s3")),
    );
    change(
        "a bucket that encrypts with no key of its own",
        encryption,
        None,
    );
    change(
        "a bucket without encryption",
        "/Properties/BucketEncryption",
        None,
    );
    let algorithm = "/Properties/BucketEncryption/ServerSideEncryptionConfiguration/0/ServerSideEncryptionByDefault/SSEAlgorithm";
    for other in ["AES256", "aws:kms", "aws:kms:dsse"] {
        change(
            "a bucket of another encryption",
            algorithm,
            Some(json!(other)),
        );
    }
    let block = "/Properties/PublicAccessBlockConfiguration";
    change("a bucket that the public is not kept from", block, None);
    for setting in [
        "BlockPublicAcls",
        "BlockPublicPolicy",
        "IgnorePublicAcls",
        "RestrictPublicBuckets",
    ] {
        let setting = format!("{block}/{setting}");
        change("public access let in", &setting, Some(json!(false)));
        change("a setting of public access forgotten", &setting, None);
    }
    let ownership = "/Properties/OwnershipControls";
    change("a bucket whose objects are others'", ownership, None);
    let ownership = "/Properties/OwnershipControls/Rules/0/ObjectOwnership";
    change(
        "the wrong ownership",
        ownership,
        Some(json!("ObjectWriter")),
    );
    let versions = "/Properties/VersioningConfiguration";
    change("a bucket without versions", versions, None);
    let versions = "/Properties/VersioningConfiguration/Status";
    change("versions suspended", versions, Some(json!("Suspended")));
    let expiry = "/Properties/LifecycleConfiguration";
    change("a bucket that keeps everything", expiry, None);
    let rule = "/Properties/LifecycleConfiguration/Rules/0";
    change("no expiry", rule, None);
    let status = format!("{rule}/Status");
    change("an expiry that is off", &status, Some(json!("Disabled")));
    let versions = format!("{rule}/NoncurrentVersionExpiration");
    change("versions that are kept", &versions, None);
    kept(change);
    let namespace = "/Properties/BucketNamespace";
    change("a bucket of the global namespace", namespace, None);
    change(
        "a bucket of another namespace",
        namespace,
        Some(json!("global")),
    );
    change(
        "the wrong name of a bucket",
        "/Properties/BucketName",
        Some(json!("someone-elses")),
    );
}

pub(super) fn key(change: &mut Change<'_>) {
    change("a key without a policy", "/Properties/KeyPolicy", None);
    let rotation = "/Properties/EnableKeyRotation";
    change("a key that does not rotate", rotation, Some(json!(false)));
    change("a key whose rotation is forgotten", rotation, None);
    kept(change);
}

/// Wrong deletion policies: data goes with its stack, or stays after it, against the declaration.
fn kept(change: &mut Change<'_>) {
    for (policy, kind) in [
        ("/DeletionPolicy", "the wrong deletion policy"),
        ("/UpdateReplacePolicy", "the wrong policy of a replacement"),
    ] {
        for other in ["Delete", "Snapshot"] {
            change(kind, policy, Some(json!(other)));
        }
        change(kind, policy, None);
    }
}

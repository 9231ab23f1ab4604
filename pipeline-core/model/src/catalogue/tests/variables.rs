//! Output variables of kinds, and what they read from their inputs.

use std::collections::BTreeSet;

use super::{every_key, key};
use crate::catalogue::{Content, KINDS, Variables};

/// Output variables with a form of their own, which holds no quotes and no line breaks: names,
/// ids, dates, addresses, numbers.
const OF_A_FORM: [&str; 32] = [
    "AuthorDate",
    "AuthorEmail",
    "AuthorId",
    "BranchName",
    "BucketName",
    "CommitId",
    "CommitUrl",
    "CommitterDate",
    "ConnectionArn",
    "DestinationBranchName",
    "ECRImageDigestId",
    "ECRRepositoryName",
    "EKSClusterName",
    "ETag",
    "ExecutionArn",
    "FullRepositoryName",
    "FunctionVersion",
    "HighestScannedSeverity",
    "ImageDigest",
    "ImageTag",
    "ImageURI",
    "ObjectKey",
    "OperationId",
    "ProviderType",
    "PullRequestId",
    "RegistryId",
    "RepositoryName",
    "SourceBranchName",
    "StackSetId",
    "StateMachineArn",
    "TagName",
    "VersionId",
];

#[test]
fn variables_of_free_text_are_said() {
    let mut seen = BTreeSet::new();
    for kind in KINDS {
        let Variables::Named(names) = kind.variables else {
            assert!(kind.free_text.is_empty(), "{}", kind.name);
            continue;
        };
        for name in names {
            let free = kind.free_text.contains(name);
            assert_ne!(free, OF_A_FORM.contains(name), "{}: {name}", kind.name);
            seen.insert(*name);
        }
        assert!(kind.free_text.iter().all(|name| names.contains(name)));
    }
    assert!(OF_A_FORM.iter().all(|name| seen.contains(name)));
}

#[test]
fn what_is_read_from_an_input_is_named_by_keys() {
    for kind in KINDS {
        for read in kind.reads {
            for name in read.input.iter().chain(&read.named_by) {
                let known = every_key(kind).any(|key| key.name == *name);
                assert!(known, "{}: {name}", kind.name);
            }
            assert!(!read.file.is_empty() || read.named_by.is_some());
        }
        if let Content::NamedBy(name) = kind.content {
            key(kind, name);
        }
    }
}

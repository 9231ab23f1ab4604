//! What statements of roles may hold, and who is trusted.

use std::collections::BTreeSet;

use pipewright_core::catalogue::KINDS;
use serde_json::Value as Json;

use crate::stores::{account_of, names_one_role};
use crate::support::assembly::{Assembly, Side, texts};
use crate::{allows, places};

pub(crate) fn action_wildcards(assembly: &Assembly) -> Vec<String> {
    let wild = |statement: &Json| {
        let listed = texts(&statement["Action"]);
        let unlisted = ["NotAction", "NotResource", "NotPrincipal"];
        listed.is_empty()
            || listed.iter().any(|action| action.contains(['*', '?']))
            || unlisted.iter().any(|key| statement.get(key).is_some())
    };
    places(assembly, |_, s| allows(s) && wild(s))
}

pub(crate) fn unbounded_resources(assembly: &Assembly) -> Vec<String> {
    let unscoped = unscoped_calls();
    places(assembly, |side, statement| {
        let known = |action: &&str| unscoped.contains(*action);
        side == Side::Identity
            && allows(statement)
            && texts(&statement["Resource"]).into_iter().any(unbounded)
            && !texts(&statement["Action"]).iter().all(known)
    })
}

/// `*`, or an ARN that leaves the service's thing open: `arn:aws:s3:::*`.
fn unbounded(resource: &str) -> bool {
    let thing = resource.splitn(6, ':').last().unwrap_or_default();
    // A key of another account cannot be named; its alias, a condition, narrows it.
    let key = resource.contains(":kms:") && thing == "key/*";
    !key && (resource.starts_with('*') || thing.starts_with('*'))
}

fn unscoped_calls() -> BTreeSet<&'static str> {
    let permissions = KINDS.iter().flat_map(|kind| kind.permissions);
    let marked = permissions.filter(|permission| permission.unscoped.is_some());
    marked
        .flat_map(|permission| permission.actions)
        .copied()
        // Of a project's image, which no action kind has.
        .chain(["ecr:GetAuthorizationToken"])
        .collect()
}

pub(crate) fn buckets_of_anyone(assembly: &Assembly) -> Vec<String> {
    let stores = assembly.stores();
    places(assembly, |side, statement| {
        let on_s3 = texts(&statement["Action"])
            .iter()
            .any(|a| a.starts_with("s3:"));
        if side != Side::Identity || !allows(statement) || !on_s3 {
            return false;
        }
        let said = &statement["Condition"]["StringEquals"]["aws:ResourceAccount"];
        texts(&statement["Resource"]).iter().any(|resource| {
            let bucket = resource.rsplit(":::").next().unwrap_or_default();
            let bucket = bucket.split('/').next().unwrap_or_default();
            match stores.get(bucket) {
                Some(home) => said != home,
                None => said.as_str().is_none(),
            }
        })
    })
}

pub(crate) fn passed_roles(assembly: &Assembly) -> Vec<String> {
    places(assembly, |_, statement| {
        if !allows(statement) || !texts(&statement["Action"]).contains(&"iam:PassRole") {
            return false;
        }
        let roles = texts(&statement["Resource"]);
        let to = &statement["Condition"]["StringEquals"]["iam:PassedToService"];
        roles.is_empty()
            || roles.iter().any(|role| !names_one_role(role))
            || to
                .as_str()
                .is_none_or(|service| !service.ends_with(".amazonaws.com"))
    })
}

/// A role is trusted by its account's root narrowed to its ARN, a service by the ARN of
/// what it works for, where that service is known to send it.
pub(crate) fn wide_trust(assembly: &Assembly) -> Vec<String> {
    const SENDS_NO_SOURCE: [&str; 2] =
        ["cloudformation.amazonaws.com", "codepipeline.amazonaws.com"];
    places(assembly, |side, statement| {
        if side != Side::Trust {
            return false;
        }
        let exact = &statement["Condition"]["ArnEquals"];
        match statement["Principal"]["Service"].as_str() {
            Some(service) if SENDS_NO_SOURCE.contains(&service) => false,
            Some(_) => texts(&exact["aws:SourceArn"]).is_empty(),
            None => {
                let roots = texts(&statement["Principal"]["AWS"]);
                let roles = texts(&exact["aws:PrincipalArn"]);
                roots.is_empty()
                    || roots.iter().any(|root| account_of(root).is_none())
                    || roles.is_empty()
                    || !roles.iter().all(|role| names_one_role(role))
            }
        }
    })
}

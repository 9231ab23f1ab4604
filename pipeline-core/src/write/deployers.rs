//! The calls of whoever deploys, in each account: those of CloudFormation's own, and those that it
//! makes in the name of whoever deploys for the types of the templates.

use super::Rendered;
use crate::catalogue::deployment_calls;
use crate::pipeline::{AccountIndex, Pipeline};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Accounts in which whoever deploys needs the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) accounts: Vec<AccountIndex>,
    pub(super) calls: BTreeSet<&'static str>,
    /// The types whose calls are not known here.
    pub(super) types: BTreeSet<String>,
}

pub(super) fn groups(found: &Rendered<'_>) -> Vec<Group> {
    let mut by_account: BTreeMap<AccountIndex, (BTreeSet<&String>, bool)> = BTreeMap::new();
    for ((stack, template), kinds) in found.stacks().zip(&found.kinds) {
        let of_account = by_account.entry(stack.environment.account).or_default();
        of_account.0.extend(kinds);
        of_account.1 |= super::is_large(template);
    }
    let mut groups: Vec<Group> = Vec::new();
    for (account, (kinds, large)) in by_account {
        let mut calls: BTreeSet<&str> = deployment_calls::CLIENT.iter().copied().collect();
        // A large template goes through a bucket.
        if large {
            calls.extend(deployment_calls::UPLOAD);
        }
        let mut types = BTreeSet::new();
        for kind in kinds {
            match deployment_calls::of(kind) {
                Some(known) => calls.extend(known),
                None => {
                    types.insert(kind.clone());
                }
            }
        }
        match groups
            .iter_mut()
            .find(|one| one.calls == calls && one.types == types)
        {
            Some(group) => group.accounts.push(account),
            None => groups.push(Group {
                accounts: vec![account],
                calls,
                types,
            }),
        }
    }
    groups
}

/// The groups as `access.json` has them.
pub(super) fn value(groups: &[Group], pipeline: &Pipeline) -> Value {
    let groups = groups.iter().map(|group| {
        let ids = group.accounts.iter();
        let ids = ids.map(|index| pipeline.accounts[*index].id.as_str());
        json!({
            "accounts": ids.collect::<Vec<_>>(),
            "calls": group.calls,
            "types": group.types,
        })
    });
    groups.collect()
}

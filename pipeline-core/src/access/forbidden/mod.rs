//! Forbidden requests, which must be denied: on every store, key, role and event bus, those of
//! principals that are not required to make them.
//!
//! Each is one that a wrong policy would allow: what it names fits the fixed end of every
//! pattern that could stand in place of the right one.

pub(super) mod calls;
mod careless_requests;
mod kind;
mod lookalikes;
mod managed_policies;
mod own_roles;
mod roles;
mod stores;
mod topics;
mod user_statements;
mod what_runs;

#[cfg(feature = "testing")]
pub(crate) use calls::all as guarded_calls;
pub(crate) use kind::ForbiddenKind;
pub(super) use kind::Owner;

use super::evaluator::Principal;
use super::principals::{Inventory, UNDECLARED};
use super::required::{RequiredAccess, TLS};
use super::verifier::{ApiCall, Verifier};

const SERVICES: &[&str] = &[
    "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",
    "codepipeline.amazonaws.com",
    "ec2.amazonaws.com",
    "events.amazonaws.com",
    "lambda.amazonaws.com",
];

/// The first call of a reader, of a writer, and of both.
const READ: &str = "s3:GetObject";
const WRITE: &str = "s3:PutObject";
const FIND: &str = "s3:GetBucketLocation";
const DECRYPT: &str = "kms:Decrypt";
const ENCRYPT: &str = "kms:GenerateDataKey";

/// Verifies that all forbidden requests are denied.
pub(super) fn all<'w>(
    inventory: &'w Inventory<'w>,
    access: &RequiredAccess<'w>,
    verifier: &mut Verifier,
) {
    let mut forbidden = Forbidden {
        inventory,
        access,
        verifier,
        admins: admins_of_all_accounts(inventory),
    };
    forbidden.on_stores();
    forbidden.on_roles();
    forbidden.on_home_bus();
    forbidden.on_topics();
    forbidden.by_own_roles();
    forbidden.by_resources_beside();
}

/// Verifies that nothing of a pipeline's reaches what another pipeline of the same build has.
pub(super) fn on_another_pipeline<'w>(
    inventory: &'w Inventory<'w>,
    other: &'w Inventory<'w>,
    verifier: &mut Verifier,
) {
    let mut forbidden = Forbidden {
        inventory,
        access: &RequiredAccess::default(),
        verifier,
        admins: Vec::new(),
    };
    forbidden.by_own_roles_on(other);
}

struct Forbidden<'w, 'c> {
    inventory: &'w Inventory<'w>,
    /// The access that principals are required to have: only the rest is forbidden.
    access: &'c RequiredAccess<'w>,
    verifier: &'c mut Verifier,
    /// Of each declared account, and at last of one that is not declared.
    admins: Vec<AccountAdmins<'w>>,
}

/// Administrators of one account.
struct AccountAdmins<'w> {
    account: &'w str,
    /// With roles outside of the pipeline's path, each with the kind of its requests.
    outside: Vec<(ForbiddenKind, Principal<'w>)>,
    /// With a role of the pipeline's path.
    inside: Principal<'w>,
}

fn admins_of_all_accounts<'w>(inventory: &'w Inventory<'w>) -> Vec<AccountAdmins<'w>> {
    let pipeline = inventory.pipeline;
    let region = pipeline.accounts[pipeline.home].region.as_str();
    let name = &pipeline.name;
    let home = inventory.home;
    // One that shares a store is admitted to its key.
    let shares = inventory
        .deployment
        .stores
        .iter()
        .filter_map(|store| store.share.as_ref());
    let sharing: Vec<&str> = shares
        .flat_map(|share| share.others.iter().map(|(name, _)| name.as_str()))
        .collect();
    let mut other = format!("{name}2");
    while sharing.contains(&other.as_str()) {
        other.push('2');
    }
    let other_pipeline = format!("/pipewright/{other}/{home}/{region}/Administrator");
    let other_region = format!("/pipewright/{name}/{home}/{region}0/Administrator");
    let other_account = format!("/pipewright/{name}/{UNDECLARED}/{region}/Administrator");
    let own = format!("{}Administrator", inventory.path);
    let accounts = pipeline.accounts.iter().map(|account| account.id.as_str());
    let admins = accounts.chain([UNDECLARED]).map(|account| {
        let administrator = |role: &str| inventory.administrator(account, role);
        AccountAdmins {
            account,
            outside: vec![
                (ForbiddenKind::OutsidePath, administrator("/Administrator")),
                (ForbiddenKind::OtherPipeline, administrator(&other_pipeline)),
                (ForbiddenKind::OtherHome, administrator(&other_region)),
                (ForbiddenKind::OtherHome, administrator(&other_account)),
            ],
            inside: administrator(&own),
        }
    });
    admins.collect()
}

/// A call over TLS, with no other context.
fn over_tls(action: &'static str) -> ApiCall<'static> {
    ApiCall {
        action,
        context: &[TLS],
    }
}

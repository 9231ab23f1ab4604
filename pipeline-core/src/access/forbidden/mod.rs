//! Forbidden requests, which must be denied: on every store, key, role and event bus, those of
//! principals that are not required to make them.
//!
//! Each is one that a wrong policy would allow: what it names fits the fixed end of every
//! pattern that could stand in place of the right one.

mod calls;
mod careless_requests;
mod lookalikes;
mod own_roles;
mod roles;
mod stores;
mod topics;
mod user_statements;

#[cfg(feature = "testing")]
pub(crate) use calls::all as guarded_calls;

use super::evaluator::Principal;
use super::principals::{Inventory, UNDECLARED};
use super::required::{NEIGHBOUR, RequiredAccess, TLS};
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
    outside: Vec<(&'static str, Principal<'w>)>,
    /// With a role of the pipeline's path.
    inside: Principal<'w>,
}

const OUTSIDE: &str = "an administrator of an account, with a role outside of the pipeline's path";
const OTHER_PIPELINE: &str = "a role of another pipeline";
const OTHER_HOME: &str = "a role of a pipeline of the same name with another home";
const INSIDE: &str = "a role of the pipeline's path in an account whose roles do not use the store";

/// Of our own roles, on a store.
pub(super) const UNUSED_STORE: &str = "a role on a store that it does not use";
/// Of our own roles, on what another pipeline has in a store that both share.
const OTHERS_ARTIFACT: &str = "a role on the artifacts of another pipeline in a shared store";
const READER_WRITES: &str = "a reader that writes";
const WRITER_READS: &str = "a writer that reads";
/// Of our own roles, where somebody else's policy admits everyone.
const NAMESAKE: &str = "a bucket of the same name in another account";
const OTHER_BUCKET: &str = "a bucket of someone else's";
const OTHER_KEY: &str = "a key that is not the store's";
const OTHERS_ROLE: &str = "a role that someone else's trust policy admits";
const OTHERS_PASSED: &str = "a role passed on that is not meant for it";

/// Of roles that the user wrote statements for.
const BEYOND_REQUIRED: &str = "a role that does more than it needs";
pub(super) const TAKES_OVER: &str = "a role that changes what a role of the pipeline may do";
const OTHERS_CHANGED: &str = "a role that changes what someone else may do";

/// A role that changes what the pipeline runs, with the roles that it runs it with.
const CHANGES_PIPELINE: &str = "a role that changes the pipeline, or decides in its place";
const CHANGES_BUILDS: &str = "a role that changes what a build runs";
const CHANGES_STACK: &str = "a role that changes a stack of the pipeline";

/// The owner of a resource that must not be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// The pipeline itself.
    Pipeline,
    /// Somebody else: what is made of it may come back as an artifact, or as an administrator.
    Others,
    /// Whoever owns others of the kind that an action works on; a user who writes a pattern
    /// means several of them.
    Neighbour,
}

/// The owner of the resource, by the kind of the forbidden request.
pub(super) fn owner(kind: &str) -> Owner {
    match kind {
        NAMESAKE | OTHERS_ROLE | OTHERS_PASSED | OTHERS_CHANGED => Owner::Others,
        // A statement for all pipelines or projects of an account is meant to take these in.
        CHANGES_PIPELINE | CHANGES_BUILDS => Owner::Others,
        OTHER_BUCKET | OTHER_KEY | NEIGHBOUR | CHANGES_STACK => Owner::Neighbour,
        _ => Owner::Pipeline,
    }
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
                (OUTSIDE, administrator("/Administrator")),
                (OTHER_PIPELINE, administrator(&other_pipeline)),
                (OTHER_HOME, administrator(&other_region)),
                (OTHER_HOME, administrator(&other_account)),
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

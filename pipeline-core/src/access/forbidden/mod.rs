//! Requests that nobody may make: for every store, key, role and bus, those of whoever
//! has no business with it.

mod calls;
mod own_roles;
mod roles;
mod stores;
mod user_statements;

use super::evaluator::Who;
use super::principals::{Scene, UNDECLARED};
use super::required::{Business, NEIGHBOUR, TLS};
use super::verifier::{Call, Court};
use crate::place::Location;

const SERVICES: &[&str] = &[
    "cloudformation.amazonaws.com",
    "codebuild.amazonaws.com",
    "codepipeline.amazonaws.com",
    "ec2.amazonaws.com",
    "events.amazonaws.com",
    "lambda.amazonaws.com",
];

/// What reading, writing, and neither of both begins with.
const READ: &str = "s3:GetObject";
const WRITE: &str = "s3:PutObject";
const FIND: &str = "s3:GetBucketLocation";
const DECRYPT: &str = "kms:Decrypt";
const ENCRYPT: &str = "kms:GenerateDataKey";

/// Asks for what must not be allowed.
pub(super) fn all<'w>(scene: &'w Scene<'w>, business: &Business<'w>, court: &mut Court) {
    let mut strangers = Strangers {
        scene,
        business,
        court,
        crowds: crowds(scene),
    };
    strangers.at_stores();
    strangers.at_roles();
    strangers.at_the_bus();
    strangers.own_roles();
}

struct Strangers<'w, 'c> {
    scene: &'w Scene<'w>,
    business: &'c Business<'w>,
    court: &'c mut Court,
    /// Those of each account, home and an undeclared one among them.
    crowds: Vec<Crowd<'w>>,
}

/// Administrators of one account.
struct Crowd<'w> {
    account: &'w str,
    /// With roles that have nothing to do with the pipeline.
    outside: Vec<(&'static str, Who<'w>)>,
    /// With a role of the pipeline's own path.
    inside: Who<'w>,
}

const OUTSIDE: &str = "an administrator of an account, with a role outside of the pipeline's path";
const OTHER_PIPELINE: &str = "a role of another pipeline";
const OTHER_HOME: &str = "a role of a pipeline of the same name with another home";
const INSIDE: &str = "a role of the pipeline's path in an account without business there";

/// One of our own roles, at a store.
pub(super) const NO_BUSINESS: &str = "a role on a store that it has no business with";
const READER_WRITES: &str = "a reader that writes";
const WRITER_READS: &str = "a writer that reads";
/// One of our own roles, where somebody else lets everyone in.
const NAMESAKE: &str = "a bucket of the same name in another account";
const OTHER_BUCKET: &str = "a bucket of someone else's";
const OTHER_KEY: &str = "a key that is not the store's";
const OTHERS_ROLE: &str = "a role that someone else's trust policy admits";
const OTHERS_PASSED: &str = "a role passed on that is not meant for it";

/// One with statements of the user's own.
const BEYOND: &str = "a role with business that goes beyond it";
pub(super) const TAKES_OVER: &str = "a role that changes what a role of the pipeline may do";
const OTHERS_CHANGED: &str = "a role that changes what someone else may do";

/// Whose a thing is that a stranger asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The pipeline's own.
    Pipeline,
    /// Somebody else's: what is made of it may come back as an artifact, or as an
    /// administrator.
    Others,
    /// One like those that the action has business with; a user who writes a pattern means
    /// several of them.
    Neighbour,
}

/// Whose a thing is that a sort of stranger asks for.
pub(super) fn reach(sort: &str) -> Reach {
    match sort {
        NAMESAKE | OTHERS_ROLE | OTHERS_PASSED | OTHERS_CHANGED => Reach::Others,
        OTHER_BUCKET | OTHER_KEY | NEIGHBOUR => Reach::Neighbour,
        _ => Reach::Pipeline,
    }
}

fn crowds<'w>(scene: &'w Scene<'w>) -> Vec<Crowd<'w>> {
    let pipeline = scene.pipeline;
    let region = pipeline.accounts[pipeline.home].region.as_str();
    let name = &pipeline.name;
    let home = scene.home;
    let other = format!("/pipewright/{name}2/{home}/{region}/Administrator");
    let elsewhere = format!("/pipewright/{name}/{home}/{region}0/Administrator");
    let abroad = format!("/pipewright/{name}/{UNDECLARED}/{region}/Administrator");
    let own = format!("{}Administrator", scene.path);
    let accounts = pipeline.accounts.iter().map(|account| account.id.as_str());
    accounts
        .chain([UNDECLARED])
        .map(|account| Crowd {
            account,
            outside: vec![
                (OUTSIDE, scene.administrator(account, "/Administrator")),
                (OTHER_PIPELINE, scene.administrator(account, &other)),
                (OTHER_HOME, scene.administrator(account, &elsewhere)),
                (OTHER_HOME, scene.administrator(account, &abroad)),
            ],
            inside: scene.administrator(account, &own),
        })
        .collect()
}

fn plain(action: &'static str) -> Call<'static> {
    Call {
        action,
        context: &[TLS],
    }
}

/// Our roles, by ARN.
fn sorted<'w>(scene: &'w Scene<'w>) -> Vec<&'w str> {
    let mut roles: Vec<&str> = scene.world.roles.keys().map(String::as_str).collect();
    roles.sort();
    roles
}

/// Where in the source a role comes from.
fn place(scene: &Scene<'_>, role: &str) -> Location {
    scene
        .places
        .get(role)
        .copied()
        .unwrap_or(scene.pipeline.source.at)
}

//! Stores that several pipelines of one `emit` share: one stack for all of them, whose policies
//! admit the roles of each to the pipeline's own folder.

use std::collections::{BTreeMap, BTreeSet};

use super::{Access, Deployment, Store, StoreId, StoreKey};
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Region;
use crate::place::Location;
use crate::policy::{self, Statement};

/// The part of a pipeline in a store that it shares.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    /// The name of the store.
    pub(crate) store: String,
    /// The pipeline's folder in the bucket.
    pub(crate) folder: String,
    /// The policies for all pipelines; those for this one alone until the others are known.
    pub(crate) policies: Option<Policies>,
    /// The other pipelines, each with its folder.
    pub(crate) others: Vec<(String, String)>,
    /// The ends of the `Sid`s of what is there for pipelines of other crates.
    pub(crate) elsewhere: Vec<String>,
}

impl Share {
    /// Returns whether it is known that other pipelines have the store too.
    pub(crate) fn has_others(&self) -> bool {
        !self.others.is_empty()
    }
}

/// The policies of a shared store.
#[derive(Clone, Debug)]
pub(crate) struct Policies {
    pub(crate) bucket: Vec<Statement>,
    pub(crate) key: Vec<Statement>,
}

/// The folder of a pipeline in its artifact buckets: its name, cut after 20 characters.
///
/// AWS says that the name is cut, and not after how many characters; every bucket shows it.
///
/// Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/troubleshooting.html>,
/// <https://repost.aws/questions/QUI91tw7A9SUOMohJurNqmgA>
pub(crate) fn folder(pipeline: &str) -> String {
    pipeline.chars().take(FOLDER).collect()
}

/// The characters of a folder's name.
const FOLDER: usize = 20;

/// A pipeline's part in a store, by the numbers of the deployment and of its store.
type Part = (usize, StoreId);

/// Lets the pipelines of one `emit` know of each other in the stores that they share.
pub(crate) fn share(deployments: &mut [Deployment<'_>], findings: &mut Findings<Location>) {
    check_imports(deployments, findings);
    let mut shared: BTreeMap<(String, Region), Vec<Part>> = BTreeMap::new();
    for (number, deployment) in deployments.iter().enumerate() {
        for (id, store) in (0..).map(StoreId).zip(&deployment.stores) {
            if let Some(share) = &store.share {
                let key = (share.store.clone(), store.region.clone());
                shared.entry(key).or_default().push((number, id));
            }
        }
    }
    for parts in shared.values() {
        check_sharing(deployments, parts, findings);
        if !findings.has_errors() {
            admit_all(deployments, parts);
        }
    }
    if !findings.has_errors() {
        check_sizes(deployments, findings);
    }
}

/// Reports each store that has more pipelines than its policies have room for. What makes one
/// policy too large makes those in other regions so too, and is said once.
fn check_sizes(deployments: &[Deployment<'_>], findings: &mut Findings<Location>) {
    let mut told = BTreeSet::new();
    for store in deployments.iter().flat_map(|one| &one.stores) {
        let Some(share) = store.share.as_ref().filter(|share| share.has_others()) else {
            continue;
        };
        let Some((what, found, max)) = too_large(store, share) else {
            continue;
        };
        if !told.insert(&share.store) {
            continue;
        }
        let (name, region) = (&share.store, &store.region);
        let pipelines = share.others.len() + 1;
        let message = format!(
            "the {what} of shared store `{name}` in `{region}` would have {found} bytes for its {pipelines} pipelines, and AWS allows {max}"
        );
        findings
            .report(&codes::TOO_LARGE, store.source.at, message)
            .help("let some of the pipelines share another store: give theirs another name");
    }
}

/// The first policy of a store that is over its limit, with its size and the limit.
fn too_large(store: &Store, share: &Share) -> Option<(&'static str, usize, usize)> {
    store.managed.as_ref()?;
    let policies = share.policies.as_ref()?;
    let key = matches!(store.key, StoreKey::Managed { .. }).then_some((
        "key policy",
        &policies.key,
        limits::KEY_POLICY_MAX,
    ));
    let bucket = ("bucket policy", &policies.bucket, limits::BUCKET_POLICY_MAX);
    let mut all = key.into_iter().chain([bucket]);
    all.find_map(|(what, statements, max)| {
        Some((what, policy::size_if_over(statements, max)?, max))
    })
}

/// Reports the stores that a pipeline imports and another one makes for its own roles alone.
fn check_imports(deployments: &[Deployment<'_>], findings: &mut Findings<Location>) {
    let mut made: BTreeMap<&str, (&str, &Store)> = BTreeMap::new();
    for deployment in deployments {
        let stores = deployment.stores.iter().filter(|one| one.managed.is_some());
        made.extend(stores.map(|one| {
            let pipeline = deployment.pipeline.name.as_str();
            (one.bucket.as_str(), (pipeline, one))
        }));
    }
    for deployment in deployments {
        for (id, store) in (0..).map(StoreId).zip(&deployment.stores) {
            let Some((pipeline, found)) = made.get(store.bucket.as_str()) else {
                continue;
            };
            let mut admitted = found.managed.iter().flat_map(|settings| &settings.sharing);
            let name = &deployment.pipeline.name;
            if store.managed.is_some() || admitted.any(|one| one.name == *name) {
                continue;
            }
            let what = match &found.key {
                StoreKey::Managed { .. } => "its key and its bucket's policy admit",
                _ if has_foreign_roles(deployment, id) => "the bucket's policy admits",
                // The policies of the roles at home decide.
                _ => continue,
            };
            let message = format!(
                "bucket `{}` is made by pipeline `{pipeline}`, and {what} the roles of that pipeline alone",
                store.bucket
            );
            findings
                .report(&codes::IMPORTS_ANOTHERS_STORE, store.source.at, message)
                .help("declare the store once, `SharedStore::new(\"…\")`, and give it to both pipelines: `shared: (store)`")
                .related("the store is here", found.source.at);
        }
    }
}

/// Returns whether a role of another account than home's reads or writes a store.
fn has_foreign_roles(deployment: &Deployment<'_>, store: StoreId) -> bool {
    let home = deployment.pipeline.home;
    deployment.grants.all().iter().any(|grant| {
        let of_store = match grant.access {
            Access::Read(one) | Access::Write(one) => one == store,
            Access::Assume(_) | Access::Pass(..) | Access::Call(_) => false,
        };
        of_store && deployment.role(grant.role).account != home
    })
}

/// Reports pipelines that say different things of a store, or would have one folder in it.
fn check_sharing(
    deployments: &[Deployment<'_>],
    parts: &[Part],
    findings: &mut Findings<Location>,
) {
    let mut folders: BTreeMap<String, Part> = BTreeMap::new();
    let Some((first, first_store)) = parts.first().copied() else {
        return;
    };
    let (one, one_store) = (&deployments[first], &deployments[first].stores[first_store]);
    for (number, id) in parts.iter().copied() {
        let (other, store) = (&deployments[number], &deployments[number].stores[id]);
        let Some(share) = &store.share else {
            continue;
        };
        let names = (&one.pipeline.name, &other.pipeline.name);
        let different = if one.pipeline.home_id() != other.pipeline.home_id() {
            Some("in different accounts, and a store is in the account of its pipelines")
        } else if one_store.managed != store.managed {
            Some("with different settings")
        } else {
            None
        };
        if let Some(different) = different {
            let message = format!(
                "pipelines `{}` and `{}` share store `{}` {different}",
                names.0, names.1, share.store
            );
            findings
                .report(&codes::SHARED_DIFFERENTLY, store.source.at, message)
                .help("give both the same `SharedStore`, or one of them another one")
                .related("the first one is here", one_store.source.at);
            continue;
        }
        let known = folders.insert(share.folder.clone(), (number, id));
        let mut sharing = store.managed.iter().flat_map(|settings| &settings.sharing);
        let elsewhere = sharing.find(|sharing| folder(&sharing.name) == share.folder);
        if let Some(sharing) = elsewhere {
            let message = format!(
                "pipelines `{}` and `{}` would have one folder in store `{}`: `{}`",
                sharing.name, other.pipeline.name, share.store, share.folder
            );
            findings
                .report(&codes::SAME_FOLDER, store.source.at, message)
                .help("let their names differ in the first 20 characters, or give one of them another store");
        }
        let Some((first, first_store)) = known else {
            continue;
        };
        let first = &deployments[first];
        let message = format!(
            "pipelines `{}` and `{}` would have one folder in store `{}`: `{}`",
            first.pipeline.name, other.pipeline.name, share.store, share.folder
        );
        findings
            .report(&codes::SAME_FOLDER, store.source.at, message)
            .help("let their names differ in the first 20 characters, or give one of them another store")
            .related("the first one is here", first.stores[first_store].source.at);
    }
}

/// Gives all parts the policies that admit all of them.
fn admit_all(deployments: &mut [Deployment<'_>], parts: &[Part]) {
    let mut bucket: Vec<Statement> = Vec::new();
    let mut key: Vec<Statement> = Vec::new();
    let mut all = Vec::new();
    let mut elsewhere = Vec::new();
    if let Some((number, id)) = parts.first().copied() {
        let deployment = &deployments[number];
        let settings = deployment.stores[id].managed.iter();
        for sharing in settings.flat_map(|settings| &settings.sharing) {
            let names = &deployment.names;
            let suffix = names.suffix_of_other("share", &sharing.name, &sharing.region);
            let (on_bucket, on_key) = policy::admit(deployment, id, sharing, &suffix);
            add(&mut bucket, on_bucket.into_iter());
            add(&mut key, on_key.into_iter());
            all.push((sharing.name.clone(), folder(&sharing.name)));
            elsewhere.push(suffix);
        }
    }
    for (number, id) in parts.iter().copied() {
        let deployment = &deployments[number];
        let of = |statement: Statement| named_after(statement, deployment);
        add(
            &mut bucket,
            policy::bucket_policy(deployment, id).into_iter().map(of),
        );
        add(
            &mut key,
            policy::key_policy(deployment, id).into_iter().map(of),
        );
        let share = deployment.stores[id].share.as_ref();
        all.extend(share.map(|share| (deployment.pipeline.name.clone(), share.folder.clone())));
    }
    for (number, id) in parts.iter().copied() {
        let policies = Policies {
            bucket: bucket.iter().map(|it| it.clone().of_store(id)).collect(),
            key: key.iter().map(|it| it.clone().of_store(id)).collect(),
        };
        let store = deployments[number].stores.get_mut(id.0);
        if let Some(share) = store.and_then(|store| store.share.as_mut()) {
            let own = share.folder.clone();
            share.policies = Some(policies);
            share.others = all.iter().filter(|(_, it)| *it != own).cloned().collect();
            share.elsewhere.clone_from(&elsewhere);
        }
    }
}

/// A statement that admits roles of one pipeline has its name in its `Sid`, which is unique in a
/// policy.
fn named_after(mut statement: Statement, deployment: &Deployment<'_>) -> Statement {
    let admits = !statement.conditions.is_empty() && !statement.deny;
    if admits {
        let suffix = deployment.names.suffix("share");
        statement.sid.push_str(&suffix);
    }
    statement
}

/// Adds what is not there yet: what all pipelines say is said once.
fn add(all: &mut Vec<Statement>, more: impl Iterator<Item = Statement>) {
    for statement in more {
        let statement = statement.of_store(StoreId(0));
        if !all.contains(&statement) {
            all.push(statement);
        }
    }
}

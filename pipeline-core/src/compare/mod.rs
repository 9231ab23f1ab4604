//! Two outputs compared: what is deployed differently, and who gains or loses access by it.
//!
//! Access is compared by its meaning. IAM's evaluation decides requests on both sides, and the requests
//! are chosen so that they stand for all there are: see [`Comparison`]. A statement in other words, or
//! a role under another name, is no difference.
//!
//! ```
//! use pipewright_core::builder::{Account, Action, Stage};
//! use pipewright_core::compare::{AccessChange, Snapshot, compare};
//! use pipewright_core::pipeline::Pipeline;
//!
//! let pipeline = |bucket: &str| {
//!     let source = Action::new("Upload", "S3Source")
//!         .output("pages")
//!         .set("s3_bucket", "site-sources")
//!         .set("s3_object_key", "site.zip");
//!     let copy = Action::new("Copy", "S3Deploy")
//!         .input("pages")
//!         .set("bucket_name", bucket)
//!         .set("extract", true);
//!     Pipeline::builder("site")
//!         .account(Account::home("tools", "111111111111").region("us-east-1"))
//!         .stage(Stage::new("Source").action(source))
//!         .stage(Stage::new("Publish").action(copy))
//!         .build()
//! };
//! let read = |bucket| -> Result<Snapshot, Box<dyn std::error::Error>> {
//!     let assembly = pipeline(bucket)?.synthesize()?;
//!     Ok(Snapshot::read(assembly.files())?)
//! };
//! let found = compare(&read("www.example.com")?, &read("www.example.org")?);
//! assert!(!found.nobody_gains());
//! let writes = |gain: &&AccessChange| gain.calls.contains(&"s3:PutObject".to_owned());
//! let gain = found.gains.iter().find(writes).expect("what it writes");
//! assert_eq!(gain.principal.name, "action Publish/Copy");
//! assert!(gain.on.contains(&"arn:aws:s3:::www.example.org/*".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod access;
mod actions;
mod attached;
mod effects;
mod intrinsics;
mod narrowing;
mod own_policies;
mod pairing;
mod renaming;
mod report;
mod sections;
mod settings;
mod snapshot;
mod stages;
mod structure;
#[cfg(test)]
mod tests;
mod unevaluated;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use crate::access::deployed::{DeployedState, One, Stacks};
use intrinsics::Resolved;
use renaming::Renaming;
pub use report::{
    AccessChange, Change, ChangeKind, Comparison, Place, Principal, Progress, Setting, Undecided,
};
pub use snapshot::Snapshot;

/// Compares two outputs.
#[must_use]
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    compare_with_progress(old, new, &|_| {})
}

/// Compares two outputs, and tells how far the comparison of access is: of large outputs that differ in
/// much, it takes some seconds.
#[must_use]
pub fn compare_with_progress(
    old: &Snapshot,
    new: &Snapshot,
    progress: &dyn Fn(Progress),
) -> Comparison {
    let (mut was, mut is) = (intrinsics::resolve(old), intrinsics::resolve(new));
    let pairs = pairing::pair((old, &was), (new, &is));
    let renaming = Renaming::of(&pairs, &was, &is);
    let raw = structure::Sides {
        old: (old, &was),
        new: (new, &is),
        pairs: &pairs,
    };
    // Names are compared before they are made the same.
    let replaced = structure::replaced(&raw);
    let unclear = renaming.unclear(&was);
    if !renaming.is_empty() {
        for template in &mut was.templates {
            for body in template.resources_mut().values_mut() {
                renaming.apply(body);
            }
        }
    }
    let sides = structure::Sides {
        old: (old, &was),
        new: (new, &is),
        pairs: &pairs,
    };
    let mut told = BTreeSet::new();
    let mut out = Comparison {
        structure: structure::compare(&sides, &replaced, &mut told),
        ..Comparison::default()
    };
    out.settings = settings::compare(&sides);
    out.undecided.extend(sections::undecided(&sides));
    out.undecided.extend(unevaluated::undecided(&sides));
    let written = written::find(&sides, &told);
    let names = names(&sides, &renaming);
    let own = [
        own_policies::attach(old, &mut was),
        own_policies::attach(new, &mut is),
    ];
    out.undecided.extend(own_policies::undecided(&own));
    out.undecided.extend(unclear);
    let differences = |was: &Resolved, is: &Resolved, only: Option<&BTreeSet<String>>| {
        let (old_stacks, new_stacks) = (stacks(old, was), stacks(new, is));
        access::compare(access::Access {
            old: DeployedState::alone(&old_stacks, &own[0].boundaries),
            new: DeployedState::alone(&new_stacks, &own[1].boundaries),
            partition: new.partition(),
            renamed: &renaming.arns,
            names: &names,
            only,
            progress,
        })
    };
    let found = differences(&was, &is, None);
    out.gains = found.gains;
    out.losses = found.losses;
    out.undecided.extend(found.undecided);
    // What was denied, and is not denied any more, an attached policy may allow.
    let attached = own_policies::allow_what_is_attached([&mut was, &mut is], &pairs);
    if !attached.is_empty() {
        let roles: BTreeSet<String> = attached.keys().cloned().collect();
        let found = differences(&was, &is, Some(&roles));
        attached::add(found.gains, &attached, &mut out);
    }
    let place = |side: &Snapshot, place: &mut Place| {
        let stack = side.stacks.iter().find(|stack| stack.name == place.stack);
        if let Some(stack) = stack {
            place.file.clone_from(&stack.file);
            place.source = stack.sources.get(&place.logical_id).cloned();
        }
    };
    for (changes, by, otherwise) in [(&mut out.gains, new, old), (&mut out.losses, old, new)] {
        for change in changes {
            change.because.iter_mut().for_each(|one| place(by, one));
            change
                .denied_by
                .iter_mut()
                .for_each(|one| place(otherwise, one));
        }
    }
    written.add_to(&mut out);
    out
}

fn stacks<'a>(snapshot: &'a Snapshot, resolved: &'a Resolved) -> Stacks<'a> {
    let all = snapshot.stacks.iter().zip(&resolved.templates);
    let all = all.map(|(stack, template)| One {
        name: &stack.name,
        account: &stack.account,
        region: &stack.region,
        template,
    });
    Stacks::of(snapshot.partition(), all)
}

/// What people call each role, by the ARN that it has on the new side.
fn names(sides: &structure::Sides<'_>, renaming: &Renaming) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (snapshot, resolved) in [sides.old, sides.new] {
        let several = snapshot.pipelines() > 1;
        for ((stack, logical), arn) in &resolved.arns {
            let Some(body) = resolved.templates[*stack].resources().get(logical) else {
                continue;
            };
            let mut name = pairing::name(logical, body);
            if name == "role" || name.starts_with("pipeline ") {
                name = format!("{name} ({logical})");
            }
            if several && let Some(pipeline) = snapshot.pipeline_of(*stack) {
                name = format!("{name} of {pipeline}");
            }
            let arn = renaming.arns.get(arn).unwrap_or(arn);
            out.insert(arn.clone(), name);
        }
    }
    out
}

//! Faults planted in the rendered templates, one at a time: the proof must catch each.

mod deploy_values;
mod every_value;
mod order;
mod resources;
mod shared;
mod shared_roles;
mod statements;
mod stores;

use std::collections::BTreeMap;
use std::thread;
use std::time::Instant;

use super::samples;
use crate::pipeline::Pipeline;
use crate::plan::plan;
use crate::render::render;
use serde_json::Value;

/// A template's resource, broken.
pub(crate) struct Fault {
    /// The kind of fault.
    pub(crate) kind: &'static str,
    /// The change itself, for the message of a fault that is not caught.
    pub(crate) what: String,
    pub(crate) body: Value,
    /// Another statement may say the same, so that nothing is missing.
    pub(super) may_be_said_twice: bool,
}

/// The faults of a resource.
#[cfg(feature = "compare")]
pub(crate) fn planted(body: &Value) -> Vec<Fault> {
    let mut faults = statements::of(body);
    faults.extend(resources::of(body));
    faults
}

/// What became of the faults of a sample.
#[derive(Default)]
struct Tally {
    kinds: BTreeMap<&'static str, usize>,
    missed: Vec<String>,
    said_twice: usize,
}

/// Plants every fault into a sample's templates.
fn tally(sample: &str, pipeline: &Pipeline) -> Tally {
    let mut tally = Tally::default();
    let deployment = plan(pipeline).expect("a deployment");
    let mut templates = render(&deployment).expect("templates");
    if let Err(found) = super::verify(&deployment, &templates) {
        panic!("{sample}: {found}");
    }
    for index in 0..templates.len() {
        let resources = templates[index].resources().clone();
        for (logical, body) in resources {
            let mut faults = statements::of(&body);
            faults.extend(resources::of(&body));
            for fault in faults {
                assert!(
                    fault.body != body,
                    "{} changes nothing: {}",
                    fault.kind,
                    fault.what
                );
                *tally.kinds.entry(fault.kind).or_default() += 1;
                let resource = templates[index].resources_mut();
                resource.insert(logical.clone(), fault.body);
                let caught = super::verify(&deployment, &templates).is_err();
                if !caught && fault.may_be_said_twice {
                    tally.said_twice += 1;
                } else if !caught {
                    tally.missed.push(format!(
                        "{sample}: {logical}: {}: {}",
                        fault.kind, fault.what
                    ));
                }
                templates[index]
                    .resources_mut()
                    .insert(logical.clone(), body.clone());
            }
        }
    }
    tally
}

#[test]
fn every_fault_is_caught() {
    let start = Instant::now();
    let samples = samples::all();
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let started: Vec<_> = samples
            .iter()
            .map(|(sample, pipeline)| scope.spawn(move || tally(sample, pipeline)))
            .collect();
        let ended = started.into_iter().map(|one| one.join().expect("a tally"));
        ended.collect()
    });
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut said_twice = 0;
    for tally in tallies {
        for (kind, count) in tally.kinds {
            *kinds.entry(kind).or_default() += count;
        }
        missed.extend(tally.missed);
        said_twice += tally.said_twice;
    }
    for (kind, count) in &kinds {
        println!("{count:5} × {kind}");
    }
    let total: usize = kinds.values().sum();
    println!(
        "{total} faults of {} kinds in {:.1?}; {} not caught, {said_twice} of no effect",
        kinds.len(),
        start.elapsed(),
        missed.len()
    );
    assert!(kinds.len() >= 40, "{} kinds", kinds.len());
    assert!(missed.is_empty(), "not caught:\n{}", missed.join("\n"));
}

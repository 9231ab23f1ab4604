//! What the pipelines of one build do to each other: each is proven by itself first, and then held
//! against what every other one has.

mod imports;
mod starts;

use super::beside::Things;
use super::deployed::{self, DeployedState};
use super::principals::Inventory;
use super::verifier::{Verifier, excess_grant_findings};
use super::{AccessReport, beside, findings, forbidden, own_stacks, writes_to_stores};
use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::Template;

/// A pipeline with its templates and the proof of it alone.
pub(crate) struct Proven<'a> {
    pub(crate) deployment: Deployment<'a>,
    pub(crate) templates: Vec<Template>,
    pub(crate) report: AccessReport,
}

/// Verifies that no pipeline reaches what another one has. What is allowed and suspicious is added to
/// the reports.
///
/// # Errors
///
/// What is wrong, with the name of the pipeline that does it.
pub(crate) fn verify_between(all: &mut [Proven<'_>]) -> Result<(), Findings<Location>> {
    if all.len() < 2 {
        return Ok(());
    }
    let found = verified(all);
    let mut errors = Findings::default();
    for (one, (verifier, mut found)) in all.iter_mut().zip(found) {
        let pipeline = one.deployment.pipeline;
        if found.has_errors() {
            found.set_pipeline(&pipeline.name, pipeline.source.at);
            errors.extend(found);
            continue;
        }
        one.report.add(verifier);
        one.report.warnings.extend(found);
    }
    if errors.has_errors() {
        return Err(errors);
    }
    Ok(())
}

/// A pipeline as its templates leave it.
struct OneOf<'w> {
    proven: &'w Proven<'w>,
    inventory: Inventory<'w>,
    things: Things<'w>,
}

/// What was verified and found of each pipeline.
fn verified(all: &[Proven<'_>]) -> Vec<(Verifier, Findings<Location>)> {
    let states = all.iter().map(|one| {
        let state = DeployedState::read(&one.deployment, &one.templates);
        (state, deployed::stacks(&one.deployment, &one.templates))
    });
    let states: Vec<_> = states.collect();
    let all = all.iter().zip(&states);
    let all: Vec<OneOf<'_>> = all
        .map(|(proven, (state, stacks))| OneOf {
            proven,
            inventory: Inventory::of(&proven.deployment, state),
            things: Things::of(&proven.deployment, stacks, &proven.templates),
        })
        .collect();
    let circles = starts::circles(&all);
    let found = (0..all.len()).zip(circles).map(|(number, circles)| {
        let (verifier, mut found) = of_one(number, &all);
        found.extend(circles);
        (verifier, found)
    });
    found.collect()
}

/// What one pipeline does to the others.
fn of_one(number: usize, all: &[OneOf<'_>]) -> (Verifier, Findings<Location>) {
    let own = &all[number];
    let deployment = &own.proven.deployment;
    let templates = &own.proven.templates;
    let mut verifier = Verifier::default();
    let mut found = Findings::default();
    for (_, other) in all.iter().enumerate().filter(|(other, _)| *other != number) {
        let others = &other.proven.deployment;
        verifier.other_pipeline = Some(others.pipeline.name.clone());
        forbidden::on_another_pipeline(&own.inventory, &other.inventory, &mut verifier);
        beside::check_against(
            (deployment, templates),
            &own.things,
            &other.things,
            &mut found,
        );
        own_stacks::report_of_another(deployment, others, &mut found);
        writes_to_stores::report_of_another(deployment, others, &mut found);
    }
    // What the pipeline's own proof has told is not told again.
    let told = &own.proven.report.excess_grants;
    verifier
        .excess_grants
        .retain(|found| !told.iter().any(|known| known.covers(found)));
    found.extend(excess_grant_findings(&verifier.excess_grants, deployment));
    found.extend(findings(&verifier.failures));
    found.extend(imports::denied(own, all));
    (verifier, found)
}

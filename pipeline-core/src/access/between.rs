//! What the pipelines of one build do to each other: each is proven by itself first, and then held
//! against what every other one has.

mod starts;

use super::deployed::DeployedState;
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

impl<'a> Proven<'a> {
    fn parts(&self) -> (&Deployment<'a>, &[Template]) {
        (&self.deployment, &self.templates)
    }
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

/// What was verified and found of each pipeline.
fn verified(all: &[Proven<'_>]) -> Vec<(Verifier, Findings<Location>)> {
    let read = |one| {
        let (deployment, templates) = Proven::parts(one);
        DeployedState::read(deployment, templates)
    };
    let states: Vec<_> = all.iter().map(read).collect();
    let inventories: Vec<_> = all
        .iter()
        .zip(&states)
        .map(|(one, state)| Inventory::of(&one.deployment, state))
        .collect();
    let circles = starts::circles(&inventories);
    let all_found = all.iter().zip(circles).enumerate();
    let all_found = all_found.map(|(number, (one, circles))| {
        let (verifier, mut found) = of_one(number, one, all, &inventories);
        found.extend(circles);
        (verifier, found)
    });
    all_found.collect()
}

/// What one pipeline does to the others.
fn of_one<'w>(
    number: usize,
    one: &'w Proven<'_>,
    all: &'w [Proven<'_>],
    inventories: &'w [Inventory<'w>],
) -> (Verifier, Findings<Location>) {
    let mut verifier = Verifier::default();
    let mut found = Findings::default();
    for (other, inventory) in all.iter().zip(inventories) {
        if std::ptr::eq(one, other) {
            continue;
        }
        verifier.other_pipeline = Some(other.deployment.pipeline.name.clone());
        forbidden::on_another_pipeline(&inventories[number], inventory, &mut verifier);
        beside::check_against(one.parts(), other.parts(), &mut found);
        own_stacks::report_of_another(&one.deployment, &other.deployment, &mut found);
        writes_to_stores::report_of_another(&one.deployment, &other.deployment, &mut found);
    }
    // What the pipeline's own proof has told is not told again.
    let told = &one.report.excess_grants;
    verifier
        .excess_grants
        .retain(|found| !told.iter().any(|known| known.covers(found)));
    found.extend(excess_grant_findings(
        &verifier.excess_grants,
        &one.deployment,
    ));
    found.extend(findings(&verifier.failures));
    (verifier, found)
}

//! The proof of access: the rendered templates are read back, and IAM's logic is run over
//! every request that an action is known to make, and over those of strangers. A pipeline
//! that could not run, or that lets in someone else, does not synthesize.

mod cases;
mod deployed;
pub(crate) mod evaluator;
mod forbidden;
mod principals;
mod required;
mod verifier;

use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::Template;
#[doc(hidden)]
pub use cases::{cases, decide};
use deployed::World;
use principals::Scene;
use std::collections::{BTreeMap, BTreeSet};
use verifier::{Complaint, Court, let_in_findings};
pub(crate) use verifier::{Decision, LetIn, Proven, Reference, because};

/// What was proven.
#[derive(Debug)]
pub(crate) struct Proof {
    /// Every needed request, each allowed or left to the owner of something imported.
    pub(crate) needs: Vec<Proven>,
    /// How many strangers of each sort are refused.
    pub(crate) refused: BTreeMap<&'static str, usize>,
    /// Strangers of whom a policy decides that is not ours, by sort, with the reasons.
    pub(crate) undecided: BTreeMap<&'static str, BTreeSet<String>>,
    /// What statements of the user's own let roles do besides.
    pub(crate) let_in: Vec<LetIn>,
    /// What of that is suspicious.
    pub(crate) warnings: Findings<Location>,
}

/// At most so many findings of a kind are told: a fault of the templates shows in many.
const TOLD: usize = 12;

/// Proves that every action can do what it must, and that nobody else can.
pub(crate) fn prove(
    deployment: &Deployment<'_>,
    templates: &[Template],
) -> Result<Proof, Findings<Location>> {
    let mut court = judge(deployment, templates, None);
    let let_in = let_in_findings(&court.let_in, deployment);
    // Of what nobody knows, the strangers' reasons tell.
    court.let_in.retain(|found| found.doubt.is_none());
    if court.complaints.is_empty() && !let_in.has_errors() {
        Ok(Proof {
            refused: court.all_refused(),
            needs: court.proven,
            undecided: court.undecided,
            let_in: court.let_in,
            warnings: let_in,
        })
    } else {
        let mut findings = findings(&court.complaints);
        findings.extend(let_in);
        Err(findings)
    }
}

fn judge(
    deployment: &Deployment<'_>,
    templates: &[Template],
    recorder: Option<cases::Recorder>,
) -> Court {
    let world = World::read(deployment, templates);
    let scene = Scene::set(deployment, &world);
    let mut court = Court::new(recorder);
    let business = required::all(&scene, &mut court);
    forbidden::all(&scene, &business, &mut court);
    court
}

fn findings(complaints: &[Complaint]) -> Findings<Location> {
    let mut findings = Findings::default();
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    for complaint in complaints {
        let count = told.entry(complaint.code.id).or_default();
        *count += 1;
        if *count > TOLD {
            continue;
        }
        findings
            .report(complaint.code, complaint.at, complaint.message.as_str())
            .help(if complaint.users {
                "narrow this statement of yours"
            } else {
                "unless a statement of yours is to blame, this is a bug of pipewright: please report it with the pipeline"
            });
    }
    for (id, count) in told {
        if count > TOLD
            && let Some(last) = complaints.iter().rev().find(|found| found.code.id == id)
        {
            let message = format!("and {} more like these", count - TOLD);
            findings.report(last.code, last.at, message);
        }
    }
    findings
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod samples;

//! Access, verified on what is written: the rendered templates are read back, and IAM's policy
//! evaluation is run over every request that an action is known to make, and over requests
//! that must be denied. A pipeline that could not run, or that lets in someone else, does not
//! synthesize.
//!
//! The requests come from the model, from AWS's documentation and from the templates, never
//! from the grants that the policies are made of.

mod beside;
mod between;
#[cfg(feature = "testing")]
mod cases;
mod deploy_values;
pub(crate) mod deployed;
pub(crate) mod evaluator;
#[cfg(test)]
pub(crate) mod faults;
mod forbidden;
mod own_stacks;
mod principals;
mod required;
mod resources;
#[cfg(test)]
pub(crate) mod samples;
mod undecided;
pub(crate) mod verifier;
mod writes_to_stores;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Findings;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::Template;
pub(crate) use between::{Proven, verify_between};
#[cfg(feature = "testing")]
pub use cases::{cases, decide};
use deployed::DeployedState;
pub(crate) use evaluator::PolicyPlace;
use principals::Inventory;
pub(crate) use verifier::{
    Denied, DeniedByRole, ExcessGrant, Outcome, StatementReference, VerifiedRequest, reason,
};
use verifier::{Failure, Verifier, excess_grant_findings};

/// The calls that a user's statement must not allow a role on what is the pipeline's.
#[cfg(feature = "testing")]
pub fn guarded_calls() -> impl Iterator<Item = &'static str> {
    forbidden::guarded_calls()
}

/// The result of the verification.
#[derive(Debug)]
pub(crate) struct AccessReport {
    /// Every request that must be allowed. Each is allowed, or left to the owner of an imported
    /// resource.
    pub(crate) required: Vec<VerifiedRequest>,
    /// The number of denied requests among those that must be denied, by kind.
    pub(crate) denied: BTreeMap<&'static str, usize>,
    /// The denied requests of the pipeline's roles, and those to assume them.
    pub(crate) denied_by_role: DeniedByRole,
    /// The reasons why such requests are left to the owner of something that is not ours, by kind.
    pub(crate) undetermined: BTreeMap<&'static str, BTreeSet<String>>,
    /// Requests that the user's statements allow without need.
    pub(crate) excess_grants: Vec<ExcessGrant>,
    /// The parts of statements in stacks of shared stores that this pipeline does not need.
    pub(crate) unused_in_shared: BTreeSet<(String, String)>,
    /// The suspicious ones among the excess grants.
    pub(crate) warnings: Findings<Location>,
}

impl AccessReport {
    /// Adds what was verified later.
    fn add(&mut self, verifier: Verifier) {
        for (kind, count) in verifier.denied {
            *self.denied.entry(kind).or_default() += count;
        }
        self.denied_by_role.extend(verifier.denied_by_role);
        for (kind, why) in verifier.undetermined {
            self.undetermined.entry(kind).or_default().extend(why);
        }
        let grants = verifier.excess_grants.into_iter();
        self.excess_grants
            .extend(grants.filter(|found| found.doubt.is_none()));
    }
}

/// The most findings reported per code: a fault of the templates shows in many.
const REPORTED_MAX: usize = 12;

/// The most calls named of those that a permissions boundary stops.
const STOPPED_MAX: usize = 30;

/// Verifies that every action can do what it must, and that nobody else can.
pub(crate) fn verify(
    deployment: &Deployment<'_>,
    templates: &[Template],
) -> Result<AccessReport, Findings<Location>> {
    let mut verifier = Verifier::default();
    verify_all(deployment, templates, &mut verifier);
    let mut warnings = excess_grant_findings(&verifier.excess_grants, deployment);
    deploy_values::report(deployment, templates, &mut warnings);
    beside::check(deployment, templates, &mut warnings);
    own_stacks::report(deployment, &mut warnings);
    let misplaced = writes_to_stores::report(deployment, &mut warnings);
    // What such an action may write is no second mistake.
    let failures = &mut verifier.failures;
    failures.retain(|failure| !misplaced.contains(&failure.at));
    undecided::report(&verifier, &mut warnings);
    if !verifier.failures.is_empty() || warnings.has_errors() {
        let mut errors = findings(&verifier.failures);
        errors.extend(warnings);
        return Err(errors);
    }
    // Those in doubt are among what is undetermined.
    verifier.excess_grants.retain(|found| found.doubt.is_none());
    Ok(AccessReport {
        required: verifier.required,
        denied: verifier.denied,
        denied_by_role: verifier.denied_by_role,
        undetermined: verifier.undetermined,
        excess_grants: verifier.excess_grants,
        unused_in_shared: verifier.unused_in_shared,
        warnings,
    })
}

/// The decisions on all requests that are verified.
#[cfg(all(test, feature = "compare", feature = "testing"))]
pub(crate) fn decisions(
    deployment: &Deployment<'_>,
    templates: &[Template],
) -> verifier::Decisions {
    let mut verifier = Verifier {
        decisions: Some(verifier::Decisions::new()),
        ..Verifier::default()
    };
    verify_all(deployment, templates, &mut verifier);
    verifier.decisions.unwrap_or_default()
}

/// Takes all requests that must be allowed, and all that must be denied.
fn verify_all(deployment: &Deployment<'_>, templates: &[Template], verifier: &mut Verifier) {
    let told = deployment.boundaries.iter();
    verifier.boundaries = told.map(|(arn, told)| (arn.clone(), told.at)).collect();
    let deployed = DeployedState::read(deployment, templates);
    let inventory = Inventory::of(deployment, &deployed);
    let access = required::all(&inventory, templates, verifier);
    forbidden::all(&inventory, &access, verifier);
    let stacks = deployment.stacks.iter().filter(|stack| stack.shared);
    let shared: Vec<&str> = stacks.map(|stack| stack.name.as_str()).collect();
    let at = deployment.pipeline.source.at;
    verifier.allow_nothing_unused(at, deployed.policies(), &shared);
}

/// The calls that a permissions boundary stops too, in words that follow the first one.
fn stopped(calls: &BTreeSet<&str>) -> String {
    if calls.is_empty() {
        return String::new();
    }
    let named = calls.iter().take(STOPPED_MAX);
    let named: Vec<String> = named.map(|call| format!("`{call}`")).collect();
    let rest = match calls.len().saturating_sub(STOPPED_MAX) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!(
        "; it stops these needed calls too: {}{rest}",
        named.join(", ")
    )
}

/// One mistake: what is wrong at one place shows in several requests.
struct Mistake<'f> {
    first: &'f Failure,
    /// The number of the other requests that show it.
    more: usize,
    /// The calls of those that a permissions boundary denies.
    calls: BTreeSet<&'f str>,
}

/// The findings about failures: one for each mistake, and not too many of one code.
fn findings(failures: &[Failure]) -> Findings<Location> {
    let mut findings = Findings::default();
    let mut reported: BTreeMap<&str, usize> = BTreeMap::new();
    for mistake in mistakes(failures) {
        let count = reported.entry(mistake.first.code.id).or_default();
        *count += 1;
        if *count <= REPORTED_MAX {
            mistake.report(&mut findings);
        }
    }
    for (id, count) in reported {
        if count > REPORTED_MAX
            && let Some(last) = failures.iter().rev().find(|found| found.code.id == id)
        {
            let message = format!("and {} more like these", count - REPORTED_MAX);
            findings.report(last.code, last.at, message);
        }
    }
    findings
}

/// The mistakes that failures show, in the order of the first ones.
fn mistakes(failures: &[Failure]) -> Vec<Mistake<'_>> {
    let mut mistakes: Vec<Mistake<'_>> = Vec::new();
    for failure in failures {
        match mistakes.iter_mut().find(|known| known.shows_in(failure)) {
            Some(known) => {
                known.more += 1;
                let first = known.first.denied_call();
                let call = failure.denied_call();
                known.calls.extend(call.filter(|call| first != Some(call)));
            }
            None => mistakes.push(Mistake {
                first: failure,
                more: 0,
                calls: BTreeSet::new(),
            }),
        }
    }
    mistakes
}

impl Mistake<'_> {
    fn shows_in(&self, failure: &Failure) -> bool {
        self.first.code.id == failure.code.id
            && self.first.at == failure.at
            && self.first.by_user == failure.by_user
    }

    fn report(&self, findings: &mut Findings<Location>) {
        let first = self.first;
        let more = match (self.more, first.denied_call()) {
            (0, _) => String::new(),
            (more, None) => format!(" (and {more} more at this place)"),
            (_, Some(_)) => stopped(&self.calls),
        };
        let message = format!("{}{more}", first.message);
        let finding = findings.report(first.code, first.at, message);
        if let Some(at) = first.by_user {
            finding.related("the statement is here", at);
        }
        finding.help(if first.by_boundary.is_some() {
            "have the boundary allow it too, or bound the role by another policy"
        } else if first.by_user.is_some() {
            "narrow this statement of yours, so that it does not deny the call"
        } else {
            "look at the values and statements here that the message names, such as an ARN or a \
             name with a wildcard; if they are what you mean, this is a bug of pipewright: please \
             report it with the pipeline"
        });
    }
}

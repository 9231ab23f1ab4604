//! The rules of a pipeline, each with its page above its function, and the one checker that runs
//! them over a model whose places are spans or calls.
//!
//! A value that is known only when the pipeline is built is skipped. One cause gives one
//! finding: the rules skip whatever refers to a name that nobody declared.

pub mod codes;
mod conditions;
mod configuration;
mod context;
mod declarations;
mod deploy_time;
mod events;
mod flow;
mod follow_ups;
mod names;
mod places;
mod remedy;
mod reported_elsewhere;
mod roles;
mod secrets;
mod shared;
mod statements;
mod structure;
mod triggers;
mod values;
mod variables;
pub mod words;

use crate::finding::Findings;
use crate::model::{Model, Value};
use crate::place::Place;
use conditions::{results, stage_rules};
use configuration::{ignored, properties};
use context::{Check, Index, Run};
use declarations::builds::{self, inputs};
use declarations::{partitions, unused};
use flow::change_sets::{self, Prepared};
use flow::{counts, loops, reviews, unread};
use places::{arns, buckets, offered, placement, targets, topics};
use statements::placeholders;
use structure::{actions, stages, v2};
use values::{regular, unseen};
use variables::namespaces::Namespaces;

pub use declarations::override_paths::{Complaint, Subject, complaints};

/// Returns everything that is wrong or suspicious in a pipeline: declarations first, then the
/// stages from top to bottom.
pub fn check<P: Place>(model: &Model<P>) -> Findings<P> {
    let mut findings = all(model);
    follow_ups::of_unknown_properties(model, &mut findings);
    follow_ups::of_wrong_values(model, &mut findings, all);
    partitions::localize_advice(model, &mut findings);
    findings
}

/// Does what [`check`] does, for a pipeline that builder calls made.
///
/// What is generic is compiled anew by each crate that calls it; this is compiled once, and not for
/// this crate's own tests, which call `check`.
#[cfg(not(test))]
pub fn check_located(model: &Model<crate::place::Location>) -> Findings<crate::place::Location> {
    check(model)
}

/// Returns what the rules find, each by itself.
fn all<P: Place>(model: &Model<P>) -> Findings<P> {
    let index = Index::of(model);
    let prepared = Prepared::of(&index);
    let namespaces = Namespaces::of(&index);
    let mut cx = Check::new(&index);

    declarations::check(&mut cx);
    variables::unresolved::declarations(&mut cx, &namespaces);
    roles::references::declarations(&mut cx);
    roles::useless::declarations(&mut cx);
    placeholders::check(&mut cx);
    statements::in_resources(&mut cx);
    v2::check(&mut cx);
    results::rollbacks_in_parallel(&mut cx);
    structure::pipeline(&mut cx);
    for stage in &index.stages {
        cx.enter(stage.section);
        stages::stage(&mut cx, stage, &prepared);
        places::stage(&mut cx, stage.stage);
        placement::stage(&mut cx, stage);
        conditions::stage(&mut cx, stage);
        for run in &stage.rules {
            rule(&mut cx, run, &namespaces);
        }
        for run in &stage.runs {
            cx.enter(run.section);
            action(&mut cx, run, &prepared, &namespaces);
        }
    }
    variables::lookalikes::declarations(&mut cx);
    unseen::declarations(&mut cx);
    secrets::check(&mut cx);
    unread::check(&mut cx);
    unused::check(&mut cx);
    cx.findings()
}

/// Returns what is wrong with the statements of a policy document, as IAM has them. `quiet` is for
/// errors alone.
pub fn check_document<P: Place>(model: &Model<P>, quiet: bool, document: &Value<P>) -> Findings<P> {
    let index = Index::of(model);
    let mut cx = Check::new(&index);
    statements::in_document(&mut cx, quiet, document);
    cx.findings()
}

/// Checks an action.
fn action<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    prepared: &Prepared<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    actions::action(cx, run);
    places::action(cx, run);
    placement::action(cx, run);
    offered::action(cx, run);
    flow::action(cx, run);
    counts::action(cx, run);
    configured(cx, run);
    properties::required(cx, run);
    roles::action(cx, run);
    change_sets::action(cx, run, prepared);
    reviews::action(cx, run);
    loops::action(cx, run);
    variables::action(cx, run, namespaces);
}

/// Checks a rule of a condition, by the same rules as an action.
fn rule<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, namespaces: &Namespaces<'_, P>) {
    stage_rules::provider(cx, run);
    places::action(cx, run);
    placement::action(cx, run);
    flow::inputs(cx, run);
    counts::input_count(cx, run);
    configured(cx, run);
    roles::action(cx, run);
    variables::used(cx, run, namespaces);
}

/// Checks the configuration of an action or a rule.
fn configured<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    configuration::action(cx, run);
    ignored::action(cx, run);
    arns::action(cx, run);
    topics::action(cx, run);
    buckets::action(cx, run);
    targets::action(cx, run);
    inputs::action(cx, run);
    builds::outputs::action(cx, run);
    ignored::without_output(cx, run);
    regular::action(cx, run);
}

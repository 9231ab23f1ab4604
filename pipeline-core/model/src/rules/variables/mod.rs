//! Variables that actions use: `Checkout.CommitId`, and `#{Checkout.CommitId}` in a string.

pub(crate) mod braces;
pub(crate) mod free_text;
pub(crate) mod lookalikes;
pub(crate) mod namespaces;
pub(crate) mod pipeline;
pub(crate) mod produced;
pub(crate) mod unresolved;
pub(crate) mod uses;

use crate::catalogue::Type;
use crate::model::Entry;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::variables::namespaces::Namespaces;
use crate::rules::variables::produced::UNKNOWN_VARIABLE;
use crate::rules::variables::uses::Used;
use std::collections::BTreeSet;

/// The variables of the pipeline's execution.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>
const EXECUTION: &str = "PipelineExecutionId";

/// Checks the namespace that an action says, and every variable that it uses.
pub(crate) fn action<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    if run.kind.is_some() {
        namespaces::explicit(cx, run, namespaces);
    }
    used(cx, run, namespaces);
}

/// Checks every variable that an action or a rule uses.
pub(crate) fn used<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
) {
    if run.kind.is_none() {
        return;
    }
    let mut collisions = BTreeSet::new();
    unresolved::keys(cx, run, namespaces);
    for entry in &run.action.config {
        braces::value(cx, &entry.value);
        lookalikes::entry(cx, run, namespaces, entry);
        free_text::entry(cx, run, namespaces, entry);
        let mut used = Vec::new();
        uses::collect(&entry.value, &mut used);
        used.retain(|used| !is_role_for_role(cx, run, entry, used));
        for used in &used {
            variable(cx, run, namespaces, used, &mut collisions);
        }
    }
}

/// Returns whether a key that takes a role has an attribute of a declared one, which is reported as
/// a value of the wrong type: `role_arn: deploys.arn`.
fn is_role_for_role<P: Place>(
    cx: &Check<'_, P>,
    run: &Run<'_, P>,
    entry: &Entry<P>,
    used: &Used<'_, P>,
) -> bool {
    let key = run.kind.and_then(|kind| kind.key(&entry.key.text));
    let takes_role = key.is_some_and(|key| matches!(key.kind, Type::PassedRole(_)));
    takes_role && cx.index.roles.contains_key(used.namespace)
}

fn variable<'v, P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    namespaces: &Namespaces<'_, P>,
    used: &Used<'v, P>,
    collisions: &mut BTreeSet<&'v str>,
) {
    match used.namespace {
        "codepipeline" if used.name != EXECUTION => {
            cx.report(
                &UNKNOWN_VARIABLE,
                used.name_at,
                format!("`codepipeline` has no variable `{}`", used.name),
            )
            .help(format!("it has `{EXECUTION}` only"));
        }
        "codepipeline" => {}
        "variables" => pipeline::used(cx, run, used),
        namespace => match namespaces.by_name.get(namespace).map(Vec::as_slice) {
            Some([producer]) => {
                produced::produced(cx, run, producer, used);
                if collisions.insert(namespace) {
                    namespaces::implicit(cx, producer, used);
                }
            }
            Some(several) => namespaces::ambiguous(cx, several, used),
            None => namespaces::unknown(cx, namespaces, used),
        },
    }
}

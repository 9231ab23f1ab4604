//! What is declared or made, and never used.

use super::context::{Check, Facts, Sort};
use super::words::title;
use super::{counts, variables};
use crate::codes;
use crate::model::{Data, Entry, Environment, Name, Origin, Value};
use crate::place::Place;
use std::collections::BTreeSet;

pub(super) fn check<P: Place>(cx: &mut Check<'_, P>) {
    never_read(cx);
    cx.enter(0);
    let used = used(cx.facts);
    let model = cx.facts.model;
    for account in model.accounts.iter().filter(|account| !account.home) {
        never_used(cx, &used, Sort::Account, &account.name);
    }
    let regions = regions(cx.facts);
    for store in &model.stores {
        // A store is also used by whatever runs in its region.
        let region = store
            .environment
            .region
            .as_ref()
            .and_then(|region| region.known());
        if region.is_some_and(|region| !regions.contains(region)) {
            never_used(cx, &used, Sort::Store, &store.name);
        }
    }
    for role in &model.roles {
        never_used(cx, &used, Sort::Role, &role.name);
    }
    for project in &model.projects {
        never_used(cx, &used, Sort::Project, &project.name);
    }
    for found in &model.action_types {
        never_used(cx, &used, Sort::ActionType, &found.name);
    }
    unused_variables(cx);
}

/// Pipeline variables that no action and no rule uses.
fn unused_variables<P: Place>(cx: &mut Check<'_, P>) {
    let facts = cx.facts;
    let used = variables::pipeline_variables_used(facts);
    for variable in &facts.model.variables {
        let name = &variable.name;
        let text = name.text.as_str();
        if text.starts_with('_') || used.contains(text) || cx.is_excused(text) {
            continue;
        }
        cx.report(
            &codes::NEVER_USED,
            name.at,
            format!("pipeline variable `{text}` is never used"),
        )
        .help(format!(
            "use it in an action, as `variables.{text}`, or leave it out"
        ));
    }
}

fn never_used<P: Place>(cx: &mut Check<'_, P>, used: &BTreeSet<&str>, sort: Sort, name: &Name<P>) {
    let text = name.text.as_str();
    if text.starts_with('_') || used.contains(text) || cx.is_excused(text) {
        return;
    }
    cx.report(
        &codes::NEVER_USED,
        name.at,
        format!("{} `{text}` is never used", sort.word()),
    )
    .help(format!(
        "leave it out, or begin its name with an underscore: `_{text}`"
    ));
}

fn never_read<P: Place>(cx: &mut Check<'_, P>) {
    let facts = cx.facts;
    let read = read(facts);
    for run in &facts.runs {
        cx.enter(run.section);
        for output in &run.action.outputs {
            let name = output.text.as_str();
            let first = std::ptr::eq(facts.artifacts[name].name, output);
            if name.starts_with('_') || read.contains(name) || cx.is_excused(name) || !first {
                continue;
            }
            let optional = counts::outputs_are_optional(run);
            let finding = cx.report(
                &codes::NEVER_READ,
                output.at,
                format!("artifact `{name}` is never read"),
            );
            let underscore = format!(
                "begin its name with an underscore: `{}`",
                title(&format!("_{name}"))
            );
            finding.help(if optional {
                format!("leave out the `let`, or {underscore}")
            } else {
                format!("hand it to an action, or {underscore}")
            });
        }
    }
}

/// Every artifact that an action reads, or names a file of.
fn read<'a, P: Place>(facts: &Facts<'a, P>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for run in facts.runs_and_rules() {
        names.extend(run.action.inputs.iter().map(|input| input.text.as_str()));
        for entry in &run.action.config {
            words(&entry.value, &mut names);
        }
    }
    names
}

/// Every name that stands where it uses something.
fn used<'a, P: Place>(facts: &Facts<'a, P>) -> BTreeSet<&'a str> {
    let model = facts.model;
    let mut names = BTreeSet::new();
    let place = |environment: &'a Environment<P>| environment.account.as_ref();
    let mut name = |name: Option<&'a Name<P>>| names.extend(name.map(|name| name.text.as_str()));
    model
        .stores
        .iter()
        .for_each(|store| name(place(&store.environment)));
    model
        .roles
        .iter()
        .for_each(|role| name(role.account.as_ref()));
    model
        .projects
        .iter()
        .for_each(|project| name(place(&project.environment)));
    for stage in &model.stages {
        name(place(&stage.environment));
    }
    for run in facts.runs_and_rules() {
        name(place(&run.action.environment));
        name(run.action.store.as_ref());
        name(run.action.role.as_ref());
    }
    for entry in configuration(facts) {
        words(&entry.value, &mut names);
    }
    names
}

fn configuration<'a, P: Place>(facts: &Facts<'a, P>) -> impl Iterator<Item = &'a Entry<P>> {
    let model = facts.model;
    let mut out = Vec::new();
    for project in &model.projects {
        let (Origin::Managed(entries) | Origin::Imported(entries)) = &project.origin;
        out.extend(entries);
    }
    for (_, action) in model.actions() {
        out.extend(&action.config);
    }
    for (_, rule) in model.rules() {
        out.extend(&rule.config);
    }
    out.into_iter()
}

fn words<'a, P>(value: &'a Value<P>, names: &mut BTreeSet<&'a str>) {
    match &value.data {
        Data::Word(word) => {
            names.insert(word);
        }
        Data::File { artifact, .. } => {
            names.insert(&artifact.text);
        }
        Data::List(items) => items.iter().for_each(|item| words(item, names)),
        Data::Map(entries) => entries.iter().for_each(|entry| words(&entry.value, names)),
        _ => {}
    }
}

/// The regions that something runs in, home's among them.
fn regions<'a, P: Place>(facts: &'a Facts<'_, P>) -> BTreeSet<&'a str> {
    let runs = facts.runs_and_rules().filter_map(|run| run.region);
    runs.chain(facts.home_region())
        .filter_map(|region| region.known())
        .collect()
}

//! Pipeline variables: how they are declared, and where they are used.

use super::{Used, collect};
use crate::catalogue::{declared, limits, pattern};
use crate::check::configuration::{self, Subject};
use crate::check::context::{Check, Facts, Run};
use crate::check::{expressions, secret_names, words};
use crate::codes;
use crate::model::{Name, Variable};
use crate::place::Place;
use crate::similar;
use std::collections::{BTreeMap, BTreeSet};

/// Every declaration.
pub(in crate::check) fn declarations<P: Place>(cx: &mut Check<'_, P>) {
    let variables = &cx.facts.model.variables;
    if let Some(surplus) = variables.get(limits::VARIABLES_MAX) {
        cx.report(
            &codes::TOO_MANY_VARIABLES,
            surplus.name.at,
            format!(
                "the pipeline has {} variables, and AWS allows {}",
                variables.len(),
                limits::VARIABLES_MAX
            ),
        );
    }
    let mut seen = BTreeMap::new();
    for variable in variables {
        name(cx, &mut seen, &variable.name);
        default(cx, variable);
        let known: Vec<_> = declared::VARIABLE.iter().collect();
        let subject = Subject::declared("pipeline variable", &variable.name);
        configuration::all(cx, &subject, &known, &variable.settings);
    }
}

fn name<'a, P: Place>(cx: &mut Check<'_, P>, seen: &mut BTreeMap<&'a str, P>, name: &'a Name<P>) {
    if let Some(complaint) = pattern::VARIABLE_NAME.complaint(&name.text) {
        cx.report(
            &codes::VARIABLE_NAME,
            name.at,
            format!("{} {complaint}", words::named("variable name", &name.text)),
        )
        .maybe_help(words::remedy(&pattern::VARIABLE_NAME, &name.text));
    }
    if let Some(first) = seen.get(name.text.as_str()) {
        cx.report(
            &codes::VARIABLE_TWICE,
            name.at,
            format!("pipeline variable `{}` is declared twice", name.text),
        )
        .help("leave one of them out")
        .related("first declared here", *first);
    } else {
        seen.insert(&name.text, name.at);
    }
}

fn default<P: Place>(cx: &mut Check<'_, P>, variable: &Variable<P>) {
    let Some(default) = &variable.default else {
        return;
    };
    let known = expressions::known(cx, default);
    if let Some(text) = known {
        let name = ("pipeline variable", variable.name.text.as_str());
        secret_names::value(cx, name, default.at, text, secret_names::NOT_HERE);
    }
    if let Some(complaint) = known.and_then(|text| pattern::VARIABLE_VALUE.complaint(text)) {
        cx.report(
            &codes::MALFORMED_TEXT,
            default.at,
            format!("the default of `{}` {complaint}", variable.name.text),
        )
        .help("a variable without a default is written without `=`; each execution then says its value");
    }
}

/// `variables.NAME`, in an action or a rule.
pub(super) fn used<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, used: &Used<'_, P>) {
    let facts = cx.facts;
    let Some(variable) = facts.variables.get(used.name).copied() else {
        undeclared(cx, used);
        return;
    };
    if run.is_source() {
        cx.report(
            &codes::VARIABLE_IN_SOURCE,
            used.name_at,
            format!(
                "source {} cannot use pipeline variable `{}`",
                run.title(),
                used.name
            ),
        )
        .help("write the value itself, or a Rust expression in parentheses")
        .related("the variable is declared here", variable.name.at);
    }
}

fn undeclared<P: Place>(cx: &mut Check<'_, P>, used: &Used<'_, P>) {
    let model = cx.facts.model;
    let names = model.variables.iter().map(|known| known.name.text.as_str());
    let close = similar::closest(used.name, names.clone());
    let names: Vec<&str> = names.collect();
    let help = match close {
        Some(close) => format!("a pipeline variable with a similar name: `{close}`"),
        None if (1..=8).contains(&names.len()) => {
            format!("declared variables: {}", words::list(&names))
        }
        None => format!("declare it: `variable {} = \"…\";`", used.name),
    };
    let declared = close.and_then(|close| model.variable(close));
    let finding = cx.report(
        &codes::UNKNOWN_PIPELINE_VARIABLE,
        used.name_at,
        format!("pipeline variable `{}` is not declared", used.name),
    );
    finding.help(help);
    if let Some(declared) = declared {
        let name = &declared.name;
        finding.related(format!("`{}` is declared here", name.text), name.at);
        cx.excuse(&name.text);
    }
}

/// The pipeline variables that some action or rule uses.
pub(in crate::check) fn pipeline_variables_used<'a, P: Place>(
    facts: &'a Facts<'_, P>,
) -> BTreeSet<&'a str> {
    let mut all = Vec::new();
    for run in facts.runs_and_rules() {
        for entry in &run.action.config {
            collect(&entry.value, &mut all);
        }
    }
    all.into_iter()
        .filter(|used| used.namespace == "variables")
        .map(|used| used.name)
        .collect()
}

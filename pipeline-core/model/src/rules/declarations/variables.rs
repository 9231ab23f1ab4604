//! Pipeline variables that are declared: their names, their number and their defaults.

use crate::catalogue::{declared, limits, pattern};
use crate::code::code;
use crate::model::{Name, Variable};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::secrets::names::{self, NOT_HERE};
use crate::rules::values::known;
use crate::rules::values::strings::MALFORMED_TEXT;
use crate::rules::{configuration, remedy, words};
use std::collections::BTreeMap;

code! {
    TOO_MANY_VARIABLES = "P363" Error "too many pipeline variables",
    why: "A pipeline has at most 50 variables. CodePipeline refuses more when the pipeline is created.",
    example: "variable V1; … variable V51;",
    fix: "Put several values into one variable, or compute them with Rust expressions when the pipeline is built.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Every declaration.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let variables = &cx.index.model.variables;
    if let Some(surplus) = variables.get(limits::VARIABLES_MAX) {
        cx.report(
            &TOO_MANY_VARIABLES,
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

code! {
    VARIABLE_NAME = "P361" Error "a pipeline variable's name is malformed",
    why: "CodePipeline allows letters, digits, `@`, `-` and `_` in a variable's name, 128 characters at most, and refuses others when the pipeline is created.",
    example: "variable \"image tag\" = \"latest\";",
    fix: "Use allowed characters: `variable IMAGE_TAG`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

code! {
    VARIABLE_TWICE = "P362" Error "a pipeline variable is declared twice",
    why: "Of two declarations of one variable, it is not known whose default counts, and AWS's pages do not say what becomes of them when the pipeline is created.",
    example: "variable IMAGE_TAG = \"latest\";\nvariable IMAGE_TAG = \"stable\";",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

fn name<'a, P: Place>(cx: &mut Check<'_, P>, seen: &mut BTreeMap<&'a str, P>, name: &'a Name<P>) {
    if let Some(complaint) = pattern::VARIABLE_NAME.complaint(&name.text) {
        cx.report(
            &VARIABLE_NAME,
            name.at,
            format!("{} {complaint}", words::named("variable name", &name.text)),
        )
        .maybe_help(remedy::remedy(&pattern::VARIABLE_NAME, &name.text));
    }
    if let Some(first) = seen.get(name.text.as_str()) {
        cx.report(
            &VARIABLE_TWICE,
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
    let known = known::string(cx, default);
    if let Some(text) = known {
        let name = ("pipeline variable", variable.name.text.as_str());
        names::value(cx, name, default.at, text, NOT_HERE);
    }
    if let Some(complaint) = known.and_then(|text| pattern::VARIABLE_VALUE.complaint(text)) {
        cx.report(
            &MALFORMED_TEXT,
            default.at,
            format!("the default of `{}` {complaint}", variable.name.text),
        )
        .help("a variable without a default is written without `=`; each execution then says its value");
    }
}

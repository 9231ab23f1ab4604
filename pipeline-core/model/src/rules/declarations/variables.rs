//! Pipeline variables that are declared: their names, their number and their defaults.

use crate::catalogue::{declared, limits, pattern};
use crate::code::code;
use crate::model::Variable;
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::names::{self, Seen};
use crate::rules::secrets::names::{self as secret_names, NOT_HERE};
use crate::rules::values::known;
use crate::rules::values::strings::malformed;

/// Checks every pipeline variable.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    too_many(cx);
    let mut seen = Seen::new();
    for variable in &cx.index.model.variables {
        name(cx, variable);
        once(cx, &mut seen, variable);
        default(cx, variable);
        let subject = Subject::declared("pipeline variable", &variable.name);
        configuration::all(cx, &subject, &[declared::VARIABLE], &variable.settings);
    }
}

code! {
    TOO_MANY_VARIABLES = "P363" Error "too many pipeline variables",
    why: "A pipeline has at most 50 variables. CodePipeline refuses more when the pipeline is created.",
    example: "variable V1; … variable V51;",
    fix: "Put several values into one variable, or compute them with Rust expressions when the pipeline is built.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn too_many<P: Place>(cx: &mut Check<'_, P>) {
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
}

code! {
    VARIABLE_NAME = "P361" Error "a pipeline variable's name is malformed",
    why: "CodePipeline allows letters, digits, `@`, `-` and `_` in a variable's name, 128 characters at most, and refuses others when the pipeline is created.",
    example: "variable \"image tag\" = \"latest\";",
    fix: "Use allowed characters: `variable IMAGE_TAG`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

fn name<P: Place>(cx: &mut Check<'_, P>, variable: &Variable<P>) {
    let pattern = &pattern::VARIABLE_NAME;
    names::well_formed(cx, &VARIABLE_NAME, pattern, "variable name", &variable.name);
}

code! {
    VARIABLE_TWICE = "P362" Error "a pipeline variable is declared twice",
    why: "Of two declarations of one variable, it is not known whose default counts, and AWS's pages do not say what becomes of them when the pipeline is created.",
    example: "variable IMAGE_TAG = \"latest\";\nvariable IMAGE_TAG = \"stable\";",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

fn once<'a, P: Place>(cx: &mut Check<'_, P>, seen: &mut Seen<'a, P>, variable: &'a Variable<P>) {
    let name = &variable.name;
    if let Some(first) = seen.add(name) {
        cx.report(
            &VARIABLE_TWICE,
            name.at,
            format!("pipeline variable `{}` is declared twice", name.text),
        )
        .help("leave one of them out")
        .related("first declared here", first);
    }
}

fn default<P: Place>(cx: &mut Check<'_, P>, variable: &Variable<P>) {
    let Some(default) = &variable.default else {
        return;
    };
    let Some(string) = known::string(cx, default) else {
        return;
    };
    let name = variable.name.text.as_str();
    let called = ("pipeline variable", name);
    secret_names::value(cx, called, default.at, string, NOT_HERE);
    let what = format!("the default of `{name}`");
    if let Some(finding) = malformed(cx, &what, default.at, string, &pattern::VARIABLE_VALUE) {
        finding.help("a variable without a default is written without `=`; each execution then says its value");
    }
}

//! Pipeline variables that an action uses.

use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::variables::uses::Used;
use crate::rules::words;
use crate::similar;

code! {
    VARIABLE_IN_SOURCE = "P364" Error "a pipeline variable in a source action",
    why: "Pipeline variables are there from the second stage on. CodePipeline does not resolve them in source actions: the first run would look for a branch or an object that is called `#{variables.…}`.",
    example: "let source = Checkout: CodeCommit { branch_name: variables.BRANCH, … };",
    fix: "Write the value itself, or a Rust expression in parentheses, which is computed when the pipeline is built.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
}

/// Checks `variables.NAME` in an action or a rule.
pub(crate) fn used<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, used: &Used<'_, P>) {
    let Some(variable) = cx.index.variables.get(used.name).copied() else {
        undeclared(cx, used);
        return;
    };
    if run.is_source() {
        cx.report(
            &VARIABLE_IN_SOURCE,
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

code! {
    UNKNOWN_PIPELINE_VARIABLE = "P224" Error "a pipeline variable is not declared",
    why: "`variables.X` is a variable of the pipeline itself. CodePipeline refuses one that is not declared when the pipeline is created.",
    example: "parameter_overrides: { Tag: variables.IMAGE_TAG },",
    fix: "Correct the name, or declare it: `variable IMAGE_TAG = \"latest\";`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    lacking: Declaration,
}

fn undeclared<P: Place>(cx: &mut Check<'_, P>, used: &Used<'_, P>) {
    let model = cx.index.model;
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
        &UNKNOWN_PIPELINE_VARIABLE,
        used.name_at,
        format!("pipeline variable `{}` is not declared", used.name),
    );
    finding.help(help);
    if let Some(declared) = declared {
        let name = &declared.name;
        finding.related(format!("`{}` is declared here", name.text), name.at);
        cx.mark_meant(&name.text);
    }
}

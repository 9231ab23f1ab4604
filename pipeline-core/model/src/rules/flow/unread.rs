//! Artifacts that nothing reads.

use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Index};
use crate::rules::flow::counts;
use crate::rules::words;
use std::collections::BTreeSet;

code! {
    NEVER_READ = "P205" Warning "an artifact is never read",
    why: "An action uploads an artifact that no other action needs. Either its reader has been forgotten, or the upload is for nothing.",
    example: "let report = Test: CodeBuildTest(source) { … };",
    fix: "Hand it to an action, or leave out the `let`. If it is for others than the pipeline's actions, say so: `let pub report = …`. A name that begins with an underscore, `_report`, has no warning either, and AWS gets the name with the underscore.",
    source: "",
}

pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let read = read(cx.index);
    for run in cx.index.runs() {
        cx.enter(run.section);
        for output in &run.action.outputs {
            let name = output.text.as_str();
            let first = std::ptr::eq(cx.index.artifacts[name].name, output);
            let public = run.action.public.iter().any(|it| it == name);
            let meant = public || name.starts_with('_') || cx.is_meant(name);
            if meant || read.contains(name) || !first {
                continue;
            }
            let optional = counts::outputs_are_optional(run);
            let finding = cx.report(
                &NEVER_READ,
                output.at,
                format!("artifact `{name}` is never read"),
            );
            let public = format!(
                "say that it is for others: `let pub {}`",
                words::title(name)
            );
            finding.help(if optional {
                format!("leave out the `let`, or {public}")
            } else {
                format!("hand it to an action, or {public}")
            });
        }
    }
}

/// Returns whether an action reads an artifact, or names a file of it.
pub(crate) fn is_read<P: Place>(index: &Index<'_, P>, artifact: &str) -> bool {
    index.runs_and_rules().any(|run| {
        let mut inputs = run.action.inputs.iter();
        let mut entries = run.action.config.iter();
        inputs.any(|input| input.text == artifact)
            || entries.any(|entry| entry.value.names().contains(&artifact))
    })
}

/// Every artifact that an action reads, or names a file of.
fn read<'a, P: Place>(index: &Index<'a, P>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    for run in index.runs_and_rules() {
        names.extend(run.action.inputs.iter().map(|input| input.text.as_str()));
        for entry in &run.action.config {
            names.extend(entry.value.names());
        }
    }
    names
}

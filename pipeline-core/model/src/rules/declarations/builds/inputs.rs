//! The inputs of a build besides its primary one, by the variables in which the build finds them.

use crate::catalogue::Type;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    NO_SHELL_VARIABLE = "P188" Warning "an input that a build does not find by a shell variable",
    why: "A build finds the directory of each input but the primary one in the environment variable `CODEBUILD_SRC_DIR_NAME`, where `NAME` is the artifact's. A shell's variables have no `-` in their names: `$CODEBUILD_SRC_DIR_site-sources` is the value of `CODEBUILD_SRC_DIR_site`, which is empty, and then `-sources`.",
    example: "Package: CodeBuild(source, \"site-sources\") { project_name: package };",
    fix: "Name the artifact with letters, digits and `_`: `let site_sources = …`.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-pipeline-multi-input-output.html",
}

/// Checks the names of the inputs of an action that starts a build.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let builds = run.kind.is_some_and(|kind| {
        let mut keys = kind.keys.iter();
        keys.any(|key| matches!(key.kind, Type::Project))
    });
    if !builds || run.action.inputs.len() < 2 {
        return;
    }
    let primary = match run.action.entry("primary_source") {
        Some(entry) => entry.value.data.constant(),
        None => run.action.inputs.first().map(|input| input.text.as_str()),
    };
    for input in &run.action.inputs {
        if input.text.contains('-') && Some(input.text.as_str()) != primary {
            let name = input.text.replace('-', "_");
            cx.report(
                &NO_SHELL_VARIABLE,
                input.at,
                format!("the build finds `{0}` in `CODEBUILD_SRC_DIR_{0}`, which is no variable of a shell", input.text),
            )
            .help(format!("name the artifact `{name}`"));
        }
    }
}

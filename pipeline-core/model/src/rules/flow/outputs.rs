//! Artifacts that an action makes.

use crate::catalogue::{self, pattern};
use crate::code::code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::flow::unread;
use crate::rules::names;

code! {
    ARTIFACT_NAME = "P211" Error "an artifact's name is malformed",
    why: "CodePipeline allows letters, digits, `-` and `_` in an artifact's name, 100 characters at most, and refuses others when the pipeline is created.",
    example: "let größe = Checkout: CodeCommit { … };",
    fix: "Use allowed characters: `let groesse = …`; a name with hyphens stands in quotes, `let \"site-sources\" = …`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

pub(crate) fn name<P: Place>(cx: &mut Check<'_, P>, output: &Name<P>) {
    let pattern = &pattern::ARTIFACT_NAME;
    names::well_formed(cx, &ARTIFACT_NAME, pattern, "artifact name", output);
}

code! {
    MADE_TWICE = "P203" Error "an artifact is made twice",
    why: "The name of an output artifact is unique in the whole pipeline. CodePipeline refuses two outputs of one name when the pipeline is created.",
    example: "let package = Build: CodeBuild(source) { … };\nlet package = Test: CodeBuildTest(source) { … };",
    fix: "Give each its own name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, output: &Name<P>) {
    let first = &cx.index.artifacts[output.text.as_str()];
    if std::ptr::eq(first.name, output) {
        return;
    }
    let maker = cx.index.maker(first);
    let same_action = maker.name() == run.name() && maker.stage_index == run.stage_index;
    // Two actions of one name are reported as such.
    if same_action && !std::ptr::eq(maker.action, run.action) {
        return;
    }
    let message = if std::ptr::eq(maker.action, run.action) {
        format!("{} makes `{}` twice", run.title(), output.text)
    } else {
        format!(
            "artifact `{}` is made twice, by `{}` and by `{}`",
            output.text,
            maker.name(),
            run.name()
        )
    };
    cx.report(&MADE_TWICE, output.at, message)
        .help("give this one another name; unlike in Rust, a later binding does not hide an earlier one")
        .related("first made here", first.name.at);
}

code! {
    FOREIGN_OUTPUT = "P212" Error "an artifact of a kind that makes none in a foreign account",
    why: "CodeBuild encrypts its output with the key of the build, and a build in a foreign account cannot name the key of home's store. At the first run the upload fails, or makes an object that the rest of the pipeline cannot read.",
    example: "let built = Package: CodeBuild(source) in prod { project_name: package_prod };",
    fix: "Run the build in home. A build in a foreign account can still read artifacts and set output variables.",
    source: "https://github.com/aws/aws-cdk/issues/4169",
}

pub(crate) fn foreign<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(account), Some(output)) =
        (run.kind, run.foreign_account(), run.action.outputs.first())
    else {
        return;
    };
    if !is_foreign(run) {
        return;
    }
    cx.report(
        &FOREIGN_OUTPUT,
        output.at,
        format!(
            "`{}` makes no artifacts in a foreign account, and `{}` runs in `{}`",
            kind.name,
            run.name(),
            account.name.text
        ),
    )
    .help(
        "run it in home, or hand results on another way: an output variable, an object in a bucket",
    )
    .related(
        format!("`{}` is declared here", account.name.text),
        account.name.at,
    );
}

/// Returns whether an action makes artifacts in a foreign account, although its kind cannot.
pub(crate) fn is_foreign<P: Place>(run: &Run<'_, P>) -> bool {
    let unable = run.kind.is_some_and(|kind| !kind.foreign_outputs);
    unable && run.foreign_account().is_some() && !run.action.outputs.is_empty()
}

code! {
    OUTPUT_NEEDS_KEY = "P214" Error "an artifact is read that is never made",
    why: "The action makes its output artifact only if a key says what goes into it. Without it the artifact never comes into being, and the first run fails at whoever reads it.",
    example: "let outputs = Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, … };",
    fix: "Add the key, `output_file_name: \"outputs.json\"`, or leave out the `let`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

code! {
    UNREAD_OUTPUT_NEEDS_KEY = "P238" Warning "an artifact that is never made, and never read",
    why: "The action makes its output artifact only if a key says what goes into it. Without it the artifact never comes into being. Where nothing reads it, the pipeline runs all the same: samples of AWS's name such an output.",
    example: "let outputs = Execute: CloudFormation { action_mode: CHANGE_SET_EXECUTE, … };",
    fix: "Leave out the `let`, or add the key: `output_file_name: \"outputs.json\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

pub(crate) fn needs<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let (Some(kind), Some(output)) = (run.kind, run.action.outputs.first()) else {
        return;
    };
    let Some(key) = kind.output_needs.filter(|key| run.entry(key).is_none()) else {
        return;
    };
    let written = catalogue::snake_case(key);
    let is_read = unread::is_read(cx.index, &output.text);
    let code = if is_read {
        &OUTPUT_NEEDS_KEY
    } else {
        // What is never made need not be read.
        cx.mark_meant(&output.text);
        &UNREAD_OUTPUT_NEEDS_KEY
    };
    cx.report(
        code,
        output.at,
        format!(
            "`{}` is never made: {} has no `{written}`",
            output.text,
            run.title()
        ),
    )
    .help(format!("add `{written}: …`, or leave out the `let`"));
}

//! Artifacts that an action reads.

use crate::code::code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::context::{Check, Made, Run};
use crate::rules::flow::{counts, unknown};
use crate::rules::names::Seen;
use crate::rules::words;

code! {
    INPUT_TWICE = "P209" Error "an artifact is handed over twice",
    why: "The names of an action's input artifacts are unique. CodePipeline refuses the pipeline when it is created.",
    example: "Package: CodeBuild(source, source) { … };",
    fix: "Leave one of them out.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

/// Checks that an artifact is handed over once.
pub(crate) fn once<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let mut seen = Seen::new();
    for input in &run.action.inputs {
        let Some(first) = seen.add(input) else {
            continue;
        };
        cx.report(
            &INPUT_TWICE,
            input.at,
            format!("`{}` is handed to {} twice", input.text, run.title()),
        )
        .help("leave one of them out")
        .related("first handed over here", first);
    }
}

code! {
    USED_BEFORE_MADE = "P202" Error "an artifact is read before it is made",
    why: "Stages run from top to bottom, and the actions of a stage in the order of their run orders. An action can read what an earlier stage or an earlier run order has made; CodePipeline refuses anything else when the pipeline is created.",
    example: "Deploy: S3Deploy(packaged) { … };\nlet packaged = Package: CodeBuild(source) { … };",
    fix: "Move the action that makes it before the one that reads it.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

/// Reports an artifact that is not made by the time that the action runs.
pub(crate) fn too_early<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    // A source after the first stage is a finding of its own.
    if maker.stage_index > run.stage_index && maker.is_source() {
        return;
    }
    let name = &input.text;
    let (message, help) = if std::ptr::eq(maker.action, run.action) {
        (
            format!("{} reads `{name}`, which it makes itself", run.title()),
            "give what it makes another name".to_owned(),
        )
    } else if maker.beside(run) {
        return side_by_side(cx, run, input, made, maker);
    } else {
        let place = if maker.stage_index == run.stage_index {
            "later in this stage".to_owned()
        } else {
            format!("later, in stage `{}`", maker.stage.name.text)
        };
        (
            format!(
                "`{name}` is read before it is made: `{}` runs {place}",
                maker.name()
            ),
            format!("move `{}` before `{}`", maker.name(), run.name()),
        )
    };
    cx.report(&USED_BEFORE_MADE, input.at, message)
        .help(help)
        .related(format!("`{name}` is made here"), made.name.at);
}

code! {
    SIDE_BY_SIDE = "P204" Error "an artifact is read beside the action that makes it",
    why: "Actions of a `parallel` block, or of the same `run_order`, start together: what one of them makes is not there for the others, and CodePipeline refuses the pipeline when it is created.",
    example: "parallel {\n    let packaged = Package: CodeBuild(source) { … };\n    Deploy: S3Deploy(packaged) { … };\n}",
    fix: "Write the action that makes it before the block.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html",
}

fn side_by_side<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let (name, first) = (&input.text, maker.name());
    let message = format!(
        "`{name}` is made by `{first}`, which runs side by side with `{}`",
        run.name()
    );
    cx.report(&SIDE_BY_SIDE, input.at, message)
        .help(format!(
            "let `{first}` run first: write it before the `parallel` block"
        ))
        .related(format!("`{name}` is made here"), made.name.at);
}

code! {
    NOT_AN_INPUT = "P210" Error "a file of an artifact that is not an input of the action",
    why: "`packaged / \"template.yml\"` is read from the action's input artifacts. Of an artifact that is not among them the file is not found, and the run fails.",
    example: "Prepare: CloudFormation { template_path: packaged / \"template.yml\", … };",
    fix: "Hand the artifact over: `Prepare: CloudFormation(packaged) { … };`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

/// Checks that an artifact that a value names is one of the action's inputs.
pub(crate) fn check_input<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, name: &str, at: P) {
    if run.action.inputs.iter().any(|input| input.text == name) {
        return;
    }
    let Some(made) = cx.index.artifacts.get(name) else {
        unknown::unknown(cx, run, name, at);
        return;
    };
    let inputs = run.action.inputs.iter().map(|input| input.text.as_str());
    let others_are_known = inputs
        .clone()
        .all(|input| cx.index.artifacts.contains_key(input));
    // One that nobody makes may be a misspelling of this one. An input that is lacking is
    // reported once, whatever it should hold.
    if !others_are_known || counts::lacks_inputs(run) || !cx.record_not_input(run, name) {
        return;
    }
    let kind = run.kind_name();
    let mut inputs: Vec<String> = inputs.map(words::title).collect();
    inputs.push(words::title(name));
    cx.report(
        &NOT_AN_INPUT,
        at,
        format!("`{name}` is not an input of {}", run.title()),
    )
    .help(format!(
        "hand it over: `{}: {kind}({})`",
        words::title(run.name()),
        inputs.join(", ")
    ))
    .related(format!("`{name}` is made here"), made.name.at);
}

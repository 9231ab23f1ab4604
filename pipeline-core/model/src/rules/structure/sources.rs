//! Source actions: in the first stage, and nowhere else.

use crate::catalogue::KINDS;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Run};
use crate::rules::words;

code! {
    NO_SOURCE = "P303" Error "the first stage has no source action",
    why: "A pipeline starts with its sources. CodePipeline refuses others when the pipeline is created: `Pipeline should start with a stage that only contains source actions`.",
    example: "stage Build { Package: CodeBuild(source) { … }; }\nstage Source { let source = Checkout: CodeCommit { … }; }",
    fix: "Put the stage with the sources first.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Stage,
}

pub(crate) fn first_stage<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let runs = &stage.runs;
    if runs.is_empty() || runs.iter().any(|run| run.category.is_none()) {
        return;
    }
    if runs.iter().any(|run| run.is_source()) {
        return;
    }
    let later = cx.index.runs().find(|run| run.is_source());
    let finding = cx.report(
        &NO_SOURCE,
        stage.stage.name.at,
        match stage.name() {
            "" => "the first stage has no source action".to_owned(),
            name => format!("the first stage, `{name}`, has no source action"),
        },
    );
    match later {
        Some(run) => finding
            .help("put the stage that holds the sources first")
            .related("a source action is here", run.action.name.at),
        None => finding.help(format!(
            "begin with a stage of sources: {}",
            words::list(&sources())
        )),
    };
}

fn sources() -> Vec<&'static str> {
    KINDS
        .iter()
        .filter(|kind| kind.is_source())
        .map(|kind| kind.name)
        .collect()
}

code! {
    NOT_A_SOURCE = "P304" Error "the first stage holds something else than sources",
    why: "The first stage holds source actions only. CodePipeline refuses others when the pipeline is created: `Pipeline should start with a stage that only contains source actions`.",
    example: "stage Source {\n    let source = Checkout: CodeCommit { … };\n    Review: Manual;\n}",
    fix: "Move it to a stage of its own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Stage,
}

code! {
    SOURCE_TOO_LATE = "P305" Error "a source action after the first stage",
    why: "Source actions stand in the first stage only. CodePipeline refuses others when the pipeline is created.",
    example: "stage Deploy {\n    let configuration = Fetch: S3Source { … };\n    …\n}",
    fix: "Move it to the first stage; the artifact can be read in any later one.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    lacking: Stage,
}

/// Checks that sources stand in the first stage, and nothing else does.
pub(crate) fn source_in_its_place<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let Some(category) = run.category else {
        return;
    };
    // A first stage without any source is one finding of its own.
    let Some(first) = cx.index.model.stages.first() else {
        return;
    };
    if !first
        .actions()
        .any(|action| cx.index.model.category_of(action) == Some("Source"))
    {
        return;
    }
    let at = run.action.kind.at;
    if run.stage_index.is_first() && category != "Source" {
        cx.report(
            &NOT_A_SOURCE,
            at,
            format!(
                "{} is of category `{category}`, and the first stage holds sources only",
                run.title()
            ),
        )
        .help("move it to a stage of its own after this one");
    } else if !run.stage_index.is_first() && category == "Source" {
        cx.report(
            &SOURCE_TOO_LATE,
            at,
            format!("source {} stands after the first stage", run.title()),
        )
        .help(format!("move it to the first stage, `{}`", first.name.text))
        .related("the first stage is here", first.name.at);
    }
}

//! Artifacts between two actions: whether they are there, and can be read there.

use crate::catalogue;
use crate::code::code;
use crate::model::Name;
use crate::place::Place;
use crate::rules::context::{Check, Made, Run};
use crate::rules::words;

code! {
    BETWEEN_ACCOUNTS = "P208" Error "an artifact would pass between two foreign accounts",
    why: "An action can read what was made in the pipeline's account, or earlier in its own account. What one foreign account made, another one cannot read: the run fails with access denied on the object, which belongs to the first.",
    example: "let built = Convert: Lambda(source) in test { … };\nDeploy: S3Deploy(built) in prod { … };",
    fix: "Make the artifact in home, or put an action in home in between that reads it and makes a new one.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html",
}

/// An artifact passes between home and an account, or within one account.
pub(crate) fn between_accounts<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let (Some(reads), Some(makes)) = (run.foreign_account(), maker.foreign_account()) else {
        return;
    };
    // That it can be made there at all is a finding of its own.
    let makes_it = maker.kind.is_none_or(|kind| kind.foreign_outputs);
    if reads.name.text == makes.name.text || !makes_it {
        return;
    }
    let home = cx.index.home.map_or("home", |home| home.name.text.as_str());
    cx.report(
        &BETWEEN_ACCOUNTS,
        input.at,
        format!(
            "artifact `{}` cannot pass from account `{}` to account `{}`",
            input.text, makes.name.text, reads.name.text
        ),
    )
    .help(format!(
        "an action in home in between, `{home}`, can read it and make a new artifact for `{}`",
        run.name()
    ))
    .related(
        format!("`{}` is made here, in `{}`", input.text, makes.name.text),
        made.name.at,
    );
}

code! {
    HANDOFF = "P213" Error "an artifact that the action cannot read",
    why: "With `CODEBUILD_CLONE_REF` the artifact is not a ZIP of the files but a reference to the commit, which CodeBuild alone can follow. Other actions fail at their first run.",
    example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nDeploy: S3Deploy(source) { … };",
    fix: "Leave the format out (`CODE_ZIP`), or let a CodeBuild action read it and make an artifact.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeCommit.html",
}

/// Some artifacts only some kinds can read.
pub(crate) fn readable<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let Some((handoff, reader)) = maker
        .kind
        .and_then(|kind| kind.handoff.as_ref())
        .zip(run.kind)
    else {
        return;
    };
    if maker.holds(&handoff.when) != Some(true) {
        return;
    }
    let readable = handoff.readers.contains(&reader.name);
    if readable && !handoff.shared {
        within_account(cx, run, input, made, maker);
    }
    if readable {
        return;
    }
    let why = match &handoff.when {
        catalogue::Condition::Is(key, _) => maker.constant(key).unwrap_or_default(),
        _ => String::new(),
    };
    cx.report(
        &HANDOFF,
        input.at,
        format!(
            "`{}` is a `{why}`, which {} action cannot read",
            input.text,
            words::with_article(reader.name)
        ),
    )
    .help(format!("only {} can", words::list(handoff.readers)))
    .related(format!("`{}` is made here", input.text), made.name.at);
}

code! {
    HANDOFF_ACROSS = "P215" Error "a clone that another account could not make",
    why: "With `CODEBUILD_CLONE_REF` the artifact is a reference, and the build clones the repository itself, with its project's role. A CodeCommit repository has no policy of its own, so that it admits roles of its own account only: a project of another account is denied `codecommit:GitPull` at the first run.",
    example: "let source = Checkout: CodeCommit { output_artifact_format: CODEBUILD_CLONE_REF, … };\nTest: CodeBuildTest(source) in prod { project_name: tests };",
    fix: "Leave the format out (`CODE_ZIP`): the store admits other accounts. Or let the build run in the repository's account.",
    source: "https://docs.aws.amazon.com/codecommit/latest/userguide/cross-account.html",
}

/// A repository that an artifact refers to admits roles of its own account only.
fn within_account<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    made: &Made<'_, P>,
    maker: &Run<'_, P>,
) {
    let (Some(of), Some(reads)) = (maker.account, run.account) else {
        return;
    };
    // Between two foreign accounts nothing passes, which has been reported.
    if of.name.text == reads.name.text || !of.home && !reads.home {
        return;
    }
    let maker_kind = maker.kind_name();
    cx.report(
        &HANDOFF_ACROSS,
        input.at,
        format!(
            "`{}` refers to a `{maker_kind}` repository of account `{}`, which {} in account `{}` cannot clone",
            input.text,
            of.name.text,
            run.title(),
            reads.name.text
        ),
    )
    .help(format!(
        "let `{}` upload the files, without `output_artifact_format`, or build in `{}`",
        maker.name(),
        of.name.text
    ))
    .related(format!("`{}` is made here", input.text), made.name.at);
}

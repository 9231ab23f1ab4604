//! What passes from one action to the next: whether it is there, and can be read there.

use crate::catalogue;
use crate::check::context::{Check, Made, Run};
use crate::check::structure::kind_name;
use crate::check::words;
use crate::codes;
use crate::model::Name;
use crate::place::Place;

/// The artifact of a stage that an execution may leave out.
pub(super) fn maybe_skipped<P: Place>(
    cx: &mut Check<'_, P>,
    run: &Run<'_, P>,
    input: &Name<P>,
    maker: &Run<'_, P>,
) {
    if !maker.may_be_missing_for(run) {
        return;
    }
    let stage = &maker.stage.name;
    cx.report(
        &codes::FROM_A_SKIPPED_STAGE,
        input.at,
        format!(
            "`{}` is not made where stage `{}` is skipped",
            input.text, stage.text
        ),
    )
    .help("let this stage be skipped by the same rules, or make the artifact in a stage that always runs")
    .related(format!("stage `{}` is here", stage.text), stage.at);
}

/// An artifact passes between home and an account, or within one account.
pub(super) fn between_accounts<P: Place>(
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
    let facts = cx.facts;
    let home = facts.home.map_or("home", |home| home.name.text.as_str());
    cx.report(
        &codes::BETWEEN_ACCOUNTS,
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

/// Some artifacts only some kinds can read.
pub(super) fn readable<P: Place>(
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
        &codes::HANDOFF,
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

/// What an artifact refers to admits roles of its own account only.
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
    let maker_kind = kind_name(maker);
    cx.report(
        &codes::HANDOFF_ACROSS,
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

//! Artifacts: each made once, read after it is made, and where it can be read.

pub(crate) mod change_sets;
pub(crate) mod contents;
pub(crate) mod counts;
pub(crate) mod handoff;
pub(crate) mod inputs;
pub(crate) mod loops;
pub(crate) mod outputs;
pub(crate) mod review_order;
pub(crate) mod reviews;
pub(crate) mod skipped;
pub(crate) mod unknown;
pub(crate) mod unread;

use crate::model::Name;
use crate::place::Place;
use crate::rules::context::{Check, Run};

/// Checks the artifacts of one action.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for output in &run.action.outputs {
        outputs::name(cx, output);
        outputs::once(cx, run, output);
    }
    inputs(cx, run);
    contents::action(cx, run);
}

/// Checks what an action or a rule reads.
pub(crate) fn inputs<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    inputs::once(cx, run);
    // That the kind takes none is told where they are counted.
    if run.kind.is_some_and(|kind| kind.inputs.1 == 0) {
        return;
    }
    for input in &run.action.inputs {
        read(cx, run, input);
    }
}

fn read<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, input: &Name<P>) {
    let Some(made) = cx.index.artifacts.get(input.text.as_str()) else {
        unknown::unknown(cx, run, &input.text, input.at);
        return;
    };
    let maker = cx.index.maker(made);
    if maker.surely_before(run) {
        handoff::between_accounts(cx, run, input, made, maker);
        skipped::artifact(cx, run, input, maker);
        handoff::readable(cx, run, input, made, maker);
    } else {
        inputs::too_early(cx, run, input, made, maker);
    }
}

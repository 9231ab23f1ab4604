//! Execution mode `PARALLEL`, which runs few actions at a time.

use crate::catalogue::limits::PARALLEL_MODE_ACTIONS;
use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, IndexedStage, Run};
use std::collections::BTreeMap;

code! {
    MORE_THAN_PARALLEL_MODE_RUNS = "P439" Warning "more actions side by side than mode `PARALLEL` runs",
    why: "In execution mode `PARALLEL`, each execution runs at most 5 actions at a time. AWS does not document what becomes of the others: they wait, or they fail.",
    example: "execution_mode: PARALLEL;\n…\nparallel { One: Lambda { … }; Two: Lambda { … }; … Six: Lambda { … }; }",
    fix: "Let some of them follow the others, or take mode `QUEUED`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
}

/// Checks how many actions of a stage start together, where executions run side by side.
pub(crate) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    let mode = cx.index.model.setting("execution_mode");
    let Some(mode) = mode.filter(|mode| mode.value.data.constant() == Some("PARALLEL")) else {
        return;
    };
    let mut steps: BTreeMap<i64, Vec<&Run<'_, P>>> = BTreeMap::new();
    for run in &stage.runs {
        steps.entry(run.order).or_default().push(run);
    }
    for runs in steps.values() {
        let Some(surplus) = runs.get(PARALLEL_MODE_ACTIONS) else {
            continue;
        };
        cx.report(
            &MORE_THAN_PARALLEL_MODE_RUNS,
            surplus.action.name.at,
            format!(
                "{} actions start together, and in mode `PARALLEL` an execution runs {PARALLEL_MODE_ACTIONS} at a time",
                runs.len()
            ),
        )
        .help("let some of them follow the others, or take mode `QUEUED`")
        .related("the mode is said here", mode.value.at);
    }
}

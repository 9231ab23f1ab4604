//! Conditions of a stage, and the transition into it.

pub(crate) mod repeated;
pub(crate) mod results;
pub(crate) mod stage_rules;
pub(crate) mod transition;

use crate::place::Place;
use crate::rules::context::{Check, IndexedStage};

/// Checks the conditions of a stage, and the transition into it, but not its rules.
pub(crate) fn stage<P: Place>(cx: &mut Check<'_, P>, stage: &IndexedStage<'_, P>) {
    transition::disabled(cx, stage);
    repeated::once(cx, stage.stage);
    for condition in &stage.stage.conditions {
        results::result(cx, stage, condition);
        results::mode(cx, condition);
        stage_rules::none(cx, condition);
        stage_rules::too_many(cx, condition);
        stage_rules::names(cx, condition);
        stage_rules::once(cx, condition);
    }
}

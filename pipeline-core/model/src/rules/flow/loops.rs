//! An action that starts its own pipeline.

use crate::model::TextExpr;
use crate::place::Place;
use crate::rules::context::{Check, Run};
use crate::rules::events::self_start::STARTS_ITSELF;

/// Checks an action that starts a pipeline in the account and region in which its own one is. One
/// whose name begins with `_` is meant to.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    let targets = run.kind.map_or(&[][..], |kind| kind.targets);
    let Some(target) = targets.iter().find(|target| target.noun == "pipeline") else {
        return;
    };
    let entry = target.keys.first().and_then(|key| run.entry(key));
    let Some(entry) = entry else {
        return;
    };
    let model = cx.index.model;
    let region = run.region.and_then(TextExpr::known);
    let home_region = model.home_region().and_then(TextExpr::known);
    let at_home = run.account.is_some_and(|account| account.home)
        && region.is_some()
        && region == home_region;
    let name = model.setting("name");
    let name = name.and_then(|name| name.value.data.text());
    let same = name.is_some() && entry.value.data.text() == name;
    if at_home && same && !run.name().starts_with('_') {
        let message = format!("{} starts the pipeline that it is in", run.title());
        cx.report(&STARTS_ITSELF, entry.value.at, message)
            .help("name another pipeline, or let a `schedule` start this one again; if it is meant, begin the action's name with `_`");
    }
}

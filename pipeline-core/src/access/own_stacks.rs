//! Actions that change the stacks which the pipeline itself is made of.

use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Action;
use crate::place::Location;
use crate::plan::{Deployment, Stack, StackKind};

/// Reports the actions that change a stack of the pipeline.
pub(super) fn report(deployment: &Deployment<'_>, findings: &mut Findings<Location>) {
    for action in deployment.pipeline.actions() {
        let Some((stack, prepares)) = changed(deployment, action) else {
            continue;
        };
        let name = &stack.name;
        let what = match &stack.kind {
            StackKind::Pipeline => "the pipeline itself",
            StackKind::Artifacts(_) => "an artifact store",
            StackKind::Roles(..) | StackKind::NamedRoles(_) => "roles of the pipeline",
            StackKind::Projects(_) => "build projects of the pipeline",
            StackKind::Events(_) | StackKind::EventsAt(_) => "event rules of the pipeline",
            StackKind::Resources(_) => "resources beside the pipeline",
        };
        let deletes = action.config.string("ActionMode") == Some("DELETE_ONLY");
        let does = match (deletes, prepares) {
            (true, _) => "deletes",
            (false, true) => "prepares a change of",
            (false, false) => "changes",
        };
        let message = format!(
            "{} {does} stack `{name}`, which holds {what}",
            action.title()
        );
        let help = if deletes {
            "name another stack, unless the pipeline is to take itself down".to_owned()
        } else {
            format!(
                "give your own stack another name; if the pipeline is to update itself, `template_path` has to be `{name}.template.json` as the build writes it: what it lacks is deleted"
            )
        };
        findings
            .report(&codes::CHANGES_ITSELF, action.source.at, message)
            .help(help);
    }
}

/// The stack of the pipeline that an action changes, and whether it only prepares that.
fn changed<'d>(deployment: &'d Deployment<'_>, action: &Action) -> Option<(&'d Stack, bool)> {
    let inputs = action.inputs.len();
    let mut targets = action.kind.targets.iter();
    let target = targets.find(|target| {
        let applies = |only| action.config.holds(only, inputs);
        target.noun == "stack" && target.only.is_none_or(applies)
    })?;
    let name = action.config.string(target.keys.first()?)?;
    let mut stacks = deployment.stacks.iter();
    let stack =
        stacks.find(|stack| stack.name == name && stack.environment == action.environment)?;
    Some((stack, target.prepares))
}

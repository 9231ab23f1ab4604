//! Actions that change the stacks which the pipeline itself is made of, or another one of the same
//! build.

use crate::catalogue::Target;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{AccountId, Action, Environment};
use crate::place::Location;
use crate::plan::{Deployment, Stack, StackKind};

/// Reports the actions that change a stack of the pipeline.
pub(super) fn report(deployment: &Deployment<'_>, findings: &mut Findings<Location>) {
    for action in deployment.pipeline.actions() {
        let Some((stack, target)) = changed(deployment, deployment, action) else {
            continue;
        };
        let holds = match &stack.kind {
            StackKind::Pipeline => "the pipeline itself",
            StackKind::Artifacts(_) => "an artifact store",
            StackKind::Roles(..) | StackKind::NamedRoles(_) => "roles of the pipeline",
            StackKind::Projects(_) => "build projects of the pipeline",
            StackKind::Events(_) | StackKind::EventsAt(_) => "event rules of the pipeline",
            StackKind::Resources(_) => "resources beside the pipeline",
        };
        let meant = Meant {
            deleted: "the pipeline is to take itself down",
            updated: "the pipeline is to update itself",
        };
        told(action, (stack, target), holds, &meant, findings);
    }
}

/// Reports the actions that change a stack of another pipeline of the same build, unless they deploy
/// the template that is written for it.
pub(super) fn report_of_another(
    deployment: &Deployment<'_>,
    other: &Deployment<'_>,
    findings: &mut Findings<Location>,
) {
    for action in deployment.pipeline.actions() {
        let Some((stack, target)) = changed(deployment, other, action) else {
            continue;
        };
        if deploys_the_template_of(action, &stack.name) {
            continue;
        }
        let holds = format!("what pipeline `{}` is made of", other.pipeline.name);
        let meant = Meant {
            deleted: "that pipeline is to be taken down",
            updated: "that pipeline is to be updated",
        };
        told(action, (stack, target), &holds, &meant, findings);
    }
}

/// What such an action may be meant for, in words.
struct Meant {
    deleted: &'static str,
    updated: &'static str,
}

fn told(
    action: &Action,
    (stack, target): (&Stack, &Target),
    holds: &str,
    meant: &Meant,
    findings: &mut Findings<Location>,
) {
    let name = &stack.name;
    let message = format!(
        "{} {} stack `{name}`, which holds {holds}",
        action.title(),
        does(action, target)
    );
    let help = if deletes(action) {
        format!("name another stack, unless {}", meant.deleted)
    } else {
        format!(
            "give your own stack another name; if {}, `template_path` has to be `{name}.template.json` as the build writes it: what it lacks is deleted",
            meant.updated
        )
    };
    findings
        .report(&codes::CHANGES_ITSELF, action.source.at, message)
        .help(help);
}

fn deletes(action: &Action) -> bool {
    action.config.string("ActionMode") == Some("DELETE_ONLY")
}

fn does(action: &Action, target: &Target) -> &'static str {
    match (deletes(action), target.prepares) {
        (true, _) => "deletes",
        (false, true) => "prepares a change of",
        (false, false) => "changes",
    }
}

/// Returns whether the file of an action's template has the name that a build writes it under.
fn deploys_the_template_of(action: &Action, stack: &str) -> bool {
    let path = action.config.string("TemplatePath").unwrap_or_default();
    let file = path.rsplit([':', '/']).next().unwrap_or_default();
    file.strip_suffix(".template.json") == Some(stack)
}

/// The stack of a pipeline that an action changes, and the catalogue's word of it.
fn changed<'d>(
    deployment: &Deployment<'_>,
    of: &'d Deployment<'_>,
    action: &Action,
) -> Option<(&'d Stack, &'static Target)> {
    let inputs = action.inputs.len();
    let mut targets = action.kind.targets.iter();
    let target = targets.find(|target| {
        let applies = |only| action.config.holds(only, inputs);
        target.noun == "stack" && target.only.is_none_or(applies)
    })?;
    let name = action.config.string(target.keys.first()?)?;
    let mut stacks = of.stacks.iter();
    let stack = stacks.find(|stack| {
        stack.name == name
            && stack.environment.region == action.environment.region
            && id_of(of, &stack.environment) == id_of(deployment, &action.environment)
    })?;
    Some((stack, target))
}

fn id_of<'d>(deployment: &'d Deployment<'_>, environment: &Environment) -> &'d AccountId {
    &deployment.pipeline.accounts[environment.account].id
}

//! Places where a value has to be known when the pipeline is built.

use super::described;
use crate::catalogue::{Condition, Key, Kind, Needed, Slot, Type};
use crate::code::code;
use crate::model::Value;
use crate::place::Place;
use crate::rules::configuration::subject::{Subject, ValueContext};
use crate::rules::context::Check;

code! {
    TOO_LATE = "P463" Error "a value that is known too late",
    why: "A parameter, `ssm` and `import_value` have a value only when their stack is deployed. Account ids, regions, names that other names are made of, artifacts, and everything that decides what is made or what a role needs, must be known when the pipeline is built.",
    example: "parameter mode: String;\n…\naction_mode: mode,",
    fix: "Write the value out, or compute it with a Rust expression in parentheses: `action_mode: (std::env::var(\"MODE\")?)`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
}

/// Reports a value that is known too late for its key.
pub(crate) fn too_late<P: Place>(
    cx: &mut Check<'_, P>,
    written: &str,
    value: &Value<P>,
    help: &str,
) {
    too_late_for(cx, &format!("`{written}`"), value, help);
}

/// Reports a value that is known too late for something that is no key.
pub(crate) fn too_late_for<P: Place>(
    cx: &mut Check<'_, P>,
    needed: &str,
    value: &Value<P>,
    help: &str,
) {
    let what = described(cx, value);
    cx.report(
        &TOO_LATE,
        value.at,
        format!(
            "{needed} has to be known when the pipeline is built, and {what} is known when its stack is deployed"
        ),
    )
    .help(help);
}

/// Advice on a value that is known too late.
pub(crate) const WRITE_IT_OUT: &str =
    "write the value out, or compute it with a Rust expression in parentheses";

/// Advice for what a key of this type takes.
pub(crate) fn help(kind: &Type) -> &'static str {
    match kind {
        Type::PassedRole(_) | Type::PassedRoles(_) | Type::Readers(_) | Type::Role => {
            "declare the role, `role NAME = import \"ARN\";`, and write its name here"
        }
        Type::Project => {
            "declare the project, `project NAME = import { name: …, role: ROLE };`: its `name` can be such a value"
        }
        Type::FileOr(other) => help(other),
        _ => WRITE_IT_OUT,
    }
}

/// Returns whether the value of a key has to be known when the pipeline is built.
pub(crate) fn is_known_when_built<P: Place>(
    subject: &Subject<'_, P>,
    key: &'static Key,
    kind: &Type,
) -> bool {
    if key.number_at_deployment {
        return false;
    }
    let by_type = match kind {
        Type::String(_)
        | Type::Strings(_)
        | Type::Json(_)
        | Type::Variables(_)
        | Type::Map
        | Type::NamedValues
        | Type::Records(_)
        | Type::Record(_)
        | Type::OneOrMore(_)
        | Type::Named(_)
        | Type::Parameters
        | Type::Buildspec(_)
        | Type::Secret
        | Type::Configuration
        | Type::Statements => false,
        Type::Number(..) | Type::Bool | Type::OneOf(_) | Type::SetOf(_) => {
            !super::is_configured(subject) || key.slot != Slot::Configuration
        }
        Type::FileOr(other) => return is_known_when_built(subject, key, other),
        Type::File
        | Type::Artifact
        | Type::PassedRoles(_)
        | Type::Readers(_)
        | Type::PassedRole(_)
        | Type::Project
        | Type::Role
        | Type::Stages
        | Type::Actions
        | Type::EventPattern
        | Type::Roles
        | Type::Boundary
        | Type::Document
        | Type::ActionType => true,
    };
    let decides = match subject.context {
        ValueContext::Action(run) => run.kind.is_some_and(|kind| decides(kind, key)),
        _ => false,
    };
    by_type || key.known_when_built || decides
}

/// Returns whether the value of a key decides what is made for an action, or what its role needs.
fn decides(kind: &'static Kind, key: &'static Key) -> bool {
    let own = kind.own_keys.iter().any(|own| own.name == key.name);
    let mut conditions: Vec<Condition> = Vec::new();
    for key in kind.keys.iter().chain(kind.own_keys) {
        if let Needed::When(condition) = key.needed {
            conditions.push(condition);
        }
        conditions.extend(key.ignored);
        conditions.extend(key.regular_expression);
    }
    conditions.extend(kind.permissions.iter().filter_map(|one| one.only));
    conditions.extend(kind.sets_nothing);
    conditions.extend(kind.input_needed);
    conditions.extend(kind.handoff.as_ref().map(|handoff| handoff.when));
    let paired = kind
        .pair
        .as_ref()
        .is_some_and(|pair| pair.first.0 == key.name || pair.second.0 == key.name);
    let polled = kind.events.as_ref().and_then(|events| events.polling) == Some(key.name);
    let targets = kind
        .stack_set_targets
        .as_ref()
        .is_some_and(|found| found.targets == key.name || found.permission_model == Some(key.name));
    own || paired
        || polled
        || targets
        || conditions
            .iter()
            .any(|condition| compares(*condition, key.name))
}

/// Returns whether a condition compares the value of a key.
fn compares(condition: Condition, key: &str) -> bool {
    match condition {
        Condition::Is(name, _) => name == key,
        Condition::All(all) => all.iter().any(|one| compares(*one, key)),
        Condition::Has(_)
        | Condition::Lacks(_)
        | Condition::NoInputs
        | Condition::SeveralInputs => false,
    }
}

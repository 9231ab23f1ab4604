//! What the statements of a user name: calls, resources, condition keys and variables that AWS has.

pub(crate) mod calls;
pub(crate) mod conditions;
mod documents;
pub(crate) mod effects;
pub(crate) mod placeholders;
pub(crate) mod resources;
pub(crate) mod variables;

pub(crate) use documents::{in_document, in_resources};

use crate::model::{Entry, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;

/// A statement, as the language has it or as a policy document does.
struct Statement<'v, P> {
    actions: &'v [Value<P>],
    resources: &'v [Value<P>],
    conditions: Option<&'v Value<P>>,
    /// `true` if it names all calls or resources but these.
    all_but: bool,
}

/// Checks the statements of a declared role, or of a declared project for its role, and those of its
/// boundary. One whose name begins with `_` gets no warnings. The form of the statements has been
/// checked.
pub(crate) fn of_role<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>, entries: &[Entry<P>]) {
    let quiet = name.text.starts_with('_');
    if let Some(statements) = find(entries, "statements") {
        all(cx, quiet, statements);
    }
    of_boundary(cx, quiet, entries);
}

/// Checks the statements that a boundary among these settings is said to have.
pub(crate) fn of_boundary<P: Place>(cx: &mut Check<'_, P>, quiet: bool, entries: &[Entry<P>]) {
    let boundary = find(entries, "permissions_boundary");
    let told = boundary.and_then(|boundary| boundary.data.as_map());
    if let Some(document) = told.and_then(|told| find(told, "document")) {
        all(cx, quiet, document);
    }
}

fn all<P: Place>(cx: &mut Check<'_, P>, quiet: bool, statements: &Value<P>) {
    for entries in statements
        .items()
        .iter()
        .filter_map(|item| item.data.as_map())
    {
        let listed = |key| find(entries, key).and_then(|value| value.data.as_list());
        let found = Statement {
            actions: listed("actions").unwrap_or_default(),
            resources: listed("resources").unwrap_or_default(),
            conditions: find(entries, "conditions"),
            all_but: false,
        };
        statement(cx, quiet, &found);
    }
}

fn statement<P: Place>(cx: &mut Check<'_, P>, quiet: bool, found: &Statement<'_, P>) {
    let calls = calls::known(cx, quiet, found.actions);
    let resources = resources::known(cx, quiet, found.resources);
    // Of a resource that is wrong or computed later, nobody knows what can be asked of it.
    if resources.len() == found.resources.len() && !found.all_but {
        effects::check(cx, quiet, &calls, &resources);
    }
    for resource in found.resources {
        variables::check(cx, resource);
    }
    let Some(conditions) = found.conditions else {
        return;
    };
    variables::of_conditions(cx, conditions);
    if !quiet {
        let texts = found.actions.iter().filter_map(|call| call.data.text());
        let services = texts.filter_map(|call| Some(call.split_once(':')?.0));
        conditions::check(cx, conditions, &services.collect::<Vec<_>>());
    }
}

/// The value of a key.
fn find<'e, P>(entries: &'e [Entry<P>], key: &str) -> Option<&'e Value<P>> {
    let entry = entries.iter().find(|entry| entry.key.text == key);
    entry.map(|entry| &entry.value)
}

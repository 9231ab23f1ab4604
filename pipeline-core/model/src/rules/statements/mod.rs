//! What the statements of a user's role name: calls, resources and condition keys that AWS has.

pub(crate) mod calls;
pub(crate) mod conditions;
pub(crate) mod effects;
pub(crate) mod placeholders;
pub(crate) mod resources;

use crate::model::{Data, Entry, Name, Value};
use crate::place::Place;
use crate::rules::context::Check;

/// Checks the statements of a declared role, or of a declared project for its role. One whose
/// name begins with `_` gets no warnings. The form of the statements has been checked.
pub(crate) fn of_role<P: Place>(cx: &mut Check<'_, P>, name: &Name<P>, entries: &[Entry<P>]) {
    let quiet = name.text.starts_with('_');
    for item in items(entries, "statements") {
        if let Data::Map(entries) = &item.data {
            statement(cx, quiet, entries);
        }
    }
}

fn statement<P: Place>(cx: &mut Check<'_, P>, quiet: bool, entries: &[Entry<P>]) {
    let calls = calls::known(cx, quiet, items(entries, "actions"));
    let listed = items(entries, "resources");
    let resources = resources::known(cx, quiet, listed);
    // Of a resource that is wrong or computed later, nobody knows what can be asked of it.
    if resources.len() == listed.len() {
        effects::check(cx, quiet, &calls, &resources);
    }
    if !quiet {
        conditions::check(cx, entries);
    }
}

/// The items of a list.
fn items<'e, P>(entries: &'e [Entry<P>], key: &str) -> &'e [Value<P>] {
    let entry = entries.iter().find(|entry| entry.key.text == key);
    match entry.map(|entry| &entry.value.data) {
        Some(Data::List(items)) => items,
        _ => &[],
    }
}

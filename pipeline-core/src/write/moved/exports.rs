//! Exports: AWS has one of a name, and keeps it as it is for as long as another stack imports it.

use std::collections::{BTreeMap, BTreeSet};

use super::Moves;
use super::stood::{Export, Stack, Stood};
use crate::codes;
use crate::emitted::Name;
use crate::finding::Findings;
use crate::place::Location;

/// Warns of exports that another stack gets, and of those that go or change while they are imported.
pub(super) fn report(
    old: &Stood,
    new: &Stood,
    moves: &Moves<'_>,
    imports: &dyn Fn() -> BTreeMap<Name, BTreeSet<Stack>>,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let mut gone: Vec<(&Name, &Export)> = Vec::new();
    for (name, was) in &old.exports {
        let is = new.exports.get(name);
        match is.filter(|is| is.stack != was.stack) {
            Some(is) if !moves.take_along(&was.stack, &is.stack) => {
                elsewhere(name, was, is, at, findings);
            }
            _ if is != Some(was) => gone.push((name, was)),
            _ => {}
        }
    }
    if gone.is_empty() {
        return;
    }
    let imports = imports();
    for (name, was) in gone {
        let users = imports.get(name).into_iter().flatten();
        let users: Vec<&Stack> = users.filter(|user| **user != was.stack).collect();
        if let [user, ..] = users[..] {
            let now = new.exports.get(name);
            let goes = now.is_none_or(|is| is.stack != was.stack);
            imported(name, was, user, goes, at, findings);
        }
    }
}

fn elsewhere(
    name: &Name,
    was: &Export,
    is: &Export,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let message = format!("{} has {name}, and {} has it now", was.stack, is.stack);
    findings.report(&codes::NAME_IN_USE, at, message).help(
        "deploy without this output first, and with it then; or give it another `export_name`",
    );
}

/// Warns of an export that goes or changes, and that a stack imports.
fn imported(
    name: &Name,
    was: &Export,
    user: &Stack,
    goes: bool,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let happens = if goes { "goes" } else { "changes its value" };
    let message = format!(
        "{name} of {} {happens}, and {} imports it",
        was.stack,
        user.beside(&was.stack)
    );
    findings
        .report(&codes::IMPORTED_EXPORT_GOES, at, message)
        .help("deploy with the output as it was first, and with the value itself in place of `import_value`; then make the change");
}

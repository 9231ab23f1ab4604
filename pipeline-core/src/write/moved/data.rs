//! What holds data: a new resource is empty, wherever it takes the place of an old one, and an old
//! one may be deleted.

use std::cmp::Reverse;

use super::stood::{Resource, Stood};
use super::{Moves, names, replacing};
use crate::codes;
use crate::data::{Fate, holds_data};
use crate::emitted::Name;
use crate::finding::Findings;
use crate::place::Location;

/// Warns of what is made anew in its place, of what is declared under another name or comes to stand
/// in another stack, and of what is deleted with its data.
pub(super) fn report(
    old: &Stood,
    new: &Stood,
    moves: &Moves<'_>,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let now = new.by_place();
    for (place, (name, was)) in old.by_place() {
        // What keeps its name is told by that.
        if let Some((new_name, is)) = now.get(&place)
            && (name.is_none() || name != *new_name)
        {
            made_anew(was, is, at, findings);
        }
    }
    let told = |name: &Name| match (old.named.get(name), new.named.get(name)) {
        (Some(was), Some(is)) => names::is_in_the_way(was, is, moves),
        _ => false,
    };
    let gone = only_in(old, new, &told);
    let pairs = pairs(&gone, &only_in(new, old, &told));
    for (was, is) in &pairs {
        taken_over(was, is, new.stacks.contains(&was.stack), at, findings);
    }
    for was in gone {
        let is_one_of_a_pair = pairs.iter().any(|(one, _)| one.place() == was.place());
        if !is_one_of_a_pair && new.stacks.contains(&was.stack) && fate(was) == Fate::Deleted {
            deleted(was, at, findings);
        }
    }
}

fn fate(resource: &Resource) -> Fate {
    Fate::of(&resource.body, "DeletionPolicy")
}

/// The declared resources that hold data and that only one of the two has, apart from those that
/// are told by their names.
fn only_in<'a>(here: &'a Stood, there: &Stood, told: &dyn Fn(&Name) -> bool) -> Vec<&'a Resource> {
    let others = there.by_place();
    let only_here = |one: &&Resource| {
        let other = others.get(&one.place());
        other.is_none_or(|(_, other)| other.kind() != one.kind())
    };
    here.by_place()
        .into_values()
        .filter(|(name, _)| !name.is_some_and(told))
        .map(|(_, one)| one)
        .filter(|one| holds_data(one.kind()))
        .filter(|one| one.declared().is_some_and(|(what, _)| what == "resource"))
        .filter(only_here)
        .collect()
}

/// What is gone, with what is new in its place: of one type, and the closest first.
fn pairs<'a>(gone: &[&'a Resource], come: &[&'a Resource]) -> Vec<(&'a Resource, &'a Resource)> {
    let all = gone
        .iter()
        .flat_map(|was| come.iter().map(|is| (*was, *is)));
    let mut all: Vec<_> = all.filter(|(was, is)| was.kind() == is.kind()).collect();
    all.sort_by_key(|(was, is)| Reverse(closeness(was, is)));
    let mut pairs: Vec<(&Resource, &Resource)> = Vec::new();
    for (was, is) in all {
        let taken = |(one, other): &(&Resource, &Resource)| {
            one.place() == was.place() || other.place() == is.place()
        };
        if !pairs.iter().any(taken) {
            pairs.push((was, is));
        }
    }
    pairs
}

/// How much one resource is another one: by its name in the source, what it says, and its stack.
fn closeness(was: &Resource, is: &Resource) -> (bool, bool, bool) {
    (
        was.declared() == is.declared(),
        was.body["Properties"] == is.body["Properties"],
        was.stack == is.stack,
    )
}

/// What the new one lacks.
fn lacks(kind: &str) -> &'static str {
    match kind {
        "AWS::KMS::Key" => "decrypts nothing that the old one has encrypted",
        _ => "is empty",
    }
}

/// Warns of a resource that is made anew under its logical id, or may be.
fn made_anew(was: &Resource, is: &Resource, at: Location, findings: &mut Findings<Location>) {
    if !holds_data(is.kind()) || was.kind() != is.kind() {
        return;
    }
    let Some((changes, certain)) = replacing(was, is) else {
        return;
    };
    let may = if certain { "makes" } else { "may make" };
    let message = format!(
        "{} of {} holds data, and its {changes}: AWS {may} it anew, and the new one {}",
        is.in_words(),
        is.stack,
        lacks(is.kind())
    );
    let keep = "or leave the property as it was";
    // What goes, goes by the new template.
    let help = match Fate::of(&is.body, "UpdateReplacePolicy") {
        Fate::Stays => {
            format!("the old one stays with its data: move what you need to the new one; {keep}")
        }
        Fate::Snapshot => {
            format!("a snapshot of the old one stays: restore the new one from it; {keep}")
        }
        Fate::StaysUnlessEmpty => format!(
            "AWS deletes the old one only if it is empty: move what you need to the new one; {keep}"
        ),
        Fate::Deleted => format!(
            "the old one is deleted with its data: write `removal_policy: RETAIN` to keep it, and move what you need; {keep}"
        ),
    };
    let report = findings.report(&codes::DATA_IS_MADE_ANEW, at, message);
    report.help(match certain {
        true => help,
        false => format!("a change set says whether AWS does; if so, {help}"),
    });
}

/// Warns of a resource that a new one of its type takes the place of, as far as we can see: its
/// declaration has another name, or it has come to stand in another stack.
fn taken_over(
    was: &Resource,
    is: &Resource,
    stack_stays: bool,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let (new, lacks) = (is.with_its_source(), lacks(is.kind()));
    let (message, keep) = if was.declared() == is.declared() {
        (
            format!(
                "{new} holds data, and comes to stand in {} instead of {}: AWS makes a new one there, which {lacks}",
                is.stack.beside(&was.stack),
                was.stack.beside(&is.stack)
            ),
            "leave it where it was".to_owned(),
        )
    } else {
        (
            format!(
                "{new} of {} is new, and {lacks}: {}, which holds data, is no longer declared",
                is.stack,
                was.in_words()
            ),
            format!("keep {}", was.in_words()),
        )
    };
    let old = was.stack.name.as_str();
    let help = match fate(was) {
        Fate::Stays => format!("{keep}; or move what you need: the old one stays with its data"),
        Fate::StaysUnlessEmpty => {
            format!("{keep}; or move what you need: AWS deletes the old one only if it is empty")
        }
        _ if !stack_stays => format!(
            "{keep}; or move what you need before you delete stack `{old}`, with which the old one goes"
        ),
        Fate::Snapshot => {
            format!("{keep}; or restore the new one from the snapshot that stays of the old one")
        }
        Fate::Deleted => format!(
            "{keep}, which this change deletes; or deploy it with `removal_policy: RETAIN` first, and move what you need"
        ),
    };
    findings
        .report(&codes::DATA_IS_MADE_ANEW, at, message)
        .help(help);
}

/// Warns of a resource that is deleted with its data.
fn deleted(was: &Resource, at: Location, findings: &mut Findings<Location>) {
    let with_it = match was.kind() {
        "AWS::KMS::Key" => "and what it has encrypted cannot be read any more",
        _ => "with what it holds",
    };
    let message = format!(
        "{} of {} is no longer declared: AWS deletes it, {with_it}",
        was.in_words(),
        was.stack
    );
    findings
        .report(&codes::DATA_IS_DELETED, at, message)
        .help("to keep it, deploy it with `removal_policy: RETAIN` before you take it out");
}

//! The findings about the output itself.

use std::io;
use std::path::Path;

use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::write::{INDEX, InTheWay, Refusal, STANDARD_INPUT, owner_line};

/// The finding about a folder that was not written for these owners.
pub(super) fn refused(
    refusal: Refusal,
    folder: &Path,
    owners: &[String],
    at: Location,
) -> Findings<Location> {
    let mut findings = Findings::default();
    match refusal {
        Refusal::Another(theirs) => of_another(&theirs, folder, owners, at, &mut findings),
        Refusal::InTheWay(files) => {
            let (unlisted, others) = files.into_iter().partition(|file| file.unlisted);
            in_the_way(others, folder, at, &mut findings);
            not_listed(unlisted, folder, owners, at, &mut findings);
        }
        Refusal::Failed(error) => {
            let message = format!("cannot write `{}`: {error}", folder.display());
            findings.report(&codes::NOT_WRITTEN, at, message);
        }
    }
    findings
}

/// Reports a folder of others. That these owners take the place of those, only the user knows.
fn of_another(
    theirs: &[String],
    folder: &Path,
    owners: &[String],
    at: Location,
    findings: &mut Findings<Location>,
) {
    let folder = folder.display();
    let message = format!("`{folder}` holds the output of {}", list(theirs));
    let help = match owners.iter().find(|owner| *owner != STANDARD_INPUT) {
        None => "name another folder".to_owned(),
        Some(owner) => format!(
            "name another folder; or, if this build takes the place of that one, write `{}` as the first line of \
             `{folder}/{INDEX}`, and build again",
            owner_line(owner)
        ),
    };
    findings
        .report(&codes::OUTPUT_OF_ANOTHER, at, message)
        .help(help);
}

/// Reports files of others.
fn in_the_way(
    files: Vec<InTheWay>,
    folder: &Path,
    at: Location,
    findings: &mut Findings<Location>,
) {
    let (are, them) = match files.len() {
        0 => return,
        1 => ("is", "it"),
        _ => ("are", "them"),
    };
    let message = format!(
        "in `{}`, {} {are} in the way and not written by pipewright",
        folder.display(),
        list(&names(files))
    );
    findings
        .report(&codes::FILE_IN_THE_WAY, at, message)
        .help(format!("move {them} elsewhere, or delete {them}"));
}

/// Reports files that look like ours. If the index is lost, they are, but nothing says so.
fn not_listed(
    files: Vec<InTheWay>,
    folder: &Path,
    owners: &[String],
    at: Location,
    findings: &mut Findings<Location>,
) {
    if files.is_empty() {
        return;
    }
    let is_lost = !folder.join(INDEX).exists();
    let (folder, files) = (folder.display(), list(&names(files)));
    let (message, help) = if is_lost {
        (
            format!(
                "`{folder}` has no `{INDEX}`, which lists what pipewright wrote, so that {files} may be of others"
            ),
            format!(
                "restore `{folder}/{INDEX}`; if it is lost and the files are of this build, write it: `{}`, and below it \
                 the name of each file",
                owner_line(owners.first().map_or("", String::as_str))
            ),
        )
    } else {
        (
            format!(
                "`{folder}/{INDEX}` lists what pipewright wrote, and {files} not, so that it may be of others"
            ),
            "move what is not listed elsewhere; or, if it is of this build, write its name into the list".to_owned(),
        )
    };
    findings
        .report(&codes::FILE_IN_THE_WAY, at, message)
        .help(help);
}

fn names(files: Vec<InTheWay>) -> Vec<String> {
    files.into_iter().map(|file| file.name).collect()
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The finding about a folder that cannot be read.
pub(super) fn unreadable(error: &io::Error, folder: &Path, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    findings.report(
        &codes::NOT_WRITTEN,
        at,
        format!("cannot read `{}`: {error}", folder.display()),
    );
    findings
}

/// The finding about a call of `emit` in a program.
pub(super) fn emitted_outside(at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    findings
        .report(
            &codes::EMIT_OUTSIDE,
            at,
            "`emit` belongs in a build script, and this is none",
        )
        .help("a `main` calls `pipewright::run`");
    findings
}

/// The finding about a second call of `emit`.
pub(super) fn emitted_twice(at: Location, first: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    findings
        .report(
            &codes::EMITTED_TWICE,
            at,
            "this build script has emitted already, and this call would replace those files",
        )
        .help("hand all pipelines to one call: `emit([one, other])`")
        .related("the first call is here", first);
    findings
}

/// The finding about a call of `run` in a build script.
pub(super) fn run_in_build_script(at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    findings
        .report(
            &codes::RUN_IN_BUILD_SCRIPT,
            at,
            "`run` belongs in a `main`, and this is a build script",
        )
        .help("a build script calls `pipewright::emit`");
    findings
}

/// The warning about a path that Cargo cannot be told.
pub(super) fn untold(folder: &Path, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    findings
        .report(
            &codes::UNTOLD_PATH,
            at,
            format!(
                "`{}` is no line of UTF-8, so Cargo is told neither `PIPEWRIGHT_DIR` nor what to watch",
                folder.display()
            ),
        )
        .help("build below a path of UTF-8");
    findings
}

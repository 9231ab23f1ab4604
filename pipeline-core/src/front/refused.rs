//! The findings about the output itself.

use std::io;
use std::path::Path;

use crate::codes;
use crate::finding::Findings;
use crate::place::Location;
use crate::write::Refusal;

/// The finding about a folder that was not written.
pub(super) fn refused(refusal: Refusal, folder: &Path, at: Location) -> Findings<Location> {
    let mut findings = Findings::default();
    let folder = folder.display();
    match refusal {
        Refusal::Another(owner) => findings
            .report(
                &codes::OUTPUT_OF_ANOTHER,
                at,
                format!("`{folder}` holds the output of `{owner}`"),
            )
            .help("name another folder; or, if its files are not needed any more, delete it"),
        Refusal::InTheWay(names) => {
            let names = names.iter().map(|name| format!("`{name}`"));
            let names: Vec<String> = names.collect();
            let (are, them) = match names.len() {
                1 => ("is", "it"),
                _ => ("are", "them"),
            };
            findings
                .report(
                    &codes::FILE_IN_THE_WAY,
                    at,
                    format!(
                        "in `{folder}`, {} {are} in the way and not written by pipewright",
                        names.join(", ")
                    ),
                )
                .help(format!("move {them} elsewhere, or delete {them}"))
        }
        Refusal::Failed(error) => findings.report(
            &codes::NOT_WRITTEN,
            at,
            format!("cannot write `{folder}`: {error}"),
        ),
    };
    findings
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

//! `open`: the report in the browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;

use crate::failure::Failure;
use crate::screen::Screen;

const REPORT: &str = "report.html";

/// Show the report of a build in the browser
///
/// Example: cargo pipewright open target/debug/pipewright/shop
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder that a build wrote; by default, the one that was written last in or below the
    /// current folder
    folder: Option<PathBuf>,
    /// Print the path of the report, and open nothing
    #[arg(long)]
    print: bool,
}

pub(crate) fn run(Arguments { folder, print }: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let report = match folder {
        Some(folder) => of_folder(folder)?,
        None => newest(Path::new("")).ok_or_else(|| {
            Failure::with_help(
                "there is no report in or below the current folder",
                "write one with `cargo build`, or with `cargo pipewright build FILE`; or name its folder",
            )
        })?,
    };
    if *print {
        screen.result(report.display());
        return Ok(());
    }
    ::open::that(&report).map_err(|error| {
        Failure::with_help(
            format!("`{}` cannot be opened: {error}", report.display()),
            "`--print` prints the path alone",
        )
    })?;
    screen.note(format_args!("opened `{}`", report.display()));
    Ok(())
}

/// The report in a folder, or in the one folder below that has one.
fn of_folder(folder: &Path) -> Result<PathBuf, Failure> {
    let report = folder.join(REPORT);
    if report.is_file() {
        return Ok(report);
    }
    if folder.is_file() {
        return Err(Failure::with_help(
            format!("`{}` is not a folder", folder.display()),
            "name the folder that a build wrote; `cargo pipewright build FILE` writes one",
        ));
    }
    if !folder.is_dir() {
        return Err(Failure::new(format!(
            "there is no folder `{}`",
            folder.display()
        )));
    }
    newest(folder).ok_or_else(|| {
        Failure::with_help(
            format!("`{}` has no `{REPORT}`", folder.display()),
            "build the pipeline again, with `cargo build` or `cargo pipewright build FILE`: the \
             report stands beside the templates",
        )
    })
}

/// The report that was written last, of this folder and of where builds write below it.
fn newest(folder: &Path) -> Option<PathBuf> {
    let below = |folder: PathBuf| -> Vec<PathBuf> {
        let entries = fs::read_dir(if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &folder
        });
        let entries = entries.into_iter().flatten().flatten();
        entries
            .map(|entry| folder.join(entry.file_name()))
            .collect()
    };
    let mut folders = vec![folder.to_owned()];
    folders.extend(below(folder.to_owned()));
    for profile in below(folder.join("target")) {
        folders.extend(below(profile.join("pipewright")));
    }
    let written = |report: &PathBuf| -> Option<SystemTime> {
        let found = report.metadata().ok()?;
        found.is_file().then(|| found.modified().ok())?
    };
    let reports = folders.iter().map(|folder| folder.join(REPORT));
    let dated = reports.filter_map(|report| Some((written(&report)?, report)));
    dated.max().map(|(_, report)| report)
}

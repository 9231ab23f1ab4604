//! `build`: a pipeline in a plain file to its templates.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::screen::Screen;
use crate::source::{assembled, is_standard_input};

/// Write the templates of pipelines that stand in plain files
///
/// The files hold what stands in `pipeline! { … }`. What is written is what `cargo build` writes
/// for a crate: the templates of all accounts, `deploy.sh`, the reports. It is written whole or
/// not at all.
///
/// Example: cargo pipewright build app.pipeline --out templates
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The files, such as app.pipeline; `-` is the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder to write to; by default, the first file's name without its extension, and
    /// `-templates`, in the current folder
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Write nothing, and exit with 1 if the folder is not current
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let Arguments { files, out, check } = arguments;
    let assembly = assembled(files, screen)?;
    let folder = out.clone().unwrap_or_else(|| usual_folder(files));
    if *check {
        let differences = assembly.differences(&folder).map_err(Failure::of_output)?;
        if differences.is_empty() {
            screen.note(format_args!("`{}` is current", folder.display()));
            return Ok(());
        }
        screen.result(&differences);
        return Err(Failure::Told);
    }
    let written = assembly
        .write(&folder, &owner(files))
        .map_err(Failure::of_output)?;
    screen.note(format_args!(
        "{}: {} of {} files changed",
        folder.display(),
        written.changed,
        assembly.files().len()
    ));
    if let Some(stacks) = written.left_over {
        screen.note(format_args!("{stacks}"));
    }
    Ok(())
}

fn usual_folder(files: &[PathBuf]) -> PathBuf {
    let named = files.first().filter(|file| !is_standard_input(file));
    let first = named.and_then(|file| file.file_stem());
    let mut name = first.unwrap_or(OsStr::new("pipeline")).to_owned();
    name.push("-templates");
    PathBuf::from(name)
}

/// The owner of the folder: another file's output is not overwritten.
fn owner(files: &[PathBuf]) -> String {
    let names = files
        .iter()
        .filter_map(|file| file.file_name().map(OsStr::to_string_lossy));
    let names: Vec<String> = names
        .map(|name| name.replace(char::is_control, ""))
        .collect();
    names.join(", ")
}

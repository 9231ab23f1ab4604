//! `build`: a pipeline in a plain file to its templates.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

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
        .write_for(&folder, &owners(files, &folder))
        .map_err(Failure::of_output)?;
    for warning in written.warnings.iter() {
        screen.finding(&format!("warning: {}", warning.text_with_address()));
    }
    screen.note(format_args!("{}: {written}", folder.display()));
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

/// The owners of the folder: the files, by their paths from there. The output of others is not
/// overwritten, and files of one name in two folders are two.
fn owners(files: &[PathBuf], folder: &Path) -> Vec<String> {
    let owner = |file: &PathBuf| {
        let path = path_from(folder, file).filter(|_| !is_standard_input(file));
        let path = path.unwrap_or_else(|| file.clone());
        path.to_string_lossy()
            .replace('\\', "/")
            .replace(char::is_control, "")
    };
    files.iter().map(owner).collect()
}

/// The path of a file from a folder, which begins with `./` or `../`; nothing where they have no
/// root in common.
fn path_from(folder: &Path, file: &Path) -> Option<PathBuf> {
    let (folder, file) = (whole(folder)?, whole(file)?);
    let mut from = folder.components().peekable();
    let mut to = file.components().peekable();
    let mut common = 0;
    while let (Some(one), Some(other)) = (from.peek(), to.peek())
        && one == other
    {
        from.next();
        to.next();
        common += 1;
    }
    let up = match from.peek() {
        Some(_) => PathBuf::new(),
        None => PathBuf::from("."),
    };
    let up = from.fold(up, |path, _| path.join(Component::ParentDir));
    (common > 0).then(|| up.join(to.collect::<PathBuf>()))
}

/// The path from the root, without links as far as it exists.
fn whole(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let mut rest = Vec::new();
    let mut existing = path.as_path();
    loop {
        if let Ok(found) = existing.canonicalize() {
            return Some(rest.iter().rev().fold(found, |path, part| path.join(part)));
        }
        rest.push(existing.file_name()?);
        existing = existing.parent()?;
    }
}

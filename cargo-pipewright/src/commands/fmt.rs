//! `fmt`: the layout of pipelines, in plain files and in Rust.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use similar::TextDiff;

use crate::failure::Failure;
use crate::layout::laid_out;
use crate::screen::Screen;
use crate::source::{Source, is_standard_input, show};
use crate::words::counted;

/// Lay out pipelines: what stands in `pipeline!`, and plain files
///
/// Of a Rust file, only the inside of each `pipeline!` changes, whatever its brackets are; rustfmt leaves it alone. No
/// token, comment, text or Rust expression changes, only the space between them. A list or a map
/// with a comma at its end stands on several lines; one without stands on one line if it fits into
/// 100 columns. A file with a syntax error stays as it is.
///
/// Example: cargo pipewright fmt --check build.rs
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files, and folders whose `.rs` and `.pipeline` files are meant; by default, the current
    /// folder. `-` reads the standard input, and prints the result
    files: Vec<PathBuf>,
    /// Write nothing; print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(Arguments { files, check }: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let mut sources = Vec::new();
    let mut seen = 0_usize;
    for path in files {
        find(path, &mut sources, &mut seen)?;
    }
    if files.is_empty() {
        find(Path::new("."), &mut sources, &mut seen)?;
    }
    if seen == 0 {
        // Of a gate, silence would be a yes.
        let folders: Vec<String> = files
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect();
        let folders = match folders.is_empty() {
            true => "the current folder".to_owned(),
            false => folders.join(", "),
        };
        return Err(Failure::with_help(
            format!("there is no `.pipeline` file and no `.rs` file in or below {folders}"),
            "name the folder or the file of a pipeline",
        ));
    }
    let mut is_well = true;
    let mut changed = 0_usize;
    for path in &sources {
        let source = match Source::read(path) {
            Ok(source) => source,
            Err(failure) => {
                screen.fail(&failure);
                is_well = false;
                continue;
            }
        };
        let text = match laid_out(&source) {
            Ok(text) => text,
            Err(problems) => {
                screen.finding(&show(&source, problems));
                is_well = false;
                continue;
            }
        };
        let is_input = is_standard_input(path);
        if is_input && !check {
            screen.text(&source.as_written(&text));
        }
        if text == source.text {
            continue;
        }
        changed += 1;
        if *check {
            screen.text(&difference(path, &source.text, &text));
            is_well = false;
        } else if !is_input {
            write(path, &source.as_written(&text))?;
            screen.note(format_args!("laid out `{}`", path.display()));
        }
    }
    if changed == 0 && is_well {
        let files = counted(sources.len(), "file", "files");
        screen.note(format_args!("{files}, nothing to change"));
    }
    if is_well { Ok(()) } else { Err(Failure::Told) }
}

/// Adds a file, or the pipelines below a folder, in the order of their names. Counts the files that
/// could have one.
fn find(path: &Path, found: &mut Vec<PathBuf>, seen: &mut usize) -> Result<(), Failure> {
    if !path.is_dir() {
        found.push(path.to_owned());
        *seen += 1;
        return Ok(());
    }
    let failed = |error| Failure::of_file(path, &error);
    let entries = fs::read_dir(path).map_err(failed)?;
    let mut entries = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()
        .map_err(failed)?;
    entries.sort();
    let hidden = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with('.') || name == "target"
    };
    for entry in entries.iter().filter(|entry| !hidden(entry)) {
        // Behind a link, a folder could be above this one.
        if entry.is_dir() && !entry.is_symlink() {
            find(entry, found, seen)?;
            continue;
        }
        let kind = entry.extension().and_then(OsStr::to_str);
        *seen += usize::from(matches!(kind, Some("pipeline" | "rs")));
        if is_pipeline(entry) {
            found.push(entry.strip_prefix("./").unwrap_or(entry).to_owned());
        }
    }
    Ok(())
}

/// Returns whether a file is laid out when its folder is.
fn is_pipeline(path: &Path) -> bool {
    match path.extension().and_then(OsStr::to_str) {
        Some("pipeline") => path.is_file(),
        Some("rs") => fs::read_to_string(path).is_ok_and(|text| text.contains("pipeline!")),
        _ => false,
    }
}

/// The change of a file, as `diff -u` shows it.
fn difference(path: &Path, before: &str, after: &str) -> String {
    let path = path.display().to_string();
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(&path, &path)
        .to_string()
}

/// Replaces a file as a whole: a reader gets the old text or the new one.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let replace = || {
        // Of a link, the file that it leads to.
        let path = path.canonicalize()?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        fs::set_permissions(file.path(), path.metadata()?.permissions())?;
        file.persist(&path)?;
        Ok(())
    };
    replace().map_err(|error| Failure::of_file(path, &error))
}

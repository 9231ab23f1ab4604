//! One side: the files of a folder, or of a folder in a git revision.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pipewright_core::compare::Snapshot;

use super::git;
use crate::failure::Failure;

/// A file that is larger is none of ours, in bytes. CloudFormation takes templates of 1 MB.
const LARGEST: u64 = 64 << 20;

/// An output, and what it is called.
pub(super) struct Side {
    pub(super) name: String,
    pub(super) snapshot: Snapshot,
}

impl Side {
    /// Reads a folder, or `REVISION:FOLDER`.
    pub(super) fn read(word: &str) -> Result<Side, Failure> {
        let path = Path::new(word);
        if path.is_dir() {
            return Side::of(word, files(path)?);
        }
        if path.exists() {
            return Err(Failure::with_help(
                format!("`{word}` is not a folder"),
                "name the folder that has `manifest.json`",
            ));
        }
        if word.contains(':') {
            return Side::of(word, git::files(Path::new("."), word)?);
        }
        Err(Failure::with_help(
            format!("there is no folder `{word}`"),
            format!("a folder in a git revision is `REVISION:FOLDER`, such as `HEAD:{word}`"),
        ))
    }

    /// Reads a folder as it is committed, and as it is.
    pub(super) fn committed(word: &str) -> Result<(Side, Side), Failure> {
        let path = Path::new(word);
        if !path.is_dir() {
            let what = match word.contains(':') {
                true => format!("`{word}` is to be compared with nothing"),
                false => format!("there is no folder `{word}`"),
            };
            return Err(Failure::with_help(
                what,
                "name both outputs, or one folder to compare it with its last commit",
            ));
        }
        let old = Side::of(&format!("HEAD:{word}"), git::files(path, "HEAD:./")?)?;
        Ok((old, Side::of(word, files(path)?)?))
    }

    fn of(name: &str, files: BTreeMap<String, String>) -> Result<Side, Failure> {
        let snapshot = Snapshot::read(&files).map_err(|what| {
            Failure::with_help(
                format!("`{name}` is no output of pipewright: {what}"),
                "name the folder that `cargo build` writes, with `manifest.json` and the templates",
            )
        })?;
        Ok(Side {
            name: name.to_owned(),
            snapshot,
        })
    }
}

/// Returns whether a file bears on what is compared.
pub(super) fn is_read(name: &str) -> bool {
    matches!(name, "manifest.json" | "sources.json") || name.ends_with(".template.json")
}

fn files(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let failed = |path: &Path, error| Failure::of_file(path, &error);
    let mut out = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, error))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| is_read(name)) else {
            continue;
        };
        let found = fs::metadata(&path).map_err(|error| failed(&path, error))?;
        if !found.is_file() {
            return Err(Failure::new(format!("`{}` is not a file", path.display())));
        }
        if found.len() > LARGEST {
            return Err(Failure::new(format!(
                "`{}` is larger than any template: {} bytes",
                path.display(),
                found.len()
            )));
        }
        let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
        out.insert(name.to_owned(), text(&path.display().to_string(), bytes)?);
    }
    Ok(out)
}

/// The text of a file.
pub(super) fn text(name: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    let text = String::from_utf8(bytes);
    text.map_err(|_| Failure::new(format!("`{name}` is not UTF-8 text")))
}

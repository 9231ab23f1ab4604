//! A folder of ours on the disk: changed as a whole, nothing touched that has not changed,
//! nothing left that is stale, nothing of others overwritten.

mod change;
mod disk;
mod index;
mod names;
mod owner;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::Assembly;
pub(crate) use change::Removed;
use index::Index;
use names::{has_our_form, is_of_a_stack, is_ours};

pub(crate) use index::{INDEX, owner_line};
pub(crate) use owner::STANDARD_INPUT;

/// The difference between a file of a folder and the file that it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Drift {
    /// It is not there.
    Missing(String),
    /// It holds something else.
    Differs(String),
    /// It is a script that cannot be run.
    NotExecutable(String),
    /// It is of an earlier version of the pipelines.
    Stale(String),
    /// It looks like a file of a stack, and is none of the pipelines'.
    Unlisted(String),
}

/// The changes that replacing a folder made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Replaced {
    /// The number of files that were written.
    pub(crate) changed: usize,
    /// The files that are no more.
    pub(crate) removed: Vec<Removed>,
}

/// Why a folder is not written.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It holds the output of these other owners.
    Another(Vec<String>),
    /// These files in it are not ours.
    InTheWay(Vec<InTheWay>),
    /// An error of the operating system.
    Failed(io::Error),
}

/// A file that stands where we would write, and that we may not overwrite.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InTheWay {
    pub(crate) name: String,
    /// It looks like ours, and the index does not list it.
    pub(crate) unlisted: bool,
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Refusal::Failed(error)
    }
}

/// Whoever writes a folder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer<'a> {
    /// The crate, the program, or the plain files, by their paths from the folder.
    pub(crate) owners: &'a [String],
    /// The time that its files get, if it is not that of the moment.
    pub(crate) time: Option<SystemTime>,
}

/// Makes a folder hold an assembly.
pub(crate) fn replace(
    folder: &Path,
    writer: Writer<'_>,
    assembly: &Assembly,
) -> Result<Replaced, Refusal> {
    disk::create_dir_all(folder)?;
    let _lock = locked(folder, File::lock);
    let mut removed = change::complete(folder)?;
    let before = Index::read(folder)?;
    let owners: BTreeSet<String> = writer.owners.iter().cloned().collect();
    if !owner::is_theirs(folder, &before, &owners, assembly) {
        return Err(Refusal::Another(before.owners.into_iter().collect()));
    }
    let after = Index {
        owners,
        names: assembly.files().keys().cloned().collect(),
    };
    let mut drift = differences(folder, &before, assembly)?;
    // What others put beside ours stays.
    drift.retain(|file| !matches!(file, Drift::Unlisted(_)));
    if drift.is_empty() && before == after {
        return Ok(Replaced {
            changed: 0,
            removed,
        });
    }
    let changed = drift.iter().filter_map(|file| match file {
        Drift::Missing(name) | Drift::Differs(name) | Drift::NotExecutable(name) => Some(name),
        Drift::Stale(_) | Drift::Unlisted(_) => None,
    });
    change::refuse_what_others_put_there(folder, &before, changed.clone())?;
    let files = changed.filter_map(|name| {
        let (name, text) = assembly.files().get_key_value(name)?;
        Some((name.as_str(), text.as_str()))
    });
    let files: Vec<_> = files.collect();
    let changed = files.len();
    change::decide(folder, &files, &after, time(folder, writer.time))?;
    removed.extend(change::complete(folder)?);
    Ok(Replaced { changed, removed })
}

/// Completes a change of a folder that a killed run left.
pub(crate) fn complete(folder: &Path) -> Result<(), Refusal> {
    if folder.is_dir() {
        let _lock = locked(folder, File::lock);
        change::complete(folder)?;
    }
    Ok(())
}

/// The differences between a folder and an assembly.
pub(crate) fn compare(folder: &Path, assembly: &Assembly) -> io::Result<Vec<Drift>> {
    let _lock = locked(folder, File::lock_shared);
    differences(folder, &Index::read(folder)?, assembly)
}

/// Waits until no other run changes the folder. Where a folder has no locks, as on Windows,
/// two runs at the same time are not kept apart.
fn locked(folder: &Path, lock: fn(&File) -> io::Result<()>) -> Option<File> {
    let folder = File::open(folder).ok()?;
    lock(&folder).ok()?;
    Some(folder)
}

/// The time for new files: not before that of the last change, which another run has made
/// since this one began.
fn time(folder: &Path, time: Option<SystemTime>) -> Option<SystemTime> {
    let last = fs::metadata(folder.join(INDEX)).and_then(|index| index.modified());
    time.filter(|time| last.is_err() || last.is_ok_and(|last| last <= *time))
}

fn differences(folder: &Path, before: &Index, assembly: &Assembly) -> io::Result<Vec<Drift>> {
    let mut drift = Vec::new();
    for (name, text) in assembly.files() {
        let path = folder.join(name);
        match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                drift.push(Drift::Missing(name.clone()));
            }
            Err(error) => return Err(error),
            Ok(found) if !found.is_file() || fs::read(&path)? != text.as_bytes() => {
                drift.push(Drift::Differs(name.clone()));
            }
            Ok(_) if name.ends_with(".sh") && !disk::is_executable(&path) => {
                drift.push(Drift::NotExecutable(name.clone()));
            }
            Ok(_) => {}
        }
    }
    drift.extend(superfluous(folder, before, assembly)?);
    Ok(drift)
}

/// The files that have the form of ours, and that the assembly does not have.
fn superfluous(folder: &Path, before: &Index, assembly: &Assembly) -> io::Result<Vec<Drift>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let Ok(name) = entry?.file_name().into_string() else {
            continue;
        };
        if !has_our_form(&name) || assembly.files().contains_key(&name) {
            continue;
        }
        if before.names.contains(&name) && is_ours(&folder.join(&name)) {
            found.push(Drift::Stale(name));
        } else if is_of_a_stack(&name) {
            found.push(Drift::Unlisted(name));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests;

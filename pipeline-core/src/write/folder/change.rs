//! The change of a folder, so that a process may end at any moment of it.
//!
//! 1. What changes is written into the folder `.pipewright-new`, with the new index.
//! 2. That is renamed to `.pipewright-next`: from here on, the change is decided.
//! 3. The entry points are taken away: without them, nothing is deployed from the folder.
//! 4. What is stale is removed, what is new takes its place; the entry points come last.
//!
//! A run that ends before the second step leaves the folder as it was. One that ends later
//! leaves a folder without entry points, and the next run completes it.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::disk;
use super::index::{INDEX, Index};
use super::names::{ENTRY_POINTS, has_our_form, is_ours};
use super::{InTheWay, Refusal};

const NEW: &str = ".pipewright-new";
const NEXT: &str = ".pipewright-next";

/// The name and the text of a file that has been removed.
pub(crate) type Removed = (String, String);

/// Decides on a change: these files are to have these texts, and the index is to be this one.
/// If anything fails, nothing is left of it. The files get a time, if there is one.
pub(super) fn decide(
    folder: &Path,
    files: &[(&str, &str)],
    index: &Index,
    time: Option<SystemTime>,
) -> io::Result<()> {
    let new = folder.join(NEW);
    let outcome =
        stage(&new, files, index, time).and_then(|()| disk::rename(&new, &folder.join(NEXT)));
    if outcome.is_err() {
        // What counts is the first error.
        let _ = clear(&new);
    }
    outcome
}

fn stage(
    new: &Path,
    files: &[(&str, &str)],
    index: &Index,
    time: Option<SystemTime>,
) -> io::Result<()> {
    disk::create_dir(new)?;
    let index = index.text();
    for (name, text) in files.iter().copied().chain([(INDEX, index.as_str())]) {
        let path = new.join(name);
        disk::write(&path, text)?;
        if name.ends_with(".sh") {
            disk::make_executable(&path)?;
        }
        if let Some(time) = time {
            disk::set_modified(&path, time)?;
        }
    }
    Ok(())
}

/// Completes a change that was decided on, by this run or by one that was killed, and clears
/// what was not. Returns the files that are gone.
pub(super) fn complete(folder: &Path) -> Result<Vec<Removed>, Refusal> {
    clear(&folder.join(NEW))?;
    let next = folder.join(NEXT);
    if !next.join(INDEX).exists() {
        clear(&next)?;
        return Ok(Vec::new());
    }
    let (before, after) = (Index::read(folder)?, Index::read(&next)?);
    let waits = |name: &str| next.join(name).exists();
    refuse_what_others_put_there(
        folder,
        &before,
        after.names.iter().filter(|name| waits(name)),
    )?;
    let mut removed = Vec::new();
    for name in ENTRY_POINTS {
        let path = folder.join(name);
        let listed = before.names.contains(name) || after.names.contains(name);
        if !listed || !is_ours(&path) {
            continue;
        }
        if waits(name) || !after.names.contains(name) {
            disk::remove_file(&path)?;
        } else {
            disk::rename(&path, &next.join(name))?;
        }
    }
    for name in before.names.difference(&after.names) {
        let path = folder.join(name);
        if is_ours(&path) {
            removed.push((name.clone(), fs::read_to_string(&path).unwrap_or_default()));
            disk::remove_file(&path)?;
        }
    }
    let names = after.names.iter().map(String::as_str);
    let names = names.filter(|name| !ENTRY_POINTS.contains(name));
    for name in names.chain(ENTRY_POINTS).filter(|name| waits(name)) {
        disk::rename(&next.join(name), &folder.join(name))?;
    }
    disk::rename(&next.join(INDEX), &folder.join(INDEX))?;
    disk::remove_dir(&next)?;
    Ok(removed)
}

/// Refuses to write where a file stands that is not ours: one that we have not listed, or
/// that does not look like ours.
pub(super) fn refuse_what_others_put_there<'a>(
    folder: &Path,
    before: &Index,
    names: impl Iterator<Item = &'a String>,
) -> Result<(), Refusal> {
    let others = names.filter_map(|name| {
        let path = folder.join(name);
        let looks_like_ours = is_ours(&path);
        let ours = before.names.contains(name) && looks_like_ours;
        (path.symlink_metadata().is_ok() && !ours).then(|| InTheWay {
            name: name.clone(),
            unlisted: looks_like_ours,
        })
    });
    let others: Vec<InTheWay> = others.collect();
    if others.is_empty() {
        Ok(())
    } else {
        Err(Refusal::InTheWay(others))
    }
}

/// Removes a folder in which files of ours wait, or waited.
fn clear(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if name
            .to_str()
            .is_some_and(|name| name == INDEX || has_our_form(name))
        {
            disk::remove_file(&entry.path())?;
        }
    }
    disk::remove_dir(folder)
}

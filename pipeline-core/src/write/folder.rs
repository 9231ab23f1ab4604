//! A folder of ours on the disk: written whole or not at all, nothing touched that has
//! not changed, nothing left that is stale, nothing of others overwritten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Assembly;
use std::collections::BTreeSet;

/// Lists the files that we wrote, so that our stale files are not confused with other files.
const INDEX: &str = ".pipewright";

/// The difference between a file of a folder and the file that it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Drift {
    /// It is not there.
    Missing(String),
    /// It holds something else.
    Differs(String),
    /// We wrote it once, and would no longer.
    Stale(String),
}

/// The changes that replacing a folder made.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Replaced {
    /// The number of files that changed.
    pub(crate) changed: usize,
    /// The files that we wrote once, and that are no more: their names, and what they held.
    pub(crate) removed: Vec<(String, String)>,
}

/// Makes a folder hold an assembly.
pub(crate) fn replace(folder: &Path, assembly: &Assembly) -> io::Result<Replaced> {
    fs::create_dir_all(folder)?;
    let drift = compare(folder, assembly)?;
    let before = index(folder)?;
    let after: BTreeSet<String> = assembly.files().keys().cloned().collect();
    if drift.is_empty() {
        // What is removed is not ours any more, should others give it back.
        if !before.is_subset(&after) {
            write_index(folder, after.iter())?;
        }
        return Ok(Replaced::default());
    }
    refuse_what_is_not_ours(folder, &drift, &before)?;
    // Everything is written beside its place first: what fails, fails here, and the last
    // good folder stays. The index names old and new files until all is done, so that a
    // run cut short is mended by the next one.
    let mut staged = Vec::new();
    let outcome = stage(folder, assembly, &drift, &mut staged)
        .and_then(|()| write_index(folder, before.iter().chain(after.difference(&before))))
        .and_then(|()| {
            staged
                .iter()
                .try_for_each(|(from, to)| fs::rename(from, to))
        });
    if let Err(error) = outcome {
        for (temporary, _) in staged {
            // It may have been moved already; what counts is the first error.
            let _ = fs::remove_file(temporary);
        }
        return Err(error);
    }
    let mut removed = Vec::new();
    for file in &drift {
        if let Drift::Stale(name) = file {
            let path = folder.join(name);
            removed.push((name.clone(), fs::read_to_string(&path).unwrap_or_default()));
            fs::remove_file(path)?;
        }
    }
    write_index(folder, after.iter())?;
    Ok(Replaced {
        changed: drift.len(),
        removed,
    })
}

/// The differences between a folder and an assembly.
pub(crate) fn compare(folder: &Path, assembly: &Assembly) -> io::Result<Vec<Drift>> {
    let mut drift = Vec::new();
    for (name, text) in assembly.files() {
        match fs::read(folder.join(name)) {
            Ok(found) if found == text.as_bytes() => {}
            Ok(_) => drift.push(Drift::Differs(name.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                drift.push(Drift::Missing(name.clone()));
            }
            Err(error) => return Err(error),
        }
    }
    for name in index(folder)? {
        if !assembly.files().contains_key(&name) && folder.join(&name).is_file() {
            drift.push(Drift::Stale(name));
        }
    }
    Ok(drift)
}

fn refuse_what_is_not_ours(
    folder: &Path,
    drift: &[Drift],
    ours: &BTreeSet<String>,
) -> io::Result<()> {
    for file in drift {
        if let Drift::Differs(name) = file
            && !ours.contains(name)
        {
            let path = folder.join(name);
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                format!(
                    "`{}` exists and was not written by pipewright",
                    path.display()
                ),
            ));
        }
    }
    Ok(())
}

fn stage(
    folder: &Path,
    assembly: &Assembly,
    drift: &[Drift],
    staged: &mut Vec<(PathBuf, PathBuf)>,
) -> io::Result<()> {
    for file in drift {
        let (Drift::Missing(name) | Drift::Differs(name)) = file else {
            continue;
        };
        let Some(text) = assembly.files().get(name) else {
            continue;
        };
        let temporary = folder.join(format!(".{name}.{}", std::process::id()));
        staged.push((temporary.clone(), folder.join(name)));
        fs::write(&temporary, text)?;
        if name.ends_with(".sh") {
            make_executable(&temporary)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The files that we wrote the last time. A name that leads out of the folder is none of
/// ours, whoever put it there.
fn index(folder: &Path) -> io::Result<BTreeSet<String>> {
    match fs::read_to_string(folder.join(INDEX)) {
        Ok(text) => Ok(text
            .lines()
            .filter(|name| !name.is_empty() && !name.contains(['/', '\\']) && *name != "..")
            .map(str::to_owned)
            .collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(error),
    }
}

fn write_index<'a>(folder: &Path, names: impl Iterator<Item = &'a String>) -> io::Result<()> {
    let mut text = String::new();
    for name in names {
        text.push_str(name);
        text.push('\n');
    }
    let temporary = folder.join(format!("{INDEX}.{}", std::process::id()));
    fs::write(&temporary, text)?;
    fs::rename(temporary, folder.join(INDEX))
}

#[cfg(test)]
mod tests;

//! The operations that change the disk, each once. In tests, one of them fails or is the
//! last one that a killed process makes.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

#[cfg(not(test))]
fn point() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use fault::point;
#[cfg(test)]
pub(super) use fault::{Fault, with};

/// Adds the path to an error, which does not name it.
fn at<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    let name = |error: io::Error| {
        let text = format!("`{}`: {error}", path.display());
        io::Error::new(error.kind(), text)
    };
    result.map_err(name)
}

pub(super) fn create_dir(path: &Path) -> io::Result<()> {
    point()?;
    at(path, fs::create_dir(path))
}

pub(super) fn create_dir_all(path: &Path) -> io::Result<()> {
    point()?;
    at(path, fs::create_dir_all(path))
}

/// Writes a file that is not there yet.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    point()?;
    #[cfg(test)]
    fault::partly(path, text)?;
    at(path, fs::write(path, text))
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    point()?;
    at(to, fs::rename(from, to))
}

pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    point()?;
    at(path, fs::remove_file(path))
}

/// Removes an empty folder.
pub(super) fn remove_dir(path: &Path) -> io::Result<()> {
    point()?;
    at(path, fs::remove_dir(path))
}

/// Gives a file the time of another event than now.
pub(super) fn set_modified(path: &Path, time: SystemTime) -> io::Result<()> {
    point()?;
    let file = fs::File::options().write(true).open(path);
    at(path, file.and_then(|file| file.set_modified(time)))
}

#[cfg(unix)]
pub(super) fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    point()?;
    let all = fs::Permissions::from_mode(0o755);
    at(path, fs::set_permissions(path, all))
}

#[cfg(not(unix))]
pub(super) fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Returns whether a script can be run; always, where files do not say so.
#[cfg(unix)]
pub(super) fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
pub(super) fn is_executable(_: &Path) -> bool {
    true
}

/// The faults of a disk, planted by tests in the thread that writes.
#[cfg(test)]
mod fault {
    use std::cell::Cell;
    use std::fs;
    use std::io;
    use std::path::Path;

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// The process is gone: nothing after this operation happens either.
        Killed,
        /// This operation fails, and the process goes on.
        Failed,
        /// The disk is full: whatever writes or creates fails from here on.
        Full,
    }

    thread_local! {
        /// The fault, and the number of operations before it.
        static PLANTED: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
    }

    /// Runs something with a fault planted; returns whether the fault was met.
    pub(crate) fn with(fault: Fault, after: usize, run: impl FnOnce()) -> bool {
        PLANTED.set(Some((fault, after)));
        run();
        PLANTED.take().is_none_or(|(_, left)| left == 0)
    }

    pub(crate) fn point() -> io::Result<()> {
        let Some((fault, left)) = PLANTED.get() else {
            return Ok(());
        };
        if left > 0 {
            PLANTED.set(Some((fault, left - 1)));
            return Ok(());
        }
        match fault {
            Fault::Failed => PLANTED.set(None),
            // To remove and to rename takes no space.
            Fault::Full => return Ok(()),
            Fault::Killed => {}
        }
        Err(io::Error::other("planted"))
    }

    /// The moments of a write in which a part of the file is there.
    pub(super) fn partly(path: &Path, text: &str) -> io::Result<()> {
        for part in [0, text.len() / 2] {
            let full = matches!(PLANTED.get(), Some((Fault::Full, 0)));
            if let Err(error) = point() {
                fs::write(path, &text.as_bytes()[..part])?;
                return Err(error);
            }
            if full {
                fs::write(path, &text.as_bytes()[..text.len() / 2])?;
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        Ok(())
    }
}

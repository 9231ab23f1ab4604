//! Whose a folder is. Who writes it next is the same if it has something in common with those who
//! wrote it last: a build of several files may get one more, or lose one.

use std::collections::BTreeSet;
use std::path::Path;

use super::index::Index;
use super::names::is_of_a_stack;
use crate::write::Assembly;

/// A pipeline that was read from the standard input: no file, and no other one's name.
pub(crate) const STANDARD_INPUT: &str = "-";

/// Returns whether a folder is of those who write this assembly: nobody has written it, one of
/// them has, or a file that is no more has, and a stack of it is in the assembly.
pub(super) fn is_theirs(
    folder: &Path,
    before: &Index,
    owners: &BTreeSet<String>,
    assembly: &Assembly,
) -> bool {
    let last = &before.owners;
    if last.is_empty() || last == owners {
        return true;
    }
    let mut common = last.intersection(owners);
    common.any(|name| name != STANDARD_INPUT)
        || last.iter().any(|name| is_no_more(folder, name)) && has_a_stack_of(before, assembly)
}

/// Returns whether nobody can write the folder again under this name: that of a file that was
/// renamed or deleted, or of the standard input.
/// Only a file has a `/` in its name.
fn is_no_more(folder: &Path, name: &str) -> bool {
    name == STANDARD_INPUT || name.contains('/') && !folder.join(name).exists()
}

fn has_a_stack_of(before: &Index, assembly: &Assembly) -> bool {
    let mut stacks = before.names.iter().filter(|name| is_of_a_stack(name));
    stacks.any(|name| assembly.files().contains_key(name))
}

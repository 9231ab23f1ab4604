//! Files of a git revision, as `git` gives them.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::side::{is_read, text};
use crate::failure::Failure;

/// The files of a folder in a revision, `REVISION:FOLDER`, seen from a folder of the repository.
pub(super) fn files(from: &Path, word: &str) -> Result<BTreeMap<String, String>, Failure> {
    let (revision, folder) = word.split_once(':').unwrap_or((word, ""));
    if git(from, &["rev-parse", "--git-dir"])?.is_err() {
        // Of a folder that is compared with its last commit, its own name is what was typed.
        let shown = match from == Path::new(".") {
            true => word.to_owned(),
            false => from.display().to_string(),
        };
        return Err(Failure::with_help(
            format!("`{shown}` is in no git repository"),
            "run it inside the repository, or name two folders",
        ));
    }
    let commit = format!("{revision}^{{commit}}");
    // A word that begins so would be an option of git.
    let verified = match revision.starts_with('-') {
        true => Err(String::new()),
        false => git(from, &["rev-parse", "--verify", "--quiet", &commit])?,
    };
    let Ok(commit) = verified else {
        return Err(Failure::with_help(
            format!("git knows no revision `{revision}`"),
            "a revision is a branch, a tag or a commit; a shallow clone may lack it: \
             `git fetch --unshallow`",
        ));
    };
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let tree = format!("{commit}:{folder}");
    let Ok(list) = git(from, &["ls-tree", "-z", "--full-tree", &tree])? else {
        return Err(Failure::with_help(
            format!("revision `{revision}` has no folder `{folder}`"),
            "the folder is seen from the top of the repository; begin it with `./` to see it from here",
        ));
    };
    let mut out = BTreeMap::new();
    for entry in list.split(|byte| *byte == 0) {
        // `100644 blob ID<tab>NAME`
        let entry = String::from_utf8_lossy(entry);
        let Some((about, name)) = entry.split_once('\t') else {
            continue;
        };
        let mut about = about.split(' ').skip(1);
        let (Some("blob"), Some(id)) = (about.next(), about.next()) else {
            continue;
        };
        if is_read(name) {
            let Ok(bytes) = git(from, &["cat-file", "blob", id])? else {
                return Err(Failure::new(format!(
                    "git cannot read `{name}` of `{word}`"
                )));
            };
            out.insert(name.to_owned(), text(name, bytes)?);
        }
    }
    Ok(out)
}

/// Runs git. Its output, or what it says if it fails.
fn git(from: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(from)
        .args(arguments)
        .output();
    let output = output.map_err(|error| {
        Failure::with_help(
            format!("git could not be started: {error}"),
            "a folder in a revision is read by `git`; without it, name two folders",
        )
    })?;
    Ok(match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    })
}

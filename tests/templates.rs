//! What every example leaves, as a person has read it. After a change that is meant:
//! `INSTA_UPDATE=always cargo test --test templates`, then read the difference.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use support::examples;

#[test]
fn every_example_leaves_what_was_read() {
    for example in examples::names() {
        for (name, text) in read(&examples::synthesize(&example)) {
            insta::with_settings!({
                snapshot_path => snapshots().join(&example),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(name, text) });
        }
    }
}

/// A template that is no longer made would leave its snapshot, and nobody would notice.
#[test]
fn no_snapshot_is_of_a_file_that_is_no_longer_made() {
    let mut made = BTreeSet::new();
    for example in examples::names() {
        for (name, _) in read(&examples::synthesize(&example)) {
            made.insert(snapshots().join(&example).join(format!("{name}.snap")));
        }
    }
    let mut kept: BTreeSet<PathBuf> = entries(&snapshots())
        .iter()
        .flat_map(|folder| entries(folder))
        .collect();
    // What differs is stored as `.snap.new` beside it.
    kept.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "snap")
    });
    assert_eq!(kept, made);
}

#[test]
fn nothing_that_is_left_names_a_path_of_the_machine() {
    let target = examples::target_folder();
    let paths = [env!("CARGO_MANIFEST_DIR"), target.to_str().unwrap()];
    for example in examples::names() {
        let folder = examples::synthesize(&example);
        for file in entries(&folder) {
            let text = fs::read_to_string(&file).unwrap();
            let found = paths.iter().find(|path| text.contains(**path));
            assert_eq!(found, None, "{}", file.display());
        }
    }
}

/// The files of an assembly by name. `sources.json` holds line numbers, which move with
/// every edit, so nobody would read it again.
fn read(folder: &Path) -> Vec<(String, String)> {
    let files = entries(folder).into_iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&path).unwrap())
    });
    files
        .filter(|(name, _)| name != "sources.json" && name != ".pipewright")
        .collect()
}

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

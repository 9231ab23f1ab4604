//! The examples, copied as they are: each is a crate of its own that needs nothing of this repository.

#![cfg(unix)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use support::scratch::{Scratch, errors, names, succeeds};

fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let folders = [root.clone(), root.join("guide")];
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let folders = entries.map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = folders
        .filter(|folder| folder.is_dir() && !folder.ends_with("guide"))
        .collect();
    found.sort();
    found
}

#[test]
fn every_example_builds_where_it_is_copied_to() {
    let examples = examples();
    assert!(examples.len() > 12, "{examples:?}");
    for example in examples {
        let copy = Scratch::copy_of(&example);
        let said = errors(&succeeds(copy.cargo(&["build", "--quiet"])));
        // A warning would be the first thing that its new owner reads.
        assert!(said.is_empty(), "{}: {said}", copy.name);
        let left = names(&copy.folder());
        for file in ["REPORT.md", "deploy.sh", "report.html"] {
            assert!(
                left.iter().any(|name| name == file),
                "{}: {left:?}",
                copy.name
            );
        }
    }
}

/// What a manifest says without the workspace is what the workspace says.
#[test]
fn every_example_is_of_the_present_edition_and_version() {
    for example in examples() {
        let manifest = fs::read_to_string(example.join("Cargo.toml")).unwrap();
        let name = example.file_name().unwrap().to_str().unwrap();
        for line in [
            format!("name = \"{name}\""),
            "edition = \"2024\"".to_owned(),
            format!("rust-version = \"{}\"", env!("CARGO_PKG_RUST_VERSION")),
            format!("pipewright = \"{}\"", env!("CARGO_PKG_VERSION")),
            "publish = false".to_owned(),
        ] {
            assert!(
                manifest.lines().any(|found| found == line),
                "{name}: no `{line}`"
            );
        }
        assert!(!manifest.contains("workspace = true"), "{name}");
    }
}

/// `cargo generate` reads `{{ … }}` and `{% … %}` as its own, unless the file is excluded.
#[test]
fn every_example_is_a_template_of_cargo_generate() {
    for example in examples() {
        let settings = fs::read_to_string(example.join("cargo-generate.toml")).unwrap_or_default();
        for file in files(&example) {
            let text = fs::read_to_string(example.join(&file)).unwrap();
            let is_read = ["{{", "{%"].iter().any(|mark| text.contains(mark));
            let is_excluded = settings.contains(&format!("\"{file}\""));
            assert_eq!(is_read, is_excluded, "{}: {file}", example.display());
        }
    }
}

/// The files directly in a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.path().is_file());
    files
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect()
}

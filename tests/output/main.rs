//! What `cargo build` leaves, and where: real crates, built by cargo.

mod kept;
mod places;
mod rebuilds;
mod refused;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use support::scratch::names;

/// What the pipeline leaves.
const FILES: [&str; 9] = [
    "REPORT.md",
    "access.json",
    "deploy.sh",
    "manifest.json",
    "pipeline.json",
    "report.html",
    "sound-artifacts-eu-central-1-",
    "sound-pipeline-",
    "sources.json",
];

fn assert_left(folder: &Path) {
    let names = names(folder);
    assert_eq!(names.len(), FILES.len(), "{names:?}");
    for (name, begins) in names.iter().zip(FILES) {
        assert!(name.starts_with(begins), "{names:?}");
    }
}

/// What the user sees is about the pipeline: nothing that looks like a bug of ours.
fn assert_readable(errors: &str, name: &str) {
    assert!(
        errors.lines().any(|line| line.starts_with("error")),
        "{name}: {errors}"
    );
    for word in ["panicked", "backtrace", "stack overflow", "unwrap"] {
        assert!(!errors.contains(word), "{name}: {errors}");
    }
}

fn contents(folder: &Path) -> Vec<(String, String)> {
    let names = names(folder).into_iter();
    names
        .map(|name| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

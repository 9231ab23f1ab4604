//! The tools that deploy: how they are called, once it is sure that they are the pinned
//! ones.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::examples::target_folder;

/// Runs a script of this folder, and gives what it said, or says what it said instead.
pub(crate) fn run(script: &str, words: &[&Path]) -> Result<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/deployed")
        .join(script);
    let output = python()
        .arg(path)
        .args(words)
        // No bytecode beside the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(format!("{said}{errors}"))
}

fn python() -> Command {
    let oracles = target_folder().join("oracles");
    let pinned = [
        ("installed.txt", include_str!("../oracles/requirements.txt")),
        (
            "installed-lock.json",
            include_str!("../oracles/package-lock.json"),
        ),
    ];
    for (stamp, pinned) in pinned {
        let installed = fs::read_to_string(oracles.join(stamp)).ok();
        assert!(
            installed.as_deref() == Some(pinned),
            "the tools are not installed in `{}`, or are of another version: run tests/run, or tests/oracles/install.sh",
            oracles.display(),
        );
    }
    Command::new(oracles.join("bin/python"))
}

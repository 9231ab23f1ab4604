//! `pipewright::run` in a `main`: a folder that is written, and checked to be current.

mod support;

use std::fs;
use std::process::Output;

use support::scratch::{SOUND, Scratch, errors, names, succeeds};

#[test]
fn a_folder_is_written_checked_and_found_wanting() {
    let scratch = crate_of("running");
    let written = succeeds(scratch.cargo(&["run", "--quiet", "--", "deploy"]));
    let said = String::from_utf8(written.stdout).unwrap();
    assert_eq!(said, "deploy: 7 of 7 files changed\n");
    let folder = scratch.root.join("deploy");
    assert_eq!(names(&folder).len(), 7);
    let current = run(&scratch, &["--check", "deploy"]);
    assert_eq!(
        (current.status.code(), errors(&current)),
        (Some(0), String::new())
    );

    fs::remove_file(folder.join("REPORT.md")).unwrap();
    fs::write(folder.join("deploy.sh"), "rm -rf /").unwrap();
    let wanting = run(&scratch, &["--check", "deploy"]);
    assert_eq!(wanting.status.code(), Some(1));
    let list = "missing: REPORT.md\ndiffers: deploy.sh\n`deploy` is not current: write it again and review the change\n";
    assert_eq!(errors(&wanting), list);
    assert!(!folder.join("REPORT.md").exists(), "a check writes nothing");
}

#[test]
fn arguments_that_it_does_not_know_are_answered_with_the_usage() {
    let scratch = crate_of("usage");
    for arguments in [&[][..], &["--check"], &["--frobnicate"], &["one", "two"]] {
        let output = run(&scratch, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors(&output).starts_with("usage: "), "{arguments:?}");
    }
    let help = run(&scratch, &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(help.stdout.starts_with(b"usage: "));
}

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    let arguments: Vec<&str> = ["run", "--quiet", "--"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    scratch.cargo(&arguments).output().unwrap()
}

/// A crate whose `main` runs the pipeline.
fn crate_of(name: &str) -> Scratch {
    let scratch = Scratch::new(name, "fn main() {}\n");
    let manifest = fs::read_to_string(scratch.root.join("Cargo.toml")).unwrap();
    scratch.write(
        "Cargo.toml",
        &manifest.replace("[build-dependencies]", "[dependencies]"),
    );
    let main = format!("fn main() -> std::process::ExitCode {{ pipewright::run({SOUND}) }}\n");
    scratch.write("src/main.rs", &main);
    scratch
}

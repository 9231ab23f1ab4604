//! What a build script may not do.

use std::fs;

use crate::support::scratch::{SOUND, Scratch, emits, errors, names};
use crate::{FILES, assert_left, assert_readable};

#[test]
fn two_pipelines_of_one_name_are_an_error() {
    let twins = Scratch::new("twins", &emits(&format!("[{SOUND}, {SOUND}]")));
    let errors = twins.build_fails();
    assert!(
        errors.contains("two pipelines are called `sound`"),
        "{errors}"
    );
    assert_readable(&errors, "twins");
    assert!(!twins.folder().exists());
}

#[test]
fn one_folder_is_of_one_crate() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let script = |name: &str| {
        let pipeline = SOUND.replace("\"sound\"", &format!("{name:?}"));
        format!("fn main() {{ pipewright::Output::new().folder(\"../deploy\").emit({pipeline}); }}")
    };
    let crates = ["one-owner", "other-owner"];
    let crates = crates.map(|name| Scratch::member(&root.join(name), name, &script(name)));
    fs::copy(crates[0].root.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    fs::write(
        root.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"one-owner\", \"other-owner\"]\n",
    )
    .unwrap();
    // Both at once: one of them has the folder, and the other one is told.
    let output = crates[0]
        .cargo(&["build", "--quiet", "--workspace"])
        .output()
        .unwrap();
    let said = errors(&output);
    assert!(
        !output.status.success() && said.contains("[P560]"),
        "{said}"
    );
    let index = fs::read_to_string(root.join("deploy/.pipewright")).unwrap();
    let owner = index
        .lines()
        .next()
        .unwrap()
        .strip_prefix("output of ")
        .unwrap();
    assert!(
        said.contains(&format!("deploy` holds the output of `{owner}`")),
        "{said}"
    );
    let report = fs::read_to_string(root.join("deploy/REPORT.md")).unwrap();
    assert!(
        report.contains(&format!("## Pipeline `{owner}`")),
        "{report}"
    );
    // The owner may go on, and the other one stays refused.
    for crate_ in &crates {
        let output = crate_.cargo(&["build", "--quiet"]).output().unwrap();
        assert_eq!(
            output.status.success(),
            crate_.name == owner,
            "{}",
            errors(&output)
        );
    }
    let names = names(&root.join("deploy"));
    assert_eq!(names.len(), FILES.len(), "{names:?}");
}

#[test]
fn a_second_emit_is_an_error_and_replaces_nothing() {
    let other = SOUND.replace("\"sound\"", "\"other\"");
    for (name, script) in [
        (
            "twice",
            format!("fn main() {{\npipewright::emit({SOUND});\npipewright::emit({other});\n}}\n"),
        ),
        (
            "twice-folders",
            format!(
                "fn main() {{\npipewright::emit({SOUND});\npipewright::Output::new().folder(\"other\").emit({other});\n}}\n"
            ),
        ),
        (
            "looped",
            format!("fn main() {{ for _ in 0..2 {{ pipewright::emit({SOUND}); }} }}\n"),
        ),
    ] {
        let crate_ = Scratch::new(name, &script);
        let said = crate_.build_fails();
        assert!(said.contains("[P561]"), "{said}");
        assert!(said.contains("the first call is here: build.rs:"), "{said}");
        assert_readable(&said, name);
        assert_left(&crate_.folder());
        assert!(!crate_.root.join("other").exists());
    }
}

#[test]
fn run_in_a_build_script_is_explained() {
    let script = format!("fn main() -> std::process::ExitCode {{ pipewright::run({SOUND}) }}\n");
    let crate_ = Scratch::new("run-in-script", &script);
    let said = crate_.build_fails();
    assert!(
        said.contains(
            "build.rs:1:39: [P564] `run` belongs in a `main`, and this is a build script; \
                       help: a build script calls `pipewright::emit`; \
                       see: https://docs.rs/pipewright/latest/pipewright/errors/index.html#p564"
        ),
        "{said}"
    );
    assert!(!said.contains("usage"), "{said}");
}

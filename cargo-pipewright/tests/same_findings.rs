//! The command finds in a file what the macro finds in the same tokens, at the same places.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{files, insides, root, run};

/// A finding: its severity, its code, and its line and column.
type Found = BTreeSet<(String, String, String)>;

/// What stands in the text beside a case: ` --> 3:5` below `error: [P101] …`.
fn beside(text: &str) -> Found {
    let mut found = Found::new();
    let mut last = None;
    for line in text.lines() {
        for severity in ["error", "warning"] {
            if let Some(rest) = line.strip_prefix(&format!("{severity}: [")) {
                last = Some((severity.to_owned(), rest[..4].to_owned()));
            }
        }
        if let Some((_, place)) = line.split_once("--> ")
            && line.trim_start().starts_with("--> ")
        {
            let (severity, code) = last.take().expect("a place stands below a message");
            found.insert((severity, code, place.to_owned()));
        }
    }
    found
}

/// What the command prints: `  --> case.pipeline:3:5` below `error[P101]: …`.
fn printed(text: &str, before: usize) -> Found {
    let mut found = Found::new();
    let mut last = None;
    for line in text.lines() {
        for severity in ["error", "warning"] {
            if let Some(rest) = line.strip_prefix(&format!("{severity}[")) {
                last = Some((severity.to_owned(), rest[..4].to_owned()));
            }
        }
        if let Some((_, place)) = line.split_once("--> case.pipeline:")
            && let Some((severity, code)) = last.take()
        {
            let (row, column) = place.split_once(':').expect("a line and a column");
            let row: usize = row.parse().expect("a number");
            let place = match row.checked_sub(before) {
                Some(row @ 1..) => format!("{row}:{column}"),
                _ => format!("{row}:{column} of what stands before"),
            };
            found.insert((severity, code, place));
        }
    }
    found
}

#[test]
fn every_case_has_the_same_findings() {
    let cases = root().join("pipeline-macros/syntax/tests/cases");
    let folder = tempfile::tempdir().expect("a folder");
    let mut compared = 0;
    for case in files(&cases, "pipeline") {
        let text = fs::read_to_string(&case).expect("a case");
        let with = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("// with: "));
        let before = with.map(|name| {
            fs::read_to_string(cases.join("with").join(name).with_extension("pipeline"))
                .expect("what it is read behind")
        });
        let before = before.unwrap_or_default();
        let wanted = fs::read_to_string(case.with_extension("txt")).expect("its findings");
        let wanted_found = beside(&wanted);
        let ran = check(folder.path(), &format!("{before}{text}"));
        let name = case.display();
        advises_no_rust(&ran, &wanted);
        let mut found = printed(&ran, before.lines().count());
        // In a crate, these are evaluated.
        found.retain(|(_, code, _)| code != "P020");
        // A message about the whole pipeline has no line there; here it is at the first word.
        let whole: Vec<_> = wanted_found
            .iter()
            .filter(|(_, _, place)| place == "the pipeline")
            .cloned()
            .collect();
        for (severity, code, place) in &wanted_found {
            if place != "the pipeline" {
                let one = (severity.clone(), code.clone(), place.clone());
                assert!(found.contains(&one), "{name}: {one:?} is not in\n{ran}");
            }
        }
        // Warnings are not told beside errors there, and later steps add theirs here.
        let errors = |found: &Found| found.iter().filter(|(one, ..)| one == "error").count();
        if errors(&wanted_found) > 0 {
            assert_eq!(errors(&found), errors(&wanted_found), "{name}: {ran}");
        }
        assert!(
            whole
                .iter()
                .all(|(_, code, _)| found.iter().any(|(_, other, _)| other == code)),
            "{name}: {ran}"
        );
        compared += wanted_found.len();
    }
    assert!(compared > 450, "only {compared} findings were compared");
}

/// What the reference shows compiles with the library's tests, so it has no errors in a file either.
#[test]
fn what_the_reference_shows_is_sound() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = fs::read_to_string(root().join("docs/language.md")).expect("the page");
    let mut checked = 0;
    for block in page.split("```rust\n").skip(1) {
        let block = block.split("```").next().expect("a block");
        // Lines that the page hides.
        let lines = block
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line));
        let code: Vec<&str> = lines.collect();
        for inside in insides(&code.join("\n")) {
            let said = check(folder.path(), &inside);
            let found = printed(&said, 0);
            let mut errors = found.iter().filter(|(severity, ..)| severity == "error");
            if errors.any(|(_, code, _)| code == "P020") {
                continue;
            }
            let is_sound = !said.contains("error[") && !said.contains("error:");
            assert!(is_sound, "{inside}\n{said}");
            checked += 1;
        }
    }
    assert!(checked > 20, "only {checked} pipelines were checked");
}

fn check(folder: &Path, text: &str) -> String {
    fs::write(folder.join("case.pipeline"), text).expect("a folder to write to");
    let ran = run(folder, ["check", "case.pipeline"]);
    assert!(matches!(ran.code, 0 | 1), "{text}\n{}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran.err
}

/// A file is not compiled, so no help says that Rust would do.
fn advises_no_rust(text: &str, beside: &str) {
    for help in text.lines().filter(|line| line.contains("help: ")) {
        let rust = ["Rust expression", "Cargo.toml", "of the crate"];
        let said = rust.iter().any(|word| help.contains(word));
        assert!(!said, "{help}\nin a crate:\n{beside}");
    }
}

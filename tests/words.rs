//! What a user reads is in plain English: idioms, and words that AWS has another one for, are kept
//! out of the README, the docs, the pages of the codes, the errors, a report and the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// A phrase in small letters, and what to write in its place.
const PHRASES: &[(&str, &str)] = &[
    ("taken at its word", "accepted"),
    ("of that sort", "of that type"),
    ("without a word", "silently"),
    ("to be told no more", "to silence the warning"),
    ("no business", "not needed by"),
    ("in vain", "without effect"),
    (" let into ", "given access to"),
    ("hands on ", "passes"),
    ("hand any role on", "pass any role"),
    ("hands over a role", "passes a role"),
    ("hand over a role", "pass a role"),
    ("hand it the role", "pass the role to it"),
    ("a role is handed over", "a role is passed"),
    ("for others to see to", "manual steps"),
    ("see to ", "correct, do"),
    ("are seen to ", "say what was observed"),
    (" as ever", "leave it out"),
    ("whoever administers", "an administrator of"),
    ("takes in a store", "reaches a store"),
    ("on whose behalf", "for which account"),
    ("is somebody else's", "belongs to others"),
    ("goes without saying", "leave it out"),
    ("needless to say", "leave it out"),
    ("out of the box", "without configuration"),
    ("under the hood", "internally"),
    ("rule of thumb", "say the rule"),
    ("in a nutshell", "in short"),
    ("at the end of the day", "leave it out"),
    ("by and large", "mostly"),
    ("so to speak", "leave it out"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder, without those of its folders.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap_or_else(|error| panic!("{folder}: {error}"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

/// What a user reads.
fn texts() -> Vec<PathBuf> {
    let mut texts = vec![root().join("README.md")];
    for (folder, extension) in [
        ("docs", "md"),
        ("docs/guide", "md"),
        ("docs/command", "md"),
        ("pipeline-macros/syntax/tests/cases", "txt"),
        ("tests/ui", "stderr"),
        ("pipeline-core/src/write", "sh"),
    ] {
        let found = files(folder, extension);
        assert!(!found.is_empty(), "{folder} has no .{extension}");
        texts.extend(found);
    }
    texts.extend(reports(&root().join("tests/snapshots")));
    // Messages stand in the sources; what contributors read there is held to the same.
    for folder in [
        "pipeline-core",
        "pipeline-macros",
        "cargo-pipewright/src",
        "src",
    ] {
        texts.extend(sources(&root().join(folder)));
    }
    texts
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The snapshots of reports.
fn reports(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(reports(&path));
        } else if ["REPORT", "report", "access.json"]
            .iter()
            .any(|part| name.contains(part))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of a text that hold a phrase, also where a line break divides it.
fn idioms(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.lines().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let next = lines.get(number + 1).map_or("", |next| next.trim_start());
        let both = format!("{line} {next}");
        for (phrase, instead) in PHRASES {
            let Some(at) = both.find(phrase) else {
                continue;
            };
            // What begins in the next line is found there.
            if at < line.len() {
                found.push(format!("{}: `{phrase}`: {instead}", number + 1));
            }
        }
    }
    found
}

#[test]
fn what_a_user_reads_is_plain() {
    let mut wrong = Vec::new();
    for path in texts() {
        let text = fs::read_to_string(&path).expect("a text");
        let name = path.strip_prefix(root()).unwrap_or(&path).display();
        wrong.extend(idioms(&text).into_iter().map(|it| format!("{name}:{it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_phrase_is_found_over_a_line_break() {
    assert_eq!(
        idioms("It is taken\n  at its word, so."),
        ["1: `taken at its word`: accepted"]
    );
    assert!(idioms("It is accepted.").is_empty());
}

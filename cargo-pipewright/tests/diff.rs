//! `diff`, as a user runs it.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Ran, SOUND, run};

/// Builds a pipeline into a folder.
fn build(folder: &Path, name: &str, source: &str) {
    let file = format!("{name}.pipeline");
    fs::write(folder.join(&file), source).expect("a file");
    let ran = run(folder, ["build", &file, "--out", name]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// Two outputs: the second one writes to another bucket.
fn two() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    build(folder.path(), "old", SOUND);
    build(
        folder.path(),
        "new",
        &SOUND.replace("www.example.com", "www.example.org"),
    );
    folder
}

fn diff(folder: &Path, arguments: &str) -> Ran {
    run(
        folder,
        std::iter::once("diff").chain(arguments.split_whitespace()),
    )
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args([
            "-c",
            "user.name=Somebody",
            "-c",
            "user.email=somebody@example.com",
        ])
        .args(arguments)
        .output()
        .expect("git");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn nothing_is_different_from_itself() {
    let folder = two();
    for format in ["", "--markdown", "--json"] {
        let ran = diff(
            folder.path(),
            &format!("old old --deny-new-access {format}"),
        );
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        let says = if format == "--json" {
            "\"nobodyGains\": true"
        } else {
            "Nobody gains access."
        };
        assert!(ran.out.contains(says), "{}", ran.out);
    }
}

#[test]
fn who_gains_is_told_with_the_statement_and_the_line() {
    let folder = two();
    let ran = diff(folder.path(), "old new");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for says in [
        "old → new\n1 principal gains access; 1 changed setting may let somebody do more.",
        "action Publish/Copy: Configuration.BucketName was `www.example.com` and is `www.example.org`",
        "1 principal gains access:\n  action Publish/Copy\n    may now call ",
        "on arn:aws:s3:::www.example.org/*",
        "of the inline policy of PublishCopyRole (site-pipeline-",
        ", new.pipeline:9:5)",
        "1 principal loses access:",
        "changed action Publish/Copy",
        "BucketName was `www.example.com` and is `www.example.org`",
    ] {
        assert!(ran.out.contains(says), "{says}\n{}", ran.out);
    }
    let ran = diff(folder.path(), "old new --markdown");
    assert!(
        ran.out.contains("| action Publish/Copy | <code>s3:"),
        "{}",
        ran.out
    );
}

#[test]
fn new_access_is_denied_unless_it_is_allowed() {
    let folder = two();
    let ran = diff(folder.path(), "old new --deny-new-access");
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran
        .err
        .lines()
        .filter(|line| line.contains(" | "))
        .collect();
    assert!(lines.len() > 1, "{}", ran.err);
    // What it prints is what allows it.
    let list = format!("# meant\n{}\nnobody | s3:GetObject | *\n", lines.join("\n"));
    fs::write(folder.path().join("allow.txt"), list).expect("a file");
    let ran = diff(folder.path(), "old new --deny-new-access --allow allow.txt");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let last = lines.len() + 2;
    assert!(
        ran.err
            .contains(&format!("allow.txt:{last}: nothing of it is new")),
        "{}",
        ran.err
    );
    // Another one does not.
    fs::write(folder.path().join("allow.txt"), lines[1..].join("\n")).expect("a file");
    let ran = diff(folder.path(), "old new --deny-new-access --allow allow.txt");
    assert_eq!(ran.code, 1);
    fs::write(
        folder.path().join("allow.txt"),
        "action Publish/Copy | s3:GetObject",
    )
    .expect("a file");
    let ran = diff(folder.path(), "old new --deny-new-access --allow allow.txt");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("allow.txt:1: a line has three parts"),
        "{}",
        ran.err
    );
}

#[test]
fn a_revision_is_compared_with_a_folder() {
    let folder = two();
    let top = folder.path();
    git(top, &["init", "--quiet"]);
    git(top, &["add", "old"]);
    git(top, &["commit", "--quiet", "--message", "the first"]);
    let unchanged = diff(top, "old");
    assert_eq!(unchanged.code, 0, "{}", unchanged.err);
    assert!(
        unchanged
            .out
            .contains("HEAD:old → old\nNobody gains access.\nBoth deploy the same."),
        "{}",
        unchanged.out
    );
    let changed = diff(top, "HEAD:old new");
    assert!(
        changed.out.contains("1 principal gains access:"),
        "{}",
        changed.out
    );
    for (arguments, says) in [
        ("HEAD~9:old new", "git knows no revision `HEAD~9`"),
        ("HEAD:other new", "revision `HEAD` has no folder `other`"),
        ("new", "revision `HEAD` has no folder"),
        ("HEAD:old", "is to be compared with nothing"),
        ("nothing new", "there is no folder `nothing`"),
        ("old.pipeline new", "`old.pipeline` is not a folder"),
    ] {
        let ran = diff(top, arguments);
        assert_eq!(ran.code, 1, "{arguments}: {}", ran.out);
        assert!(ran.err.contains(says), "{arguments}: {}", ran.err);
    }
}

#[test]
fn a_folder_that_is_none_of_ours_is_told() {
    let folder = two();
    let top = folder.path();
    let ran = diff(top, "HEAD:old new");
    assert!(ran.err.contains("is in no git repository"), "{}", ran.err);
    fs::create_dir(top.join("empty")).expect("a folder");
    let ran = diff(top, "empty new");
    assert!(
        ran.err
            .contains("`empty` is no output of pipewright: it has no `manifest.json`"),
        "{}",
        ran.err
    );
    // Every file of the output, damaged: no panic, and a word of the file that is wrong.
    let names = fs::read_dir(top.join("old")).expect("a folder");
    let mut random = 0x5eed_u64;
    for name in names.map(|entry| entry.expect("an entry").file_name()) {
        let name = name.to_str().expect("a name").to_owned();
        let path = top.join("old").join(&name);
        let whole = fs::read(&path).expect("a file");
        for round in 0..6 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(round);
            let at = (random >> 33) as usize % whole.len().max(1);
            let damaged = match round {
                0 => Vec::new(),
                1 => b"[]".to_vec(),
                2 => whole[..at].to_vec(),
                3 => [&whole[..at], b"\xff", &whole[at..]].concat(),
                4 => [&whole[..at], b"{", &whole[at..]].concat(),
                _ => whole
                    .iter()
                    .map(|byte| if *byte == b'{' { b'[' } else { *byte })
                    .collect(),
            };
            fs::write(&path, damaged).expect("a file");
            let ran = diff(top, "old new");
            let read = name == "manifest.json"
                || name == "sources.json"
                || name.ends_with(".template.json");
            assert!(!ran.err.contains("panicked"), "{name} {round}: {}", ran.err);
            assert!(
                ran.code == 0 || (read && ran.err.contains(&name)),
                "{name} {round}: {}",
                ran.err
            );
        }
        fs::write(&path, whole).expect("a file");
    }
}

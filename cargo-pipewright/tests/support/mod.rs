//! The command as a user runs it, and pipelines to run it on.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A pipeline that has nothing wrong with it.
pub(crate) const SOUND: &str = r#"name: "site";
home main = "111111111111" @ "eu-central-1";

stage Source {
    let pages = Upload: S3Source { s3_bucket: "site-sources", s3_object_key: "site.zip" };
}

stage Publish {
    Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true };
}
"#;

/// What a run of the command left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the command in a folder.
pub(crate) fn run<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    run_with(folder, arguments, "")
}

/// The same, with something on the standard input.
pub(crate) fn run_with<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = &'a str>,
    input: &str,
) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_cargo-pipewright"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    // A command that reads nothing may have ended.
    let _ = child
        .stdin
        .take()
        .expect("its input")
        .write_all(input.as_bytes());
    let output = child.wait_with_output().expect("its end");
    Ran {
        code: output.status.code().expect("an exit code, and no signal"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

impl Ran {
    /// Its results, if it did what it was asked.
    #[track_caller]
    pub(crate) fn succeeds(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// What it says is wrong.
    #[track_caller]
    pub(crate) fn fails(self) -> String {
        assert_eq!(self.code, 1, "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_dir.parent().expect("a workspace").to_owned()
}

/// The files of a folder with this extension, in order.
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    files
}

/// The insides of all `pipeline! { … }` of a Rust file, each at its own line and column: all else
/// is blank.
pub(crate) fn insides(file: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = file[from..].find("pipeline! {") {
        let begin = from + at + "pipeline! {".len();
        let end = begin + closing(&file[begin..]);
        let blank = |text: &str| -> String {
            text.chars()
                .map(|one| if one == '\n' { '\n' } else { ' ' })
                .collect()
        };
        found.push(format!("{}{}\n", blank(&file[..begin]), &file[begin..end]));
        from = end;
    }
    found
}

/// Where the bracket ends whose inside this is. Texts have their brackets in pairs.
fn closing(inside: &str) -> usize {
    let mut depth = 0_i32;
    for (at, one) in inside.char_indices() {
        match one {
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    panic!("a `pipeline!` has no end");
}

/// Builds a crate without a network; the folder with its templates, and what cargo said.
pub(crate) fn built(folder: &Path) -> (PathBuf, String) {
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a copy");
    // The tests of the library build their crates there too.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scratch-target");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["run", "--quiet", "--offline"])
        .current_dir(folder);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&*name);
        }
    }
    cargo
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &target);
    let output = cargo.output().expect("cargo");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let folder = String::from_utf8_lossy(&output.stdout);
    (PathBuf::from(folder.trim()), said)
}

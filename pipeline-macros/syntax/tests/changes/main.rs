//! One mistake, one error: every token of good pipelines is deleted, doubled, swapped with
//! its neighbour and replaced by something else, and the errors are counted.
//!
//! `SHOW=20` prints the twenty changes with the most errors of each pipeline, `SOURCE=gates`
//! tries one pipeline.

mod change;
mod half_typed;
mod lines;
mod sources;
mod tally;

mod two;

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use change::{Change, changes};
use sources::SOURCES;
use tally::Tally;

/// The least part of the wrong changes that must give exactly one error.
const GOAL: f64 = 0.99;

/// The most errors that a change may give.
const MOST: usize = 3;

#[test]
fn one_mistake_gives_one_error() {
    let only = std::env::var("SOURCE").unwrap_or_default();
    let mut wrong = Vec::new();
    for source in SOURCES.iter().filter(|one| one.name.contains(&only)) {
        let tally = Tally::of(source);
        println!("{}: {}", source.name, tally.describe());
        wrong.extend(tally.misses(source));
        wrong.extend(silent(source.name, &tally));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The changes that leave a legal pipeline and are not listed in `legal/`, which a person has
/// read: whatever is not listed there has to be an error. `BLESS=1` writes the lists.
fn silent(name: &str, tally: &Tally) -> Vec<String> {
    let path = legal(name);
    if std::env::var_os("BLESS").is_some() {
        let lines: String = tally.legal.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, lines).expect("a folder to write to");
    }
    let listed = fs::read_to_string(&path).unwrap_or_default();
    let listed: Vec<&str> = listed.lines().collect();
    let found = tally.legal.iter().map(String::as_str);
    found
        .filter(|line| !listed.contains(line))
        .map(|line| format!("{name}: this is no error: {line}"))
        .collect()
}

fn legal(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/changes/legal")
        .join(name)
        .with_extension("txt")
}

/// The places and texts of a source's errors; nothing where its quotes or brackets are broken,
/// which the compiler reports.
fn errors(source: &str) -> Option<Vec<Error>> {
    // The places of earlier sources are forgotten: there are thousands.
    proc_macro2::extra::invalidate_current_thread_spans();
    let tokens: TokenStream = source.parse().ok()?;
    let found = pipewright_syntax::read(tokens).findings;
    let errors = found.errors().map(|error| Error {
        start: error.at.span.byte_range().start,
        text: {
            let (line, column) = error.at.line_and_column();
            format!("{line}:{column} [{}] {}", error.code.id, error.message)
        },
    });
    Some(errors.collect())
}

/// An error of a changed source.
struct Error {
    start: usize,
    text: String,
}

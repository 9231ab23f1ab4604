//! Cases: one mistake per file in `cases/`, and beside it what is found in it.
//!
//! A case holds the inside of a `pipeline! { … }`. One that begins with `// with: NAME` is
//! read behind `cases/with/NAME.pipeline`. `BLESS=1` writes the findings.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_model::finding::Finding;
use pipewright_model::place::Place;
use pipewright_syntax::place::SourceSpan;
use proc_macro2::Span;

#[test]
fn every_case_finds_what_stands_beside_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in files("pipeline") {
        let found = findings(&fs::read_to_string(&case).expect("a case"));
        let beside = case.with_extension("txt");
        if bless {
            fs::write(&beside, &found).expect("a folder to write to");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found.is_empty() || found != expected {
            wrong.push(format!(
                "{}\n\nexpected:\n\n{expected}\nfound:\n\n{found}",
                case.display()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of the cases; `BLESS=1` writes what is found:\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_text_has_its_case() {
    for text in files("txt") {
        assert!(text.with_extension("pipeline").exists(), "{text:?}");
    }
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The files of this kind, in order.
fn files(extension: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(cases())
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .collect();
    files.sort();
    files
}

/// What the compiler is told of a case: its errors in the order of the source, or else its
/// warnings.
fn findings(case: &str) -> String {
    let case = Case::read(case);
    let found = pipewright_syntax::read(case.source.parse().expect("tokens")).findings;
    let mut told: Vec<&Finding<SourceSpan>> = found.errors().collect();
    told.sort_by_key(|finding| position(finding.at.span));
    if told.is_empty() {
        told.extend(found.warnings());
    }
    let told: Vec<String> = told.into_iter().map(|found| case.shows(found)).collect();
    told.join("\n")
}

struct Case {
    /// The whole pipeline.
    source: String,
    /// How many of its lines are those of the file that the case is read behind.
    before: usize,
}

impl Case {
    fn read(case: &str) -> Case {
        let first = case.lines().next().unwrap_or_default();
        let before = first.strip_prefix("// with: ").map(|name| {
            let path = cases().join("with").join(name).with_extension("pipeline");
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
        });
        let before = before.unwrap_or_default();
        Case {
            source: format!("{before}{case}"),
            before: before.lines().count(),
        }
    }

    /// A finding as the compiler shows it, but for the address of its page: the message, and the line
    /// with carets.
    fn shows(&self, finding: &Finding<SourceSpan>) -> String {
        let severity = if finding.is_error() {
            "error"
        } else {
            "warning"
        };
        let related = finding.related.iter();
        let located = Finding {
            code: finding.code,
            message: finding.message.clone(),
            at: self.place(finding.at.span),
            help: finding.help.clone(),
            related: related
                .map(|(what, at)| (what.clone(), self.place(at.span)))
                .collect(),
            lacking: finding.lacking,
            pipeline: None,
        };
        let text = located.text().replace('\n', "\n       ");
        format!("{severity}: {text}\n{}", self.excerpt(finding.at.span))
    }

    fn place(&self, span: Span) -> Written {
        let (line, column) = position(span);
        match line.checked_sub(self.before) {
            _ if is_whole(span) => Written::Whole,
            Some(line @ 1..) => Written::At(line, column),
            _ => Written::Before(line, column),
        }
    }

    /// The line with carets below the span.
    fn excerpt(&self, span: Span) -> String {
        let place = self.place(span);
        let Written::At(number, column) = place else {
            let place = place.describe().unwrap_or_default();
            return format!(" --> {place}\n");
        };
        let (start, end) = (span.start(), span.end());
        assert_eq!(start.line, end.line, "a span of several lines: draw it");
        let text = self.source.lines().nth(start.line - 1).unwrap_or_default();
        let carets = "^".repeat((end.column - start.column).max(1));
        let gutter = " ".repeat(number.to_string().len());
        format!(
            "{gutter}--> {number}:{column}\n\
             {gutter} |\n\
             {number} | {text}\n\
             {gutter} | {}{carets}\n",
            " ".repeat(start.column)
        )
    }
}

/// Line and column, counted from 1.
fn position(span: Span) -> (usize, usize) {
    (span.start().line, span.start().column + 1)
}

/// Returns whether it is the span of the macro's call, which no token of a case has.
fn is_whole(span: Span) -> bool {
    format!("{span:?}") == format!("{:?}", Span::call_site())
}

/// A place in a case.
#[derive(Clone, Copy, Debug)]
enum Written {
    /// Line and column.
    At(usize, usize),
    /// Line and column in the file that the case is read behind.
    Before(usize, usize),
    /// The whole pipeline.
    Whole,
}

impl Place for Written {
    fn identity(&self) -> String {
        self.describe().unwrap_or_default()
    }

    fn describe(&self) -> Option<String> {
        Some(match self {
            Written::At(line, column) => format!("{line}:{column}"),
            Written::Before(line, column) => format!("{line}:{column} of what stands before"),
            Written::Whole => "the pipeline".to_owned(),
        })
    }
}

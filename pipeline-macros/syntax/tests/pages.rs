//! The examples on the pages of the codes are in the language: the mistake that a page is about is
//! the only one in its example.

use pipewright_model::rules::codes::{self, Severity};
use proc_macro2::TokenStream;

/// What an example may be the inside of.
const AROUND: [(&str, &str); 8] = [
    ("", ""),
    ("", ";"),
    ("stage Some { ", "}"),
    ("stage Some { ", "; }"),
    ("stage Some { One: Manual { ", "}; }"),
    ("stage Some { One: Manual { ", " }; }"),
    ("project some { ", "}"),
    ("role some in prod { ", "}"),
];

/// Pages whose examples are not of the language, and why.
const EXCUSED: [(&str, &str); 1] = [("P501", "it counts declarations")];

/// The syntax errors of a part of an example, in the place where it has the fewest.
fn syntax_errors(part: &str) -> Vec<String> {
    AROUND
        .iter()
        .map(|(before, after)| syntax_errors_of(&format!("{before}{part}{after}")))
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

fn syntax_errors_of(source: &str) -> Vec<String> {
    // A part of a line that an example leaves out.
    match source.replace('…', " ").parse::<TokenStream>() {
        Ok(tokens) => pipewright_syntax::read(tokens)
            .findings
            .iter()
            .filter(|finding| finding.code.id < "P100" && finding.code.severity == Severity::Error)
            .map(|finding| format!("[{}] {}", finding.code.id, finding.message))
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

/// The parts of an example, which stand between lines of `…`.
fn parts(example: &str) -> impl Iterator<Item = &str> {
    let whole = example.strip_prefix("pipeline! {");
    let inside = whole.and_then(|inside| inside.strip_suffix('}'));
    inside.unwrap_or(example).split("\n…\n")
}

#[test]
fn examples_are_in_the_language() {
    let mut wrong = Vec::new();
    // Examples of calls of Rust are compiled elsewhere.
    let pages = codes::all().filter(|code| code.id >= "P100" && !code.example.contains("::"));
    for code in pages {
        let errors: Vec<String> = parts(code.example).flat_map(syntax_errors).collect();
        let excused = EXCUSED.iter().any(|(id, _)| *id == code.id);
        if errors.is_empty() == excused {
            wrong.push(format!("{}:\n{}\n{errors:#?}", code.id, code.example));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

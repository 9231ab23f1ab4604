//! Advice for a plain file, where the rules advise what only a crate can do: a Rust expression, a
//! path from the crate's folder.

/// What stands in a help, and what stands there of a plain file.
const IN_A_FILE: &[(&str, &str)] = &[
    (
        "the path is relative to the crate, where `Cargo.toml` is",
        "the path is relative to the folder of this file",
    ),
    ("a file of the crate is included", "a file is included"),
    (
        "what depends on a condition is a Rust expression in parentheses, `(if … { … } else { … })`",
        "what depends on a condition stands in a file for each case",
    ),
    (", or a Rust expression in parentheses, `(…)`", ""),
    (", or compute it with a Rust expression in parentheses", ""),
    (", or a Rust expression in parentheses", ""),
    (
        ", or compute it when the pipeline is built, with a Rust expression in parentheses",
        "",
    ),
    (
        "; or compute it when the pipeline is built, with a Rust expression in parentheses",
        "",
    ),
    (
        "make it with a Rust expression in parentheses, `(…)`",
        "write it flatter, or as a text",
    ),
    ("; a Rust expression stands in parentheses, `(…)`", ""),
    (
        "a condition is a Rust expression in parentheses: `if (…) { … }`",
        "a condition in a file compares loop variables with values: `if (account == \"prod\") { … }`",
    ),
    (
        "a condition is a Rust expression that yields a `bool`",
        "a condition in a file compares loop variables with values: `if (account == \"prod\") { … }`",
    ),
    (
        "Rust code stands outside of `pipeline!`; a value of it is used in parentheses: `(NAME)`",
        "a file holds what stands in `pipeline! { … }`, and no Rust code",
    ),
];

/// What introduces a form with a Rust expression, at the end of a help.
const RUST_FORMS: &[&str] = &[
    ", a Rust expression in parentheses, `(",
    "; a Rust expression stands in parentheses: `(",
];

/// The help, as it holds in a plain file.
pub(super) fn in_a_file(help: &str) -> String {
    if help.starts_with("put it in parentheses: `(") {
        return "write the value itself: this file is not compiled".to_owned();
    }
    for form in RUST_FORMS {
        if let Some((rest, _)) = help.split_once(form) {
            return rest.to_owned();
        }
    }
    let mut help = help.to_owned();
    for (of_a_crate, of_a_file) in IN_A_FILE {
        help = help.replace(of_a_crate, of_a_file);
    }
    help
}

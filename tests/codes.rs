//! The list of codes: every code has a case and a page in the error index.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use pipewright_core::codes::{self, Code, Severity};
use support::cases::{self, Case};

/// Codes without a case, each with where it is tested.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "P020",
        "only a plain file has it; tests in cargo-pipewright/tests",
    ),
    (
        "P168",
        "documents are read when the pipeline is planned; tests in tests/roles",
    ),
    ("P302", "51 stages; a test beside the rule"),
    ("P312", "51 actions; a test beside the rule"),
    ("P313", "1,001 actions; a test beside the rule"),
    ("P357", "51 triggers; a test beside the rule"),
    ("P363", "51 variables; a test beside the rule"),
    ("P365", "50 tags; a test beside the rule"),
    ("P400", "an expression fails when the pipeline is built"),
    (
        "P452",
        "names in the macro are words of Rust; a test beside the builder",
    ),
    ("P467", "201 parameters; a test in tests/deploy_time"),
    (
        "P469",
        "policies are known when they are rendered; tests/deploy_time",
    ),
    ("P470", "as above"),
    ("P471", "as above"),
    ("P473", "as above"),
    ("P484", "what is made is planned; tests/beside/"),
    ("P501", "sizes are known when the pipeline is planned"),
    ("P502", "pipelines meet when they are written"),
    (
        "P503",
        "titles are known when the pipeline is planned; a test beside the rule",
    ),
    ("P504", "pipelines meet when they are written"),
    ("P505", "as above"),
    ("P506", "as above"),
    (
        "P510",
        "templates are proven when they are written; tests beside the proof",
    ),
    (
        "P511",
        "templates are proven when they are written; tests beside the proof",
    ),
    (
        "P512",
        "as above; the place is the statement's, in tests/places.rs",
    ),
    ("P513", "as above"),
    ("P514", "as above"),
    ("P530", "what is made is planned; tests/beside/"),
    ("P531", "as above"),
    ("P534", "as above"),
    ("P535", "as above"),
    ("P536", "as above"),
    ("P537", "as above"),
    ("P538", "as above"),
    (
        "P546",
        "pipelines meet when they are written; tests/shared.rs",
    ),
    ("P547", "as above"),
    (
        "P558",
        "pipelines meet when they are written; tests beside `emitted`",
    ),
    (
        "P550",
        "pipelines meet when they are planned; tests/shared.rs",
    ),
    (
        "P478",
        "stacks have their names when the pipeline is planned; tests in tests/beside/own_stacks.rs",
    ),
    (
        "P544",
        "as P516: the proof runs when templates are written; tests in tests/roles",
    ),
    (
        "P516",
        "the proof runs when templates are written; tests in tests/roles",
    ),
    (
        "P517",
        "names are known when the pipeline is planned; tests/projects/",
    ),
    (
        "P542",
        "what the folder had decides; tests in pipeline-core/src/write/moved",
    ),
    ("P543", "as above"),
    ("P545", "as above"),
    ("P549", "as above"),
    ("P551", "as above"),
    ("P552", "as above"),
    ("P560", "real crates in tests/output and tests/running.rs"),
    ("P561", "as above"),
    ("P562", "as above"),
    ("P563", "as above"),
    ("P564", "as above"),
    ("P565", "as above"),
    (
        "P566",
        "a file of a megabyte; tests beside the rule and the parser",
    ),
    ("P567", "real crates in tests/output"),
    ("P599", "a bug, if it is ever seen"),
];

/// The codes of an invalid topology: declarations, accounts, regions, stores, roles and
/// places, the flow of artifacts and variables, stages and actions.
const TOPOLOGY: [&str; 10] = [
    "P10", "P11", "P12", "P13", "P14", "P20", "P21", "P22", "P30", "P31",
];

#[test]
fn every_code_has_a_case() {
    let (compiled, read) = (cases::compiled(), cases::read());
    let elsewhere: BTreeMap<_, _> = ELSEWHERE.iter().copied().collect();
    for code in codes::all() {
        let of_it = |case: &&Case| case.code() == code.id;
        let compiled: Vec<&Case> = compiled.iter().filter(of_it).collect();
        let read: Vec<&Case> = read.iter().filter(of_it).collect();
        assert_ne!(
            !compiled.is_empty() || !read.is_empty(),
            elsewhere.contains_key(code.id),
            "{}: a case, or a line in ELSEWHERE",
            code.id
        );
        let topology = TOPOLOGY.iter().any(|family| code.id.starts_with(family));
        assert!(
            !topology || !compiled.is_empty() || elsewhere.contains_key(code.id),
            "{}: a case in tests/ui, since it is of the topology",
            code.id
        );
        for Case { name, said, .. } in compiled.into_iter().chain(read) {
            assert!(said.contains(&format!("[{}]", code.id)), "{name}: {said}");
        }
    }
}

#[test]
fn codes_are_in_order_and_none_repeats() {
    let ids: Vec<&str> = codes::all().map(|code| code.id).collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
    for id in ids {
        let digits = id.strip_prefix('P').unwrap_or_default();
        assert!(digits.len() == 3 && digits.parse::<u16>().is_ok(), "{id}");
    }
}

#[test]
fn every_code_is_explained() {
    for code in codes::all() {
        for text in [code.title, code.why, code.fix] {
            assert!(!text.is_empty(), "{}", code.id);
        }
        assert!(
            !code.title.ends_with('.'),
            "{}: a title is no sentence",
            code.id
        );
        for text in [code.why, code.fix] {
            assert!(text.ends_with(['.', '`']), "{}: {text}", code.id);
        }
        assert!(
            code.source.is_empty() || code.source.starts_with("https://"),
            "{}",
            code.id
        );
    }
}

#[test]
fn the_error_index_is_current() {
    support::page::is_current("docs/errors.md", &index());
}

fn index() -> String {
    let mut text = String::from(
        "# Errors and warnings\n\n\
         Each error and each warning about a pipeline has a code that never changes its meaning, \
         and ends with the address of its part of this page. Errors stop the pipeline; warnings do \
         not. `pipeline!` shows a warning as the use of something deprecated, since a macro cannot \
         warn otherwise. This page is made from the codes themselves.\n\n\
         | code | | what is wrong |\n| --- | --- | --- |\n",
    );
    for code in codes::all() {
        let (id, severity) = (code.id, severity(code));
        let anchor = id.to_lowercase();
        text.push_str(&format!(
            "| [{id}](#{anchor}) | {severity} | {} |\n",
            code.title
        ));
    }
    codes::all().for_each(|code| page(code, &mut text));
    text
}

fn page(code: &Code, text: &mut String) {
    text.push_str(&format!("\n## {}\n\n", code.id));
    text.push_str(&format!(
        "**{}: {}**\n\n{}\n",
        severity(code),
        code.title,
        code.why
    ));
    if !code.example.is_empty() {
        text.push_str(&format!("\n```text\n{}\n```\n", code.example));
    }
    text.push_str(&format!("\n{}\n", code.fix.replace('\n', "  \n")));
    if !code.source.is_empty() {
        text.push_str(&format!("\nSource: <{}>\n", code.source));
    }
}

fn severity(code: &Code) -> &'static str {
    match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

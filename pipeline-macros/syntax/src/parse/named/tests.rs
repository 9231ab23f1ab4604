//! The model that names for values make.

use crate::model::{Data, Entry};
use crate::parse::{Parsed, parse};
use crate::place::SourceSpan;

fn parsed(source: &str) -> Parsed {
    let parsed = parse(
        source.parse().expect("tokens"),
        std::path::Path::new(""),
        false,
    );
    let findings = &parsed.source.findings;
    assert!(findings.is_empty(), "{findings}");
    parsed
}

fn config(parsed: &Parsed) -> Vec<&Entry> {
    let stages = parsed.source.model.stages.iter();
    stages
        .flat_map(|stage| stage.actions().flat_map(|action| &action.config))
        .collect()
}

fn shown(data: &Data) -> String {
    match data {
        Data::String(string) => format!("{string:?}"),
        Data::Number(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::Word(word) => word.clone(),
        Data::Deferred(id) => format!("({})", id.0),
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(&item.data)).collect();
            format!("[{}]", items.join(", "))
        }
        Data::Map(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", entry.key.text, shown(&entry.value.data));
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => format!("{other:?}"),
    }
}

fn place(at: SourceSpan) -> String {
    let (line, column) = at.line_and_column();
    format!("{line}:{column}")
}

#[test]
fn a_name_stands_for_its_value_wherever_that_is_declared() {
    let parsed = parsed(
        r#"stage S @ region { A: Manual in who {
             map: common, list: [..parts, "c"], merged: { ..common, STAGE: "x", ..more },
             text: "{stage}-{size}", word: deploys, rust: (f(stage)), twice: [later, later],
           }; }
           value common = { STAGE: stage, LEVEL: 3 };
           value more = { LATE: later };
           value parts = ["a", "b"];
           value stage = "prod"; value size = 7; value region = "us-west-2"; value who = prod;
           value later = (stage());"#,
    );
    let found: Vec<String> = config(&parsed)
        .iter()
        .map(|entry| format!("{} = {}", entry.key.text, shown(&entry.value.data)))
        .collect();
    assert_eq!(
        found,
        [
            "map = {STAGE: \"prod\", LEVEL: 3}",
            "list = [\"a\", \"b\", \"c\"]",
            "merged = {STAGE: \"x\", LEVEL: 3, LATE: (0)}",
            "text = \"prod-7\"",
            "word = deploys",
            "rust = (1)",
            "twice = [(0), (0)]",
        ]
    );
    let stage = &parsed.source.model.stages[0];
    let region = stage.environment.region.as_ref().expect("a region");
    assert_eq!(region.known(), Some("us-west-2"));
    assert_eq!(place(region.at), "8:65");
    let action = stage.actions().next().expect("an action");
    let account = action.environment.account.as_ref().expect("an account");
    assert_eq!(
        (account.text.as_str(), place(account.at)),
        ("prod", "8:90".to_owned())
    );
    let rust = parsed.source.expressions[1].to_string();
    assert!(rust.contains("let stage = \"prod\""), "{rust}");
}

#[test]
fn a_for_runs_over_a_declared_list() {
    let parsed = parsed(
        r#"value targets = [(test, "us-west-2"), (prod, region)];
           value region = "eu-west-1";
           value parts = [api, "site"];
           for (account, region_of) in targets {
               value here = "{account}-{region_of}";
               stage account { for part in parts { part: Manual { a: here, b: "{part}" }; } }
           }"#,
    );
    let found: Vec<String> = config(&parsed)
        .iter()
        .map(|entry| shown(&entry.value.data))
        .collect();
    assert_eq!(
        found,
        [
            "\"test-us-west-2\"",
            "\"api\"",
            "\"test-us-west-2\"",
            "\"site\"",
            "\"prod-eu-west-1\"",
            "\"api\"",
            "\"prod-eu-west-1\"",
            "\"site\"",
        ]
    );
}

#[test]
fn a_declaration_sees_nothing_of_the_for_that_uses_it() {
    let parsed = parsed(
        r#"value name = "{part}"; value part_of = 1;
           for part in [api] { stage part { A: Manual { a: name, b: part_of }; } }"#,
    );
    assert_eq!(shown(&config(&parsed)[0].value.data), "\"{part}\"");
}

#[test]
fn a_rust_variable_may_have_the_name_of_the_value() {
    let parsed = parsed("value branch = (branch); stage S { A: Manual { a: branch }; }");
    assert_eq!(parsed.source.expressions[0].to_string(), "branch");
}

//! What values of a user's cannot do, tried with every kind and every key of the catalogue.

mod support;

use std::collections::BTreeSet;

use pipewright_core::builder::{Account, Action, Builder, Stage, Value, file, map};
use pipewright_core::catalogue::{KINDS, Key, Kind, Type};
use pipewright_core::pipeline::Pipeline;
use pipewright_core::rules::check;
use serde_json::Value as Json;
use support::{every_key, kinds};

/// The codes that a pipeline is found to break.
fn codes(pipeline: &Builder) -> Vec<&'static str> {
    check(pipeline.model())
        .iter()
        .map(|finding| finding.code.id)
        .collect()
}

fn own_type(kind: &Kind) -> &'static str {
    kind.pipeline_types.last().expect("a type")
}

/// An action of a kind that surely changes each of its targets.
fn changing(kind: &Kind, name: &str) -> Action {
    let action = kinds::example(kind.name, name);
    match kind.name {
        "Eks" => Action::new(name, "Eks")
            .set("cluster_name", "shop")
            .set("helm_release_name", "web")
            .set("helm_chart_location", "chart"),
        "S3Deploy" => Action::new(name, "S3Deploy")
            .set("bucket_name", "site-files")
            .set("extract", false)
            .set("object_key", "site.zip"),
        _ => action,
    }
}

#[test]
fn two_actions_of_a_kind_do_not_change_one_thing_at_a_time() {
    for kind in KINDS.iter().filter(|kind| !kind.targets.is_empty()) {
        let both = [changing(kind, "One"), changing(kind, "Two")];
        let beside = kinds::builder(kind, "kinds", own_type(kind), both);
        let found = codes(&beside);
        let expected = if kind.targets[0].refused {
            "P433"
        } else {
            "P434"
        };
        assert_eq!(found, [expected], "{}", kind.name);
        let one_by_one = [
            changing(kind, "One"),
            changing(kind, "Two").set("run_order", 2),
        ];
        let after = kinds::builder(kind, "kinds", own_type(kind), one_by_one);
        assert_eq!(codes(&after), [""; 0], "{}", kind.name);
    }
}

/// The pipeline of an action of a kind in home that reads an artifact of this source.
fn reading(kind: &Kind, source: Action) -> Builder {
    let reader = kinds::example(kind.name, "Example").input("source");
    Builder::new()
        .setting("name", "x")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(Stage::new("Source").action(source.output("source")))
        .stage(Stage::new("Use").action(reader))
}

#[test]
fn what_an_image_source_makes_has_no_files_of_others() {
    let image = || Action::new("Checkout", "Ecr").set("repository_name", "app");
    for kind in KINDS.iter().filter(|kind| !kind.reads.is_empty()) {
        let found = codes(&reading(kind, image()));
        let count = found.iter().filter(|id| **id == "P435").count();
        assert_eq!(count, 1, "{}: {found:?}", kind.name);
        let files = Action::new("Checkout", "CodeCommit")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let found = codes(&reading(kind, files));
        assert!(!found.contains(&"P435"), "{}: {found:?}", kind.name);
    }
}

/// A text with these characters, as a value of each shape that a key takes.
fn values(kind: &Type, text: &str) -> Vec<Value> {
    match kind {
        Type::String(_)
        | Type::Buildspec(_)
        | Type::Secret
        | Type::OneOf(_)
        | Type::Project
        | Type::PassedRole(_) => vec![text.into()],
        Type::Strings(_) | Type::SetOf(_) | Type::PassedRoles(_) | Type::Readers(_) => {
            vec![[text].into()]
        }
        Type::FileOr(other) => [vec![file("source", text)], values(other, text)].concat(),
        Type::File => vec![file("source", text)],
        Type::Json(_) | Type::Map | Type::NamedValues | Type::Parameters | Type::Configuration => {
            vec![map([("KEY", text)]), map([(text, "value")])]
        }
        Type::Variables(kinds) => {
            let kept = kinds.iter().map(|kind| kind.to_ascii_lowercase());
            let kept = kept.map(|kind| map([("KEY", map([(kind.as_str(), text)]))]));
            let plain = [map([("KEY", text)]), map([(text, "value")])];
            plain.into_iter().chain(kept).collect()
        }
        Type::Records(_) | Type::Record(_) | Type::OneOrMore(_) | Type::Named(_) => Vec::new(),
        Type::Number(..) | Type::Bool | Type::Artifact | Type::Role => Vec::new(),
        Type::ActionType | Type::Statements | Type::Roles => Vec::new(),
        Type::Boundary | Type::Document => vec![text.into()],
        Type::Stages | Type::Actions | Type::EventPattern => Vec::new(),
    }
}

/// Every key of every kind, with each value that this text becomes there.
fn every_value(text: &str) -> Vec<(&'static Kind, &'static Key, Builder)> {
    let keys = KINDS
        .iter()
        .flat_map(|kind| kind.keys.iter().map(move |key| (*kind, key)));
    keys.flat_map(|(kind, key)| {
        values(&key.kind, text).into_iter().map(move |value| {
            let action = kinds::example_with(kind.name, "Example", &key.written(), value);
            let pipeline = kinds::builder(kind, "kinds", own_type(kind), [action]);
            (kind, key, pipeline)
        })
    })
    .collect()
}

#[test]
fn no_value_holds_a_character_that_nobody_sees() {
    for hidden in [
        "a\u{0}b",
        "a\u{1b}b",
        "a\u{7f}b",
        "a\u{202e}b",
        "a\u{2066}b",
    ] {
        for (kind, key, pipeline) in every_value(hidden) {
            let found = check(pipeline.model());
            assert!(found.has_errors(), "{} {}: {hidden:?}", kind.name, key.name);
        }
    }
}

#[test]
fn no_value_becomes_a_pattern() {
    let mut kept = 0;
    for hostile in ["zz*zz", "zz?zz", "zz${aws:username}zz", "*", "?", "zz/*"] {
        let all = every_value(hostile).into_iter().zip(every_value(PLAIN));
        for ((kind, key, pipeline), (_, _, plain)) in all {
            let (Ok(pipeline), Ok(plain)) = (pipeline.build(), plain.build()) else {
                continue;
            };
            kept += 1;
            let told = format!("{} {}: {hostile}", kind.name, key.name);
            let (resources, conditions) = in_policies(&pipeline, &told);
            let expected = in_policies(&plain, &told).0.into_iter();
            let expected = expected.map(|text| text.replace(PLAIN, &escaped(hostile)));
            assert_eq!(resources, expected.collect(), "{told}");
            let variable = conditions.iter().find(|text| text.contains("${aws:"));
            assert_eq!(variable, None, "{told}");
        }
    }
    assert!(kept > 50, "{kept}");
}

/// Where a role is widened by a variable, it is so by one with a letter before it.
#[test]
fn a_letter_before_a_variable_narrows_nothing() {
    let wide = |pipeline: &Builder| -> Vec<&str> {
        let mut found = codes(pipeline);
        found.retain(|code| ["P429", "P430"].contains(code));
        found
    };
    let mut widened = 0;
    for spot in every_key::all() {
        let variable = "#{Checkout.CommitId}";
        let with = |text: String| match spot.key.kind {
            Type::Strings(_) => spot.with([text].into()),
            _ => spot.with(text.into()),
        };
        if spot.key.kind.pattern().is_none() {
            continue;
        }
        let open = wide(&with(variable.to_owned()));
        widened += open.len();
        for letters in ["f", "f-"] {
            let told = wide(&with(format!("{letters}{variable}")));
            assert_eq!(told, open, "{} {letters}", spot.path);
        }
    }
    assert!(widened > 25, "{widened}");
}

/// A value that no policy takes for anything else.
const PLAIN: &str = "zzplainzz";

/// The text as a policy holds it: its wildcards and variables are characters.
fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '*' | '?' | '$' => format!("${{{c}}}"),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// The resources, and the values of conditions, of every policy of a pipeline.
fn in_policies(pipeline: &Pipeline, told: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|found| panic!("{told}: {found}"));
    let (mut resources, mut conditions) = (BTreeSet::new(), BTreeSet::new());
    for (_, template) in assembly.templates() {
        collect(&template, "Resource", false, &mut resources);
        collect(&template, "Condition", false, &mut conditions);
    }
    (resources, conditions)
}

/// The texts below a key.
fn collect(json: &Json, below: &str, inside: bool, found: &mut BTreeSet<String>) {
    match json {
        Json::String(text) if inside => {
            found.insert(text.clone());
        }
        Json::Array(items) => {
            for item in items {
                collect(item, below, inside, found);
            }
        }
        Json::Object(entries) => {
            for (key, value) in entries {
                collect(value, below, inside || key == below, found);
            }
        }
        _ => {}
    }
}

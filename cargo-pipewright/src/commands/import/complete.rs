//! Nothing of a pipeline in a file is lost in silence: whatever stands in the place of one of its values
//! stands in the source, or is told.

use serde_json::{Value, json};

use super::definition::{self, Known, PIPELINE};
use super::fuzz::{Numbers, SAMPLES};
use super::{tree, written};
use crate::source::Source;

/// The steps to a value: keys and places.
type Path = Vec<String>;

/// The paths of all values below one.
fn paths(value: &Value, path: &mut Path, out: &mut Vec<Path>) {
    let below: Vec<(String, &Value)> = match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(place, item)| (place.to_string(), item))
            .collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (step, value) in below {
        path.push(step);
        out.push(path.clone());
        paths(value, path, out);
        path.pop();
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().expect("a place")],
        Value::Object(map) => map.get_mut(step).expect("a key"),
        _ => panic!("a value has nothing below it"),
    })
}

/// What takes the place of a value, with the words that have to be said of it.
fn mangled() -> Vec<(Option<Value>, &'static [&'static str])> {
    vec![
        (None, &[]),
        (Some(Value::Null), &[]),
        (Some(json!(73_519)), &["73519"]),
        (Some(json!("zqtext")), &["zqtext"]),
        (Some(json!(["zqitem", "zqother"])), &["zqitem", "zqother"]),
        (Some(json!({ "zqkey": "zqvalue" })), &["zqkey", "zqvalue"]),
        (
            Some(json!({ "zqone": 1, "zqtwo": ["zqthree"] })),
            &["zqone", "zqtwo", "zqthree"],
        ),
        (Some(json!({ "Ref": "zqunknown" })), &["zqunknown"]),
        (Some(json!({ "Ref": "Zqgiven" })), &["Zqgiven"]),
        (
            Some(json!({ "Fn::If": ["zqcondition", "zqthen", "zqelse"] })),
            &["zqcondition", "zqthen", "zqelse"],
        ),
        (
            Some(json!({ "Fn::GetAtt": ["zqresource", "Zqattribute"] })),
            &["zqresource"],
        ),
        (
            Some(json!({ "Fn::Sub": "zqbefore-${Zqgiven}" })),
            &["zqbefore", "Zqgiven"],
        ),
        (
            Some(json!({ "Fn::Zqfunction": ["zqargument"] })),
            &["zqargument"],
        ),
    ]
}

/// The path of the pipeline in a tree.
fn pipeline(tree: &Value) -> Path {
    let resources = tree["Resources"].as_object();
    let resource = resources
        .into_iter()
        .flatten()
        .find(|(_, resource)| resource["Type"] == PIPELINE);
    match resource {
        Some((id, _)) => vec!["Resources".to_owned(), id.clone()],
        None => vec!["pipeline".to_owned()],
    }
}

/// What is imported of a tree; nothing, if the tree is refused.
fn imported(tree: &Value) -> Option<String> {
    let known = Known {
        account: Some("111111111111".to_owned()),
        region: Some("eu-west-1".to_owned()),
        stem: "complete".to_owned(),
    };
    let mut all = definition::all(tree, &known).ok()?;
    let written = written("complete.yml", all.pop()?).expect("a text");
    let source = Source::new("complete.pipeline".into(), written.text.clone());
    assert!(source.tokens().is_ok(), "{}", written.text);
    Some(written.text)
}

/// Every value of each sample, with one of the things in its place, which a seed chooses.
#[test]
fn each_value_is_said_whatever_stands_in_its_place() {
    let mangled = mangled();
    let mut numbers = Numbers(19_700_101);
    let (mut count, mut refused) = (0, 0);
    let mut failures = Vec::new();
    for (number, sample) in SAMPLES.iter().enumerate() {
        let mut tree = tree::read(sample).expect("a sample");
        let map = tree.as_object_mut().expect("a map");
        if map.contains_key("Resources") {
            let parameters = map.entry("Parameters").or_insert_with(|| json!({}));
            parameters["Zqgiven"] = json!({ "Type": "String" });
        }
        let top = pipeline(&tree);
        let mut all = Vec::new();
        paths(at(&mut tree, &top), &mut top.clone(), &mut all);
        for path in all {
            let (last, before) = path.split_last().expect("a step");
            if last == "Type" && before == top {
                continue;
            }
            let (value, words) = &mangled[numbers.below(mangled.len())];
            let mut changed = tree.clone();
            match value {
                Some(value) => *at(&mut changed, &path) = value.clone(),
                None => match at(&mut changed, before) {
                    Value::Array(items) => drop(items.remove(last.parse().expect("a place"))),
                    Value::Object(map) => drop(map.remove(last)),
                    _ => panic!("a value has nothing below it"),
                },
            }
            count += 1;
            let Some(text) = imported(&changed) else {
                refused += 1;
                continue;
            };
            let is_null = *value == Some(Value::Null);
            let nulls = ["null", "no value"];
            if is_null && !nulls.iter().any(|null| text.contains(null)) {
                failures.push(format!("{number} {}: null", path.join(".")));
            }
            for word in *words {
                // An answer of the API is read with the capitals of CloudFormation.
                if !text.to_lowercase().contains(&word.to_lowercase()) {
                    failures.push(format!("{number} {}: {word}", path.join(".")));
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} {}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count > 500 && refused < count / 5, "{count} {refused}");
}

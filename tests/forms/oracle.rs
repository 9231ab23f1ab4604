//! AWS's models, as botocore and cfn-lint have them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::{Value, json};

/// The form that a model gives a text.
pub(crate) struct Answer {
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
    pub(crate) values: Vec<String>,
    pub(crate) pattern: Option<String>,
    /// For each sample, whether the pattern takes it.
    pub(crate) takes: Vec<bool>,
}

/// Asks the models about samples. There is no answer of a model that does not exist.
pub(crate) fn ask<'a>(
    questions: impl Iterator<Item = (&'a str, &'a [String])>,
) -> Vec<Option<Answer>> {
    let questions: Vec<Value> = questions
        .map(|(source, samples)| json!({ "source": source, "samples": samples }))
        .collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut python = Command::new(oracles().join("bin/python"))
        .arg(root.join("tests/forms/shapes.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = python.stdin.take().unwrap();
    let text = serde_json::to_vec(&questions).unwrap();
    let writer = std::thread::spawn(move || input.write_all(&text));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answers.len(), questions.len());
    answers.iter().map(answer).collect()
}

fn answer(answer: &Value) -> Option<Answer> {
    let takes = answer.get("takes")?.as_array()?;
    let values = answer["enum"].as_array();
    Some(Answer {
        min: answer["min"].as_u64(),
        max: answer["max"].as_u64(),
        values: values
            .into_iter()
            .flatten()
            .map(|value| value.as_str().unwrap().to_owned())
            .collect(),
        pattern: answer["pattern"].as_str().map(str::to_owned),
        takes: takes.iter().map(|takes| *takes == json!(true)).collect(),
    })
}

pub(crate) fn oracles() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
        PathBuf::from,
    );
    let oracles = target.join("oracles");
    let pinned = include_str!("../oracles/requirements.txt");
    let installed = fs::read_to_string(oracles.join("installed.txt")).ok();
    assert!(
        installed.as_deref() == Some(pinned),
        "the models are not installed in `{}`, or are of another version: run tests/run, or tests/oracles/install.sh",
        oracles.display(),
    );
    oracles
}

//! Our decisions held against those of iam-simulate, which one node process makes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::support::examples::target_folder;

/// A defect of the tool: what it is, and the cases that it shows in.
pub(crate) struct Excuse {
    name: &'static str,
    takes: fn(&Json) -> bool,
}

/// Of two that take a case, the first is counted. What the proof asks needs none.
const EXCUSED: &[Excuse] = &[
    // `${*}` stands for an asterisk "in any string where you can use regular policy
    // variables", and those a `StringEquals` takes:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
    Excuse {
        name: "takes `${*}` letter by letter where an operator has no wildcards",
        takes: |case| {
            conditions(case).any(|(operator, _, value)| {
                operator.contains("String") && operator.contains("Equals") && value.contains("${*}")
            })
        },
    },
    // "Inverted condition operators like StringNotEquals or StringNotLike do match against
    // a null value":
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    Excuse {
        name: "lets no negated operator hold of a variable without a value",
        takes: |case| {
            conditions(case).any(|(operator, _, value)| {
                let key = value
                    .split_once("${")
                    .and_then(|(_, rest)| rest.split_once('}'));
                operator.contains("Not")
                    && key.is_some_and(|(key, _)| case["context"][key].is_null())
            })
        },
    },
];

/// Every condition of a case's policies: the operator, the key, and one of the values.
fn conditions(case: &Json) -> impl Iterator<Item = (&str, &str, &str)> {
    let policies = ["identityPolicies", "resourcePolicies", "boundary"].map(|key| list(&case[key]));
    let statements = policies
        .into_iter()
        .flatten()
        .flat_map(|policy| list(&policy["Statement"]));
    let operators = statements.flat_map(|statement| pairs(&statement["Condition"]));
    let keys = operators
        .flat_map(|(operator, keys)| pairs(keys).map(move |(key, values)| (operator, key, values)));
    keys.flat_map(|(operator, key, values)| {
        let texts = list(values).iter().filter_map(Json::as_str);
        texts.map(move |value| (operator, key, value))
    })
}

fn list(value: &Json) -> &[Json] {
    match value {
        Json::Null => &[],
        Json::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn pairs(value: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let found = value.as_object().into_iter().flatten();
    found.map(|(key, value)| (key.as_str(), value))
}

/// At most so many disagreements are told.
const TOLD: usize = 5;

pub(crate) struct Judged {
    allowed: usize,
    denied: usize,
    pub(crate) unknown: usize,
    excused: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

/// Asks it every case; each has our own decision in it.
pub(crate) fn judge(cases: &[Json]) -> Judged {
    let mut out = Judged {
        allowed: 0,
        denied: 0,
        unknown: 0,
        excused: BTreeMap::new(),
        wrong: Vec::new(),
    };
    for (case, said) in cases.iter().zip(ask(cases)) {
        let ours = case["decision"].as_str().unwrap();
        match (ours, said.as_str()) {
            ("unknown", _) => out.unknown += 1,
            ("allowed", "Allowed") => out.allowed += 1,
            ("explicitly denied", "ExplicitlyDenied")
            | ("implicitly denied", "ImplicitlyDenied") => out.denied += 1,
            _ => match EXCUSED.iter().find(|excuse| (excuse.takes)(case)) {
                Some(excuse) => *out.excused.entry(excuse.name).or_default() += 1,
                None => out
                    .wrong
                    .push(format!("we say {ours}, it says {said}: {case:#}")),
            },
        }
    }
    out
}

impl Judged {
    /// How many cases both decide, and alike.
    pub(crate) fn agreements(&self) -> usize {
        self.allowed + self.denied
    }

    /// How many they decide otherwise, and nothing excuses it.
    pub(crate) fn disagreements(&self) -> usize {
        self.wrong.len()
    }

    #[track_caller]
    pub(crate) fn passes(&self) {
        let told = &self.wrong[..self.wrong.len().min(TOLD)];
        assert!(
            told.is_empty(),
            "{} cases are decided otherwise, of which these:\n{}",
            self.wrong.len(),
            told.join("\n")
        );
        assert!(
            self.allowed > 0 && self.denied > 0,
            "cases of one sort only: {self}"
        );
    }
}

impl Judged {
    /// An excuse that no case takes is none.
    #[track_caller]
    pub(crate) fn needs_every_excuse(&self) {
        for excuse in EXCUSED {
            let name = excuse.name;
            assert!(
                self.excused.contains_key(name),
                "no case needs the excuse `{name}`"
            );
        }
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} decided alike ({} allowed, {} denied), {} unknown to us, {} otherwise",
            self.agreements(),
            self.allowed,
            self.denied,
            self.unknown,
            self.wrong.len()
        )?;
        for (name, count) in &self.excused {
            write!(f, "\n  excused, {count} times: {name}")?;
        }
        Ok(())
    }
}

/// What it says to each case, in the order of the cases.
fn ask(cases: &[Json]) -> Vec<String> {
    let oracles = installed();
    let folder = tempfile::tempdir().unwrap();
    let (given, answers) = (folder.path().join("cases"), folder.path().join("answers"));
    fs::write(&given, serde_json::to_vec(cases).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/access/simulate.mjs");
    let output = Command::new("node")
        .args([&script, &oracles, &given, &answers])
        .output()
        .expect("node runs; tests/run says which version it has to be");
    assert!(
        output.status.success(),
        "simulate.mjs: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let said: Vec<String> = serde_json::from_slice(&fs::read(&answers).unwrap()).unwrap();
    assert_eq!(said.len(), cases.len(), "one answer per case");
    said
}

fn installed() -> PathBuf {
    let oracles = target_folder().join("oracles");
    let installed = fs::read_to_string(oracles.join("installed-lock.json")).ok();
    assert!(
        installed.as_deref() == Some(include_str!("../oracles/package-lock.json")),
        "iam-simulate is not installed in `{}`, or is of another version: run tests/run, or tests/oracles/install.sh",
        oracles.display(),
    );
    oracles
}

//! Our decisions held against those of iam-simulate, which one node process makes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::support::examples::target_folder;

/// A defect of the tool: its name, the source that says so, and the cases it shows in.
pub(crate) struct Excuse {
    name: &'static str,
    takes: fn(&Json, &str) -> bool,
}

/// None is needed for what the proof asks.
const EXCUSED: &[Excuse] = &[];

/// At most so many disagreements are told.
const TOLD: usize = 5;

pub(crate) struct Judged {
    allowed: usize,
    denied: usize,
    unknown: usize,
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
            _ => match EXCUSED.iter().find(|excuse| (excuse.takes)(case, &said)) {
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

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} decided alike ({} allowed, {} denied), {} unknown to us, {} otherwise",
            self.allowed + self.denied,
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

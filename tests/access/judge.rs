//! Our decisions held against those of iam-simulate, which one node process makes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::support::examples::target_folder;

/// A defect of the tool: what it is, how it shows, and the cases in which it does.
pub(crate) struct Excuse {
    name: &'static str,
    shows: fn(&Json) -> bool,
    /// By their ids; see [`id`].
    cases: &'static [u64],
}

/// What the proof asks needs none.
const EXCUSED: &[Excuse] = &[
    // `${*}` stands for an asterisk "in any string where you can use regular policy
    // variables", and those a `StringEquals` takes:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-infotouse
    Excuse {
        name: "takes `${*}` letter by letter where an operator has no wildcards",
        shows: |case| {
            conditions(case).any(|(operator, _, value)| {
                operator.contains("String") && operator.contains("Equals") && value.contains("${*}")
            })
        },
        cases: &[],
    },
    // "Inverted condition operators like StringNotEquals or StringNotLike do match against
    // a null value":
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    Excuse {
        name: "lets no negated operator hold of a variable without a value",
        shows: |case| {
            conditions(case).any(|(operator, _, value)| {
                let key = value
                    .split_once("${")
                    .and_then(|(_, rest)| rest.split_once('}'));
                operator.contains("Not")
                    && key.is_some_and(|(key, _)| case["context"][key].is_null())
            })
        },
        cases: &[],
    },
];

/// What a case is known by: all that it says, in a number (FNV-1a). Another decision is
/// another case.
fn id(case: &Json) -> u64 {
    let text = case.to_string();
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

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
    /// The excused cases, by the defect that shows in them.
    excused: BTreeMap<&'static str, Vec<u64>>,
    wrong: Vec<Wrong>,
    /// All that was asked, for whoever wants to know what there was.
    asked: Vec<String>,
}

/// A case that is decided otherwise.
struct Wrong {
    said: String,
    /// The known defect that it looks like.
    like: Option<&'static str>,
}

/// Asks it every case; each has our own decision in it.
pub(crate) fn judge(cases: &[Json]) -> Judged {
    let mut out = Judged {
        allowed: 0,
        denied: 0,
        unknown: 0,
        excused: BTreeMap::new(),
        wrong: Vec::new(),
        asked: Vec::new(),
    };
    for (case, said) in cases.iter().zip(ask(cases)) {
        let ours = case["decision"].as_str().unwrap();
        let asked = [&case["action"], &case["resource"]].map(|part| part.as_str().unwrap());
        out.asked.push(asked.join(" "));
        match (ours, said.as_str()) {
            ("unknown", _) => out.unknown += 1,
            ("allowed", "Allowed") => out.allowed += 1,
            ("explicitly denied", "ExplicitlyDenied")
            | ("implicitly denied", "ImplicitlyDenied") => out.denied += 1,
            _ => out.otherwise(case, &said),
        }
    }
    out
}

impl Judged {
    /// A case is decided otherwise: one of those that are known, or not.
    fn otherwise(&mut self, case: &Json, said: &str) {
        let (id, ours) = (id(case), &case["decision"]);
        let like = EXCUSED.iter().find(|excuse| (excuse.shows)(case));
        match like {
            Some(excuse) if excuse.cases.contains(&id) => {
                self.excused.entry(excuse.name).or_default().push(id);
            }
            _ => self.wrong.push(Wrong {
                said: format!("case {id:#018x}: we say {ours}, it says {said}: {case:#}"),
                like: like.map(|excuse| excuse.name),
            }),
        }
    }

    /// How many cases both decide, and alike.
    pub(crate) fn agreements(&self) -> usize {
        self.allowed + self.denied
    }

    /// How many they decide otherwise, and nothing excuses it.
    pub(crate) fn disagreements(&self) -> usize {
        self.wrong.len()
    }

    /// How many cases are about a call, or a resource, that begins so.
    pub(crate) fn of(&self, what: &str) -> usize {
        let parts = |asked: &&String| asked.split(' ').any(|part| part.starts_with(what));
        self.asked.iter().filter(parts).count()
    }

    #[track_caller]
    pub(crate) fn passes(&self) {
        self.none_of(self.wrong.iter());
        assert!(
            self.allowed > 0 && self.denied > 0,
            "cases of one sort only: {self}"
        );
    }

    /// Of cases that nobody has looked at yet: those that look like a known defect are
    /// only told.
    #[track_caller]
    pub(crate) fn passes_but_for_known_defects(&self) {
        self.none_of(self.wrong.iter().filter(|wrong| wrong.like.is_none()));
    }

    #[track_caller]
    fn none_of<'w>(&'w self, wrong: impl Iterator<Item = &'w Wrong>) {
        let wrong: Vec<String> = wrong
            .map(|wrong| match wrong.like {
                Some(name) => format!("{}\nit looks like this defect: it {name}", wrong.said),
                None => wrong.said.clone(),
            })
            .collect();
        let told = &wrong[..wrong.len().min(TOLD)];
        assert!(
            told.is_empty(),
            "{} cases are decided otherwise, of which these:\n{}",
            wrong.len(),
            told.join("\n")
        );
    }

    /// An excuse that no case takes is none.
    #[track_caller]
    pub(crate) fn needs_every_excuse(&self) {
        for excuse in EXCUSED {
            let found = self.excused.get(excuse.name);
            for case in excuse.cases {
                assert!(
                    found.is_some_and(|found| found.contains(case)),
                    "case {case:#018x} needs no excuse, or is not asked: it {}",
                    excuse.name
                );
            }
            assert!(!excuse.cases.is_empty(), "no case: it {}", excuse.name);
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
        for (name, cases) in &self.excused {
            write!(f, "\n  excused, {} cases: it {name}", cases.len())?;
        }
        let mut like: BTreeMap<&str, usize> = BTreeMap::new();
        for name in self.wrong.iter().filter_map(|wrong| wrong.like) {
            *like.entry(name).or_default() += 1;
        }
        for (name, count) in like {
            write!(f, "\n  not listed, {count} cases that look as if it {name}")?;
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

pub(crate) fn installed() -> PathBuf {
    let oracles = target_folder().join("oracles");
    let installed = fs::read_to_string(oracles.join("installed-lock.json")).ok();
    assert!(
        installed.as_deref() == Some(include_str!("../oracles/package-lock.json")),
        "iam-simulate is not installed in `{}`, or is of another version: run tests/run, or tests/oracles/install.sh",
        oracles.display(),
    );
    oracles
}

//! Our decisions held against those of iam-simulate, which one node process makes.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::excuses::{EXCUSED, Excuse, id, plain};
use crate::support::examples::target_folder;

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
    id: u64,
    said: String,
    /// The known defect that it shows.
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
    let mut otherwise = Vec::new();
    for (case, said) in cases.iter().zip(ask(cases)) {
        let ours = case["decision"].as_str().unwrap();
        let asked = [&case["action"], &case["resource"]].map(|part| part.as_str().unwrap());
        out.asked.push(asked.join(" "));
        match ours {
            "unknown" => out.unknown += 1,
            "allowed" if agrees(case, &said) => out.allowed += 1,
            _ if agrees(case, &said) => out.denied += 1,
            _ => otherwise.push((case, said)),
        }
    }
    out.look_at(&otherwise);
    out
}

fn agrees(case: &Json, said: &str) -> bool {
    let pair = (case["decision"].as_str().unwrap(), said);
    [
        ("allowed", "Allowed"),
        ("explicitly denied", "ExplicitlyDenied"),
        ("implicitly denied", "ImplicitlyDenied"),
    ]
    .contains(&pair)
}

impl Judged {
    /// Which known defect shows in each case that is decided otherwise: the one without
    /// which it is decided alike.
    fn look_at(&mut self, otherwise: &[(&Json, String)]) {
        let mut like = vec![None; otherwise.len()];
        for excuse in EXCUSED {
            let (places, plain): (Vec<usize>, Vec<Json>) = otherwise
                .iter()
                .enumerate()
                .filter_map(|(place, (case, _))| Some((place, plain(case, excuse)?)))
                .unzip();
            if plain.is_empty() {
                continue;
            }
            for ((place, case), said) in places.into_iter().zip(&plain).zip(ask(&plain)) {
                let ours = pipewright_core::testing::decide(&case.to_string());
                if ours == case["decision"] && agrees(case, &said) {
                    like[place].get_or_insert(excuse);
                }
            }
        }
        for ((case, said), like) in otherwise.iter().zip(like) {
            let (id, ours) = (id(case), &case["decision"]);
            match like {
                Some(excuse) if excuse.cases.contains(&id) => {
                    self.excused.entry(excuse.name).or_default().push(id);
                }
                _ => self.wrong.push(Wrong {
                    id,
                    said: format!("case {id:#018x}: we say {ours}, it says {said}: {case:#}"),
                    like: like.map(|excuse: &Excuse| excuse.name),
                }),
            }
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

    /// Of cases that nobody has looked at yet: those that show a known defect are only
    /// told.
    #[track_caller]
    pub(crate) fn passes_but_for_known_defects(&self) {
        self.none_of(self.wrong.iter().filter(|wrong| wrong.like.is_none()));
    }

    #[track_caller]
    fn none_of<'w>(&'w self, wrong: impl Iterator<Item = &'w Wrong>) {
        let wrong: Vec<String> = wrong
            .map(|wrong| match wrong.like {
                Some(name) => format!("{}\nit is a known defect: it {name}", wrong.said),
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
        let mut like: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for wrong in &self.wrong {
            let ids = wrong.like.map(|name| like.entry(name).or_default());
            ids.into_iter()
                .for_each(|ids| ids.push(format!("{:#018x}", wrong.id)));
        }
        for (name, ids) in like {
            write!(f, "\n  not listed, as it {name}: {}", ids.join(", "))?;
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

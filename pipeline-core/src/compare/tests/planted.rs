//! Faults planted in the templates of samples, and each output compared with the right one. What the
//! comparison says is held against the requests that synthesis verifies, which it does not know of:
//! whoever may do more is reported as a gain, and whoever may do less as a loss.
//!
//! Of each kind of fault, the first ones of each type of resource are planted in a sample: all of them
//! are several thousand outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::thread;

use serde_json::Value;

use super::super::{AccessChange, Comparison, Snapshot, compare, intrinsics};
use crate::access::verifier::{Asked, Decided, Decisions};
use crate::access::{decisions, faults, samples};
use crate::pipeline::Pipeline;
use crate::plan::plan;
use crate::render::render;

/// Together they have all kinds of accounts, stores, roles and declarations. So many faults of a kind are
/// planted in a type of resource of each.
const SAMPLES: [(&str, usize); 4] = [
    ("reference-architecture", 2),
    ("imported", 1),
    ("notified", 1),
    ("everything at home", 1),
];

/// A name of the user's own is not replaced within other texts, so that a name of ours and one of the
/// user's are compared differently one way and the other.
const NAMED: &str = "the wrong name of a project";

/// What came of the faults of a sample.
#[derive(Default)]
struct Told {
    planted: usize,
    kinds: BTreeSet<&'static str>,
    /// The first gain by each kind of fault, in words.
    gains: BTreeMap<&'static str, String>,
    /// Requests that are decided otherwise, and how many of them there are.
    requests: usize,
    wrong: Vec<String>,
}

/// The files of an output, with another body of a resource in one of them.
fn with(
    files: &BTreeMap<String, String>,
    parsed: &BTreeMap<String, Value>,
    (file, logical): (&str, &str),
    body: &Value,
) -> Snapshot {
    let mut template = parsed[file].clone();
    template["Resources"][logical] = body.clone();
    let mut files = files.clone();
    files.insert(file.to_owned(), template.to_string());
    Snapshot::read(&files).expect("a snapshot")
}

fn told(sample: &str, pipeline: &Pipeline, each: usize) -> Told {
    let mut out = Told::default();
    let deployment = plan(pipeline).expect("a deployment");
    let mut templates = render(&deployment).expect("templates");
    let assembly = pipeline.synthesize().expect("an assembly");
    let files = assembly.files();
    let parsed: BTreeMap<String, Value> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".template.json"))
        .map(|(name, text)| (name.clone(), serde_json::from_str(text).expect("JSON")))
        .collect();
    let right = Snapshot::read(files).expect("a snapshot");
    let before = decisions(&deployment, &templates);
    let mut planted: BTreeMap<(&'static str, String), usize> = BTreeMap::new();
    for index in 0..templates.len() {
        let resources = templates[index].resources().clone();
        let same = parsed.iter().find(|(_, template)| {
            let all = template["Resources"].as_object().expect("resources");
            let (mut ours, mut theirs) = (resources.keys(), all.keys());
            all.len() == resources.len()
                && ours.all(|logical| theirs.next() == Some(logical))
                && resources
                    .iter()
                    .all(|(logical, body)| all[logical] == *body)
        });
        let (file, _) = same.expect("the file of a template");
        for (logical, body) in resources {
            let kind = body["Type"].as_str().unwrap_or_default().to_owned();
            for fault in faults::planted(&body) {
                let count = planted.entry((fault.kind, kind.clone())).or_default();
                *count += 1;
                if *count > each {
                    continue;
                }
                let broken = with(files, &parsed, (file, &logical), &fault.body);
                let found = compare(&right, &broken);
                let back = compare(&broken, &right);
                let place = format!("{sample}: {logical}: {}: {}", fault.kind, fault.what);
                let mut deployed = fault.body;
                if kind == "AWS::KMS::Key" {
                    // A key without a policy gets AWS's.
                    intrinsics::complete(file, &logical, &mut deployed);
                }
                let resources = templates[index].resources_mut();
                resources.insert(logical.clone(), deployed);
                let after = decisions(&deployment, &templates);
                let resources = templates[index].resources_mut();
                resources.insert(logical.clone(), body.clone());
                out.planted += 1;
                out.kinds.insert(fault.kind);
                if let Some(gain) = found.gains.first() {
                    let words = || format!("{logical} of {sample}: {}", in_words(gain));
                    out.gains.entry(fault.kind).or_insert_with(words);
                }
                out.judge(&place, (&found, &back), (&before, &after));
                // A bucket under another name is no longer the one that its policy names.
                let (gain, loss) = (who(&found.gains), who(&back.losses));
                let is_named = kind == "AWS::S3::Bucket" || fault.kind == NAMED;
                if !is_named && gain != loss {
                    out.wrong.push(format!(
                        "{place}: gains {gain:?} are other losses backwards: {loss:?}"
                    ));
                }
            }
        }
    }
    out
}

fn who(changes: &[AccessChange]) -> BTreeSet<(String, Vec<String>)> {
    let all = changes.iter();
    all.map(|one| (one.principal.name.clone(), one.calls.clone()))
        .collect()
}

/// A gain in a line.
fn in_words(gain: &AccessChange) -> String {
    let calls: Vec<&str> = gain.calls.iter().take(3).map(String::as_str).collect();
    let more = match gain.calls.len() - calls.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match &gain.policy {
        Some(policy) => format!("{} gains {policy}", gain.principal.name),
        None => format!(
            "{} may call {}{more} on {}",
            gain.principal.name,
            calls.join(", "),
            gain.on.join(", ")
        ),
    }
}

/// Calls on resources that AWS's reference does not have: they are requests of the verification only.
const NEVER_ASKED: [(&str, &str); 1] = [("events:PutRule", ":event-bus/")];

/// Returns whether one of the changes is about a request.
fn is_told(changes: &[AccessChange], asked: &Asked) -> bool {
    changes.iter().any(|change| {
        let principal = change.principal.arn == asked.principal || !asked.is_own;
        let call = |one: &String| one.eq_ignore_ascii_case(&asked.action);
        principal && (change.policy.is_some() || change.calls.iter().any(call))
    })
}

impl Told {
    /// Holds what was found against the decisions on requests.
    fn judge(
        &mut self,
        place: &str,
        (found, back): (&Comparison, &Comparison),
        (before, after): (&Decisions, &Decisions),
    ) {
        let mut missed = Vec::new();
        for (asked, is) in after {
            let (Some(was), is) = (before.get(asked), *is) else {
                continue;
            };
            let (changes, other) = match (was, is) {
                (Decided::Denied, Decided::Allowed) => (&found.gains, &back.losses),
                (Decided::Allowed, Decided::Denied) => (&found.losses, &back.gains),
                _ => continue,
            };
            let never =
                |(call, on): &(&str, &str)| asked.action == *call && asked.resource.contains(on);
            if NEVER_ASKED.iter().any(never) {
                continue;
            }
            self.requests += 1;
            let open = |found: &Comparison| !found.undecided.is_empty();
            if !(is_told(changes, asked) || open(found)) || !(is_told(other, asked) || open(back)) {
                missed.push(format!("{asked:?} was {was:?} and is {is:?}"));
            }
        }
        if let Some(first) = missed.first() {
            let count = missed.len();
            self.wrong
                .push(format!("{place}: {count} are not told, such as {first}"));
        }
    }
}

#[test]
fn each_planted_fault_is_told_from_what_is_right() {
    let all: Vec<(&str, Pipeline, usize)> = samples::all()
        .into_iter()
        .filter_map(|(name, pipeline)| {
            let (_, each) = SAMPLES.iter().find(|(sample, _)| *sample == name)?;
            Some((name, pipeline, *each))
        })
        .collect();
    let told: Vec<Told> = thread::scope(|scope| {
        let started: Vec<_> = all
            .iter()
            .map(|(sample, pipeline, each)| scope.spawn(move || told(sample, pipeline, *each)))
            .collect();
        let ended = started.into_iter().map(|one| one.join().expect("a sample"));
        ended.collect()
    });
    let mut gains: BTreeMap<&str, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut kinds = BTreeSet::new();
    let (mut planted, mut requests) = (0, 0);
    for one in told {
        planted += one.planted;
        requests += one.requests;
        kinds.extend(one.kinds);
        wrong.extend(one.wrong);
        for (kind, gain) in one.gains {
            gains.entry(kind).or_insert(gain);
        }
    }
    println!(
        "{planted} faults of {} kinds, {requests} requests decided otherwise; {} kinds let somebody \
         do more",
        kinds.len(),
        gains.len()
    );
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(requests > planted, "{requests} requests");
    assert!(gains.len() >= 60, "{} kinds", gains.len());
    let mut text = String::new();
    for (kind, gain) in &gains {
        writeln!(text, "{kind}\n  {gain}").expect("text");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/compare/tests/planted.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &text).expect("the list");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        text == kept,
        "the gains are others than in {path}; BLESS=1 writes them anew:\n{text}"
    );
}

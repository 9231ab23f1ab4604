//! The CDK beside us: the same two pipelines, written as an engineer writes them for
//! aws-cdk-lib, and what comes of both.

#![cfg(unix)]

mod access;
mod cast;
mod cdk;
mod count;
mod differences;
mod explained;
mod grants;
mod mistakes;
mod page;
mod pages;
mod side;
mod structure;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use access::{Asked, Policies, Theirs};
use cast::Cast;
use side::Side;

/// The examples that are written for the CDK too.
const EXAMPLES: [&str; 2] = ["reference-architecture", "cross-region"];

/// An example, as both make it.
struct Both {
    name: &'static str,
    ours: Side,
    theirs: Side,
    our_cast: Cast,
    their_cast: Cast,
    asked: Vec<Asked>,
    grants: grants::Grants,
}

fn both() -> &'static [Both] {
    static BOTH: OnceLock<Vec<Both>> = OnceLock::new();
    BOTH.get_or_init(|| EXAMPLES.into_iter().map(Both::of).collect())
}

impl Both {
    fn of(name: &'static str) -> Both {
        let pipeline = examples::example(name);
        let ours = Side::read(pipeline.synthesize().unwrap().files());
        let theirs = Side::read(&cdk::synthesize(name));
        let (mut our_cast, their_cast) = (Cast::of(&ours), Cast::of(&theirs));
        let policies = Policies::of(&theirs);
        let cases = pipewright_core::testing::cases(&pipeline).unwrap();
        let cases = serde_json::from_str(&cases).unwrap();
        our_cast.keys_are_those_of(&cases);
        let asked = access::ask(&cases, &our_cast, &their_cast, &policies);
        let grants = grants::grants(
            (&policies, &their_cast),
            (&Policies::of(&ours), &our_cast),
            &asked,
        );
        Both {
            name,
            ours,
            theirs,
            our_cast,
            their_cast,
            asked,
            grants,
        }
    }
}

#[test]
fn the_pipelines_are_the_same() {
    for both in both() {
        let ours = structure::outline(&both.ours, &both.our_cast);
        let theirs = structure::outline(&both.theirs, &both.their_cast);
        assert!(!ours.2.is_empty());
        assert_eq!(ours, theirs, "{}", both.name);
    }
}

/// Whatever of theirs no need of ours falls under, and whatever of ours they deny, is in a
/// table with its reason; and so is whom they let in.
#[test]
fn every_difference_is_explained() {
    let mut needed = BTreeMap::new();
    let mut granted = BTreeMap::new();
    let mut let_in = BTreeMap::new();
    let found: Vec<_> = both()
        .iter()
        .map(|both| {
            (
                differences::needed(both),
                differences::granted(both),
                differences::let_in(both),
            )
        })
        .collect();
    for (more_needed, more_granted, more_let_in) in &found {
        for (key, count) in more_needed {
            *needed.entry(key.as_str()).or_default() += count;
        }
        for (key, whose) in more_granted {
            *granted.entry(*key).or_default() += whose.len();
        }
        for (key, count) in more_let_in {
            *let_in.entry(*key).or_default() += count;
        }
    }
    let mut unlike = page::unlike(&needed, explained::NEEDED);
    unlike.extend(page::unlike(&granted, explained::GRANTED));
    unlike.extend(page::unlike(&let_in, explained::LET_IN));
    assert!(unlike.is_empty(), "\n{}", unlike.join("\n"));
}

/// All needed requests are allowed by our own policies, and no stranger: those that the
/// proof leaves to the owner of an imported thing are asked of neither.
#[test]
fn ours_hold() {
    for both in both() {
        for one in both.asked.iter().filter(|one| one.theirs != Theirs::Owners) {
            let wanted = if one.need { "allowed" } else { "denied" };
            let decision = one.case["decision"].as_str().unwrap();
            assert!(decision.ends_with(wanted), "{}: {:#}", both.name, one.case);
        }
        assert_eq!(count::missing_edges(&both.ours), Default::default());
    }
}

/// The README has some of the page's numbers.
#[test]
fn the_readme_says_the_same() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let numbers = |side: fn(&Both) -> String| -> Vec<String> { both().iter().map(side).collect() };
    let wildcards = numbers(|both| count::number("allowed actions with a wildcard", &both.theirs));
    let let_in = numbers(|both| {
        let [asked, let_in] = page::strangers(both);
        format!("{} of {}", page::grouped(let_in), page::grouped(asked))
    });
    let mistakes = cdk::mistakes();
    let found = mistakes.values().filter(|said| said.is_some()).count();
    for said in [
        format!("[{}](docs/comparison.md#numbers)", wildcards.join(" and ")),
        format!("[{}](docs/comparison.md#strangers", let_in.join(", ")),
        format!(
            "{found} of [{}](docs/comparison.md#mistakes)",
            mistakes.len()
        ),
    ] {
        assert!(readme.contains(&said), "the README does not say `{said}`");
    }
}

#[test]
fn the_page_is_current() {
    support::page::is_current("docs/comparison.md", &page::page(both()));
}

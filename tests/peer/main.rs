//! The CDK beside us: the same two pipelines, written as an engineer writes them for
//! aws-cdk-lib, and what comes of both.

#![cfg(unix)]

mod access;
mod cast;
mod cdk;
#[path = "../access/examples.rs"]
mod examples;
mod grants;
mod side;
mod structure;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
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
        let mut examples = examples::all().into_iter();
        let (_, pipeline) = examples.find(|(found, _)| *found == name).unwrap();
        let pipeline = pipeline.unwrap();
        let ours = Side::read(pipeline.synthesize().unwrap().files());
        let theirs = Side::read(&cdk::synthesize(name));
        let (mut our_cast, their_cast) = (Cast::of(&ours), Cast::of(&theirs));
        let policies = Policies::of(&theirs);
        let cases = pipewright_core::proof::cases(&[pipeline]).unwrap();
        let cases = &cases[0]["recorded"];
        our_cast.keys_are_those_of(cases);
        let asked = access::ask(cases, &our_cast, &their_cast, &policies);
        let grants = grants::grants(&policies, &their_cast, &asked);
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

#[test]
fn show() {
    for both in both() {
        println!("#### {}", both.name);
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for one in &both.asked {
            let key = format!("{} {:?}", if one.need { "need" } else { "stranger" }, one.theirs);
            *found.entry(key).or_default() += 1;
            if one.need && matches!(one.theirs, Theirs::Denied | Theirs::NotThere) {
                *found.entry(format!("{:?}: {}: {} ({})", one.theirs, one.part, one.case["action"], one.why)).or_default() += 1;
            }
            if !one.need && one.theirs == Theirs::Allowed {
                *found.entry(format!("LET IN {}: {}", one.why, one.case["action"])).or_default() += 1;
            }
        }
        for (key, count) in found { println!("{count:5} {key}"); }
        for (key, count) in &both.grants { println!("{count:5} GRANT {key}"); }
    }
}

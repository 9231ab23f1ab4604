//! What the reports say that an action gains by a role that it shares.

use std::collections::{BTreeMap, BTreeSet};

use pipewright::Assembly;
use serde_json::Value;

use crate::made;
use crate::pipelines::{every_kind, many, mixed, one_per, zone};

/// The roles of `access.json` that several actions share.
fn shared(assembly: &Assembly) -> Vec<Value> {
    let access: Value = serde_json::from_str(&assembly.files()["access.json"]).unwrap();
    let roles = access["pipelines"][0]["roles"].as_array().unwrap();
    let shared = roles.iter().filter(|role| !role["one_per"].is_null());
    shared.cloned().collect()
}

fn numbers(gain: &Value) -> BTreeSet<u64> {
    let ranges = gain["numbers"].as_array().unwrap().iter();
    ranges
        .flat_map(|range| range[0].as_u64().unwrap()..=range[1].as_u64().unwrap())
        .collect()
}

/// The accesses of a role, by number: calls and resources.
fn accesses(role: &Value) -> BTreeMap<u64, (BTreeSet<String>, BTreeSet<String>)> {
    let grants = role["grants"].as_array().unwrap().iter();
    grants
        .map(|grant| {
            let calls = grant["need"]
                .as_str()
                .unwrap()
                .split(", ")
                .map(str::to_owned);
            let on = grant["on"]
                .as_array()
                .unwrap()
                .iter()
                .map(ToString::to_string);
            (
                grant["number"].as_u64().unwrap(),
                (calls.collect(), on.collect()),
            )
        })
        .collect()
}

/// An action gains what it has no grant for, and nothing that its own grants say.
#[test]
fn an_action_gains_what_the_others_need_and_it_does_not() {
    let mut gaining = 0;
    for builder in [mixed(), every_kind(), zone(true)] {
        for setting in ["STAGE", "ACCOUNT_AND_REGION"] {
            let assembly = made(builder.clone().roles(one_per(setting)));
            let roles = shared(&assembly);
            assert!(roles.iter().all(|role| role["one_per"] == setting));
            for role in &roles {
                let all = accesses(role);
                for gain in role["gains"].as_array().unwrap() {
                    let gained = numbers(gain);
                    gaining += gained.len();
                    let grants = role["grants"].as_array().unwrap().iter();
                    let own = grants.filter(|grant| grant["action"] == gain["action"]);
                    let own: BTreeSet<u64> =
                        own.map(|grant| grant["number"].as_u64().unwrap()).collect();
                    assert!(gained.is_disjoint(&own), "{gain}");
                    let own: Vec<_> = own.iter().map(|number| &all[number]).collect();
                    for (number, (calls, on)) in &all {
                        // Some call on some resource that none of its own grants has.
                        let lacks = calls.iter().any(|call| {
                            on.iter().any(|on| {
                                let has = |one: &&(BTreeSet<String>, BTreeSet<String>)| {
                                    one.0.contains(call) && one.1.contains(on)
                                };
                                !own.iter().any(has)
                            })
                        });
                        if lacks {
                            assert!(gained.contains(number), "{number} is not in {gain}");
                        }
                    }
                }
            }
        }
    }
    assert!(gaining > 1_000, "{gaining}");
}

/// The managed policy that AWS has a kind need is gained by all others.
#[test]
fn a_managed_policy_is_gained_too() {
    let assembly = made(every_kind().roles(one_per("STAGE")));
    let policy = "arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk";
    let gains: Vec<Value> = shared(&assembly)
        .iter()
        .filter(|role| role["managed_policies"][0] == policy)
        .flat_map(|role| role["gains"].as_array().unwrap().clone())
        .collect();
    assert!(gains.len() > 10, "{}", gains.len());
    for gain in gains {
        let own = gain["action"] == "Use/ElasticBeanstalk";
        assert_eq!(gain["managed_policies"].is_null(), own, "{gain}");
    }
}

#[test]
fn the_report_says_it_in_a_line_for_each_action() {
    let assembly = made(mixed().roles(one_per("STAGE")));
    let report = &assembly.files()["REPORT.md"];
    assert!(report.contains("`Second/Here`: nothing"), "{report}");
    assert!(report.contains("`Second/Copy`: 1–3 |"), "{report}");
    assert!(report.contains("`Second/There`: 3–6<br>"), "{report}");
    assert!(!report.contains("`Second/Named`:"), "{report}");
    let alone = made(mixed());
    assert!(!alone.files()["REPORT.md"].contains("gains"));
    assert!(shared(&alone).is_empty());
}

/// A line for each of 962 actions of one role is not a line for each pair of them.
#[test]
fn the_gains_of_many_actions_stay_short() {
    let (one, other) = (240, 480);
    let [small, large] = [one, other].map(|count| {
        let assembly = made(many(count, 8).roles(one_per("ACCOUNT_AND_REGION")));
        let gains: Vec<Value> = shared(&assembly)
            .iter()
            .flat_map(|role| role["gains"].as_array().unwrap().clone())
            .filter(|gain| gain["action"] != "Source/Checkout")
            .collect();
        assert_eq!(gains.len(), count);
        gains
            .iter()
            .map(|gain| gain.to_string().len())
            .sum::<usize>()
    });
    assert!(large < small * 5 / 2, "{small} and {large}");
}

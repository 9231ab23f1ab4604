//! Names are functions of what they are for: nothing that was there is renamed because
//! something moved or came, and no two things are called the same.

mod changed;
mod pairs;
mod pipelines;
mod read;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use pipewright::{Account, Action, Builder, Pipeline, Stage};

use changed::{Random, Shape};
use pipelines::{
    HOME, declared, deploy, hostile, lived, many_roles, publish, small, source, whole,
};
use read::{all_names, apart, files, logical_ids, names, refused, stores, templates};
use support::assembly::Assembly;
use support::places::without_places;

#[test]
fn swapping_parallel_actions_renames_nothing() {
    let pipeline = |names: [&str; 2]| {
        let actions = names.map(|name| publish(name, "packaged").account("test"));
        whole("app").stage(Stage::new("Test").parallel(actions))
    };
    assert_eq!(
        names(&pipeline(["One", "Other"])),
        names(&pipeline(["Other", "One"]))
    );
}

#[test]
fn swapping_declarations_changes_no_template() {
    assert_eq!(templates(&declared(false)), templates(&declared(true)));
}

#[test]
fn swapping_stages_renames_nothing() {
    let stages = |order: [&str; 2]| {
        order.into_iter().fold(whole("app"), |pipeline, name| {
            pipeline.stage(Stage::new(name).action(deploy("Update", "prod")))
        })
    };
    assert_eq!(
        names(&stages(["First", "Second"])),
        names(&stages(["Second", "First"]))
    );
}

#[test]
fn an_action_or_account_more_renames_nothing_that_was_there() {
    let before = names(&whole("app"));
    let more = [
        whole("app").stage(Stage::new("More").action(deploy("Update", "test"))),
        whole("app").stage(Stage::new("More").action(deploy("Update", "prod").region("eu-west-1"))),
        whole("app")
            .account(Account::new("aaa", "555555555555"))
            .stage(
                Stage::new("Aaa").action(
                    Action::new("Smoke", "Lambda")
                        .account("aaa")
                        .set("function_name", "smoke"),
                ),
            ),
    ];
    for pipeline in more {
        let after = names(&pipeline);
        let gone: Vec<_> = before
            .iter()
            .filter(|named| !after.contains(*named))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
        assert!(after.len() > before.len());
    }
}

#[test]
fn an_action_more_in_an_account_that_reads_there_changes_no_store() {
    let before = stores(&whole("app"));
    let after = stores(&whole("app").stage(Stage::new("More").action(deploy("Update", "test"))));
    assert_eq!(before, after);
}

#[test]
fn moving_lines_changes_nothing_but_the_list_of_lines() {
    let here = files(&small!());

    let there = files(&small!());
    // Places stand in the data of the page too, beside what does not change.
    let told = ["pipeline.json", "report.html", "sources.json"];
    for (name, text) in &here {
        let same = *text == there[name];
        assert_eq!(same, !told.contains(&name.as_str()), "{name}");
        if name == "pipeline.json" {
            assert_eq!(without_places(text), without_places(&there[name]));
        }
    }
}

#[test]
fn names_keep_to_what_aws_takes() {
    for pipeline in hostile() {
        let (stage, action) = ("S".repeat(100), "a.@_-".repeat(20));
        let builder = whole(&pipeline).stage(Stage::new(stage).action(deploy(&action, "test")));
        for (kind, name) in names(&builder) {
            assert!(!refused(&kind, &name), "{kind}: {name}");
        }
    }
}

#[test]
fn pipelines_whose_names_look_alike_share_no_name() {
    let mut pipelines = vec![
        whole("app"),
        whole("App"),
        whole("a.pp"),
        whole("a-pp"),
        whole("a@pp"),
    ];
    for end in ["1", "2"] {
        pipelines.push(whole(&format!("{}{end}", "x".repeat(99))));
    }
    pipelines.push(lived("app", "111111111111", "eu-west-1"));
    pipelines.push(lived("app", "999999999999", "us-east-1"));
    apart(pipelines.iter().map(names));
}

#[test]
fn places_whose_names_look_alike_share_no_name() {
    let long = "x".repeat(99);
    let places = [
        ("Deploy".to_owned(), "Update".to_owned()),
        ("Deploy".to_owned(), "update".to_owned()),
        ("Dep-loy".to_owned(), "Update".to_owned()),
        ("Dep".to_owned(), "loy-Update".to_owned()),
        (format!("{long}1"), "Update".to_owned()),
        (format!("{long}2"), "Update".to_owned()),
    ];
    let mut stages: BTreeMap<String, Stage> = BTreeMap::new();
    for (stage, action) in &places {
        let found = stages
            .remove(stage)
            .unwrap_or_else(|| Stage::new(stage.as_str()));
        stages.insert(stage.clone(), found.action(deploy(action, "test")));
    }
    let pipeline = stages.into_values().fold(whole("app"), Builder::stage);
    let all = all_names(&pipeline);
    apart(all.into_iter().map(|named| BTreeSet::from([named])));
}

/// What falls together in a template would also be lost there.
#[test]
fn accounts_whose_names_look_alike_each_get_their_events_through() {
    let alike = [("my_prod", "555555555555"), ("myProd", "666666666666")];
    let sources = alike.map(|(name, _)| source(&format!("From-{name}"), name));
    let uses = alike.map(|(name, _)| publish(name, &format!("From-{name}")));
    let pipeline = Pipeline::builder("app")
        .account(Account::home("tools", HOME).region("us-east-1"))
        .account(Account::new(alike[0].0, alike[0].1))
        .account(Account::new(alike[1].0, alike[1].1))
        .stage(Stage::new("Source").parallel(sources))
        .stage(Stage::new("Use").parallel(uses));
    let assembly = Assembly::of("alike", &pipeline.build().unwrap());
    assert_eq!(assembly.resources("AWS::Events::EventBusPolicy").len(), 2);
}

/// CloudFormation makes what has another logical id anew, before it removes the old one;
/// where both have the same physical name, the deploy fails.
#[test]
fn what_was_there_keeps_its_logical_id() {
    let before = logical_ids(&whole("app"));
    let alike = whole("app").stage(Stage::new("DeployTest").action(deploy("Role", "test")));
    let same_title = whole("app").stage(Stage::new("Deploy").action(deploy("Test", "test")));
    for pipeline in [alike, same_title] {
        let after = logical_ids(&pipeline);
        for (place, id) in &before {
            assert_eq!(after.get(place), Some(id), "{place:?}");
        }
    }
}

/// A deployment follows another one where nothing that is unique in an account, or anywhere,
/// stands in another stack or under another logical id afterwards, and nothing is made anew
/// under its name. What the old one has and the new one has not stays until the pipeline has
/// let go of it, which `deployed/` tries.
#[test]
fn any_one_change_can_be_deployed() {
    let mut random = Random::new(0x5eed);
    let mut before: Option<Assembly> = None;
    let mut shape = Shape::first();
    let mut last = "the first one".to_owned();
    let (mut pairs, mut refused) = (0, 0);
    while pairs < 300 {
        let Ok(pipeline) = shape.build().build() else {
            panic!("{last}: {}", shape.build().build().unwrap_err());
        };
        let after = Assembly::of("changed", &pipeline);
        if let Some(before) = &before {
            let faults = pairs::faults(before, &after);
            assert!(faults.is_empty(), "{last}:\n{}", faults.join("\n"));
            pairs += 1;
        }
        before = Some(after);
        loop {
            let mut next = shape.clone();
            last = next.change(&mut random);
            if next.build().build().is_ok() {
                shape = next;
                break;
            }
            // Such as a role that nobody uses, or an account without an action.
            refused += 1;
            assert!(refused < 1_000, "{last}");
        }
    }
}

/// What is renamed for its readers only renames nothing that is deployed.
#[test]
fn the_name_of_an_account_is_in_no_name() {
    let pipeline = |name: &str| {
        Pipeline::builder("app")
            .account(Account::home("tools", HOME).region("us-east-1"))
            .account(Account::new(name, "222222222222"))
            .stage(Stage::new("Source").action(source("Checkout", name)))
            .stage(Stage::new("Publish").action(publish("Copy", "source")))
    };
    assert!(templates(&pipeline("prod")) == templates(&pipeline("production")));
}

#[test]
fn two_thousand_roles_have_names_and_stacks_of_their_own() {
    let (before, after) = (many_roles(985), many_roles(986));
    let assembly = Assembly::of("many", &before.build().unwrap());
    let roles = assembly.resources("AWS::IAM::Role").len();
    assert!(roles > 1_970, "{roles}");
    let later = Assembly::of("more", &after.build().unwrap());
    let faults = [pairs::repeated(&assembly), pairs::faults(&assembly, &later)].concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

//! One role for several actions: `roles { one_per: … }`.

mod gains;
mod pipelines;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use pipewright::{Action, Assembly, Builder, Roles, Stage};
use serde_json::Value;

use pipelines::{SETTINGS, alike, every_kind, many, mixed, one_per, zone};

pub(crate) fn made(builder: Builder) -> Assembly {
    let pipeline = builder.build();
    let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
    let assembly = pipeline.synthesize();
    assembly.unwrap_or_else(|found| panic!("{found}"))
}

/// The file with the pipeline's template, and its stages.
fn pipeline_of(assembly: &Assembly) -> (String, Vec<Value>) {
    let mut templates = assembly.templates().filter_map(|(name, template)| {
        let stages = template.pointer("/Resources/Pipeline/Properties/Stages")?;
        Some((name.to_owned(), stages.as_array()?.clone()))
    });
    templates.next().expect("a pipeline")
}

/// The roles of actions and rules as the template names them, by `STAGE/NAME`.
fn acting(assembly: &Assembly) -> BTreeMap<String, String> {
    let (_, stages) = pipeline_of(assembly);
    let mut out = BTreeMap::new();
    for stage in &stages {
        let conditions = stage["BeforeEntry"]["Conditions"].as_array();
        let rules = conditions.into_iter().flatten();
        let rules = rules.flat_map(|condition| condition["Rules"].as_array().expect("rules"));
        for one in stage["Actions"]
            .as_array()
            .expect("actions")
            .iter()
            .chain(rules)
        {
            if let Some(role) = one.get("RoleArn") {
                let title = format!("{}/{}", stage["Name"], one["Name"]).replace('"', "");
                out.insert(title, role.to_string());
            }
        }
    }
    out
}

/// Every role that is made, each with its account.
fn roles(assembly: &Assembly) -> Vec<(String, String)> {
    let manifest: Value = serde_json::from_str(&assembly.files()["manifest.json"]).unwrap();
    let stacks = manifest["artifacts"].as_object().unwrap().values();
    let mut accounts: BTreeMap<&str, &str> = BTreeMap::new();
    for stack in stacks {
        if let Some(file) = stack["properties"]["templateFile"].as_str() {
            accounts.insert(file, stack["environment"].as_str().unwrap());
        }
    }
    let mut out = Vec::new();
    for (file, template) in assembly.templates() {
        for one in template["Resources"].as_object().unwrap().values() {
            if one["Type"] == "AWS::IAM::Role" {
                let (_, account) = accounts[file].split_once("aws://").unwrap();
                let account = account.split('/').next().unwrap().to_owned();
                let name = one["Properties"]["RoleName"].as_str().unwrap();
                out.push((account, name.to_owned()));
            }
        }
    }
    out
}

/// The actions that share a role, each set with the first of them as its name.
fn groups(assembly: &Assembly) -> Vec<Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (title, role) in acting(assembly) {
        groups.entry(role).or_default().push(title);
    }
    let mut groups: Vec<Vec<String>> = groups.into_values().collect();
    groups.sort();
    groups
}

#[test]
fn each_setting_puts_together_what_it_says() {
    let alone: BTreeSet<usize> = groups(&made(mixed())).iter().map(Vec::len).collect();
    assert_eq!(alone, BTreeSet::from([1]));
    assert_eq!(groups(&made(mixed().roles(one_per("ACTION")))).len(), 10);
    assert_eq!(
        groups(&made(mixed().roles(one_per("STAGE")))),
        [
            vec!["First/Abroad", "First/There"],
            vec!["First/Here", "First/Quiet"],
            vec!["Second/Abroad", "Second/Copy", "Second/There"],
            vec!["Second/Here"],
            vec!["Second/Named"],
            vec!["Source/Checkout"],
        ]
    );
    assert_eq!(
        groups(&made(mixed().roles(one_per("ACCOUNT_AND_REGION")))),
        [
            vec!["First/Abroad", "Second/Abroad"],
            vec![
                "First/Here",
                "First/Quiet",
                "Second/Here",
                "Source/Checkout"
            ],
            vec!["First/There", "Second/Copy", "Second/There"],
            vec!["Second/Named"],
        ]
    );
}

/// What an account says goes before what is said for all, each setting by itself.
#[test]
fn accounts_can_have_settings_of_their_own() {
    let of_prod = Roles::new().account("prod");
    let prod = of_prod
        .clone()
        .set("path", "/delegated/")
        .set("name_prefix", "acme-");
    let same = made(mixed().roles(one_per("STAGE")).roles(prod));
    assert_eq!(
        groups(&same),
        groups(&made(mixed().roles(one_per("STAGE"))))
    );
    let abroad = acting(&same)["First/There"].clone();
    assert!(
        abroad.contains(":222222222222:role/delegated/acme-"),
        "{abroad}"
    );
    let here = acting(&same)["First/Here"].clone();
    assert!(here.contains("FirstActionsRole"), "{here}");

    let own = of_prod.set("one_per", pipewright::word("ACTION"));
    assert_eq!(
        groups(&made(
            mixed().roles(one_per("ACCOUNT_AND_REGION")).roles(own)
        )),
        [
            vec!["First/Abroad"],
            vec![
                "First/Here",
                "First/Quiet",
                "Second/Here",
                "Source/Checkout"
            ],
            vec!["First/There"],
            vec!["Second/Abroad"],
            vec!["Second/Copy"],
            vec!["Second/Named"],
            vec!["Second/There"],
        ]
    );
}

/// All kinds are proven together, with all that one of them is allowed and another is not.
#[test]
fn actions_of_every_kind_can_share_a_role() {
    let counts = SETTINGS.map(|setting| roles(&made(every_kind().roles(one_per(setting)))).len());
    assert!(counts[0] > 30, "{counts:?}");
    assert!(counts[1..].iter().all(|fewer| *fewer <= 11), "{counts:?}");
}

#[test]
fn the_template_of_a_landing_zone_needs_no_bucket() {
    const DIRECT: usize = 51_200;
    let size = |builder: Builder| {
        let assembly = made(builder);
        let (file, stages) = pipeline_of(&assembly);
        let actions = stages
            .iter()
            .map(|stage| stage["Actions"].as_array().unwrap().len());
        assert_eq!(actions.sum::<usize>(), 34);
        for (name, text) in assembly.files() {
            let small = name.ends_with(".template.json") && *name != file;
            assert!(!small || text.len() <= DIRECT, "{name}: {}", text.len());
        }
        assembly.files()[&file].len()
    };
    assert!(size(zone(false)) > DIRECT);
    for foreign in [false, true] {
        for setting in ["STAGE", "ACCOUNT_AND_REGION"] {
            let size = size(zone(foreign).roles(one_per(setting)));
            assert!(size <= DIRECT, "{setting}: {size}");
        }
    }
}

/// The example says so of itself.
#[test]
fn the_example_of_a_landing_zone_has_34_actions_and_needs_no_bucket() {
    let assembly = examples::example("landing-zone").synthesize().unwrap();
    let (_, stages) = pipeline_of(&assembly);
    let actions = stages
        .iter()
        .map(|stage| stage["Actions"].as_array().unwrap().len());
    assert_eq!(actions.sum::<usize>(), 34);
    assert_eq!(acting(&assembly).len(), 33);
    assert_eq!(groups(&assembly).len(), 11);
    for (name, text) in assembly.files() {
        let small = !name.ends_with(".template.json") || text.len() <= 51_200;
        assert!(small, "{name}: {}", text.len());
    }
}

/// A text that is too large for a call without a bucket is written without spaces, so that it may
/// become small enough, and has a line for each resource.
#[test]
fn what_is_large_has_a_line_for_each_resource() {
    let text = |builder: Builder| {
        let assembly = made(builder);
        assembly.files()[&pipeline_of(&assembly).0].clone()
    };
    assert!(text(mixed().roles(one_per("STAGE"))).starts_with("{\n  \""));
    for (builder, fits) in [
        (zone(false), false),
        (zone(false).roles(one_per("STAGE")), true),
        (many(200, 4).roles(one_per("STAGE")), false),
    ] {
        let text = text(builder);
        assert_eq!(text.len() <= 51_200, fits, "{}", text.len());
        let template: serde_json::Value = serde_json::from_str(&text).unwrap();
        for (logical, resource) in template["Resources"].as_object().unwrap() {
            let line = format!("\n\"{logical}\":{resource}");
            assert!(text.contains(&line), "{logical}");
        }
    }
}

/// No role has the name of one that another setting makes, so that each can follow each: at
/// 1,970 roles, and with stages and actions that are called like roles.
#[test]
fn no_two_settings_make_a_role_of_one_name() {
    for (pipeline, least) in [
        (mixed(), 10),
        (alike(), 30),
        (zone(true), 34),
        (many(985, 49), 1_970),
    ] {
        let of_setting = |setting: &str| {
            let all = roles(&made(pipeline.clone().roles(one_per(setting))));
            let names = all
                .iter()
                .map(|(account, name)| format!("{account}/{name}"));
            let names: BTreeSet<String> = names.map(|name| name.to_ascii_lowercase()).collect();
            assert_eq!(names.len(), all.len(), "{setting}");
            names
        };
        let [alone, stages, regions] = SETTINGS.map(of_setting);
        // What has the role of no action is the same in all of them.
        let others: BTreeSet<String> = &(&alone & &stages) & &regions;
        for (one, other) in [(&alone, &stages), (&alone, &regions), (&stages, &regions)] {
            assert_eq!(&(one & other) - &others, BTreeSet::new());
        }
        let all = [&alone, &stages, &regions].map(|names| names.len() - others.len());
        assert!(all.iter().sum::<usize>() >= least, "{all:?}");
        assert!(others.len() < 8, "{others:?}");
    }
}

/// An action that comes or goes, or changes its place, renames no role of others.
#[test]
fn the_name_of_a_role_follows_from_what_shares_it() {
    let action = |name: &str| {
        Action::new(name, "Lambda")
            .account("prod")
            .set("function_name", name)
    };
    for setting in ["STAGE", "ACCOUNT_AND_REGION"] {
        let before = names(&made(mixed().roles(one_per(setting))));
        let more = Stage::new("More").parallel([action("One"), action("Other")]);
        let less = Stage::new("More").parallel([action("Other"), action("One")]);
        let [more, less] =
            [more, less].map(|stage| names(&made(mixed().stage(stage).roles(one_per(setting)))));
        assert_eq!(more, less);
        assert!(before.is_subset(&more), "{:?}", &before - &more);
    }
}

fn names(assembly: &Assembly) -> BTreeSet<String> {
    roles(assembly).into_iter().map(|(_, name)| name).collect()
}

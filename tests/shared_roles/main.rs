//! One role for several actions: `roles { one_per: … }`.

mod gains;
mod pipelines;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use pipewright::{Assembly, Builder, Roles};
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

/// Every role that is made, by name, with the path, in the account of its stack's file.
fn roles(assembly: &Assembly) -> Vec<(String, String)> {
    let templates: Vec<(&str, Value)> = assembly.templates().collect();
    let of_one = |(file, template): &(&str, Value)| {
        let all = template["Resources"]
            .as_object()
            .expect("resources")
            .clone();
        let roles = all
            .into_values()
            .filter(|one| one["Type"] == "AWS::IAM::Role");
        let file = (*file).to_owned();
        roles
            .map(|role| {
                let name = role["Properties"]["RoleName"].as_str().expect("a name");
                (file.clone(), name.to_owned())
            })
            .collect::<Vec<_>>()
    };
    templates.iter().flat_map(of_one).collect()
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
    assert!(size(zone(false)) > 2 * DIRECT);
    for foreign in [false, true] {
        for setting in ["STAGE", "ACCOUNT_AND_REGION"] {
            let size = size(zone(foreign).roles(one_per(setting)));
            assert!(size <= DIRECT, "{setting}: {size}");
        }
    }
}

/// A text that only its spaces keep from a call without a bucket is written without them, and
/// what is too large then too keeps them.
#[test]
fn only_what_gets_small_enough_is_written_without_spaces() {
    let text = |builder: Builder| {
        let assembly = made(builder);
        assembly.files()[&pipeline_of(&assembly).0].clone()
    };
    assert!(text(zone(false)).starts_with("{\n"));
    assert!(text(zone(false).roles(one_per("ACTION"))).starts_with("{\n"));
    assert!(text(mixed().roles(one_per("STAGE"))).starts_with("{\n"));
    assert!(text(zone(false).roles(one_per("STAGE"))).starts_with("{\""));
    let large = text(many(200, 4).roles(one_per("STAGE")));
    assert!(
        large.starts_with("{\n") && large.len() > 51_200,
        "{}",
        large.len()
    );
}

/// Whatever follows whatever: no name is that of a role which another setting makes.
#[test]
fn no_two_settings_make_a_role_of_one_name() {
    for pipeline in [mixed, alike, || zone(true), || many(980, 19)] {
        let mut seen: BTreeMap<String, (String, &str)> = BTreeMap::new();
        let mut fixed = None;
        for setting in SETTINGS {
            let all = roles(&made(pipeline().roles(one_per(setting))));
            let mut names: BTreeSet<String> = BTreeSet::new();
            for (file, name) in all {
                let account = file.split("-roles-").nth(1).unwrap_or("home").to_owned();
                let in_account = format!("{account}/{}", name.to_ascii_lowercase());
                assert!(names.insert(in_account), "{setting}: {name} twice");
            }
            // The roles of no action are the same in all of them.
            let fixed = fixed.get_or_insert_with(|| names.clone());
            for name in names
                .iter()
                .filter(|name| !fixed.contains(*name) || setting == "ACTION")
            {
                let known = seen.insert(name.clone(), (setting.to_owned(), setting));
                assert!(known.is_none(), "{setting} and {known:?}: {name}");
            }
        }
    }
}

#[test]
fn two_thousand_roles_of_stages_and_accounts_have_names_of_their_own() {
    let assembly = made(many(985, 49).roles(one_per("STAGE")));
    let all = roles(&assembly);
    assert!(all.len() > 900, "{}", all.len());
    let names: BTreeSet<String> = all
        .iter()
        .map(|(_, name)| name.to_ascii_lowercase())
        .collect();
    assert_eq!(names.len(), all.len());
}

//! What `diff` says of one version of a pipeline after another: of each change of the shop that
//! `tests/deployed` deploys, and of the changes at random that `tests/names` compares.

#[allow(dead_code, reason = "other tests use more of it")]
#[path = "../../tests/names/changed.rs"]
mod changed;
/// What the changes at random use of the pipelines beside them.
mod pipelines {
    pub(crate) const HOME: &str = "111111111111";
}
#[allow(
    dead_code,
    reason = "the test of deployments asks what each change deploys"
)]
#[path = "../../tests/deployed/shop.rs"]
mod shop;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::time::Instant;

use changed::{Random, Shape};
use pipewright::{Account, Action, Assembly, Pipeline, Project, Role, Stage, file, word};
use pipewright_core::compare::{AccessChange, Comparison, Snapshot, compare};
use serde_json::Value as Json;

/// So many pairs of versions at random are compared: the first of those in `tests/names`, since each takes
/// longer here.
const PAIRS: usize = 100;

fn snapshot(assembly: &Assembly) -> Snapshot {
    Snapshot::read(assembly.files()).expect("a snapshot")
}

/// What a comparison says, with three lines of each kind at most.
fn said(found: &Comparison) -> String {
    let mut out = String::new();
    let mut list = |what: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        writeln!(out, "  {what}: {}", lines.len()).expect("text");
        for line in lines.iter().take(3) {
            writeln!(out, "    {line}").expect("text");
        }
    };
    let structure = found.structure.iter();
    let structure = structure.map(|one| format!("{} {}", one.what, one.kind.word()));
    list("structure", structure.collect());
    list("gains", found.gains.iter().map(access).collect());
    list("losses", found.losses.iter().map(access).collect());
    let settings = found.settings.iter();
    let settings = settings.map(|one| format!("{} {}", one.logical_id, one.property));
    list("settings", settings.collect());
    let undecided = found.undecided.iter();
    list("undecided", undecided.map(|one| one.what.clone()).collect());
    out
}

fn access(change: &AccessChange) -> String {
    let calls: Vec<&str> = change.calls.iter().take(3).map(String::as_str).collect();
    let more = match change.calls.len() - calls.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{}: {}{more} on {}",
        change.principal.name,
        calls.join(", "),
        change.on.join(", ")
    )
}

/// What the templates of an output deploy, without what only tells where it comes from.
fn deployed(assembly: &Assembly) -> BTreeMap<String, Json> {
    let templates = assembly.templates().map(|(name, mut template)| {
        template["Resources"]
            .as_object_mut()
            .expect("resources")
            .values_mut()
            .for_each(|body| drop(body.as_object_mut().expect("a body").remove("Metadata")));
        (name.to_owned(), template["Resources"].take())
    });
    templates.collect()
}

#[test]
fn each_change_of_the_shop_is_told() {
    let mut text = String::new();
    let mut before = Snapshot::empty();
    for change in shop::changes() {
        let after = snapshot(&change.assembly);
        let found = compare(&before, &after);
        assert!(found.undecided.is_empty(), "{}: {found:#?}", change.what);
        writeln!(text, "{}\n{}", change.what, said(&found)).expect("text");
        before = after;
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/changes.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &text).expect("the list");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        text == kept,
        "this is not what {path} says; BLESS=1 writes it anew:\n{text}"
    );
}

/// What differs is told, and nothing is that does not.
#[test]
fn any_one_change_is_told() {
    let mut random = Random::new(0x5eed);
    let mut shape = Shape::first();
    let mut last = "the first one".to_owned();
    let mut before: Option<Assembly> = None;
    let (mut pairs, mut same) = (0, 0);
    let mut kinds: BTreeSet<bool> = BTreeSet::new();
    while pairs < PAIRS {
        let pipeline = shape.build().build().expect("a pipeline");
        let after = pipeline.synthesize().expect("an assembly");
        if let Some(before) = &before {
            pairs += 1;
            let found = compare(&snapshot(before), &snapshot(&after));
            let is_same = deployed(before) == deployed(&after);
            same += usize::from(is_same);
            assert_eq!(found.is_empty(), is_same, "{last}: {found:#?}");
            assert!(found.undecided.is_empty(), "{last}: {:#?}", found.undecided);
            kinds.insert(found.gains.is_empty());
        }
        before = Some(after);
        loop {
            let mut next = shape.clone();
            last = next.change(&mut random);
            // Such as a role that nobody uses, or an account without an action.
            if next.build().build().is_ok() {
                shape = next;
                break;
            }
        }
    }
    assert!(same > 0 && kinds.len() == 2, "{same} of {pairs}");
}

/// A pipeline of 962 actions over 20 accounts and 4 regions, as in `benches/peer/large.rs`, with stages
/// of that name.
fn large(stages: usize, name: &str) -> Assembly {
    let regions = ["us-east-1", "eu-west-1", "us-west-2", "ap-southeast-2"];
    let mut pipeline = Pipeline::builder("large")
        .account(Account::home("tools", "111111111111").region(regions[0]))
        .project(Project::managed("package").set("image", "aws/codebuild/standard:7.0"))
        .stage(
            Stage::new("Source").action(
                Action::new("Checkout", "CodeCommit")
                    .output("source")
                    .set("repository_name", "app")
                    .set("branch_name", "main"),
            ),
        )
        .stage(
            Stage::new("Build").action(
                Action::new("Package", "CodeBuild")
                    .input("source")
                    .output("packaged")
                    .set("project_name", word("package")),
            ),
        );
    for account in 0..20 {
        let name = format!("target{account}");
        let role = Role::managed(format!("deploys{account}")).account(name.as_str());
        let all = ["arn:aws:iam::aws:policy/PowerUserAccess"];
        pipeline = pipeline
            .account(Account::new(name, format!("2000000000{account:02}")))
            .role(role.set("managed_policies", all));
    }
    for stage in 0..stages {
        let updates = (0..20).map(|account| {
            Action::new(format!("Update{account}"), "CloudFormation")
                .account(format!("target{account}"))
                .region(regions[stage % regions.len()])
                .input("packaged")
                .set("action_mode", word("CREATE_UPDATE"))
                .set("stack_name", format!("app{stage}"))
                .set("template_path", file("packaged", "template.yml"))
                .set("role_arn", word(format!("deploys{account}")))
        });
        pipeline = pipeline.stage(Stage::new(format!("{name}{stage}")).parallel(updates));
    }
    let pipeline = pipeline.build().expect("a pipeline");
    pipeline.synthesize().expect("an assembly")
}

/// One stage more lets 20 roles in, and nobody else.
#[test]
fn a_stage_more_of_962_actions_is_told() {
    let (before, after) = (large(47, "Deploy"), large(48, "Deploy"));
    let (before, after) = (snapshot(&before), snapshot(&after));
    let start = Instant::now();
    let found = compare(&before, &after);
    println!("a stage more: {:.1?}", start.elapsed());
    assert!(found.undecided.is_empty(), "{:#?}", found.undecided);
    assert!(found.losses.is_empty(), "{}", said(&found));
    let who: BTreeSet<&str> = found
        .gains
        .iter()
        .map(|gain| gain.principal.name.as_str())
        .collect();
    let new = (0..20).map(|account| format!("action Deploy47/Update{account}"));
    let new: BTreeSet<String> = new
        .chain(["pipeline large (ServiceRole)".to_owned()])
        .collect();
    assert_eq!(who, new.iter().map(String::as_str).collect());
}

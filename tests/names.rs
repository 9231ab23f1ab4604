//! Names are functions of what they are for: nothing that was there is renamed because
//! something moved or came, and no two things are called the same.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use pipewright::{Account, Action, Builder, Pipeline, Project, Role, Stage, Store, file, word};
use serde_json::Value as Json;

use support::assembly::Assembly;

#[test]
fn swapping_parallel_actions_renames_nothing() {
    let pipeline = |names: [&str; 2]| {
        let actions = names.map(|name| deploy(name, "test"));
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
    for (name, text) in &here {
        assert_eq!(*text == there[name], name != "sources.json", "{name}");
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

const HOME: &str = "111111111111";

fn whole(name: &str) -> Builder {
    lived(name, HOME, "us-east-1")
}

/// A pipeline of that name in that home, with one of everything that has a name.
fn lived(name: &str, home: &str, region: &str) -> Builder {
    let begun = Pipeline::builder(name)
        .account(Account::home("tools", home).region(region))
        .stage(Stage::new("Source").action(source("Checkout", "dev")))
        .stage(Stage::new("Build").action(build()))
        .stage(Stage::new("Deliver").action(deploy("Update", "test")));
    let begun = accounts().into_iter().fold(begun, Builder::account);
    let begun = roles().into_iter().fold(begun, Builder::role);
    begun.project(project("package"))
}

/// The same pipeline, its declarations in one order or the other.
fn declared(backward: bool) -> Builder {
    let (mut accounts, mut roles) = (accounts().to_vec(), roles().to_vec());
    let mut projects = vec![project("package"), project("unused")];
    let mut stores = ["us-east-1", "us-west-2"].map(store).to_vec();
    if backward {
        stores.reverse();
        accounts.reverse();
        roles.reverse();
        projects.reverse();
    }
    let begun = Pipeline::builder("app")
        .account(Account::home("tools", HOME).region("us-east-1"))
        .stage(Stage::new("Source").action(source("Checkout", "dev")))
        .stage(Stage::new("Build").action(build()))
        .stage(Stage::new("Test").action(deploy("Update", "test").region("us-west-2")))
        .stage(Stage::new("Deploy").action(deploy("Update", "prod")));
    let begun = accounts.into_iter().fold(begun, Builder::account);
    let begun = roles.into_iter().fold(begun, Builder::role);
    let begun = stores.into_iter().fold(begun, Builder::store);
    projects.into_iter().fold(begun, Builder::project)
}

fn store(region: &str) -> Store {
    Store::managed(region.replace('-', "_"))
        .region(region)
        .set("expiration_in_days", 7)
}

fn accounts() -> [Account; 3] {
    [
        Account::new("dev", "222222222222"),
        Account::new("test", "333333333333").region("us-west-2"),
        Account::new("prod", "444444444444"),
    ]
}

fn roles() -> [Role; 2] {
    ["test", "prod"].map(|account| {
        Role::managed(format!("deploy_{account}"))
            .account(account)
            .set(
                "managed_policies",
                ["arn:aws:iam::aws:policy/PowerUserAccess"],
            )
    })
}

fn project(name: &str) -> Project {
    Project::managed(name).set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
}

fn source(name: &str, account: &str) -> Action {
    let output = if name == "Checkout" { "source" } else { name };
    Action::new(name, "CodeCommit")
        .account(account)
        .output(output)
        .set("repository_name", "code")
        .set("branch_name", "main")
}

fn build() -> Action {
    Action::new("Package", "CodeBuild")
        .input("source")
        .output("packaged")
        .set("project_name", word("package"))
}

fn deploy(name: &str, account: &str) -> Action {
    Action::new(name, "CloudFormation")
        .account(account)
        .input("packaged")
        .set("action_mode", word("CREATE_UPDATE"))
        .set("stack_name", "app")
        .set("template_path", file("packaged", "template.yml"))
        .set("role_arn", word(format!("deploy_{account}")))
}

fn publish(name: &str, artifact: &str) -> Action {
    Action::new(name, "S3Deploy")
        .input(artifact)
        .set("bucket_name", "published")
        .set("extract", true)
}

/// Pipeline names that AWS takes, and nothing else named after them would.
fn hostile() -> Vec<String> {
    let long = ["x", ".", "-", "_", "@", "Aa", "9"].map(|part| part.repeat(100 / part.len()));
    let short = ["a", "-", "9.lives", "App@2", "..", "-a-", "con"].map(str::to_owned);
    long.into_iter().chain(short).collect()
}

/// A name's sort, and the name; a role's comes with its stack's environment, since an
/// account has its own.
type Named = (String, String);

fn names(pipeline: &Builder) -> BTreeSet<Named> {
    all_names(pipeline).into_iter().collect()
}

fn all_names(pipeline: &Builder) -> Vec<Named> {
    let assembly = assembly(pipeline);
    let mut found = Vec::new();
    for stack in &assembly.stacks {
        found.push(("stack".to_owned(), stack.name.clone()));
        for (_, resource) in stack.resources() {
            if let Some(name) = physical_name(resource) {
                found.push((resource["Type"].as_str().unwrap().to_owned(), name));
            }
        }
    }
    found
}

fn physical_name(resource: &Json) -> Option<String> {
    let key = match resource["Type"].as_str()? {
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::KMS::Alias" => "AliasName",
        "AWS::Events::EventBusPolicy" => "StatementId",
        "AWS::CodeBuild::Project" | "AWS::Events::Rule" => "Name",
        _ => return None,
    };
    Some(resource["Properties"][key].as_str().expect(key).to_owned())
}

/// The logical id of everything that has a name, by stack, sort and name.
fn logical_ids(pipeline: &Builder) -> BTreeMap<(String, String, String), String> {
    let mut found = BTreeMap::new();
    for stack in &assembly(pipeline).stacks {
        for (id, resource) in stack.resources() {
            if let Some(name) = physical_name(resource) {
                let sort = resource["Type"].as_str().unwrap().to_owned();
                found.insert((stack.name.clone(), sort, name), id.clone());
            }
        }
    }
    found
}

fn assembly(pipeline: &Builder) -> Assembly {
    Assembly::of("names", &pipeline.clone().build().unwrap())
}

fn files(pipeline: &Builder) -> BTreeMap<String, String> {
    pipeline
        .clone()
        .build()
        .unwrap()
        .synthesize()
        .unwrap()
        .files()
        .clone()
}

fn templates(pipeline: &Builder) -> BTreeMap<String, String> {
    let mut files = files(pipeline);
    files.retain(|name, _| name.ends_with(".template.json"));
    files
}

/// The templates of the stores, as they are written.
fn stores(pipeline: &Builder) -> BTreeMap<String, String> {
    let mut files = templates(pipeline);
    files.retain(|name, _| name.contains("-artifacts-"));
    assert!(!files.is_empty());
    files
}

/// No name of one is a name of another, however they are written.
fn apart(all: impl Iterator<Item = BTreeSet<Named>>) {
    let mut seen = BTreeSet::new();
    for names in all {
        for (sort, name) in names {
            let name = name.to_lowercase();
            assert!(
                seen.insert((sort.clone(), name.clone())),
                "{sort} {name}, twice"
            );
        }
    }
}

/// Whether AWS refuses a name.
fn refused(sort: &str, name: &str) -> bool {
    let (max, also): (usize, &str) = match sort {
        "stack" => (128, "-"),
        "AWS::IAM::Role" => (64, "+=,.@-_"),
        "AWS::IAM::ManagedPolicy" => (128, "+=,.@-_"),
        "AWS::S3::Bucket" => (63, "-"),
        "AWS::KMS::Alias" => (256, "/_-"),
        "AWS::CodeBuild::Project" => (150, "-_"),
        "AWS::Events::Rule" => (64, ".-_"),
        "AWS::Events::EventBusPolicy" => (64, "-_"),
        _ => panic!("`{sort}` has no pattern here"),
    };
    let first = name.chars().next().unwrap();
    let begins = match sort {
        "stack" => first.is_ascii_alphabetic(),
        "AWS::S3::Bucket" | "AWS::CodeBuild::Project" => first.is_ascii_alphanumeric(),
        _ => true,
    };
    let small = sort != "AWS::S3::Bucket" || name == name.to_lowercase();
    let fits = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || also.contains(c));
    !(begins && small && fits && name.len() <= max)
}

/// A pipeline of which every line is the line of the call.
macro_rules! small {
    () => {
        Pipeline::builder("small")
            .account(Account::home("tools", HOME).region("us-east-1"))
            .account(Account::new("dev", "222222222222"))
            .stage(
                Stage::new("Source").action(
                    Action::new("Checkout", "CodeCommit")
                        .account("dev")
                        .output("source")
                        .set("repository_name", "code")
                        .set("branch_name", "main"),
                ),
            )
            .stage(
                Stage::new("Publish").action(
                    Action::new("Copy", "S3Deploy")
                        .input("source")
                        .set("bucket_name", "published")
                        .set("extract", true),
                ),
            )
    };
}
use small;

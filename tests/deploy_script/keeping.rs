//! What the pipeline may still use stays until it has let go of it.

use std::fs;

use pipewright::{Account, Action, Parameter, Pipeline, SharedStore, Stage, Step, Store};
use serde_json::Value as Json;

use crate::deployed::{Deployed, succeeds, word};
use crate::parameters::with_parameter;
use crate::support::{examples, pipelines};

#[test]
fn what_goes_stays_until_the_pipeline_has_let_go_of_it() {
    let pipeline = |smoke: &str, account: &str| {
        let checkout = Action::new("Checkout", "S3Source")
            .output("source")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "app.zip");
        let call = |name: &str, account: &str| {
            Action::new(name, "Lambda")
                .account(account)
                .input("source")
                .set("function_name", "call")
        };
        Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .account(Account::new("test", "222222222222"))
            .account(Account::new("prod", "333333333333"))
            .stage(Stage::new("Source").action(checkout))
            .stage(Stage::new("Deploy").action(call("Update", "test")))
            .stage(Stage::new("Verify").action(call(smoke, account)))
    };
    let folder = Deployed::of(pipeline("Check", "test"));
    let before = Deployed::of(pipeline("Smoke", "prod")).deployed();
    let mut script = folder.script();
    succeeds(script.env("DEPLOYED", before.path()));
    let names: Vec<String> = folder
        .deploys()
        .iter()
        .map(|call| {
            let name = word(call, "--stack-name");
            let file = word(call, "--template-file");
            let own = file == format!("{name}.template.json");
            let (name, _) = name.rsplit_once('-').unwrap();
            format!("{name}{}", if own { "" } else { ", with more" })
        })
        .collect();
    assert_eq!(
        names,
        [
            "shop-artifacts-us-east-1, with more",
            "shop-roles-222222222222-us-east-1",
            "shop-pipeline",
            "shop-artifacts-us-east-1",
        ]
    );
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let policy = merged["Resources"]["ArtifactBucketPolicy"]["Properties"].to_string();
    for account in ["222222222222", "333333333333"] {
        assert!(policy.contains(&format!(":{account}:role/")), "{policy}");
    }

    let again = Deployed::of(pipeline("Smoke", "test"));
    let before = Deployed::of(pipeline("Check", "test")).deployed();
    succeeds(
        again
            .script()
            .arg("--keep-removed")
            .env("DEPLOYED", before.path()),
    );
    let deploys = again.deploys();
    assert_eq!(deploys.len(), 2, "{deploys:?}");
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let roles: Vec<&String> = merged["Resources"].as_object().unwrap().keys().collect();
    assert_eq!(
        roles,
        ["DeployUpdateRole", "VerifyCheckRole", "VerifySmokeRole"]
    );
}

/// The second pipeline still has an action that is gone while the first one is deployed.
#[test]
fn what_goes_of_a_shared_store_stays_until_all_its_pipelines_are_deployed() {
    let folder = |last: &str| {
        let store = SharedStore::new("artifacts");
        let pipeline = |name: &str, account: &str| {
            let checkout = Action::new("Checkout", "S3Source")
                .output("source")
                .set("s3_bucket", "sources")
                .set("s3_object_key", "app.zip");
            let call = Action::new("Call", "Lambda")
                .account(account)
                .input("source")
                .set("function_name", "call");
            Pipeline::builder(name)
                .account(Account::home("tools", "111111111111").region("us-east-1"))
                .account(Account::new("test", "222222222222"))
                .account(Account::new("prod", "333333333333"))
                .store(
                    Store::managed("artifacts")
                        .region("us-east-1")
                        .set("shared", &store),
                )
                .stage(Stage::new("Source").action(checkout))
                .stage(Stage::new("Call").action(call))
        };
        Deployed::of_all([pipeline("one", "test"), pipeline("two", last)])
    };
    let before = folder("prod").deployed();
    let folder = folder("test");
    succeeds(folder.script().env("DEPLOYED", before.path()));
    let deploys = folder.deploys();
    let names: Vec<String> = deploys
        .iter()
        .map(|call| word(call, "--stack-name"))
        .map(|name| name.rsplit_once('-').unwrap().0.to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "artifacts-store-us-east-1",
            "one-roles-222222222222-us-east-1",
            "one-pipeline",
            "two-roles-222222222222-us-east-1",
            "two-pipeline",
            "artifacts-store-us-east-1",
        ]
    );
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    assert!(merged.contains("333333333333"), "{merged}");
}

#[test]
fn what_one_account_has_no_more_stays_until_the_pipeline_is_deployed() {
    let pipeline = |kept: bool| {
        let topic = Parameter::new("topic", "String").default("t");
        let more = Action::new("More", "Lambda").set("function_name", "more");
        let builder = with_parameter(topic, "test");
        match kept {
            true => builder.stage(Stage::new("Last").account("test").action(more)),
            false => builder,
        }
    };
    let before = Deployed::of(pipeline(true)).deployed();
    let folder = Deployed::of(pipeline(false));
    let mut script = folder.script();
    script
        .env("DEPLOYED", before.path())
        .args(["--only", "test"]);
    let said = String::from_utf8(succeeds(&mut script).stdout).unwrap();
    let name = word(&folder.deploys()[0], "--stack-name");
    let kept = format!("{name} keeps what it has no more; a run without --only removes it\n");
    assert!(said.ends_with(&kept), "{said}");
}

/// The new template is too large for a call, and so has no spaces.
#[test]
fn what_goes_of_a_large_stack_stays_too() {
    let pipeline = |last: usize| {
        let checkout = Action::new("Checkout", "S3Source")
            .output("source")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "app.zip");
        let stages = (0..3).map(|stage| {
            let calls = (0..if stage == 2 { last } else { 20 }).map(move |number| {
                Action::new(format!("Call{number}"), "Lambda")
                    .input("source")
                    .set("function_name", "call")
            });
            let stage = Stage::new(format!("Deploy{stage}")).account("test");
            stage.step(Step::parallel(calls))
        });
        let builder = Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .account(Account::new("test", "222222222222"))
            .stage(Stage::new("Source").action(checkout));
        stages.fold(builder, |builder, stage| builder.stage(stage))
    };
    let folder = Deployed::of(pipeline(19));
    let before = Deployed::of(pipeline(20)).deployed();
    let mut script = folder.script();
    script.env("PIPEWRIGHT_BUCKET_TEST", "templates");
    succeeds(script.env("DEPLOYED", before.path()));
    let roles = folder.deploys();
    let roles = roles.iter().filter(|call| call.contains("shop-roles-"));
    let large: Vec<bool> = roles.map(|call| call.contains("--s3-bucket")).collect();
    assert_eq!(large, [true, true], "with the role that goes, and without");
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let roles = merged["Resources"].as_object().unwrap();
    assert!(roles.contains_key("Deploy2Call19Role"), "{roles:?}");
    assert_eq!(roles.len(), 60);
}

/// Roles of one stack trust different principals, each under a condition, as a store's policy
/// admits some.
#[test]
fn what_is_deployed_as_it_is_keeps_nothing() {
    let mut all: Vec<(String, Deployed)> = examples::names()
        .into_iter()
        .map(|name| {
            let folder = examples::synthesize(&name);
            (name, Deployed::copied(&folder))
        })
        .collect();
    all.push(("large".to_owned(), Deployed::of(pipelines::large())));
    for (name, folder) in all {
        let before = folder.deployed();
        succeeds(folder.script().env("DEPLOYED", before.path()));
        for call in folder.deploys() {
            let stack = word(&call, "--stack-name");
            assert_eq!(
                word(&call, "--template-file"),
                format!("{stack}.template.json"),
                "{name}"
            );
        }
    }
}

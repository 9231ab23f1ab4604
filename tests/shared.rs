//! Stores that several pipelines share: made once, and no pipeline reaches what another one has in
//! them.

use std::collections::BTreeMap;

use pipewright::{Account, Action, Findings, Pipeline, SharedStore, Stage, Store, map};
use serde_json::Value;

mod support;

fn pipeline_of(name: &str, store: &SharedStore) -> Pipeline {
    support::pipelines::sharing(name, store)
}

fn files(pipelines: Vec<Pipeline>) -> Result<BTreeMap<String, String>, Findings> {
    Ok(pipewright_core::testing::synthesize(&pipelines)?
        .files()
        .clone())
}

fn templates(files: &BTreeMap<String, String>) -> BTreeMap<&str, Value> {
    let templates = files.iter();
    let templates = templates.filter_map(|(name, text)| {
        let name = name.strip_suffix(".template.json")?;
        Some((name, serde_json::from_str(text).expect("JSON")))
    });
    templates.collect()
}

fn two() -> BTreeMap<String, String> {
    let store = SharedStore::new("artifacts").set("expiration_in_days", 7);
    let one = pipeline_of("one", &store);
    let other = pipeline_of("other-with-a-name-of-its-own", &store);
    files(vec![one, other]).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn it_is_made_once_and_goes_first() {
    let files = two();
    let templates = templates(&files);
    let shared: Vec<&&str> = templates
        .keys()
        .filter(|name| name.starts_with("artifacts-store-us-east-1-"))
        .collect();
    assert_eq!(shared.len(), 1, "{:?}", templates.keys());
    let shared = **shared[0..1].first().expect("a stack");
    assert_eq!(
        templates[shared]["Resources"]["ArtifactBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
            [0]["ExpirationInDays"],
        7
    );
    // Both have a store of their own in the other region.
    let own = |name: &&str| name.contains("-artifacts-eu-west-1-");
    assert_eq!(templates.keys().filter(|name| own(name)).count(), 2);
    let calls: Vec<&str> = files["deploy.sh"]
        .lines()
        .filter(|line| line.starts_with("deploy_") && line.contains('\''))
        .collect();
    let of_shared = |line: &&str| line.contains(&format!("'{shared}'"));
    let first_pipeline = calls
        .iter()
        .position(|line| line.starts_with("deploy_pipeline"));
    assert_eq!(calls.iter().filter(|line| of_shared(line)).count(), 1);
    assert!(calls.iter().position(of_shared) < first_pipeline);
    // The CDK goes by what each stack names as earlier.
    let manifest: Value = serde_json::from_str(&files["manifest.json"]).expect("JSON");
    let artifacts = manifest["artifacts"].as_object().expect("artifacts");
    for (name, artifact) in artifacts {
        let mut reached = vec![name.as_str()];
        let mut next = 0;
        while let Some(name) = reached.get(next).copied() {
            let earlier = artifacts[name]["dependencies"].as_array().expect("a list");
            reached.extend(earlier.iter().filter_map(Value::as_str));
            next += 1;
        }
        let is_artifacts = name.contains("-artifacts-") || name == shared;
        assert!(
            is_artifacts || reached.contains(&shared),
            "{name}: {artifact}"
        );
    }
    // The page and what reads `pipeline.json` tell it from the stacks of one pipeline.
    let page: Value = serde_json::from_str(&files["pipeline.json"]).expect("JSON");
    let pipelines = page["pipelines"].as_array().expect("pipelines");
    assert_eq!(pipelines.len(), 2);
    for stack in pipelines
        .iter()
        .flat_map(|one| one["stacks"].as_array().expect("stacks"))
    {
        assert_eq!(stack["shared"], stack["name"] == shared, "{stack}");
    }
}

#[test]
fn no_policy_takes_in_what_another_pipeline_has_in_it() {
    let files = two();
    let mut objects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, template) in templates(&files) {
        let text = template.to_string();
        for part in text.split('"') {
            if part.starts_with("arn:aws:s3:::artifacts-") && part.contains('/') {
                let (_, object) = part.split_once('/').expect("a folder");
                objects
                    .entry(name.to_owned())
                    .or_default()
                    .push(object.to_owned());
            }
        }
    }
    for (stack, objects) in &mut objects {
        objects.sort();
        objects.dedup();
        if stack.starts_with("one-") {
            assert_eq!(objects, &["one/*"], "{stack}");
        } else if stack.starts_with("other-") {
            assert_eq!(objects, &["other-with-a-name-of/*"], "{stack}");
        } else {
            assert_eq!(
                objects,
                &["*", "one/*", "other-with-a-name-of/*"],
                "{stack}"
            );
        }
    }
    assert!(objects.len() >= 5, "{objects:?}");
}

#[test]
fn a_pipeline_that_comes_or_goes_changes_only_the_policies_of_the_store() {
    let store = SharedStore::new("artifacts").set("expiration_in_days", 7);
    let one = || pipeline_of("one", &store);
    let alone = files(vec![one()]).expect("files");
    let both = two();
    for (name, template) in templates(&alone) {
        let other = &templates(&both)[name];
        if !name.starts_with("artifacts-store-") {
            assert_eq!(&template, other, "{name}");
            continue;
        }
        let without_policies = |template: &Value| {
            let mut template = template.clone();
            template["Resources"]["ArtifactKey"]["Properties"]["KeyPolicy"] = Value::Null;
            template["Resources"]["ArtifactBucketPolicy"] = Value::Null;
            template
        };
        assert_eq!(without_policies(&template), without_policies(other));
    }
}

/// A pipeline that makes a store for itself or imports it, and reads it from another account or not.
fn with_store(name: &str, store: Store, reader: &str) -> Pipeline {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let read = Action::new("Read", "Lambda")
        .input("source")
        .set("function_name", "read");
    let mut builder =
        Pipeline::builder(name).account(Account::home("tools", "111111111111").region("us-east-1"));
    if reader != "tools" {
        builder = builder.account(Account::new(reader, "444444444444").region("us-east-1"));
    }
    builder
        .store(store.region("us-east-1"))
        .stage(Stage::new("Source").action(source))
        .stage(Stage::new("Read").action(read.account(reader)))
        .build()
        .unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn a_store_that_another_pipeline_makes_for_itself_is_not_imported() {
    let makes = |with_key: bool| {
        let store = Store::managed("main")
            .set("bucket_name", "shop-artifacts")
            .set("encryption_key", with_key);
        with_store("shop", store, "tools")
    };
    let imports = |bucket: &str, reader: &str| {
        let mut store = Store::imported("main").set("bucket", bucket);
        if reader != "tools" {
            let key = "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000";
            store = store.set("key", key);
        }
        with_store("office", store, reader)
    };
    let told = |with_key, reader| {
        let pipelines = vec![makes(with_key), imports("shop-artifacts", reader)];
        let mut other_way = pipelines.clone();
        other_way.reverse();
        let found = files(pipelines).err().map(|found| found.to_string());
        assert_eq!(files(other_way).is_err(), found.is_some());
        found
    };
    for (with_key, reader, what) in [
        (true, "tools", "its key and its bucket's policy admit"),
        (false, "prod", "the bucket's policy admits"),
    ] {
        let found = told(with_key, reader).expect("it could not read");
        let message = format!(
            "[P550] bucket `shop-artifacts` is made by pipeline `shop`, and {what} the roles of that pipeline alone"
        );
        assert!(found.contains(&message), "{found}");
        assert_eq!(found.matches("[P").count(), 1, "{found}");
    }
    // Without a key, the policies of the roles at home decide.
    assert_eq!(told(false, "tools"), None);
    let apart = vec![makes(true), imports("artifacts-of-others", "tools")];
    files(apart).unwrap_or_else(|found| panic!("{found}"));
}

#[test]
fn what_pipelines_cannot_share_is_an_error() {
    let said = |pipelines: Vec<Pipeline>| files(pipelines).expect_err("an error").to_string();
    let store = SharedStore::new("artifacts");
    let pipeline = |name: &str, store: &SharedStore| pipeline_of(name, store);
    let found = said(vec![
        pipeline("customer-portal-deploy-test", &store),
        pipeline("customer-portal-deploy-prod", &store),
    ]);
    assert!(found.contains("[P547] pipelines `customer-portal-deploy-test` and `customer-portal-deploy-prod` would have one folder in store `artifacts`: `customer-portal-depl`"), "{found}");
    let other = store.clone().set("removal_policy", "DELETE");
    let found = said(vec![pipeline("one", &store), pipeline("two", &other)]);
    assert!(
        found.contains(
            "[P546] pipelines `one` and `two` share store `artifacts` with different settings"
        ),
        "{found}"
    );
}

#[test]
fn a_pipeline_of_another_crate_is_admitted_to_its_folder() {
    let billing = map([
        ("name", "billing".into()),
        ("region", "eu-west-1".into()),
        ("accounts", pipewright::list(["555555555555"])),
    ]);
    let store = SharedStore::new("artifacts").set("pipelines", [billing]);
    let files = files(vec![pipeline_of("one", &store)]).unwrap_or_else(|found| panic!("{found}"));
    let templates = templates(&files);
    let shared = templates
        .keys()
        .find(|name| name.starts_with("artifacts-store-"));
    let resources = &templates[shared.expect("the stack")]["Resources"];
    let bucket = resources["ArtifactBucketPolicy"].to_string();
    let key = resources["ArtifactKey"].to_string();
    let path = "role/pipewright/billing/111111111111/eu-west-1/*";
    assert!(bucket.contains("-an/billing/*"), "{bucket}");
    assert!(
        bucket.contains(&format!("arn:aws:iam::555555555555:{path}")),
        "{bucket}"
    );
    for account in ["111111111111", "555555555555"] {
        assert!(
            key.contains(&format!("arn:aws:iam::{account}:{path}")),
            "{key}"
        );
    }
    let statements =
        &resources["ArtifactBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"];
    let calls: Vec<&Value> = statements
        .as_array()
        .expect("statements")
        .iter()
        .filter(|statement| statement.to_string().contains(path))
        .flat_map(|statement| statement["Action"].as_array().expect("calls"))
        .collect();
    for call in [
        "s3:GetObject",
        "s3:PutObject",
        "s3:GetBucketLocation",
        "s3:GetBucketVersioning",
    ] {
        assert!(
            calls.iter().any(|found| *found == call),
            "{call}: {calls:?}"
        );
    }
    let clash = files_of_clash();
    assert!(clash.contains("[P547]"), "{clash}");
}

fn files_of_clash() -> String {
    let same = map([("name", "one"), ("region", "us-east-1")]);
    let store = SharedStore::new("artifacts").set("pipelines", [same]);
    files(vec![pipeline_of("one", &store)])
        .expect_err("an error")
        .to_string()
}

#[test]
fn an_imported_store_is_narrowed_to_the_own_folder() {
    use pipewright::{Account, Action, Stage, Store};
    let store = |shared: bool| {
        Store::imported("artifacts")
            .region("us-east-1")
            .set("bucket", "artifacts-of-all")
            .set("shared", shared)
    };
    let objects = |shared: bool| {
        let source = Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let copy = Action::new("Copy", "S3Deploy")
            .input("source")
            .set("bucket_name", "app")
            .set("extract", true);
        let built = Pipeline::builder("billing")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .store(store(shared))
            .stage(Stage::new("Source").action(source))
            .stage(Stage::new("Copy").action(copy))
            .build()
            .expect("a pipeline");
        let assembly = built.synthesize().unwrap_or_else(|found| panic!("{found}"));
        let text: String = assembly
            .templates()
            .map(|(_, template)| template.to_string())
            .collect();
        (
            text.contains("artifacts-of-all/*"),
            text.contains("artifacts-of-all/billing/*"),
        )
    };
    assert_eq!(objects(false), (true, false));
    assert_eq!(objects(true), (false, true));
}

/// A pipeline of another crate whose roles have a path of the user's own: its report says what the
/// crate of the store has to write, and what is written so admits its roles and no others.
#[test]
fn roles_with_a_path_of_their_own_are_admitted_by_their_arns() {
    let billing = pipewright::pipeline! {
        name: "billing";
        home tools = "111111111111" @ "us-east-1";
        account prod = "555555555555" @ "us-east-1";
        roles { path: "/delivery/" }
        role uploads in prod = import "arn:aws:iam::555555555555:role/team/uploads";
        store artifacts @ "us-east-1" = import {
            bucket: "artifacts-of-all", shared: true,
            key: "arn:aws:kms:us-east-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000",
        };
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Copy in prod {
            Copy: S3Deploy(source) as uploads { bucket_name: "app", extract: true };
        }
    };
    let billing = billing.unwrap_or_else(|found| panic!("{found}"));
    let assembly = billing
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"));
    let report = &assembly.files()["REPORT.md"];
    let begin = "pipelines: { name: \"billing\", region: \"us-east-1\", accounts: [\"555555555555\"], roles: [";
    let (_, line) = report.split_once(begin).expect("the line to write");
    let (line, _) = line.split_once("] }").expect("its end");
    let roles: Vec<String> = line
        .split(", ")
        .map(|role| role.trim_matches('"').to_owned())
        .collect();
    assert!(roles.contains(&"arn:aws:iam::555555555555:role/team/uploads".to_owned()));
    let own = roles
        .iter()
        .filter(|role| role.starts_with("arn:aws:iam::111111111111:role/delivery/"));
    assert!(own.count() >= 2, "{roles:?}");

    let sharing = map([
        ("name", "billing".into()),
        ("region", "us-east-1".into()),
        ("roles", pipewright::list(roles.clone())),
    ]);
    let store = SharedStore::new("artifacts").set("pipelines", [sharing]);
    let files = files(vec![pipeline_of("one", &store)]).unwrap_or_else(|found| panic!("{found}"));
    let templates = templates(&files);
    let shared = templates
        .keys()
        .find(|name| name.starts_with("artifacts-store-"));
    let resources = &templates[shared.expect("the stack")]["Resources"];
    let bucket = resources["ArtifactBucketPolicy"].to_string();
    let key = resources["ArtifactKey"].to_string();
    assert!(
        !bucket.contains("role/delivery/") && !key.contains("role/delivery/*"),
        "{bucket}"
    );
    for role in &roles {
        assert!(key.contains(role.as_str()), "{role}: {key}");
        // Roles of home's account need no mention in the policy of the bucket.
        let foreign = role.contains(":555555555555:");
        assert_eq!(bucket.contains(role.as_str()), foreign, "{role}: {bucket}");
    }
}

/// The policies of a store have room for so many pipelines, whatever is said of accounts.
#[test]
fn too_many_pipelines_in_a_store_are_one_error() {
    let sharing = |store: &SharedStore, count: usize| -> Vec<Pipeline> {
        let names = (0..count).map(|number| format!("team{number}"));
        names.map(|name| pipeline_of(&name, store)).collect()
    };
    let store = SharedStore::new("acme");
    let found = files(sharing(&store, 60)).expect_err("too many pipelines");
    let found: Vec<_> = found.iter().collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code.id, "P501");
    let message = &found[0].message;
    for part in [
        "policy of shared store `acme` in `us-east-1`",
        "60 pipelines",
    ] {
        assert!(message.contains(part), "{message}");
    }
    let help = found[0].help.as_deref().unwrap_or_default();
    assert!(help.contains("share another store"), "{help}");
}

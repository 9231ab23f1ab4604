use crate::support::{assert_finds, base, stage, use_account};
use pipewright_core::builder::{
    Account, Action, Builder, Project, Store, Value, file, map, variable, word,
};

fn with(store: Store) -> Builder {
    base().store(store)
}

fn with_dev(store: Store) -> Builder {
    use_account(
        with(store).account(Account::new("dev", "222222222222")),
        "dev",
    )
}

#[test]
fn a_store_has_a_region_of_its_own_in_home() {
    let store = || Store::managed("main").region("us-east-1");
    assert_finds(&with(store()), &[]);
    assert_finds(
        &with(Store::managed("_main")),
        &["P114 store `_main` has no region"],
    );
    assert_finds(
        &with(store()).store(Store::managed("second").region("us-east-1")),
        &["P115 stores `main` and `second` are in the same region, `us-east-1`"],
    );
    assert_finds(
        &with_dev(store().account("dev")),
        &["P116 store `main` is in account `dev`, and the pipeline lives in `tools`"],
    );
    assert_finds(
        &with(store().account("dvv")),
        &["P102 account `dvv` is not declared"],
    );
}

#[test]
fn an_imported_stores_key_is_beside_it() {
    let store = |key: &str| {
        Store::imported("main")
            .region("us-east-1")
            .set("bucket", "artifacts")
            .set("key", key)
    };
    assert_finds(
        &with(store("arn:aws:kms:us-east-1:111111111111:key/k")),
        &[],
    );
    assert_finds(
        &with(store("arn:aws:kms:us-west-2:111111111111:key/k")),
        &["P117 the key is in region `us-west-2`, and store `main` is in `us-east-1`"],
    );
    assert_finds(
        &with(store("arn:aws:kms:us-east-1:222222222222:key/k")),
        &[
            "P117 the key is of account `222222222222`, and store `main` is in `tools`, `111111111111`",
        ],
    );
    assert_finds(
        &with(store("alias/k")),
        &["P407 `key` must be the ARN of a key, `arn:aws:kms:REGION:ACCOUNT:key/ID`"],
    );
}

#[test]
fn foreign_accounts_need_a_key() {
    let imported = || {
        Store::imported("main")
            .region("us-east-1")
            .set("bucket", "artifacts")
    };
    let message = "P118 store `main` has no key of its own, and account `dev` could not read it";
    assert_finds(&with(imported()), &[]);
    assert_finds(&with_dev(imported()), &[message]);
    let managed = || {
        Store::managed("main")
            .region("us-east-1")
            .set("encryption_key", false)
    };
    assert_finds(&with(managed()), &[]);
    assert_finds(&with_dev(managed()), &[message]);
}

#[test]
fn settings_are_checked() {
    let store = || Store::managed("main").region("us-east-1");
    assert_finds(
        &with(store().set("expiry_in_days", 3)),
        &["P401 store `main` has no setting `expiry_in_days`"],
    );
    assert_finds(
        &with(store().set("removal_policy", "KEEP")),
        &["P406 `removal_policy` cannot be `KEEP`"],
    );
    assert_finds(
        &with(Store::imported("main").region("us-east-1")),
        &["P403 store `main` has no `bucket`"],
    );
}

#[test]
fn nothing_is_deployed_into_a_store() {
    let upload = |bucket: &str, store: Store| {
        let upload = Action::new("Upload", "S3Deploy")
            .input("source")
            .set("bucket_name", bucket)
            .set("extract", true);
        base().store(store).stage(stage("Deploy", [upload]))
    };
    let managed = || {
        Store::managed("main")
            .region("us-east-1")
            .set("bucket_name", "artifacts")
    };
    assert_finds(&upload("site", managed()), &[]);
    let message = "P145 `artifacts` is the bucket of store `main`, and action `Upload` would write among the artifacts";
    assert_finds(&upload("artifacts", managed()), &[message]);
    let imported = Store::imported("main")
        .region("us-east-1")
        .set("bucket", "artifacts");
    assert_finds(&upload("artifacts", imported), &[message]);
}

/// A project whose builds may write into a store.
fn build_of(store: Store, resource: impl Into<Value>) -> Builder {
    let statement = map([
        ("actions", Value::from(["s3:PutObject"])),
        ("resources", [resource.into()].into()),
    ]);
    let package = Project::managed("package")
        .set("image", "aws/codebuild/amazonlinux-x86_64-standard:5.0")
        .set("statements", [statement]);
    let action = Action::new("Package", "CodeBuild")
        .input("source")
        .set("project_name", word("package"));
    with(store)
        .project(package)
        .stage(stage("Package", [action]))
}

#[test]
fn a_statement_names_a_store_and_objects_of_it() {
    let here = || Store::managed("main").region("us-east-1");
    assert_finds(&build_of(here(), word("main")), &[]);
    assert_finds(&build_of(here(), file("main", "sam/*")), &[]);
    assert_finds(
        &build_of(here(), file("main", "/sam/*")),
        &[
            "P407 the objects of `resources` must be a key, or its beginning and `*`, without a `/` before it",
        ],
    );
    assert_finds(
        &build_of(here(), file("main", "")),
        &["P407 the objects of `resources` is empty"],
    );
    assert_finds(
        &build_of(here(), file("mian", "sam/*")),
        &["P130 store `mian` is not declared"],
    );
    assert_finds(
        &build_of(here(), word("mian")),
        &["P130 store `mian` is not declared"],
    );
    assert_finds(
        &build_of(here(), variable("main", "bucket.arn")),
        &["P405 `resources` takes ARNs and stores, and this is the variable `main.bucket.arn`"],
    );
}

#[test]
fn a_store_that_something_names_is_made_or_imported() {
    let there = Store::managed("west").region("us-west-2");
    assert_finds(
        &build_of(there, file("west", "sam/*")),
        &["P198 store `west` is not made, since nothing runs in `us-west-2`"],
    );
    let imported = Store::imported("west").region("us-west-2");
    let imported = imported.set("bucket", "packages-west");
    assert_finds(&build_of(imported, file("west", "sam/*")), &[]);
}

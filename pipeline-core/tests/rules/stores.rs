use crate::support::{assert_finds, base, stage, use_account};
use pipewright_core::builder::{Account, Action, Builder, Store};

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

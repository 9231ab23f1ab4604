//! The checker as a whole.

use crate::reference::reference;
use crate::support::{assert_finds, found};
use pipewright_core::builder::{Account, Action, Builder, Stage};

#[test]
fn the_reference_architecture_is_clean() {
    assert_finds(&reference(), &[]);
}

#[test]
fn nothing_at_all_is_no_panic() {
    assert_finds(
        &Builder::new(),
        &[
            "P101 the pipeline has no name",
            "P103 the pipeline has no home",
            "P301 the pipeline has no stages, and needs at least 2",
        ],
    );
}

#[test]
fn findings_come_in_the_order_of_the_source() {
    let pipeline = reference()
        .stage(Stage::new("Late").account("stagng"))
        .account(Account::new("unused", "55555"));
    assert_finds(
        &pipeline,
        &[
            "P107 account `unused` has an id of 5 digits, and account ids have 12",
            "P122 account `unused` is never used",
            "P306 stage `Late` holds no action",
            "P102 account `stagng` is not declared",
        ],
    );
}

#[test]
fn a_thousand_actions_in_five_hundred_accounts_are_clean() {
    let mut pipeline = reference();
    for n in 0..500 {
        pipeline = pipeline.account(Account::new(format!("a{n}"), format!("9{n:011}")));
    }
    for n in 0..40 {
        let stage = (0..24).fold(Stage::new(format!("S{n}")), |stage, m| {
            let upload = Action::new(format!("Upload{m}"), "S3Deploy")
                .input("packaged")
                .account(format!("a{}", (n * 24 + m) % 500))
                .set("bucket_name", "site-files")
                .set("extract", true);
            stage.action(upload)
        });
        pipeline = pipeline.stage(stage);
    }
    let found = found(&pipeline);
    assert!(found.is_empty(), "{:?}", found.first());
}

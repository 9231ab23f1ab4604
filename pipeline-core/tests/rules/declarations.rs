use crate::support::{assert_finds, base, sources, use_account};
use pipewright_core::builder::{Account, Builder, Role, try_text};

#[test]
fn a_pipeline_has_a_name() {
    let nameless = Builder::new()
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .stage(sources())
        .stage(crate::support::reads("Read"));
    assert_finds(&nameless, &["P101 the pipeline has no name"]);
    assert_finds(
        &nameless.setting("nane", "x"),
        &["P401 the pipeline has no setting `nane`"],
    );
}

#[test]
fn a_name_keeps_to_the_pattern() {
    let with = |name: &str| {
        Builder::new()
            .setting("name", name)
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(sources())
            .stage(crate::support::reads("Read"))
    };
    assert_finds(&with("my.pipe-line"), &[]);
    assert_finds(
        &with("my pipeline"),
        &["P407 `name` must be letters, digits and . @ - _"],
    );
    assert_finds(
        &with("x").setting("name", "y"),
        &["P402 `name` is said twice"],
    );
}

#[test]
fn a_pipeline_has_one_home_with_a_region() {
    let homeless = Builder::new().setting("name", "x").stage(sources());
    let homeless = homeless.stage(crate::support::reads("Read"));
    assert_finds(&homeless, &["P103 the pipeline has no home"]);
    let home = Account::home("tools", "111111111111");
    assert_finds(
        &homeless.account(home),
        &["P105 home `tools` has no region"],
    );
    assert_finds(
        &base().account(Account::home("other", "222222222222").region("us-east-1")),
        &["P104 the pipeline has two homes, `tools` and `other`"],
    );
}

#[test]
fn account_ids_are_twelve_digits() {
    let with = |id: &str| use_account(base().account(Account::new("dev", id)), "dev");
    assert_finds(&with("222222222222"), &[]);
    assert_finds(
        &with("22222222222"),
        &["P107 account `dev` has an id of 11 digits, and account ids have 12"],
    );
    assert_finds(
        &with("2222-2222-2222"),
        &["P107 account `dev` has the id `2222-2222-2222`, and account ids are 12 digits"],
    );
    assert_finds(
        &with("111111111111"),
        &["P108 accounts `tools` and `dev` have the same id, `111111111111`"],
    );
}

#[test]
fn a_failed_expression_is_reported() {
    let failed = try_text(Err::<String, _>("no variable ACCOUNT"));
    assert_finds(
        &use_account(base().account(Account::new("dev", failed)), "dev"),
        &["P400 this expression failed: no variable ACCOUNT"],
    );
}

#[test]
fn the_organization_is_well_formed_and_said_once() {
    assert_finds(&base().organization("o-a1b2c3d4e5"), &[]);
    assert_finds(
        &base().organization("o-A1"),
        &[
            "P109 organization id `o-A1` has 4 characters, and needs at least 12; it must be o- and 10 to 32 small letters or digits",
        ],
    );
    assert_finds(
        &base()
            .organization("o-a1b2c3d4e5")
            .organization("o-a1b2c3d4e5"),
        &["P110 the organization is declared twice"],
    );
}

#[test]
fn names_are_declared_once() {
    assert_finds(
        &use_account(
            base()
                .account(Account::new("dev", "222222222222"))
                .account(Account::new("dev", "333333333333")),
            "dev",
        ),
        &["P106 account `dev` is declared twice"],
    );
    assert_finds(
        &use_account(
            base()
                .account(Account::new("dev", "222222222222"))
                .role(Role::managed("dev").account("dev")),
            "dev",
        ),
        &["P106 `dev` is declared twice, as an account and as a role"],
    );
}

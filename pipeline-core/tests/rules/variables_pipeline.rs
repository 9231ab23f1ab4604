use crate::support::{assert_finds, base, finding, home, reads, stage};
use pipewright_core::builder::{Action, Builder, Variable, variable};

/// A pipeline whose second stage uses a variable.
fn uses(name: &str) -> Builder {
    base().stage(stage(
        "Call",
        [Action::new("Call", "Lambda")
            .set("function_name", "call")
            .set("user_parameters", format!("tag=#{{variables.{name}}}"))],
    ))
}

#[test]
fn a_variable_is_declared_and_used() {
    let tag = || Variable::new("IMAGE_TAG").default("latest");
    assert_finds(&uses("IMAGE_TAG").variable(tag()), &[]);
    assert_finds(
        &base().variable(tag()),
        &["P122 pipeline variable `IMAGE_TAG` is never used"],
    );
    let typo = uses("IMAGE_TAGS").variable(tag());
    assert_finds(
        &typo,
        &["P224 pipeline variable `IMAGE_TAGS` is not declared"],
    );
    assert_eq!(
        finding(&typo).help.as_deref(),
        Some("a pipeline variable with a similar name: `IMAGE_TAG`")
    );
}

#[test]
fn names_and_texts_keep_to_their_limits() {
    assert_finds(
        &base()
            .variable(Variable::new("_a b"))
            .variable(Variable::new("_c").default(""))
            .variable(Variable::new("_d").default("x".repeat(1001)))
            .variable(Variable::new("_e").description("x".repeat(201)))
            .variable(Variable::new("_c")),
        &[
            "P361 variable name `_a b` must be letters, digits and @ - _",
            "P407 the default of `_c` is empty",
            "P407 the default of `_d` has 1001 characters, and AWS allows 1000",
            "P407 `description` has 201 characters, and AWS allows 200",
            "P362 pipeline variable `_c` is declared twice",
        ],
    );
}

#[test]
fn there_are_fifty_at_most() {
    let many = |count: usize| {
        (0..count).fold(base(), |pipeline, number| {
            pipeline.variable(Variable::new(format!("_{number}")))
        })
    };
    assert_finds(&many(50), &[]);
    assert_finds(
        &many(51),
        &["P363 the pipeline has 51 variables, and AWS allows 50"],
    );
}

#[test]
fn sources_have_none() {
    let checkout = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "x")
        .set("branch_name", variable("variables", "BRANCH"));
    let pipeline = Builder::new()
        .setting("name", "x")
        .account(home())
        .variable(Variable::new("BRANCH"))
        .stage(stage("Source", [checkout]))
        .stage(reads("Read"));
    assert_finds(
        &pipeline,
        &["P364 source action `Checkout` cannot use pipeline variable `BRANCH`"],
    );
}

//! What a pipeline of type `V1` cannot have.

use crate::support::{assert_finds, base, read};
use pipewright_core::builder::{Action, Builder, Condition, Stage, Trigger, Variable, map, word};

fn v1() -> Builder {
    base().setting("pipeline_type", word("V1"))
}

#[test]
fn v1_has_none_of_it() {
    assert_finds(&v1().setting("execution_mode", word("SUPERSEDED")), &[]);
    let stage = Stage::new("Deploy")
        .action(read("Copy", "source"))
        .action(
            Action::new("Check", "Commands")
                .input("source")
                .set("commands", vec!["true"]),
        )
        .on_failure(Condition::new("RETRY"));
    let tags = map([("tags", map([("includes", vec!["v*"])]))]);
    assert_finds(
        &v1()
            .setting("execution_mode", word("QUEUED"))
            .variable(Variable::new("_TAG"))
            .trigger(Trigger::on("Checkout").set("push", tags))
            .stage(stage),
        &[
            "P351 action `Checkout` is of kind `CodeCommit`, which has no triggers",
            "P360 execution mode `QUEUED`, pipeline variable `_TAG` and 3 others need a pipeline of type `V2`",
        ],
    );
}

//! Buildspecs that are written in a pipeline: a secret in one stands in the template.

use crate::support::{assert_finds, base, stage};
use pipewright_core::builder::{Action, Project, word};

fn with(text: &str) -> pipewright_core::builder::Builder {
    base()
        .project(
            Project::managed("build")
                .set("image", "x")
                .set("buildspec", text),
        )
        .stage(stage(
            "Build",
            [Action::new("Build", "CodeBuild")
                .input("source")
                .set("project_name", word("build"))],
        ))
}

#[test]
fn a_secret_does_not_stand_in_a_buildspec() {
    let found = "P426 the buildspec's variable `PASSWORD` is called a secret, and its value would stand in the template";
    assert_finds(&with("env:\n  variables:\n    PASSWORD: x\n"), &[found]);
    assert_finds(
        &with(
            "env:\n  variables:\n    MAX_TOKENS: 4096\n    PASSWORD: $FROM_ELSEWHERE\n  secrets-manager:\n    TOKEN: app:token\n",
        ),
        &[],
    );
    let of_action = base().stage(stage(
        "Build",
        [Action::new("Build", "CodeBuild")
            .input("source")
            .set("project_name", "build")
            .set(
                "buildspec_override",
                "env:\n  variables:\n    PASSWORD: x\n",
            )],
    ));
    assert_finds(&of_action, &[found]);
}

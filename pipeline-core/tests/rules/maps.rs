use crate::support::{assert_finds, base, change_sets, stage};
use pipewright_core::builder::Value;
use pipewright_core::builder::{Action, Builder, map, value, variable, word};

fn overrides(entries: Value) -> Builder {
    let [prepare, _] = change_sets();
    base().stage(stage(
        "Deploy",
        [prepare.set("parameter_overrides", entries)],
    ))
}

#[test]
fn parameters_are_plain_values() {
    assert_finds(
        &overrides(map([
            ("Commit", variable("Checkout", "CommitId")),
            ("Size", 3.into()),
            ("Wide", true.into()),
            ("Later", value("x")),
        ])),
        &[],
    );
    assert_finds(
        &overrides(map([("Name", word("nobody"))])),
        &[
            "P405 `Name` takes a text, a number, `true` or `false`, and this is the bare word `nobody`",
        ],
    );
    assert_finds(&overrides(map([("Home", word("tools"))])), &[]);
    assert_finds(
        &overrides("{}".into()),
        &["P405 `parameter_overrides` takes a map, and this is a text"],
    );
    assert_finds(
        &overrides(map([("A", "1"), ("A", "2")])),
        &["P402 `A` is said twice"],
    );
}

#[test]
fn json_keeps_to_its_length() {
    // {"A":"…"} is 8 bytes and the value's.
    assert_finds(&overrides(map([("A", "x".repeat(1016))])), &[]);
    assert_finds(
        &overrides(map([("A", "x".repeat(1017))])),
        &["P408 `parameter_overrides` is 1025 bytes of JSON, and AWS allows 1024"],
    );
}

#[test]
fn environment_variables_have_names() {
    let build = |name: &str, value: String| {
        base().stage(stage(
            "Build",
            [Action::new("Build", "CodeBuild")
                .input("source")
                .set("project_name", "build")
                .set("environment_variables", map([(name, value)]))],
        ))
    };
    assert_finds(&build("STAGE", "prod".to_owned()), &[]);
    assert_finds(
        &build("THE-STAGE", "prod".to_owned()),
        &["P407 environment variable `THE-STAGE` must be letters, digits and _"],
    );
    assert_finds(
        &build("A", "x".repeat(1000)),
        &["P408 `environment_variables` is 1044 characters of JSON, and AWS allows 1000"],
    );
}

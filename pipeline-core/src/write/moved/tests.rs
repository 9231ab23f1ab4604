use super::moved;
use crate::builder::{Account, Action, Builder, Role, Stage, word};
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::write::{Assembly, Writer, replace};

fn pipeline(change: impl Fn(Role) -> Role) -> Builder {
    let source = Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let copy = Action::new("Copy", "S3Deploy")
        .input("source")
        .set("bucket_name", "www.example.com")
        .set("extract", true)
        .role("copies");
    let role = Role::managed("copies").set(
        "managed_policies",
        ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    );
    Pipeline::builder("app")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .role(change(role))
        .stage(Stage::new("Source").action(source))
        .stage(Stage::new("Copy").action(copy))
}

/// The warnings of writing one pipeline over another.
fn over(before: Builder, after: Builder, name: &str) -> Vec<String> {
    let folder =
        std::env::temp_dir().join(format!("pipewright-moved-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let made = |builder: Builder| -> Assembly {
        let pipeline = builder.build().unwrap_or_else(|found| panic!("{found}"));
        pipeline
            .synthesize()
            .unwrap_or_else(|found| panic!("{found}"))
    };
    let writer = Writer {
        name: "moved",
        time: None,
    };
    let at = Location::here();
    let (before, after) = (made(before), made(after));
    // Nothing has moved in a folder that is not there.
    assert_eq!(moved(&folder, &before, at).iter().count(), 0);
    assert!(replace(&folder, writer, &before).is_ok(), "not written");
    assert_eq!(moved(&folder, &before, at).iter().count(), 0);
    let found = moved(&folder, &after, at);
    let _ = std::fs::remove_dir_all(&folder);
    found
        .iter()
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect()
}

#[test]
fn a_named_role_with_another_path_is_told() {
    let named = |path: &'static str| {
        pipeline(move |role| role.set("role_name", "copies").set("path", path))
    };
    assert_eq!(
        over(named("/one/"), named("/other/"), "path"),
        [
            "P542 role `copies` of account 111111111111 keeps its name, and its path `/one/` becomes `/other/`"
        ]
    );
    let renamed = pipeline(|role| role.set("role_name", "copies-2").set("path", "/other/"));
    assert_eq!(over(named("/one/"), renamed, "renamed"), [""; 0]);
    // A derived name changes along with the path.
    let derived = |path: &'static str| pipeline(move |role| role.set("path", path));
    assert_eq!(
        over(derived("/one/"), derived("/other/"), "derived"),
        [""; 0]
    );
}

#[test]
fn a_pipeline_in_another_stack_is_told() {
    let plain = || pipeline(|role| role);
    let named = plain().setting("stack_name", "team-app");
    let found = over(plain(), named, "stack");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("P543 pipeline `app` stood in stack `app-pipeline-")
            && found[0].ends_with("and stands in stack `team-app` now"),
        "{found:?}"
    );
    let execution = plain().setting("execution_mode", word("QUEUED"));
    assert_eq!(over(plain(), execution, "same"), [""; 0]);
}

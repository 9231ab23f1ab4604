//! One output over another, and what is said of it.

mod data;
mod exports;
mod names;

use super::moved;
use crate::builder::{Account, Action, Builder, Resource, Role, Stage, map, word};
use crate::finding::Findings;
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

/// The warnings of writing one output over another.
fn written_over(before: &Assembly, after: &Assembly, name: &str) -> Findings<Location> {
    let folder =
        std::env::temp_dir().join(format!("pipewright-moved-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let writer = Writer {
        owners: &["moved".to_owned()],
        time: None,
    };
    let at = Location::here();
    // Nothing has moved in a folder that is not there.
    assert_eq!(moved(&folder, before, at).iter().count(), 0);
    assert!(replace(&folder, writer, before).is_ok(), "not written");
    assert_eq!(moved(&folder, before, at).iter().count(), 0);
    let found = moved(&folder, after, at);
    let _ = std::fs::remove_dir_all(&folder);
    found
}

/// The warnings of writing one pipeline over another.
fn over(before: Builder, after: Builder, name: &str) -> Vec<String> {
    let made = |builder: Builder| -> Assembly {
        let pipeline = builder.build().unwrap_or_else(|found| panic!("{found}"));
        pipeline
            .synthesize()
            .unwrap_or_else(|found| panic!("{found}"))
    };
    let found = written_over(&made(before), &made(after), name);
    found
        .iter()
        .map(|finding| format!("{} {}", finding.code.id, finding.message))
        .collect()
}

/// The codes of what a change would not get past AWS.
fn codes(before: Builder, after: Builder, name: &str) -> Vec<String> {
    let found = over(before, after, name);
    let code = |text: &String| text.split(' ').next().map(str::to_owned);
    found.iter().filter_map(code).collect()
}

fn plain() -> Builder {
    pipeline(|role| role)
}

//! One account, a wave and those after it, and what is deleted.

use std::fs;

use pipewright::Parameter;

use crate::deployed::{Deployed, succeeds, word};
use crate::parameters::with_parameter;
use crate::support::assembly::Assembly;
use crate::support::scratch::errors;

#[test]
fn one_account_is_deployed_with_its_credentials_alone() {
    for account in ["test", "222222222222"] {
        let folder = Deployed::of(with_parameter(
            Parameter::new("topic", "String").default("t"),
            "test",
        ));
        let mut script = folder.script();
        // Those of the other account are wrong, and nobody asks for them.
        script.env("PIPEWRIGHT_PROFILE_TOOLS", "as-999999999999");
        succeeds(script.args(["--only", account]));
        assert_eq!(
            stacks(&folder.deploys()),
            ["shop-roles-222222222222-us-east-1"]
        );
        let asked = folder.calls();
        let asked = asked.iter().filter(|call| call.contains("get-caller"));
        assert_eq!(asked.count(), 1);
    }
    let folder = Deployed::small();
    let output = folder.script().args(["--only", "prod"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        errors(&output),
        "no account is called prod; these are: tools (111111111111)\n"
    );
}

#[test]
fn a_run_from_a_wave_on_leaves_out_the_ones_before() {
    let all = || {
        let topic = Parameter::new("topic", "String").default("t");
        Deployed::of(with_parameter(topic, "test"))
    };
    for (wave, expected) in [("1", 3), ("2", 2), ("3", 1), ("4", 0)] {
        let folder = all();
        let mut script = folder.script();
        if wave == "3" {
            // The account of the roles has nothing in the last wave.
            script.env("PIPEWRIGHT_PROFILE_TEST", "as-999999999999");
        }
        succeeds(script.args(["--from", wave]));
        assert_eq!(folder.deploys().len(), expected, "{wave}");
    }
}

#[test]
fn stacks_are_deleted_the_last_first_and_what_stays_is_named() {
    let folder = Deployed::large();
    let deployed = folder.deployed();
    let names = |calls: &[String], what: &str| -> Vec<String> {
        let calls = calls.iter().filter(|call| call.contains(what));
        calls.map(|call| word(call, "--stack-name")).collect()
    };
    succeeds(&mut folder.script());
    let mut made: Vec<String> = folder
        .deploys()
        .iter()
        .map(|call| word(call, "--stack-name"))
        .collect();
    made.reverse();
    fs::remove_file(folder.folder.path().join("calls")).unwrap();

    let mut script = folder.script();
    script
        .env("DEPLOYED", deployed.path())
        .args(["--destroy", "--yes"]);
    let said = String::from_utf8(succeeds(&mut script).stdout).unwrap();
    assert_eq!(names(&folder.calls(), "delete-stack "), made);
    assert_eq!(names(&folder.calls(), "wait stack-delete-complete"), made);
    assert_eq!(folder.deploys(), [""; 0]);
    for stack in Assembly::open("large", &folder.assembly()).stacks {
        let bucket = &stack.template["Resources"]["ArtifactBucket"]["Properties"]["BucketName"];
        if let Some(bucket) = bucket.as_str() {
            let stays = format!(
                "deleting {}; what it retains stays: bucket {bucket}, ",
                stack.name
            );
            assert!(said.contains(&stays), "{said}");
        }
    }

    // What is not there is no error.
    fs::remove_file(folder.folder.path().join("calls")).unwrap();
    succeeds(folder.script().args(["--destroy", "--yes"]));
    assert_eq!(names(&folder.calls(), "delete-stack "), [""; 0]);

    // It stops at the first one that stays.
    fs::remove_file(folder.folder.path().join("calls")).unwrap();
    let mut script = folder.script();
    script
        .env("DEPLOYED", deployed.path())
        .env("FAILS", &made[1]);
    let output = script.args(["--destroy", "--yes"]).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(names(&folder.calls(), "delete-stack "), made[..2]);
}

#[test]
fn nothing_is_deleted_without_a_yes() {
    use std::io::Write as _;
    use std::process::Stdio;

    let folder = Deployed::small();
    let deployed = folder.deployed();
    for (answer, deletes) in [
        ("", false),
        ("y\n", false),
        ("no\n", false),
        ("yes\n", true),
    ] {
        let _ = fs::remove_file(folder.folder.path().join("calls"));
        let mut script = folder.script();
        script.env("DEPLOYED", deployed.path()).arg("--destroy");
        script
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut run = script.spawn().unwrap();
        run.stdin
            .take()
            .unwrap()
            .write_all(answer.as_bytes())
            .unwrap();
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.success(), deletes, "{answer:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            said.starts_with("This deletes:\n  shop-pipeline-"),
            "{said}"
        );
        let calls = folder.calls();
        assert_eq!(
            calls.iter().any(|call| call.contains("delete-stack ")),
            deletes
        );
    }
    let shown = succeeds(folder.script().args(["--destroy", "--dry-run"])).stdout;
    let shown = String::from_utf8(shown).unwrap();
    assert_eq!(shown.matches("aws cloudformation delete-stack ").count(), 2);
}

/// The accounts and waves of deployments, each by the end of its call.
fn stacks(calls: &[String]) -> Vec<String> {
    let names = calls.iter().map(|call| word(call, "--stack-name"));
    names
        .map(|name| name.rsplit_once('-').unwrap().0.to_owned())
        .collect()
}

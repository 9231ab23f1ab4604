//! What stops the script, and what it says.

use std::fs;
use std::process::Command;

use crate::deployed::{Deployed, succeeds, word};
use crate::support::scratch::errors;

/// Every status that a stack can have.
///
/// Source: botocore cloudformation/2010-05-15 shape `StackStatus`.
const STATUSES: [(&str, Meets); 23] = [
    ("CREATE_IN_PROGRESS", Meets::Stops("wait until that ends")),
    ("CREATE_FAILED", Meets::Deploys),
    ("CREATE_COMPLETE", Meets::Deploys),
    ("ROLLBACK_IN_PROGRESS", Meets::Stops("wait until that ends")),
    ("ROLLBACK_FAILED", Meets::Stops("delete the stack")),
    ("ROLLBACK_COMPLETE", Meets::Deletes),
    ("DELETE_IN_PROGRESS", Meets::Stops("wait until that ends")),
    ("DELETE_FAILED", Meets::Stops("delete the stack again")),
    ("DELETE_COMPLETE", Meets::Deploys),
    ("UPDATE_IN_PROGRESS", Meets::Stops("wait until that ends")),
    (
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        Meets::Stops("wait until that ends"),
    ),
    ("UPDATE_COMPLETE", Meets::Deploys),
    ("UPDATE_FAILED", Meets::Deploys),
    (
        "UPDATE_ROLLBACK_IN_PROGRESS",
        Meets::Stops("wait until that ends"),
    ),
    (
        "UPDATE_ROLLBACK_FAILED",
        Meets::Stops("continue-update-rollback"),
    ),
    (
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        Meets::Stops("wait until that ends"),
    ),
    ("UPDATE_ROLLBACK_COMPLETE", Meets::Deploys),
    ("REVIEW_IN_PROGRESS", Meets::Deploys),
    ("IMPORT_IN_PROGRESS", Meets::Stops("wait until that ends")),
    ("IMPORT_COMPLETE", Meets::Deploys),
    (
        "IMPORT_ROLLBACK_IN_PROGRESS",
        Meets::Stops("wait until that ends"),
    ),
    ("IMPORT_ROLLBACK_FAILED", Meets::Deploys),
    ("IMPORT_ROLLBACK_COMPLETE", Meets::Deploys),
];

/// What the script does with a stack.
enum Meets {
    /// It deploys it; what that meets, CloudFormation says.
    Deploys,
    /// It deletes it, and deploys it.
    Deletes,
    /// It stops with an explanation.
    Stops(&'static str),
}

#[test]
fn it_stops_at_the_first_failure() {
    let folder = Deployed::large();
    succeeds(&mut folder.script());
    let all = folder.deploys();
    let third = word(&all[2], "--stack-name");
    fs::remove_file(folder.folder.path().join("calls")).unwrap();
    let output = folder.script().env("FAILS", third).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(folder.deploys(), all[..3]);
}

/// CloudFormation does not update it: it can only be deleted.
#[test]
fn a_stack_that_could_not_be_made_is_deleted_first() {
    let folder = Deployed::large();
    succeeds(&mut folder.script());
    let all = folder.deploys();
    let third = word(&all[2], "--stack-name");
    fs::remove_file(folder.folder.path().join("calls")).unwrap();
    let output = succeeds(folder.script().env("ROLLED_BACK", &third));
    assert_eq!(errors(&output), "", "that a stack is new is no error");
    let mut calls = folder.calls();
    calls.retain(|call| !call.contains("describe-stacks") && !call.contains("get-caller"));
    let (region, profile) = (word(&all[2], "--region"), all[2].split_once("--profile"));
    let profile = profile.map(|(_, profile)| format!(" --profile{profile}"));
    let at = format!(
        "--stack-name {third} --region {region}{}",
        profile.unwrap_or_default()
    );
    let mut expected = all.clone();
    expected.splice(
        2..2,
        [
            format!("cloudformation delete-stack {at}"),
            format!("cloudformation wait stack-delete-complete {at}"),
        ],
    );
    assert_eq!(calls, expected);
}

#[test]
fn a_stack_that_cannot_be_deployed_is_explained() {
    let folder = Deployed::small();
    succeeds(&mut folder.script());
    let first = word(&folder.deploys()[0], "--stack-name");
    for (status, meets) in STATUSES {
        fs::remove_file(folder.folder.path().join("calls")).unwrap();
        let mut script = folder.script();
        script.env("ROLLED_BACK", &first).env("STATUS", status);
        let output = script.output().unwrap();
        let deletes = folder.calls().iter().any(|c| c.contains("delete-stack"));
        match meets {
            Meets::Stops(advice) => {
                let said = errors(&output);
                assert_eq!(output.status.code(), Some(1), "{status}: {said}");
                assert!(
                    said.contains(&format!(
                        "{first} in account tools (111111111111), us-east-1 is in {status} and cannot"
                    ))
                        && said.contains(advice),
                    "{said}"
                );
                assert!(!deletes && folder.deploys().is_empty(), "{status}");
            }
            Meets::Deploys | Meets::Deletes => {
                assert!(output.status.success(), "{status}: {}", errors(&output));
                assert_eq!(deletes, matches!(meets, Meets::Deletes), "{status}");
                assert!(!folder.deploys().is_empty(), "{status}");
            }
        }
    }
}

#[test]
fn a_link_leads_to_the_templates() {
    use std::os::unix::fs::symlink;
    let folder = Deployed::small();
    succeeds(&mut folder.script());
    let direct = folder.deploys();
    let away = folder.folder.path().join("away");
    fs::create_dir_all(away.join("-deep")).unwrap();
    let script = folder.assembly().join("deploy.sh");
    symlink(&script, away.join("absolute")).unwrap();
    symlink("../a folder/deploy.sh", away.join("relative")).unwrap();
    symlink("../relative", away.join("-deep/chain")).unwrap();
    symlink("../a folder", away.join("folder")).unwrap();
    for link in ["absolute", "relative", "-deep/chain", "folder/deploy.sh"] {
        for (here, called) in [
            ("/", away.join(link)),
            (away.to_str().unwrap(), link.into()),
        ] {
            fs::remove_file(folder.folder.path().join("calls")).unwrap();
            let script = folder.script();
            let mut through = Command::new("bash");
            through.arg("--").arg(&called).current_dir(here);
            // A folder of that name elsewhere, which is not meant.
            through.env("CDPATH", "/tmp:/");
            for (name, value) in script.get_envs() {
                match value {
                    Some(value) => through.env(name, value),
                    None => through.env_remove(name),
                };
            }
            succeeds(&mut through);
            assert_eq!(folder.deploys(), direct, "{link} from {here}");
        }
    }
}

#[test]
fn credentials_of_another_account_are_refused_before_anything_is_deployed() {
    let folder = Deployed::large();
    for wrong in [None, Some("as-999999999999")] {
        let mut script = folder.script();
        script.env_remove("PIPEWRIGHT_PROFILE_TARGET7");
        script.envs(wrong.map(|profile| ("PIPEWRIGHT_PROFILE_TARGET7", profile)));
        let output = script.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let found = wrong.map_or("111111111111", |profile| &profile["as-".len()..]);
        let said = format!(
            "the credentials for account target7 (300000000007) are of account {found}: set PIPEWRIGHT_PROFILE_TARGET7\n"
        );
        assert_eq!(errors(&output), said);
        assert_eq!(folder.deploys(), [""; 0]);
    }
}

#[test]
fn without_that_bucket_nothing_is_deployed() {
    let folder = Deployed::large();
    let output = folder
        .script()
        .env_remove("PIPEWRIGHT_BUCKET_TOOLS")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        errors(&output).contains("set PIPEWRIGHT_BUCKET_TOOLS"),
        "{}",
        errors(&output)
    );
    assert_eq!(folder.deploys(), [""; 0]);
}

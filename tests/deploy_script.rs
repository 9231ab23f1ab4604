//! What deploy.sh runs, with an `aws` that only writes down how it was called.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use pipewright::{Account, Action, Builder, Parameter, Pipeline, Stage, word as name};
use serde_json::Value as Json;
use tempfile::TempDir;

use support::assembly::{Assembly, texts};
use support::pipelines;
use support::scratch::errors;

/// It answers which account a profile is of by the profile's name, fails at one stack, and
/// knows one whose first deployment failed.
const AWS: &str = r#"#!/usr/bin/env bash
call="$*"
printf '%s\n' "$call" >>"$CALLS"
case "$call" in
  *get-caller-identity*--profile*) echo "${call##*--profile as-}" ;;
  *get-caller-identity*) echo 111111111111 ;;
  *describe-stacks*ParameterKey*) echo "${PREVIOUS-None}" ;;
  *describe-stacks*"--stack-name $ROLLED_BACK "*) echo "${STATUS-ROLLBACK_COMPLETE}" ;;
  *describe-stacks*)
    word="${call##*--stack-name }"
    [[ -f "$DEPLOYED/${word%% *}.template.json" ]] || { echo 'it does not exist' >&2; exit 254; }
    echo UPDATE_COMPLETE
    ;;
  *get-template*)
    word="${call##*--stack-name }"
    cat "$DEPLOYED/${word%% *}.template.json" 2>/dev/null || echo "{}"
    ;;
  *delete-stack*"--stack-name $FAILS "*) echo 'it failed' >&2; exit 255 ;;
  *"--template-file /"*) word="${call##*--template-file }"; cp "${word%% *}" "$DEPLOYED/merged" ;;
  *"--stack-name $FAILS "*) echo 'it failed' >&2; exit 255 ;;
esac
"#;

#[test]
fn every_stack_is_deployed_once_and_after_what_it_needs() {
    let folder = Deployed::large();
    succeeds(&mut folder.script());
    let assembly = Assembly::open("large", &folder.assembly());
    let deployed: Vec<String> = folder
        .deploys()
        .iter()
        .map(|call| word(call, "--stack-name"))
        .collect();
    assert_eq!(deployed.len(), assembly.stacks.len());
    for stack in &assembly.stacks {
        let at = |name: &str| deployed.iter().position(|found| found == name).unwrap();
        for earlier in &stack.earlier {
            assert!(
                at(earlier) < at(&stack.name),
                "{earlier} comes after {}",
                stack.name
            );
        }
        let call = &folder.deploys()[at(&stack.name)];
        assert_eq!(word(call, "--region"), stack.region);
        assert_eq!(
            word(call, "--template-file"),
            format!("{}.template.json", stack.name)
        );
        assert_eq!(word(call, "--capabilities"), "CAPABILITY_NAMED_IAM");
        let profile = format!("as-{}", stack.account);
        assert_eq!(
            call.contains(&profile),
            stack.account != "111111111111",
            "{call}"
        );
    }
}

#[test]
fn what_is_too_large_goes_through_the_bucket_of_its_account() {
    let folder = Deployed::large();
    succeeds(&mut folder.script());
    let through: Vec<String> = folder
        .deploys()
        .into_iter()
        .filter(|call| call.contains("--s3-bucket"))
        .collect();
    assert_eq!(through.len(), 1, "only the pipeline is that large");
    assert!(through[0].contains("large-pipeline-"));
    assert_eq!(word(&through[0], "--s3-bucket"), "templates");
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

#[test]
fn a_dry_run_calls_nothing_and_shows_everything() {
    let folder = Deployed::large();
    let output = folder.script().arg("--dry-run").output().unwrap();
    assert!(output.status.success(), "{}", errors(&output));
    assert_eq!(folder.calls(), [""; 0]);
    let shown = String::from_utf8(output.stdout).unwrap();
    succeeds(&mut folder.script());
    let run: Vec<String> = folder
        .deploys()
        .iter()
        .map(|call| format!("aws {call}"))
        .collect();
    let shown: Vec<&str> = shown.lines().map(str::trim_end).collect();
    let (places, shown): (Vec<&str>, Vec<&str>) =
        shown.into_iter().partition(|line| line.starts_with("# "));
    assert_eq!(shown, run);
    assert_eq!(places.len(), run.len(), "each with its wave and account");
    assert!(
        places.contains(&"# wave 3 of pipeline large, account tools (111111111111), us-east-1"),
        "{places:?}"
    );
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

#[test]
fn what_goes_stays_until_the_pipeline_has_let_go_of_it() {
    let pipeline = |smoke: &str, account: &str| {
        let checkout = Action::new("Checkout", "S3Source")
            .output("source")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "app.zip");
        let call = |name: &str, account: &str| {
            Action::new(name, "Lambda")
                .account(account)
                .input("source")
                .set("function_name", "call")
        };
        Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .account(Account::new("test", "222222222222"))
            .account(Account::new("prod", "333333333333"))
            .stage(Stage::new("Source").action(checkout))
            .stage(Stage::new("Deploy").action(call("Update", "test")))
            .stage(Stage::new("Verify").action(call(smoke, account)))
    };
    let folder = Deployed::of(pipeline("Check", "test"));
    let before = Deployed::of(pipeline("Smoke", "prod")).deployed();
    let mut script = folder.script();
    succeeds(script.env("DEPLOYED", before.path()));
    let names: Vec<String> = folder
        .deploys()
        .iter()
        .map(|call| {
            let name = word(call, "--stack-name");
            let file = word(call, "--template-file");
            let own = file == format!("{name}.template.json");
            let (name, _) = name.rsplit_once('-').unwrap();
            format!("{name}{}", if own { "" } else { ", with more" })
        })
        .collect();
    assert_eq!(
        names,
        [
            "shop-artifacts-us-east-1, with more",
            "shop-roles-222222222222-us-east-1",
            "shop-pipeline",
            "shop-artifacts-us-east-1",
        ]
    );
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let policy = merged["Resources"]["ArtifactBucketPolicy"]["Properties"].to_string();
    for account in ["222222222222", "333333333333"] {
        assert!(policy.contains(&format!(":{account}:role/")), "{policy}");
    }

    let again = Deployed::of(pipeline("Smoke", "test"));
    let before = Deployed::of(pipeline("Check", "test")).deployed();
    succeeds(
        again
            .script()
            .arg("--keep-removed")
            .env("DEPLOYED", before.path()),
    );
    let deploys = again.deploys();
    assert_eq!(deploys.len(), 2, "{deploys:?}");
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    let roles: Vec<&String> = merged["Resources"].as_object().unwrap().keys().collect();
    assert_eq!(
        roles,
        ["DeployUpdateRole", "VerifyCheckRole", "VerifySmokeRole"]
    );
}

/// A pipeline with a parameter that an action of another account uses, and so both stacks.
fn with_parameter(parameter: Parameter, account: &str) -> Builder {
    let checkout = Action::new("Checkout", "S3Source")
        .output("source")
        .set("s3_bucket", "sources")
        .set("s3_object_key", "app.zip");
    let call = |title: &str, function: pipewright::Value| {
        Action::new(title, "Lambda")
            .input("source")
            .set("function_name", function)
    };
    Pipeline::builder("shop")
        .account(Account::home("tools", "111111111111").region("us-east-1"))
        .account(Account::new("test", "222222222222"))
        .parameter(parameter)
        .stage(Stage::new("Source").action(checkout))
        .stage(
            Stage::new("Check")
                .account("test")
                .action(call("Smoke", "f".into())),
        )
        .stage(
            Stage::new("Deploy")
                .account(account)
                .action(call("Call", name("topic"))),
        )
}

#[test]
fn a_parameter_has_one_value_in_all_stacks_or_stops_the_script() {
    let folder = Deployed::of(with_parameter(Parameter::new("topic", "String"), "test"));
    let output = folder.script().output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = "parameter topic has no value: set PIPEWRIGHT_PARAMETER_TOPIC\n";
    assert_eq!(errors(&output), said);
    assert_eq!(folder.deploys(), [""; 0]);

    let given = |set: (&str, &str)| {
        let _ = fs::remove_file(folder.folder.path().join("calls"));
        succeeds(folder.script().env(set.0, set.1));
        let deploys = folder.deploys();
        let values: Vec<(String, Option<String>)> = deploys
            .iter()
            .map(|call| {
                let stack = word(call, "--stack-name");
                let (stack, _) = stack.rsplit_once('-').unwrap();
                let value = call.split_once("--parameter-overrides ParameterTopic=");
                let value =
                    value.map(|(_, rest)| rest.split(" --").next().unwrap().trim().to_owned());
                (stack.to_owned(), value)
            })
            .collect();
        values
    };
    let expected = |value: &str| {
        let some = Some(value.to_owned());
        vec![
            ("shop-artifacts-us-east-1".to_owned(), None),
            ("shop-roles-222222222222-us-east-1".to_owned(), some.clone()),
            ("shop-pipeline".to_owned(), some),
        ]
    };
    let wild = "a=b; touch pwned $(touch pwned)";
    assert_eq!(given(("PIPEWRIGHT_PARAMETER_TOPIC", wild)), expected(wild));
    // Every stack gets the value that one has.
    assert_eq!(given(("PREVIOUS", "old")), expected("old"));

    let hidden = Parameter::new("topic", "String").set("no_echo", true);
    let folder = Deployed::of(with_parameter(hidden, "test"));
    let mut script = folder.script();
    script
        .arg("--dry-run")
        .env("PIPEWRIGHT_PARAMETER_TOPIC", "secret");
    let shown = String::from_utf8(succeeds(&mut script).stdout).unwrap();
    assert!(
        shown.contains("ParameterTopic=") && !shown.contains("secret"),
        "{shown}"
    );
    // CloudFormation keeps what it does not show.
    let mut script = folder.script();
    succeeds(script.env("PREVIOUS", "****"));
    assert!(
        folder
            .deploys()
            .iter()
            .all(|call| !call.contains("--parameter-overrides"))
    );
}

#[test]
fn a_parameter_goes_with_the_last_that_names_it() {
    let parameter = || Parameter::new("topic", "String").default("f");
    let folder = Deployed::of(with_parameter(parameter(), "tools"));
    let before = Deployed::of(with_parameter(parameter(), "test")).deployed();
    succeeds(folder.script().env("DEPLOYED", before.path()));
    let merged = fs::read_to_string(before.path().join("merged")).unwrap();
    let merged: Json = serde_json::from_str(&merged).unwrap();
    assert!(
        merged["Resources"]["DeployCallRole"].is_object(),
        "{merged}"
    );
    assert_eq!(merged["Parameters"]["ParameterTopic"]["Default"], "f");
    let deploys = folder.deploys();
    assert!(
        deploys.last().unwrap().contains("shop-roles-222222222222"),
        "{deploys:?}"
    );
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
fn it_runs_from_anywhere_and_again() {
    let folder = Deployed::large();
    succeeds(folder.script().current_dir("/"));
    let once = folder.deploys();
    succeeds(folder.script().current_dir("/"));
    assert_eq!(folder.deploys(), [once.clone(), once].concat());
}

#[test]
fn a_word_that_it_does_not_know_runs_nothing() {
    let folder = Deployed::large();
    let wrong: [&[&str]; 9] = [
        &["--dryrun"],
        &["--only"],
        &["--only", ""],
        &["--from"],
        &["--from", "0"],
        &["--from", "roles"],
        &["--from", "1; touch pwned"],
        &["--destroy", "--keep-removed"],
        &["tools"],
    ];
    for words in wrong {
        let output = folder.script().args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(errors(&output).starts_with("usage: "), "{words:?}");
        assert_eq!(folder.calls(), [""; 0], "{words:?}");
    }
}

/// The accounts and waves of deployments, each by the end of its call.
fn stacks(calls: &[String]) -> Vec<String> {
    let names = calls.iter().map(|call| word(call, "--stack-name"));
    names
        .map(|name| name.rsplit_once('-').unwrap().0.to_owned())
        .collect()
}

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
fn what_one_account_has_no_more_stays_until_the_pipeline_is_deployed() {
    let pipeline = |kept: bool| {
        let topic = Parameter::new("topic", "String").default("t");
        let more = Action::new("More", "Lambda").set("function_name", "more");
        let builder = with_parameter(topic, "test");
        match kept {
            true => builder.stage(Stage::new("Last").account("test").action(more)),
            false => builder,
        }
    };
    let before = Deployed::of(pipeline(true)).deployed();
    let folder = Deployed::of(pipeline(false));
    let mut script = folder.script();
    script
        .env("DEPLOYED", before.path())
        .args(["--only", "test"]);
    let said = String::from_utf8(succeeds(&mut script).stdout).unwrap();
    let name = word(&folder.deploys()[0], "--stack-name");
    let kept = format!("{name} keeps what it has no more; a run without --only removes it\n");
    assert!(said.ends_with(&kept), "{said}");
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

/// The builder takes any text for an account's name, and the script has it.
#[test]
fn a_name_that_a_user_wrote_runs_nothing() {
    let name = "it's $(touch pwned) `touch pwned` ; touch pwned #\ntouch pwned\n\"é\\";
    let call = Action::new("Call", "Lambda")
        .account(name)
        .input("source")
        .set("function_name", "call")
        .set("user_parameters", "'; touch pwned; '");
    let checkout = Action::new("Checkout", "S3Source")
        .output("source")
        .set("s3_bucket", "sources")
        .set("s3_object_key", "$(touch pwned)'");
    let folder = Deployed::of(
        Pipeline::builder("shop")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .account(Account::new(name, "222222222222"))
            .stage(Stage::new("Source").action(checkout))
            .stage(Stage::new("Deploy").action(call)),
    );
    let checks = fs::read_to_string(folder.assembly().join("deploy.sh")).unwrap();
    let mut checks = checks
        .lines()
        .filter_map(|line| line.strip_prefix("check '"));
    let variable = checks.find(|line| line.contains("'222222222222'")).unwrap();
    let variable = variable.split('\'').next().unwrap();
    let mut script = folder.script();
    script.env(format!("PIPEWRIGHT_PROFILE_{variable}"), "as-222222222222");
    succeeds(&mut script);
    assert_eq!(folder.deploys().len(), 3);
    for place in [folder.assembly(), folder.folder.path().to_owned()] {
        assert!(!place.join("pwned").exists());
    }
}

/// An assembly on the disk, and the `aws` that its script finds.
struct Deployed {
    folder: TempDir,
    accounts: Vec<(String, String)>,
}

impl Deployed {
    fn large() -> Deployed {
        Deployed::of(pipelines::large())
    }

    /// Two stacks in one account.
    fn small() -> Deployed {
        let checkout = Action::new("Checkout", "S3Source")
            .output("source")
            .set("s3_bucket", "sources")
            .set("s3_object_key", "site.zip");
        let call = Action::new("Call", "Lambda").set("function_name", "call");
        Deployed::of(
            Pipeline::builder("shop")
                .account(Account::home("tools", "111111111111").region("us-east-1"))
                .stage(Stage::new("Source").action(checkout))
                .stage(Stage::new("Deploy").action(call)),
        )
    }

    fn of(builder: Builder) -> Deployed {
        let folder = tempfile::tempdir().unwrap();
        let assembly = builder.build().unwrap().synthesize().unwrap();
        let bin = folder.path().join("bin");
        let out = folder.path().join("a folder");
        fs::create_dir(&bin).unwrap();
        fs::create_dir(&out).unwrap();
        for (name, text) in assembly.files() {
            fs::write(out.join(name), text).unwrap();
        }
        for (path, text) in [
            (bin.join("aws"), AWS),
            (out.join("deploy.sh"), &assembly.files()["deploy.sh"]),
        ] {
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let access: Json = serde_json::from_str(&assembly.files()["access.json"]).unwrap();
        Deployed {
            folder,
            accounts: accounts(&access),
        }
    }

    fn assembly(&self) -> PathBuf {
        self.folder.path().join("a folder")
    }

    /// The script with the right credentials for every account.
    fn script(&self) -> Command {
        let mut script = Command::new(self.assembly().join("deploy.sh"));
        let path = std::env::var("PATH").unwrap();
        script
            .env(
                "PATH",
                format!("{}:{path}", self.folder.path().join("bin").display()),
            )
            .env("CALLS", self.folder.path().join("calls"))
            .env("FAILS", "none")
            .env("ROLLED_BACK", "none")
            .env("DEPLOYED", "none")
            .env("PIPEWRIGHT_BUCKET_TOOLS", "templates");
        for (name, id) in &self.accounts {
            script.env(
                format!("PIPEWRIGHT_PROFILE_{}", name.to_uppercase()),
                format!("as-{id}"),
            );
        }
        script.env_remove("PIPEWRIGHT_PROFILE_TOOLS");
        script
    }

    /// The templates, as the AWS CLI shows those that are deployed.
    fn deployed(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in fs::read_dir(self.assembly()).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap();
            if name.to_str().unwrap().ends_with(".template.json") {
                let text = fs::read_to_string(&file).unwrap();
                let template: Json = serde_json::from_str(&text).unwrap();
                // Four spaces a step, where ours has two.
                let mut shown = String::new();
                for line in format!("{template:#}").lines() {
                    let indent = line.len() - line.trim_start().len();
                    shown += &format!("{:indent$}{line}\n", "");
                }
                fs::write(folder.path().join(name), shown).unwrap();
            }
        }
        folder
    }

    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    fn deploys(&self) -> Vec<String> {
        let mut calls = self.calls();
        calls.retain(|call| call.starts_with("cloudformation deploy "));
        calls
    }
}

/// The accounts that have a role, by the names that they are declared under.
fn accounts(access: &Json) -> Vec<(String, String)> {
    let roles = access["pipelines"][0]["roles"].as_array().unwrap().iter();
    let mut accounts: Vec<_> = roles
        .map(|role| {
            let id = texts(&role["role"])[0].split(':').nth(4).unwrap();
            (texts(&role["account"])[0].to_owned(), id.to_owned())
        })
        .collect();
    accounts.sort();
    accounts.dedup();
    accounts
}

fn succeeds(script: &mut Command) -> Output {
    let output = script.output().unwrap();
    assert!(output.status.success(), "{}", errors(&output));
    output
}

/// The word after a word.
fn word(call: &str, option: &str) -> String {
    let mut words = call.split(' ').skip_while(|word| *word != option);
    words
        .nth(1)
        .unwrap_or_else(|| panic!("no {option} in {call}"))
        .to_owned()
}

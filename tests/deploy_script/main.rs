//! What deploy.sh runs, with an `aws` that only writes down how it was called.
#![cfg(unix)]

mod deployed;
mod failing;
mod keeping;
mod parameters;
mod parts;
#[path = "../support/mod.rs"]
mod support;

use std::fs;

use pipewright::{Account, Action, Pipeline, Stage};

use deployed::{Deployed, succeeds, word};
use support::assembly::Assembly;
use support::scratch::errors;

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

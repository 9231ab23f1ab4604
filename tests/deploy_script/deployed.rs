//! An assembly on the disk, the `aws` that its script finds, and what it called.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pipewright::{Account, Action, Builder, Pipeline, Stage};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::support::pipelines;
use crate::support::scratch::errors;

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

/// An assembly on the disk, and the `aws` that its script finds.
pub(crate) struct Deployed {
    pub(crate) folder: TempDir,
    accounts: Vec<(String, String)>,
}

impl Deployed {
    pub(crate) fn large() -> Deployed {
        Deployed::of(pipelines::large())
    }

    /// Two stacks in one account.
    pub(crate) fn small() -> Deployed {
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

    pub(crate) fn of(builder: Builder) -> Deployed {
        Deployed::of_all([builder])
    }

    /// Several pipelines in one folder.
    pub(crate) fn of_all(builders: impl IntoIterator<Item = Builder>) -> Deployed {
        let pipelines = builders.into_iter().map(|one| one.build().unwrap());
        let pipelines: Vec<Pipeline> = pipelines.collect();
        let assembly = pipewright_core::testing::synthesize(&pipelines).unwrap();
        Deployed::with(|out| {
            for (name, text) in assembly.files() {
                fs::write(out.join(name), text).unwrap();
            }
        })
    }

    /// A copy of what an example's build script left.
    pub(crate) fn copied(from: &Path) -> Deployed {
        Deployed::with(|out| {
            for file in fs::read_dir(from).unwrap() {
                let file = file.unwrap().path();
                fs::copy(&file, out.join(file.file_name().unwrap())).unwrap();
            }
        })
    }

    fn with(fill: impl FnOnce(&Path)) -> Deployed {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        let out = folder.path().join("a folder");
        fs::create_dir(&bin).unwrap();
        fs::create_dir(&out).unwrap();
        fill(&out);
        fs::write(bin.join("aws"), AWS).unwrap();
        for path in [bin.join("aws"), out.join("deploy.sh")] {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let script = fs::read_to_string(out.join("deploy.sh")).unwrap();
        Deployed {
            folder,
            accounts: accounts(&script),
        }
    }

    pub(crate) fn assembly(&self) -> PathBuf {
        self.folder.path().join("a folder")
    }

    /// The script with the right credentials for every account.
    pub(crate) fn script(&self) -> Command {
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
        for (word, id) in &self.accounts {
            // It has the credentials of this one without a profile.
            if id != "111111111111" {
                script.env(format!("PIPEWRIGHT_PROFILE_{word}"), format!("as-{id}"));
            }
        }
        script
    }

    /// The templates, as the AWS CLI shows those that are deployed.
    pub(crate) fn deployed(&self) -> TempDir {
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

    pub(crate) fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    pub(crate) fn deploys(&self) -> Vec<String> {
        let mut calls = self.calls();
        calls.retain(|call| call.starts_with("cloudformation deploy "));
        calls
    }
}

/// The accounts that have stacks, by the words that the script knows them under.
fn accounts(script: &str) -> Vec<(String, String)> {
    let checks = script.lines().filter(|line| line.starts_with("check '"));
    let accounts = checks.map(|line| {
        let words: Vec<&str> = line.split('\'').collect();
        (words[1].to_owned(), words[5].to_owned())
    });
    accounts.collect()
}

pub(crate) fn succeeds(script: &mut Command) -> Output {
    let output = script.output().unwrap();
    assert!(output.status.success(), "{}", errors(&output));
    output
}

/// The word after a word.
pub(crate) fn word(call: &str, option: &str) -> String {
    let mut words = call.split(' ').skip_while(|word| *word != option);
    words
        .nth(1)
        .unwrap_or_else(|| panic!("no {option} in {call}"))
        .to_owned()
}

//! `import --adopt`: what lets CloudFormation take over a pipeline that runs.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use support::{Ran, root, run};

fn sample(name: &str) -> String {
    let path = root().join("cargo-pipewright/tests/import").join(name);
    path.display().to_string()
}

fn adopt(folder: &Path, file: &str, options: &[&str]) -> Ran {
    let words = ["import", file, "--adopt", "--out", "app"];
    run(folder, words.into_iter().chain(options.iter().copied()))
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// An answer of `get-pipeline`, its template and its list for the import.
fn adopted(folder: &Path) -> (Value, Value) {
    adopt(folder, &sample("new-get-pipeline.json"), &["--quiet"]).succeeds();
    let adopt = folder.join("app/adopt");
    (
        read(&adopt.join("new_one.template.json")),
        read(&adopt.join("new_one.resources.json")),
    )
}

#[test]
fn the_stack_is_that_of_the_templates_and_has_the_pipeline_as_it_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (template, resources) = adopted(folder.path());
    let plain = ["import", &sample("new-get-pipeline.json"), "--plain"];
    run(folder.path(), plain).succeeds();
    run(folder.path(), ["build", "new_one.pipeline", "--out", "out"]).succeeds();
    let built = fs::read_dir(folder.path().join("out")).expect("a folder");
    let built: Vec<PathBuf> = built.map(|file| file.expect("a file").path()).collect();
    let of_pipeline = |path: &&PathBuf| {
        path.to_string_lossy().ends_with(".template.json")
            && read(path)["Resources"]["Pipeline"]["Type"] == "AWS::CodePipeline::Pipeline"
    };
    let built = built
        .iter()
        .find(of_pipeline)
        .expect("the pipeline's stack");
    let name = built.file_name().expect("a name").to_string_lossy();
    let stack = name.strip_suffix(".template.json").expect("a template");
    let script = fs::read_to_string(folder.path().join("app/adopt/new_one.sh")).expect("a file");
    assert!(script.contains(&format!("\nstack='{stack}'\n")), "{script}");
    for word in ["@NAME@", "@FILE@", "@STACK@", "@ACCOUNT@", "@REGION@"] {
        assert!(!script.contains(word), "{script}");
    }

    let pipeline = &template["Resources"]["Pipeline"];
    assert_eq!(pipeline["DeletionPolicy"], "Retain");
    let identifier = json!([{
        "ResourceType": pipeline["Type"],
        "LogicalResourceId": "Pipeline",
        "ResourceIdentifier": { "Name": pipeline["Properties"]["Name"] },
    }]);
    assert_eq!(resources, identifier);
    assert_eq!(
        read(built)["Resources"]["Pipeline"]["Properties"]["Name"],
        "new_one"
    );
    // It is the running one, and not ours.
    let answer = read(Path::new(&sample("new-get-pipeline.json")));
    let properties = &pipeline["Properties"];
    assert_eq!(properties["RoleArn"], answer["pipeline"]["roleArn"]);
    let runs = &answer["pipeline"]["stages"][0]["actions"][0];
    let action = &properties["Stages"][0]["Actions"][0];
    assert_eq!(action["Configuration"], runs["configuration"]);
    assert_eq!(
        action["ActionTypeId"]["Provider"],
        runs["actionTypeId"]["provider"]
    );
    assert_eq!(properties["ArtifactStores"][1]["Region"], "us-east-1");
}

#[test]
fn cfn_lint_takes_the_template() {
    let folder = tempfile::tempdir().expect("a folder");
    adopted(folder.path());
    for (name, answer) in [
        ("old", sample("old-get-pipeline.json")),
        ("new", sample("new-get-pipeline.json")),
    ] {
        let out = folder.path().join(name);
        let home = [
            "--account",
            "111111111111",
            "--region",
            "us-east-1",
            "--out",
        ];
        let words = ["import", &answer, "--adopt"].into_iter().chain(home);
        let out_text = out.to_string_lossy();
        run(folder.path(), words.chain([&*out_text]));
        let files = fs::read_dir(out.join("adopt")).expect("a folder");
        let mut files = files.map(|file| file.expect("a file").path());
        let is_template = |path: &PathBuf| path.to_string_lossy().ends_with(".template.json");
        let template = files.find(is_template).expect("a template");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .expect("target");
        let lint = Command::new(target.join("oracles/bin/cfn-lint"))
            .args(["--regions", "us-east-1", "--"])
            .arg(&template)
            .output()
            .expect("cfn-lint, which tests/oracles/install.sh installs");
        // An import asks for one of the two policies, and takes no update.
        let said = String::from_utf8_lossy(&lint.stdout);
        let errors: Vec<&str> = said.lines().filter(|line| line.starts_with('E')).collect();
        assert_eq!(errors, Vec::<&str>::new(), "{said}");
        assert!(
            lint.stderr.is_empty(),
            "{}",
            String::from_utf8_lossy(&lint.stderr)
        );
    }
}

#[test]
fn a_mock_of_aws_adopts_it_and_deploys_it_anew() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("target");
    let output = Command::new(target.join("oracles/bin/python"))
        .arg("-B")
        .arg(root().join("tests/deployed/adopt.py"))
        .arg(env!("CARGO_BIN_EXE_cargo-pipewright"))
        .arg(sample("new-get-pipeline.json"))
        .output()
        .expect("Python, which tests/oracles/install.sh installs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

/// It says which account it is called in, and writes down the rest.
const AWS: &str = r#"#!/usr/bin/env bash
case "$*" in
  *get-caller-identity*) echo "$CALLED_IN" ;;
  *) printf '%s\n' "$*" >>"$CALLS" ;;
esac
"#;

fn script(folder: &Path, account: &str, words: &[&str]) -> (bool, Vec<String>, String) {
    let aws = folder.join("aws");
    fs::write(&aws, AWS).expect("a file");
    fs::set_permissions(&aws, fs::Permissions::from_mode(0o755)).expect("a mode");
    let calls = folder.join("calls");
    let _ = fs::remove_file(&calls);
    let path = std::env::var("PATH").expect("a path");
    let output = Command::new(folder.join("app/adopt/new_one.sh"))
        .args(words)
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("CALLED_IN", account)
        .env("CALLS", &calls)
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the script");
    let calls = fs::read_to_string(calls).unwrap_or_default();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let calls = calls.lines().map(str::to_owned).collect();
    (output.status.success(), calls, said)
}

#[test]
fn the_script_imports_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    adopted(folder.path());
    let (succeeds, calls, said) = script(folder.path(), "111111111111", &["--yes"]);
    assert!(succeeds, "{said}");
    let calls: Vec<&str> = calls
        .iter()
        .map(|call| call.split(" --stack-name").next().expect("a call"))
        .collect();
    assert_eq!(
        calls,
        [
            "cloudformation create-change-set",
            "cloudformation wait change-set-create-complete",
            "cloudformation execute-change-set",
            "cloudformation wait stack-import-complete",
        ]
    );

    let none: [&str; 0] = [];
    for (account, words, why) in [
        ("111111111111", &none[..], "nothing was changed"),
        (
            "222222222222",
            &["--yes"],
            "credentials of account 222222222222",
        ),
        ("111111111111", &["--no"], "usage:"),
    ] {
        let (succeeds, calls, said) = script(folder.path(), account, words);
        assert!(!succeeds && calls.is_empty(), "{calls:?}");
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn what_cannot_be_adopted_is_told_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = ["--account", "111111111111", "--region", "eu-west-1"];
    // Without its metadata, the answer does not say the region.
    let mut answer = read(Path::new(&sample("new-get-pipeline.json")));
    answer["metadata"] = Value::Null;
    fs::write(folder.path().join("bare.json"), answer.to_string()).expect("a file");
    let bare = folder.path().join("bare.json").display().to_string();
    for (file, options, why) in [
        (
            sample("github-ecs.yml"),
            &home[..],
            "get-pipeline --name NAME",
        ),
        (bare, &[][..], "the file does not say home's region"),
    ] {
        let said = adopt(folder.path(), &file, options).fails();
        assert!(said.contains(why), "{file}: {said}");
        assert!(!folder.path().join("app").exists(), "{file}");
    }
    let both = adopt(
        folder.path(),
        &sample("new-get-pipeline.json"),
        &["--plain"],
    );
    assert_eq!(both.code, 2, "{}", both.err);
}

//! `REPORT.md` and `access.json` of every example, and what whoever deploys needs.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use pipewright_core::catalogue::deployment_calls;
use serde_json::{Value as Json, json};
use support::examples;
use support::oracles::{SCHEMAS, folder, read};

fn file(example: &str, name: &str) -> String {
    fs::read_to_string(examples::synthesize(example).join(name)).expect("a file")
}

/// A standard validator reads the schema and the files.
#[test]
fn access_json_is_as_its_schema_says() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/access.schema.json");
    let code = "import json, sys\n\
        from cfnlint.jsonschema import StandardValidator\n\
        schema = json.load(open(sys.argv[1]))\n\
        for name in sys.argv[2:]:\n\
        \x20   for error in StandardValidator(schema).iter_errors(json.load(open(name))):\n\
        \x20       print(name, list(error.path), error.message)\n";
    let validate = |files: &[String]| {
        let output = Command::new(folder().join("bin/python"))
            .args(["-c", code])
            .arg(&schema)
            .args(files)
            .output()
            .expect("a validator");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let files = examples::names().into_iter().map(|example| {
        let path = examples::synthesize(&example).join("access.json");
        path.to_str().expect("a path").to_owned()
    });
    let files: Vec<String> = files.collect();
    assert!(files.len() > 4);
    assert_eq!(validate(&files), "");
    // It tells what is not as it says.
    let wrong = tempfile::NamedTempFile::new().expect("a file");
    let mut value: Json = serde_json::from_str(&fs::read_to_string(&files[0]).unwrap()).unwrap();
    value["pipelines"][0]["roles"][0]["arn"] = json!(1);
    value["pipelines"][0]["mustExist"][0]["before"] = json!("never");
    fs::write(wrong.path(), value.to_string()).unwrap();
    let told = validate(&[wrong.path().to_str().unwrap().to_owned()]);
    assert_eq!(told.lines().count(), 2, "{told}");
}

#[test]
fn whoever_deploys_is_told_the_calls_of_every_type() {
    let map = read(&format!("{SCHEMAS}/providers/us-east-1.json"));
    let mut seen = BTreeSet::new();
    for (kind, calls) in deployment_calls::CALLS {
        assert!(
            seen.last().is_none_or(|last| last < kind),
            "{kind} is not in order"
        );
        seen.insert(*kind);
        let hash = map[*kind].as_str().unwrap_or_else(|| panic!("{kind}"));
        let schema = read(&format!("{SCHEMAS}/resources/{hash}.json"));
        let handlers: BTreeMap<String, BTreeSet<String>> = schema["handlers"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, handler)| {
                let calls = handler["permissions"].as_array().into_iter().flatten();
                let calls = calls.map(|call| call.as_str().unwrap().to_lowercase());
                (name.clone(), calls.collect())
            })
            .collect();
        if handlers.is_empty() {
            assert_eq!(*kind, "AWS::CodeBuild::Project", "{kind} has no handlers");
            continue;
        }
        for call in *calls {
            let known = handlers
                .values()
                .any(|all| all.contains(&call.to_lowercase()));
            assert!(known, "{kind}: {call} is in no handler");
        }
        for handler in ["create", "update", "delete"] {
            let of_handler = &handlers[handler];
            let mut ours = calls.iter().map(|call| call.to_lowercase());
            assert!(
                ours.any(|call| of_handler.contains(&call)),
                "{kind}: none of {handler}"
            );
        }
    }
    // Every type of the examples that is not the user's own is listed.
    for example in examples::names() {
        let access: Json = serde_json::from_str(&file(&example, "access.json")).unwrap();
        for pipeline in access["pipelines"].as_array().unwrap() {
            for group in pipeline["deployers"].as_array().unwrap() {
                for kind in group["types"].as_array().unwrap() {
                    let kind = kind.as_str().unwrap();
                    let own = [
                        "AWS::Logs::LogGroup",
                        "AWS::SQS::Queue",
                        "AWS::SSM::Parameter",
                    ];
                    assert!(
                        example == "everything" && own.contains(&kind),
                        "{example}: {kind}"
                    );
                }
            }
        }
    }
}

/// What a reader sees first, and how much there is to read.
#[test]
fn a_report_begins_with_what_to_do_and_is_short() {
    for example in examples::names() {
        let report = file(&example, "REPORT.md");
        let head: Vec<&str> = report.lines().take(40).collect();
        let head = head.join("\n");
        for part in [
            "**What you must do**",
            "resources must exist**",
            "### Who can reach which account",
        ] {
            assert!(head.contains(part), "{example}: {part}\n{head}");
        }
        assert!(report.contains("```mermaid\nflowchart LR\n"), "{example}");
        // What must be done has as many lines as it takes.
        let (mut lines, mut counted) = (0, true);
        for line in report.lines() {
            if let Some(part) = line.strip_prefix("### ") {
                counted = !part.starts_with("What must exist") && !part.starts_with("What others");
            }
            lines += usize::from(counted);
        }
        let most = if example == "everything" { 220 } else { 130 };
        assert!(lines <= most, "{example}: {lines} lines");
    }
}

#[test]
fn where_nothing_is_left_to_others_the_report_says_so() {
    let checkout = pipewright::Action::new("Checkout", "CodeCommit")
        .output("source")
        .set("repository_name", "app")
        .set("branch_name", "main");
    let review = pipewright::Action::new("Review", "Manual");
    let pipeline = pipewright::Pipeline::builder("app")
        .account(pipewright::Account::home("tools", "111111111111").region("us-east-1"))
        .stage(pipewright::Stage::new("Source").action(checkout))
        .stage(pipewright::Stage::new("Approve").action(review))
        .build()
        .unwrap();
    let assembly = pipeline.synthesize().unwrap();
    let report = &assembly.files()["REPORT.md"];
    assert!(report.contains("No manual steps."), "{report}");
}

/// Where several pipelines are deployed, one may make what another one names.
#[test]
fn what_another_pipeline_makes_is_not_said_to_be_made_here() {
    let pipeline = |name: &str, makes: bool| {
        let checkout = pipewright::Action::new("Checkout", "CodeCommit")
            .output("source")
            .set("repository_name", "app")
            .set("branch_name", "main");
        let mut built = pipewright::Pipeline::builder(name)
            .account(pipewright::Account::home("tools", "111111111111").region("us-east-1"))
            .stage(pipewright::Stage::new("Source").action(checkout))
            .stage(
                pipewright::Stage::new("Approve")
                    .action(pipewright::Action::new("Review", "Manual")),
            );
        if makes {
            let repository = pipewright::Resource::new("code", "AWS::CodeCommit::Repository");
            built = built.resource(repository.set("RepositoryName", "app"));
        }
        built.build().unwrap()
    };
    let report = |pipelines: &[pipewright::Pipeline]| {
        let assembly = pipewright_core::testing::synthesize(pipelines).unwrap();
        assembly.files()["REPORT.md"].clone()
    };
    let alone = "Its actions and declarations name only resources that its own stacks make.";
    let one = report(&[pipeline("one", true)]);
    assert!(one.contains(alone), "{one}");
    let both = report(&[pipeline("one", true), pipeline("other", false)]);
    assert!(!both.contains(alone), "{both}");
    let together =
        "The pipelines of this report make all resources that its actions and declarations name.";
    assert_eq!(both.matches(together).count(), 2, "{both}");
}

/// The commands are right for a shell, and the function that merges works.
#[test]
fn commands_are_ready_to_run() {
    let mut all = String::new();
    for example in examples::names() {
        let report = file(&example, "REPORT.md");
        let mut inside = false;
        for line in report.lines() {
            match line.trim() {
                "```sh" => inside = true,
                "```" => inside = false,
                _ if inside => all.push_str(&format!("{line}\n")),
                _ => {}
            }
        }
    }
    assert!(all.contains("aws kms put-key-policy") && all.contains("cdk bootstrap aws://"));
    let script = tempfile::NamedTempFile::new().expect("a file");
    fs::write(script.path(), &all).unwrap();
    let checked = Command::new("bash")
        .arg("-n")
        .arg(script.path())
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}

#[test]
fn queues_and_buses_of_events_are_asked_for() {
    let queue = "arn:aws:sqs:us-east-1:111111111111:missed";
    let built = pipewright::pipeline! {
        name: "app";
        home tools = "111111111111" @ "us-east-1";
        account prod = "444444444444" @ "eu-west-1";
        on_event released in prod {
            pattern: { source: ["com.example.release"] },
            event_bus_name: "releases",
            dead_letter_queue: "arn:aws:sqs:us-east-1:111111111111:missed",
        }
        stage Source {
            let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
        }
        stage Build { Check: Commands(source) { commands: ["make check"] }; }
    };
    let built = built.unwrap_or_else(|found| panic!("{found}"));
    let assembly = built.synthesize().unwrap_or_else(|found| panic!("{found}"));
    let report = &assembly.files()["REPORT.md"];
    for said in [
        "| event bus | `releases` | eu-west-1 |",
        "| SQS queue | `missed` | us-east-1 |",
        queue,
        "admit EventBridge for what could not start the pipeline",
    ] {
        assert!(report.contains(said), "{said}\n{report}");
    }
    // The rule that forwards is on that bus, and the one that starts is on home's own, with the queue.
    let rules: Vec<serde_json::Value> = assembly
        .templates()
        .flat_map(|(_, template)| {
            template["Resources"]
                .as_object()
                .cloned()
                .unwrap_or_default()
        })
        .map(|(_, body)| body)
        .filter(|body| body["Type"] == "AWS::Events::Rule")
        .map(|body| body["Properties"].clone())
        .filter(|rule| rule["EventPattern"]["source"][0] == "com.example.release")
        .collect();
    assert_eq!(rules.len(), 2);
    for rule in rules {
        let starts = rule["Targets"][0]["DeadLetterConfig"]["Arn"] == queue;
        assert_eq!(rule.get("EventBusName").is_none(), starts, "{rule}");
    }
}

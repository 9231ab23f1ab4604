//! The files that every example leaves: its templates as a person has read them, and one
//! report. After a change that is meant: `INSTA_UPDATE=always cargo test --test templates`,
//! then read the difference.
//!
//! What the other files have to hold is said here, so that a sentence that reads otherwise
//! changes one file and not six.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use support::assembly::{Assembly, text};
use support::examples;

/// The example whose reports are kept: it has foreign accounts, and roles that are imported.
const REPORTED: &str = "reference-architecture";

#[test]
fn every_example_leaves_what_was_read() {
    for example in examples::names() {
        for (name, text) in read(&example) {
            insta::with_settings!({
                snapshot_path => snapshots().join(&example),
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, { insta::assert_snapshot!(name, text) });
        }
    }
}

/// A template that is no longer made would leave its snapshot, and nobody would notice.
#[test]
fn no_snapshot_is_of_a_file_that_is_no_longer_made() {
    let mut made = BTreeSet::new();
    for example in examples::names() {
        for name in read(&example).into_keys() {
            made.insert(snapshots().join(&example).join(format!("{name}.snap")));
        }
    }
    let mut kept: BTreeSet<PathBuf> = entries(&snapshots())
        .iter()
        .flat_map(|folder| entries(folder))
        .collect();
    // What differs is stored as `.snap.new` beside it.
    kept.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "snap")
    });
    assert_eq!(kept, made);
}

#[test]
fn nothing_that_is_left_names_a_path_of_the_machine() {
    let target = examples::target_folder();
    let paths = [env!("CARGO_MANIFEST_DIR"), target.to_str().unwrap()];
    for example in examples::names() {
        for (file, text) in files(&example) {
            let found = paths.iter().find(|path| text.contains(**path));
            assert_eq!(found, None, "{example}: {file}");
        }
    }
}

#[test]
fn the_manifest_has_every_template_and_nothing_else() {
    for example in examples::names() {
        let files = files(&example);
        let mut left: BTreeSet<&str> = files.keys().map(String::as_str).collect();
        for stack in open(&example).stacks {
            let template = format!("{}.template.json", stack.name);
            assert!(left.remove(template.as_str()), "{example}: {template}");
        }
        left.retain(|name| !name.ends_with(".assets.json"));
        let others = [
            ".pipewright",
            "REPORT.md",
            "access.json",
            "deploy.sh",
            "manifest.json",
            "pipeline.json",
            "report.html",
            "sources.json",
        ];
        assert_eq!(left, BTreeSet::from(others), "{example}");
    }
}

#[test]
fn the_script_deploys_every_stack_once_and_after_those_it_needs() {
    for example in examples::names() {
        let script = &files(&example)["deploy.sh"];
        let deploys: Vec<&str> = script
            .lines()
            .filter(|line| {
                ["deploy_keeping '", "deploy_pipeline '"]
                    .iter()
                    .any(|call| line.starts_with(call))
            })
            .collect();
        let place = |stack: &str| {
            let stack = format!(" '{stack}' ");
            deploys.iter().position(|line| line.contains(&stack))
        };
        let stacks = open(&example).stacks;
        assert_eq!(deploys.len(), stacks.len(), "{example}");
        for stack in stacks {
            let at = place(&stack.name);
            assert!(at.is_some(), "{example}: {}", stack.name);
            for earlier in &stack.earlier {
                assert!(place(earlier) < at, "{example}: {earlier}, {}", stack.name);
            }
        }
    }
}

#[test]
fn the_report_names_every_stack_store_and_action() {
    for example in examples::names() {
        let report = &files(&example)["REPORT.md"];
        let has = |what: &str| assert!(report.contains(what), "{example}: no {what}");
        let assembly = open(&example);
        for stack in &assembly.stacks {
            has(&format!("| `{}` |", stack.name));
        }
        for (_, _, bucket) in assembly.resources("AWS::S3::Bucket") {
            has(&format!(
                "| `{}` |",
                text(&bucket["Properties"]["BucketName"])
            ));
        }
        for (_, _, pipeline) in assembly.resources("AWS::CodePipeline::Pipeline") {
            let stages = pipeline["Properties"]["Stages"].as_array().unwrap();
            let all = stages
                .iter()
                .map(|stage| stage["Actions"].as_array().unwrap().len());
            let many = all.sum::<usize>() > 30;
            for stage in stages {
                let actions = stage["Actions"].as_array().unwrap();
                let name = text(&stage["Name"]);
                if many {
                    has(&format!("| `{name}` | "));
                    continue;
                }
                for action in actions {
                    has(&format!("| `{name}` | `{}` |", text(&action["Name"])));
                }
            }
        }
    }
}

#[test]
fn the_list_of_access_has_every_role_and_the_list_of_sources_every_resource() {
    for example in examples::names() {
        let files = files(&example);
        let sources: Json = serde_json::from_str(&files["sources.json"]).unwrap();
        for stack in open(&example).stacks {
            let sources = &sources[format!("{}.template.json", stack.name)];
            for (id, resource) in stack.resources() {
                assert!(sources[id].is_string(), "{example}: {}, {id}", stack.name);
                if resource["Type"] == "AWS::IAM::Role" {
                    let role = &resource["Properties"];
                    let arn = format!(":role{}{}\"", text(&role["Path"]), text(&role["RoleName"]));
                    assert!(
                        files["access.json"].contains(&arn),
                        "{example}: {id}, {arn}"
                    );
                }
            }
        }
    }
}

/// The files of an example that a person has read.
fn read(example: &str) -> BTreeMap<String, String> {
    let mut files = files(example);
    for (name, text) in &mut files {
        // A large one is not indented; a snapshot is, for its reader.
        if name.ends_with(".template.json") {
            let template: Json = serde_json::from_str(text).unwrap();
            *text = format!("{template:#}\n");
        }
    }
    files.retain(|name, _| {
        name.ends_with(".template.json")
            || example == REPORTED && matches!(name.as_str(), "REPORT.md" | "access.json")
    });
    files
}

fn open(example: &str) -> Assembly {
    Assembly::open(example, &examples::synthesize(example))
}

/// The files of an example, by name.
fn files(example: &str) -> BTreeMap<String, String> {
    let files = entries(&examples::synthesize(example)).into_iter();
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found
}

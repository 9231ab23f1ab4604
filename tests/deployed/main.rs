//! Every example, deployed with the clients that people have: the CDK CLI over the cloud
//! assembly, and `deploy.sh` with the AWS CLI, each into accounts of a mock AWS on this
//! machine; and every resource read back.

#![cfg(unix)]

mod shop;
#[path = "../support/mod.rs"]
mod support;
mod tools;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use pipewright::Assembly;
use serde_json::json;
use support::{examples, pipelines, summary};

/// How many examples deploy at a time.
const SIDE_BY_SIDE: usize = 2;

#[test]
fn every_example_deploys_in_one_pass() {
    let names = examples::names();
    assert!(!names.is_empty(), "no example: nothing was deployed");
    let built: Vec<(String, PathBuf)> = names
        .into_iter()
        .map(|name| {
            let folder = examples::synthesize(&name);
            (name, folder)
        })
        .collect();

    let waiting = Mutex::new(built.iter());
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some((name, folder)) = next(&waiting) {
                    match drive(name, folder) {
                        Ok(said) => tell(&said),
                        Err(said) => failed.lock().unwrap().push(said),
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

/// Twenty accounts, and templates that are too large to be sent directly.
#[test]
fn what_is_large_deploys_through_a_bucket() {
    let assembly = pipelines::large().build().unwrap().synthesize().unwrap();
    let folder = fresh("large");
    write(&folder, &assembly);
    match drive("large", &folder) {
        Ok(said) => tell(&said),
        Err(said) => panic!("\n{said}"),
    }
}

#[test]
fn a_change_touches_what_it_must_and_loses_nothing() {
    let folder = fresh("changes");
    let mut told = Vec::new();
    for (place, change) in shop::changes().iter().enumerate() {
        let name = place.to_string();
        // Whoever removes a region or an account is told what stays.
        let report = &change.assembly.files()["REPORT.md"];
        assert!(report.contains("its bucket and key stay even then"));
        write(&folder.join(&name), &change.assembly);
        told.push(json!({ "what": change.what, "deploys": change.deploys, "folder": name }));
    }
    fs::write(folder.join("changes.json"), json!(told).to_string()).unwrap();
    passes("changes.py", &[&folder]);
}

#[test]
fn what_is_wrong_does_not_deploy() {
    passes(
        "faults.py",
        &[&examples::synthesize("reference-architecture")],
    );
}

/// Deploys with every client; what the script wrote is left for the summary.
fn drive(name: &str, folder: &Path) -> Result<String, String> {
    let written = tempfile::tempdir().unwrap();
    let numbers = written.path().join("numbers.json");
    let said = tools::run("drive.py", &[Path::new(name), folder, &numbers])?;
    let numbers = fs::read_to_string(numbers).unwrap();
    summary::put(name, "deployed", &serde_json::from_str(&numbers).unwrap());
    Ok(said)
}

/// An empty folder; what an earlier run left may be of an earlier pipeline.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("deployed")
        .join(name);
    _ = fs::remove_dir_all(&folder);
    folder
}

fn write(folder: &Path, assembly: &Assembly) {
    fs::create_dir_all(folder).unwrap();
    for (name, text) in assembly.files() {
        fs::write(folder.join(name), text).unwrap();
    }
}

#[track_caller]
fn passes(script: &str, words: &[&Path]) {
    match tools::run(script, words) {
        Ok(said) => tell(&said),
        Err(said) => panic!("\n{said}"),
    }
}

fn next<T>(waiting: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    waiting.lock().unwrap().next()
}

/// The numbers are wanted of a run that passes too, whose output the harness keeps back
/// where it went through `println!`.
fn tell(said: &str) {
    _ = std::io::stderr().write_all(said.as_bytes());
}

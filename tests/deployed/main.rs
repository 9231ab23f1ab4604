//! Every example, deployed with the clients that people have: the CDK CLI over the cloud
//! assembly, and `deploy.sh` with the AWS CLI, each into accounts of a mock AWS on this
//! machine; and every resource read back.

#![cfg(unix)]

#[path = "../support/mod.rs"]
mod support;
mod tools;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use support::{examples, pipelines};

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
                    match tools::run("drive.py", &[Path::new(name), folder]) {
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
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("deployed/large");
    // What an earlier run left is of an earlier pipeline.
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in assembly.files() {
        fs::write(folder.join(name), text).unwrap();
    }
    match tools::run("drive.py", &[Path::new("large"), &folder]) {
        Ok(said) => tell(&said),
        Err(said) => panic!("\n{said}"),
    }
}

#[test]
fn what_is_wrong_does_not_deploy() {
    let folder = examples::synthesize("reference-architecture");
    match tools::run("faults.py", &[&folder]) {
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

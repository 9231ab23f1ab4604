//! Every example, deployed with the clients that people have: the CDK CLI over the cloud
//! assembly, and `deploy.sh` with the AWS CLI, each into accounts of a mock AWS on this
//! machine; and every resource read back.

#[path = "../lint/examples.rs"]
mod examples;
mod tools;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

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

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

use pipewright::{Assembly, SharedStore};
use serde_json::json;
use support::scratch::Scratch;
use support::{examples, pipelines, summary};

/// How many examples deploy at a time: for most of it, the clients pause between two looks
/// at a stack.
const SIDE_BY_SIDE: usize = 4;

/// The examples that are deployed again, as they are and with an edit: the one that people know,
/// and the one that has every construct.
const EDITED: [&str; 2] = ["reference-architecture", "everything"];

#[test]
fn every_example_deploys_in_one_pass() {
    let names = examples::names();
    assert!(!names.is_empty(), "no example: nothing was deployed");
    for edited in EDITED {
        assert!(
            names.iter().any(|name| name == edited),
            "no example `{edited}`"
        );
    }
    let built: Vec<(String, PathBuf, Option<PathBuf>)> = names
        .into_iter()
        .map(|name| {
            let folder = examples::synthesize(&name);
            let edited = EDITED.contains(&&*name).then(|| synthesize_edited(&name));
            (name, folder, edited)
        })
        .collect();

    let waiting = Mutex::new(built.iter());
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                while let Some((name, folder, edited)) = next(&waiting) {
                    match drive(name, folder, edited.as_deref()) {
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
    let folder = fresh("large");
    let assembly = pipelines::large().build().unwrap().synthesize().unwrap();
    write(&folder, &assembly);
    match drive("large", &folder, None) {
        Ok(said) => tell(&said),
        Err(said) => panic!("\n{said}"),
    }
}

/// Two pipelines with one store: its stack goes first, and is taken away last.
#[test]
fn pipelines_that_share_a_store_deploy() {
    let folder = fresh("shared");
    let store = SharedStore::new("artifacts");
    let both = ["one", "two"].map(|name| pipelines::sharing(name, &store));
    write(
        &folder,
        &pipewright_core::testing::synthesize(&both).unwrap(),
    );
    match drive("shared", &folder, None) {
        Ok(said) => tell(&said),
        Err(said) => panic!("\n{said}"),
    }
}

#[test]
fn a_change_with_the_cdk_touches_what_it_must_and_loses_nothing() {
    each_change_with("cdk");
}

#[test]
fn a_change_with_the_script_touches_what_it_must_and_loses_nothing() {
    each_change_with("script");
}

fn each_change_with(client: &str) {
    let folder = fresh(&format!("changes-{client}"));
    let mut told = Vec::new();
    for (place, change) in shop::changes().iter().enumerate() {
        let name = place.to_string();
        stores_are_said_to_stay(&change.assembly);
        write(&folder.join(&name), &change.assembly);
        told.push(json!({ "what": change.what, "deploys": change.deploys, "takes_away": change.takes_away, "fails_first": change.fails_first, "by_script": change.by_script, "folder": name }));
    }
    fs::write(folder.join("changes.json"), json!(told).to_string()).unwrap();
    passes("changes.py", &[Path::new(client), &folder]);
}

/// The page says all that a newcomer needs: its blocks are run as they stand.
#[test]
fn getting_started_goes_from_an_empty_folder_to_a_pipeline_that_ran() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    passes(
        "getting_started.py",
        &[
            &root.join("docs/guide/getting-started.md"),
            root,
            &support::scratch::shared_target(),
        ],
    );
}

#[test]
fn what_is_wrong_does_not_deploy() {
    passes(
        "faults.py",
        &[&examples::synthesize("reference-architecture")],
    );
}

#[test]
fn a_first_deployment_that_failed_is_run_again() {
    passes(
        "again.py",
        &[&examples::synthesize("reference-architecture")],
    );
}

/// Whoever removes a region or an account has been told what stays of each store.
fn stores_are_said_to_stay(assembly: &Assembly) {
    let report = &assembly.files()["REPORT.md"];
    let stores = assembly
        .templates()
        .filter(|(name, _)| name.contains("-artifacts-"));
    for (_, template) in stores {
        let resources = template["Resources"].as_object().unwrap();
        let mut buckets = resources
            .values()
            .filter(|resource| resource["Type"] == "AWS::S3::Bucket");
        let bucket = &buckets.next().unwrap()["Properties"]["BucketName"];
        let bucket = format!("| `{}` |", bucket.as_str().unwrap());
        let row = report.lines().find(|line| line.contains(&bucket)).unwrap();
        assert!(
            row.ends_with("| bucket and key kept |") || row.ends_with("| bucket kept |"),
            "{row}"
        );
    }
}

/// The build script of an example with one more stage at the end.
fn edited(script: &str) -> String {
    let end = "\n    }\n}\n";
    let (before, after) = script.rsplit_once(&format!("{end}\nfn main")).unwrap();
    assert!(
        !before.contains("\n    }\n}\n"),
        "two pipelines: which one is edited?"
    );
    format!("{before}\n\n        stage Anew {{ Confirm: Manual; }}{end}\nfn main{after}")
}

/// Builds an example with that edit; the folder that it leaves.
fn synthesize_edited(name: &str) -> PathBuf {
    let example = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let script = fs::read_to_string(example.join("build.rs")).unwrap();
    let scratch = Scratch::new(&format!("{name}-edited"), &edited(&script));
    // What the script includes.
    for file in fs::read_dir(&example).unwrap() {
        let file = file.unwrap().path();
        if file
            .extension()
            .is_some_and(|extension| extension == "yml" || extension == "json")
        {
            let name = file.file_name().unwrap().to_str().unwrap();
            scratch.write(name, &fs::read_to_string(&file).unwrap());
        }
    }
    scratch.build();
    scratch.folder()
}

/// Deploys with every client; what the script wrote is left for the summary.
fn drive(name: &str, folder: &Path, edited: Option<&Path>) -> Result<String, String> {
    let written = tempfile::tempdir().unwrap();
    let numbers = written.path().join("numbers.json");
    let mut words = vec![Path::new(name), folder, &numbers];
    words.extend(edited);
    let said = tools::run("drive.py", &words)?;
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

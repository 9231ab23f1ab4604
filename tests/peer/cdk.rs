//! The peer: what the CDK synthesizes of a pipeline, with the flags that `cdk init` sets.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::support::examples::target_folder;

/// The files of the cloud assembly that an app of this folder gives.
pub(crate) fn synthesize(name: &str) -> BTreeMap<String, String> {
    synthesize_with(name, "")
}

/// The same, with something at its end.
pub(crate) fn synthesize_with(name: &str, more: &str) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let program = fs::read_to_string(source(name)).unwrap();
    // Its rules on templates say nothing about what is compared here.
    run(
        folder.path(),
        &format!("{program}\n{more}"),
        &[("CDK_VALIDATION", "false")],
    );
    let files = fs::read_dir(folder.path().join("cdk.out")).unwrap();
    let files = files.map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    files.collect()
}

/// What it says to each mistake of `mistakes.ts`, with all that it checks; nothing, where it
/// synthesizes.
pub(crate) fn mistakes() -> &'static BTreeMap<String, Option<String>> {
    static SAID: OnceLock<BTreeMap<String, Option<String>>> = OnceLock::new();
    SAID.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        run(
            folder.path(),
            &fs::read_to_string(source("mistakes")).unwrap(),
            &[],
        );
        let said = fs::read_to_string(folder.path().join("said.json")).unwrap();
        let said: Json = serde_json::from_str(&said).unwrap();
        let said = said.as_object().unwrap().iter();
        said.map(|(mistake, said)| (mistake.clone(), said.as_str().map(str::to_owned)))
            .collect()
    })
}

/// Runs an app in a folder, with the flags that `cdk init` sets.
fn run(folder: &Path, program: &str, environment: &[(&str, &str)]) {
    let oracles = installed();
    // An app finds the library beside itself.
    let library = oracles.join("node_modules");
    std::os::unix::fs::symlink(library, folder.join("node_modules")).unwrap();
    // These have no types in them, so that node takes the TypeScript as it is.
    let app = folder.join("app.mjs");
    fs::write(&app, program).unwrap();
    let flags = oracles.join("node_modules/aws-cdk-lib/recommended-feature-flags.json");
    let output = Command::new("node")
        .arg(&app)
        .env("CDK_OUTDIR", folder.join("cdk.out"))
        .env("CDK_CONTEXT_JSON", fs::read_to_string(flags).unwrap())
        .envs(environment.iter().copied())
        .current_dir(folder)
        .output()
        .expect("node runs; tests/run says which version it has to be");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The app, as an engineer writes it.
pub(crate) fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/peer")
        .join(format!("{name}.ts"))
}

/// The folder of the oracles, once it is sure that they are the pinned ones.
pub(crate) fn installed() -> PathBuf {
    let oracles = target_folder().join("oracles");
    let installed = fs::read_to_string(oracles.join("installed-lock.json")).ok();
    assert!(
        installed.as_deref() == Some(include_str!("../oracles/package-lock.json")),
        "the CDK is not installed in `{}`, or is of another version: run tests/run, or tests/oracles/install.sh",
        oracles.display(),
    );
    oracles
}

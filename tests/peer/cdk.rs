//! The peer: what the CDK synthesizes of a pipeline, with the flags that `cdk init` sets.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::examples::target_folder;

pub(crate) const LIBRARY: &str = "node_modules/aws-cdk-lib";

/// The files of the cloud assembly that an app of this folder gives.
pub(crate) fn synthesize(name: &str) -> BTreeMap<String, String> {
    let oracles = installed();
    let folder = tempfile::tempdir().unwrap();
    // An app finds the library beside itself; and without a type in it, TypeScript is
    // what node runs.
    std::os::unix::fs::symlink(
        oracles.join("node_modules"),
        folder.path().join("node_modules"),
    )
    .unwrap();
    let app = folder.path().join("app.mjs");
    fs::copy(source(name), &app).unwrap();
    let flags = oracles.join(LIBRARY).join("recommended-feature-flags.json");
    let out = folder.path().join("cdk.out");
    let output = Command::new("node")
        .arg(&app)
        .env("CDK_OUTDIR", &out)
        .env("CDK_CONTEXT_JSON", fs::read_to_string(flags).unwrap())
        // Of rules that say nothing about what is compared here.
        .env("CDK_VALIDATION", "false")
        .current_dir(folder.path())
        .output()
        .expect("node runs; tests/run says which version it has to be");
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let files = fs::read_dir(&out).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    files.collect()
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

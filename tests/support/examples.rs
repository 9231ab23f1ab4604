//! The example crates, and what their build scripts leave.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The pipelines of the guide, which are no packages of the workspace.
const GUIDE: &str = "guide";

/// The package of every folder under `examples/`, but for those of the guide.
pub(crate) fn names() -> Vec<String> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        metadata.status.success(),
        "{}",
        String::from_utf8_lossy(&metadata.stderr)
    );
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages: BTreeMap<PathBuf, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().unwrap());
            (
                manifest.parent().unwrap().to_owned(),
                package["name"].as_str().unwrap(),
            )
        })
        .collect();

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let Ok(entries) = fs::read_dir(&folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with(GUIDE))
        .map(|path| match packages.get(&path) {
            Some(name) => (*name).to_owned(),
            None => panic!("`{}` is not a package of the workspace", path.display()),
        })
        .collect();
    names.sort();
    names
}

/// Builds an example, and gives the folder that its build script left.
pub(crate) fn synthesize(name: &str) -> PathBuf {
    let target = target_folder();
    let build = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            name,
            "--target-dir",
        ])
        .arg(&target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        build.status.success(),
        "`{name}`: {}",
        String::from_utf8_lossy(&build.stderr)
    );
    target.join("debug/pipewright").join(name)
}

/// The target folder that this test was built into.
pub(crate) fn target_folder() -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    temporary.parent().unwrap().to_owned()
}

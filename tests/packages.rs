//! What is published: each package has its licences, its page and all that a registry shows.

use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

#[test]
fn every_package_that_is_published_is_complete() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let metadata = cargo(&["metadata", "--no-deps", "--locked", "--format-version", "1"]);
    let metadata: Json = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    // An empty list of registries is `publish = false`.
    let published = packages.filter(|package| package["publish"].is_null());
    let published: Vec<&Json> = published.collect();
    assert_eq!(published.len(), 6, "the crates of docs/architecture.md");
    let shared = |field: &str| published[0][field].as_str().unwrap().to_owned();
    let (documentation, repository) = (shared("documentation"), shared("repository"));
    for code in pipewright_core::codes::all() {
        let address = code.address();
        assert!(address.starts_with(&documentation), "{address}");
    }
    for package in published {
        let name = package["name"].as_str().unwrap();
        assert_eq!(package["documentation"], *documentation, "{name}");
        assert_eq!(package["repository"], *repository, "{name}");
        for field in [
            "description",
            "documentation",
            "license",
            "readme",
            "repository",
            "rust_version",
        ] {
            assert!(package[field].is_string(), "{name}: no `{field}`");
        }
        for field in ["categories", "keywords"] {
            let found = package[field].as_array().unwrap();
            assert!((1..=5).contains(&found.len()), "{name}: `{field}`");
        }
        let list = cargo(&["package", "--list", "--allow-dirty", "--package", name]);
        let files: Vec<&str> = list.lines().collect();
        let folder = Path::new(package["manifest_path"].as_str().unwrap());
        let folder = folder.parent().unwrap();
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            assert!(files.contains(&licence), "{name}: no {licence}: {files:?}");
            let text = |folder: &Path| std::fs::read_to_string(folder.join(licence)).unwrap();
            assert_eq!(text(folder), text(root), "{name}: {licence}");
        }
        assert!(files.contains(&"README.md"), "{name}: no README.md");
    }
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

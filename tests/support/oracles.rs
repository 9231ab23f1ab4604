//! What `tests/oracles/install.sh` installs.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// The schemas of CloudFormation's resource types, as cfn-lint has them.
pub(crate) const SCHEMAS: &str = "cfnlint/data/schemas";

/// The folder that `tests/oracles/install.sh` installs into.
pub(crate) fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target"),
        PathBuf::from,
    );
    target.join("oracles")
}

/// The folder of its Python packages.
pub(crate) fn packages() -> PathBuf {
    let lib = folder().join("lib");
    let entries = fs::read_dir(&lib).expect("the oracles are installed: tests/oracles/install.sh");
    let mut pythons = entries.filter_map(|entry| Some(entry.ok()?.path().join("site-packages")));
    pythons
        .find(|packages| packages.join("botocore").is_dir())
        .expect("botocore is installed: tests/oracles/install.sh")
}

/// A JSON file of a package.
pub(crate) fn read(file: &str) -> Json {
    let path = packages().join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).expect("JSON")
}

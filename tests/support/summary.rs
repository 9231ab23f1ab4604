//! What `tests/run` tells of each example in the end, from tests that know a part of it.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

/// Writes a part down for `tests/summary.py`.
pub(crate) fn put(example: &str, part: &str, told: &Json) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("summary");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join(format!("{example}.{part}.json")),
        told.to_string(),
    )
    .unwrap();
}

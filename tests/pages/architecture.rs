//! What `docs/architecture.md` says of the rooms: each has its line, and a step knows nothing of a
//! later one.

use std::fs;
use std::path::Path;

use crate::{files, root};

/// The rooms of core by the order in which a pipeline goes through them.
const STEPS: &[&str] = &[
    "builder", "pipeline", "plan", "policy", "render", "access", "emitted", "write", "front",
];

/// Where a step knows something of a later one, and what.
const KNOWN_EARLIER: &[(&str, &str)] = &[
    // What a builder makes.
    ("builder/mod.rs", "pipeline"),
    // The names of buckets.
    ("pipeline/resolve/stores.rs", "plan"),
    // The policies of shared stores, and what a boundary has to allow.
    ("plan/boundaries.rs", "policy"),
    ("plan/shared.rs", "policy"),
];

#[test]
fn each_room_of_a_crate_has_a_line() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).expect("the page");
    let mut missing = Vec::new();
    let mut checked = 0;
    for part in page.split("\n### `").skip(1) {
        let (folder, text) = part.split_once('`').expect("a folder");
        let text = text.split("\n## ").next().unwrap_or_default();
        let lines = text.lines().filter(|line| line.starts_with("| `"));
        let cells: Vec<&str> = lines.filter_map(|line| line.split('|').nth(1)).collect();
        let named: Vec<&str> = cells.iter().flat_map(|cell| cell.split('`')).collect();
        for entry in fs::read_dir(root().join(folder)).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            let name = name.to_string_lossy();
            let has_line = |one: &&str| one.split('/').next() == Some(&*name);
            checked += 1;
            if name != "lib.rs" && !named.iter().any(has_line) {
                missing.push(format!("{folder}/{name}"));
            }
        }
    }
    assert!(checked > 40, "{checked} rooms were looked at");
    assert!(missing.is_empty(), "without a line: {}", missing.join(", "));
}

#[test]
fn a_step_knows_nothing_of_a_later_one() {
    let core = Path::new("pipeline-core/src");
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (place, step) in STEPS.iter().enumerate() {
        for path in files(&root().join(core).join(step), ".rs") {
            let text = fs::read_to_string(root().join(&path)).expect("a source");
            // What is only tested may look at what comes of it.
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
            let room = path.strip_prefix(core).expect("of core");
            let is_test = room
                .iter()
                .any(|part| ["tests", "tests.rs", "large.rs"].contains(&&*part.to_string_lossy()));
            if is_test {
                continue;
            }
            checked += 1;
            for later in &STEPS[place + 1..] {
                let known = (room.to_str().expect("UTF-8"), *later);
                let names = [format!("crate::{later}::"), format!("crate::{later};")];
                let knows = names.iter().any(|name| text.contains(name));
                if knows && !KNOWN_EARLIER.contains(&known) {
                    wrong.push(format!("{} knows of {later}", room.display()));
                }
            }
        }
    }
    assert!(checked > 100, "{checked} files were looked at");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

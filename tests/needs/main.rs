//! What the definitions of real pipelines need, need by need: each file of `rows/` writes a pipeline
//! that has the need, and asks for the resources that meet it. Two linters judge all of their
//! templates, and `docs/needs.md` shows what stands in these files.

#[path = "../lint/excuses.rs"]
#[allow(
    dead_code,
    reason = "the excuses are counted where the examples are judged"
)]
mod excuses;
#[path = "../lint/linters.rs"]
#[allow(dead_code, reason = "scripts are judged where the examples are")]
mod linters;
mod made;
mod page;
mod rows;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use excuses::excuse;
use linters::judge;
use made::Made;
use rows::ROWS;

#[test]
fn both_linters_accept_the_templates_of_every_need() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("needs");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut artifacts = Map::new();
    for (row, pipelines) in ROWS {
        let made = Made::of(pipelines());
        let manifest: Value = serde_json::from_str(made.file("manifest.json")).unwrap();
        for (id, stack) in manifest["artifacts"].as_object().unwrap() {
            if stack["type"] != "aws:cloudformation:stack" {
                continue;
            }
            let file = stack["properties"]["templateFile"].as_str().unwrap();
            fs::write(folder.join(file), made.file(file)).unwrap();
            let earlier = artifacts.insert(id.clone(), stack.clone());
            assert!(
                earlier.is_none(),
                "{row}: another pipeline has the stack {id}"
            );
        }
    }
    let manifest = json!({ "version": "36.0.0", "artifacts": artifacts });
    fs::write(folder.join("manifest.json"), manifest.to_string()).unwrap();
    let found = judge(&folder);
    let refused: Vec<String> = found
        .iter()
        .filter(|finding| excuse(&folder, finding).is_none())
        .map(ToString::to_string)
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

/// A file that the list leaves out would not be linted.
#[test]
fn every_file_of_a_row_is_in_the_list() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/needs/rows");
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<String> = files
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "mod")
        .collect();
    files.sort();
    let mut listed: Vec<&str> = ROWS.iter().map(|(row, _)| *row).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
}

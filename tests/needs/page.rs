//! `docs/needs.md` shows what stands in the files of the rows.

use std::fs;
use std::path::Path;

/// Every Rust block of the page stands in one of the files, line by line, though not necessarily
/// with its indentation. `…` alone in a comment stands for lines that the page leaves out.
#[test]
fn what_the_page_shows_is_tested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/needs.md")).unwrap();
    let files = fs::read_dir(root.join("tests/needs/rows")).unwrap();
    let files: Vec<String> = files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .map(|file| squeezed(&file))
        .collect();
    let blocks = blocks(&page);
    assert!(blocks.len() > 20, "hardly an example is shown");
    for block in blocks {
        let parts: Vec<String> = block.split("// …").map(squeezed).collect();
        assert!(
            files
                .iter()
                .any(|file| parts.iter().all(|part| file.contains(part))),
            "no file has this:\n{block}"
        );
    }
}

fn blocks(page: &str) -> Vec<&str> {
    let starts = page.split("```rust,ignore\n").skip(1);
    starts
        .map(|block| block.split("```").next().unwrap())
        .collect()
}

/// The lines without indentation and without those that are blank.
fn squeezed(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

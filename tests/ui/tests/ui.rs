//! What the compiler says: one mistake per file, and the message beside it.

use std::fs;

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("*.rs");
}

/// Cargo builds and runs these, each by itself.
#[test]
fn each_pipeline_that_compiles_is_a_target() {
    let manifest = include_str!("../Cargo.toml");
    let mut count = 0;
    for entry in fs::read_dir("pass").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let line = format!("path = \"pass/{name}\"\nharness = false\n");
        assert!(manifest.contains(&line), "`pass/{name}` is no target");
        count += 1;
    }
    assert!(count > 0, "no case");
}

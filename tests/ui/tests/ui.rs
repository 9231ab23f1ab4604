//! What the compiler says: one mistake per file, and the message beside it.

use std::fs;
use std::path::Path;

#[test]
fn mistakes_are_explained_and_pipelines_compile() {
    without_debug_info();
    let cases = trybuild::TestCases::new();
    cases.compile_fail("*.rs");
    cases.pass("pass/*.rs");
}

/// What a case may use is built once more for it. A configuration above the folder in which
/// `trybuild` builds is the way to say that nobody debugs it.
fn without_debug_info() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join("tests").join(".cargo");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), "[profile.dev]\ndebug = false\n").unwrap();
}

//! Pipelines of the kinds that are in use, in `legal/`: nothing is said of them.

use std::fs;
use std::path::Path;

use pipewright_syntax::read;

#[test]
fn nothing_is_said_of_pipelines_that_aws_takes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/legal");
    let files = fs::read_dir(folder).expect("pipelines");
    let mut tried = 0;
    for file in files.map(|file| file.expect("a pipeline").path()) {
        let text = fs::read_to_string(&file).expect("a pipeline");
        let found = read(text.parse().expect("tokens")).findings;
        assert!(found.is_empty(), "{}: {found}", file.display());
        tried += 1;
    }
    assert!(tried >= 20, "{tried} pipelines");
}

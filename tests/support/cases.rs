//! The cases of mistakes: a crate for each in `tests/ui`, or the inside of a `pipeline!`
//! alone where only its findings matter.

use std::path::Path;

/// A case.
pub(crate) struct Case {
    /// `p102_account_is_not_declared`.
    pub(crate) name: String,
    /// Its source, from the top of the repository.
    pub(crate) source: String,
    /// The findings in it, as they stand beside it.
    pub(crate) said: String,
}

impl Case {
    /// The code that it is named after.
    pub(crate) fn code(&self) -> String {
        let code = self.name.split('_').next().unwrap_or_default();
        code.to_uppercase()
    }
}

/// The cases that the compiler is run on.
pub(crate) fn compiled() -> Vec<Case> {
    cases("tests/ui", "rs", "stderr")
}

/// The cases that are read in process.
pub(crate) fn read() -> Vec<Case> {
    cases("pipeline-macros/syntax/tests/cases", "pipeline", "txt")
}

fn cases(folder: &str, source: &str, said: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = path.read_dir().unwrap().map(|file| file.unwrap().path());
    let cases = files.filter(|file| file.extension().is_some_and(|kind| kind == said));
    let mut cases: Vec<Case> = cases
        .map(|file| {
            let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
            Case {
                source: format!("{folder}/{name}.{source}"),
                said: std::fs::read_to_string(&file).unwrap(),
                name,
            }
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

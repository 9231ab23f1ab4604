//! The life of a folder of ours.

mod content;
mod faults;
mod others;
mod owners;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;

const A: &str = "a.template.json";
const B: &str = "b.template.json";
const NEW: &str = "new.template.json";
const OLD: &str = "old.template.json";

/// Writes a folder for these owners.
fn written_for(
    owners: &[&str],
    folder: &Path,
    files: &[(&str, &str)],
) -> Result<Replaced, Refusal> {
    let owners: Vec<String> = owners.iter().map(|name| (*name).to_owned()).collect();
    let writer = Writer {
        owners: &owners,
        time: None,
    };
    replace(folder, writer, &assembly(files))
}

/// Writes a folder as the crate `app`.
fn as_app(folder: &Path, files: &[(&str, &str)]) -> Result<Replaced, Refusal> {
    written_for(&["app"], folder, files)
}

/// The names of the files that kept a folder from being written.
fn in_the_way(refused: Result<Replaced, Refusal>) -> Vec<String> {
    match refused {
        Err(Refusal::InTheWay(files)) => files.into_iter().map(|file| file.name).collect(),
        other => panic!("{other:?}"),
    }
}

/// A folder below the system's temporary one, removed with the value.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Temporary {
        let folder = std::env::temp_dir().join(format!("pipewright-{name}-{}", std::process::id()));
        // Left by a run that was killed, and given the same number.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Temporary(folder)
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn text(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// Everything that is there, at any depth, without our index.
    fn files(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let mut folders = vec![self.0.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&self.0).unwrap().to_str().unwrap();
                if path.is_dir() {
                    all.insert(format!("{name}/"), String::new());
                    folders.push(path);
                } else if !name.ends_with(INDEX) {
                    all.insert(name.to_owned(), fs::read_to_string(&path).unwrap());
                }
            }
        }
        all
    }

    fn names(&self) -> Vec<String> {
        self.files().into_keys().collect()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A text that a file of ours could have.
fn ours(name: &str, version: &str) -> String {
    let mark = match name {
        "manifest.json" => "\"assumeRoleArn\": \"arn:aws",
        "deploy.sh" => "PIPEWRIGHT_PROFILE_",
        "access.json" => "\"pipelines\": [",
        "sources.json" => "template.json\": {",
        "REPORT.md" => "# What is deployed, and who may do what",
        _ => "\"pipewright:source\"",
    };
    format!("{version} {mark}")
}

fn assembly(files: &[(&str, &str)]) -> Assembly {
    let files = files.iter();
    Assembly {
        files: files
            .map(|(name, version)| ((*name).to_owned(), ours(name, version)))
            .collect(),
        warnings: crate::finding::Findings::default(),
    }
}

fn put(folder: &Path, files: &[(&str, &str)]) -> Replaced {
    as_app(folder, files).unwrap()
}

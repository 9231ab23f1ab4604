//! A pipeline in a plain file gives, byte for byte, what the same pipeline gives in a crate.

#[allow(
    dead_code,
    reason = "what the needs' own tests ask of it is not asked here"
)]
#[path = "../../tests/needs/made.rs"]
mod made;
#[path = "../../tests/needs/rows/mod.rs"]
mod rows;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use pipewright::{Findings, Pipeline};

use support::{insides, root, run};

type Files = BTreeMap<String, String>;

/// What the build script of a crate writes for pipelines.
fn of_a_crate(pipelines: Vec<Result<Pipeline, Findings>>) -> Files {
    let pipelines: Vec<Pipeline> = pipelines
        .into_iter()
        .map(|pipeline| pipeline.unwrap_or_else(|found| panic!("{found}")))
        .collect();
    let assembly = pipewright_core::testing::synthesize(&pipelines);
    assembly
        .unwrap_or_else(|found| panic!("{found}"))
        .files()
        .clone()
}

/// What the command writes for files in a folder.
fn of_files(folder: &Path, files: &[String]) -> Files {
    let mut arguments = vec!["build", "--out", "out"];
    arguments.extend(files.iter().map(String::as_str));
    run(folder, arguments).succeeds();
    let entries = fs::read_dir(folder.join("out")).expect("a folder");
    let paths = entries.map(|entry| entry.expect("a file").path());
    let named = paths.map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        (
            name.into_owned(),
            fs::read_to_string(&path).expect("a text"),
        )
    });
    // The index of the folder is no file of the assembly.
    named.filter(|(name, _)| name != ".pipewright").collect()
}

/// A folder with these pipelines in files.
fn folder(pipelines: &[String]) -> (tempfile::TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let names: Vec<String> = (0..pipelines.len())
        .map(|number| format!("{number}.pipeline"))
        .collect();
    for (name, text) in names.iter().zip(pipelines) {
        fs::write(folder.path().join(name), text).expect("a folder to write to");
    }
    (folder, names)
}

/// Both wrote the same files, up to the names of the sources.
fn assert_same(name: &str, crate_s: Files, files: Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&crate_s), names(&files), "{name}");
    assert!(crate_s.len() > 5, "{name}: hardly a file");
    let (crate_s, files) = (without_sources(crate_s), without_sources(files));
    for (file, of_the_crate) in &crate_s {
        assert_eq!(of_the_crate, &files[file], "{name}: {file}");
    }
}

/// The files, with one word in place of the name of each source, `SOURCE:3:5`, and in place of
/// the hash of each template, which has a tag with that name.
fn without_sources(mut files: Files) -> Files {
    let places: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&files["sources.json"]).expect("JSON");
    let places = places.values().flat_map(BTreeMap::values);
    let sources: BTreeSet<&str> = places
        .map(|place| place.rsplitn(3, ':').nth(2).expect("a file"))
        .collect();
    assert!(!sources.is_empty());
    for text in files.values_mut() {
        for source in &sources {
            let name = source.rsplit('/').next().expect("a name");
            *text = text.replace(&format!("{source}:"), "SOURCE:");
            *text = text.replace(&format!("\"{name}: "), "\"SOURCE: ");
        }
        *text = without_hashes(text);
    }
    files
}

fn without_hashes(text: &str) -> String {
    let is_part = |one: char| one.is_ascii_alphanumeric();
    let mut out = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find(is_part) {
        let word = &rest[begin..];
        let length = word.find(|one| !is_part(one)).unwrap_or(word.len());
        let is_hash = length == 32 && word[..length].chars().all(|one| one.is_ascii_hexdigit());
        out.push_str(&rest[..begin]);
        out.push_str(if is_hash { "HASH" } else { &word[..length] });
        rest = &word[length..];
    }
    out + rest
}

#[test]
fn every_example() {
    for (name, pipeline) in examples::all() {
        let build = root().join("examples").join(name).join("build.rs");
        let build = fs::read_to_string(build).expect("a build script");
        let insides = insides(&build);
        let [inside] = insides.as_slice() else {
            panic!("{name} has one pipeline");
        };
        // The one example with Rust expressions: what they yield stands in their place.
        let inside = inside
            .replace("(PRODUCTION) @", "\"333333333333\" @")
            .replace("if (PRODUCTION != \"000000000000\") {", "for _ in [0] {")
            .replace(
                "} else {\n                    Crawl: Manual;\n                }",
                "}\n\n",
            );
        let (folder, names) = folder(&[inside]);
        for file in ["boundary.json", "package.yml", "buildspec.yml"] {
            let included = root().join("examples").join(name).join(file);
            if included.exists() {
                fs::copy(included, folder.path().join(file)).expect("a copy");
            }
        }
        assert_same(
            name,
            of_a_crate(vec![pipeline]),
            of_files(folder.path(), &names),
        );
    }
}

/// The pipelines of what users need; those with Rust around them or in them are left out.
#[test]
fn every_need_without_rust() {
    let mut compared = 0;
    for (row, pipelines) in rows::ROWS {
        let file = root().join(format!("tests/needs/rows/{row}.rs"));
        let insides = insides(&fs::read_to_string(file).expect("a row"));
        let pipelines = pipelines();
        let (folder, names) = folder(&insides);
        let words = ["check"]
            .into_iter()
            .chain(names.iter().map(String::as_str));
        let checked = run(folder.path(), words);
        if checked.err.contains("error[P020]") || insides.len() != pipelines.len() {
            continue;
        }
        assert_same(row, of_a_crate(pipelines), of_files(folder.path(), &names));
        compared += 1;
    }
    assert!(compared > 18, "only {compared} rows were compared");
}

/// Pipelines of several files share a store without a line of Rust.
#[test]
fn one_store_for_several_files() {
    let pipeline = |name: &str| {
        support::SOUND
            .replace("\"site\"", &format!("\"{name}\""))
            .replace(
                "stage Source",
                "store artifacts @ \"eu-central-1\" { shared: { name: \"acme\", expiration_in_days: 7 } }\n\
                 stage Source",
            )
    };
    let (folder, names) = folder(&["site", "shop"].map(pipeline));
    let files = of_files(folder.path(), &names);
    let buckets: usize = files
        .iter()
        .filter(|(name, _)| name.ends_with(".template.json"))
        .map(|(_, text)| text.matches("\"AWS::S3::Bucket\"").count())
        .sum();
    assert_eq!(buckets, 1);
}

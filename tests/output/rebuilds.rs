//! What makes Cargo run a build script again, so that a folder is always of the last build.

use std::fs;
use std::process::Command;

use crate::support::scratch::{SOUND, Scratch, emits, errors, succeeds};
use crate::{assert_left, contents};

#[test]
fn editing_an_included_file_builds_again() {
    let project = "project site { image: \"aws/codebuild/standard:7.0\", buildspec: include \"buildspec.yml\" }\n    stage Source";
    let action = "Make: CodeBuild(pages) { project_name: site };\n        Copy";
    let including = SOUND
        .replace("stage Source", project)
        .replace("Copy", action);
    let crate_ = Scratch::new("including", &emits(&including));
    for text in ["version: 0.2 # first", "version: 0.2 # second"] {
        crate_.write("buildspec.yml", text);
        crate_.build();
        let all = contents(&crate_.folder());
        assert!(all.iter().any(|(_, found)| found.contains(text)), "{text}");
    }
}

/// A build script that counts its runs, of an account that the environment names.
fn counting(emit: &str) -> String {
    let asking = SOUND.replace("\"111111111111\"", "(std::env::var(\"SCRATCH_ACCOUNT\")?)");
    format!(
        "fn main() {{\n    use std::io::Write;\n    let runs = std::fs::File::options().append(true).create(true).open(\"runs\");\n    \
         runs.unwrap().write_all(b\".\").unwrap();\n    {emit}({asking});\n}}\n"
    )
}

/// The number of runs of a build script that counts.
fn runs(crate_: &Scratch) -> usize {
    fs::read(crate_.root.join("runs")).map_or(0, |runs| runs.len())
}

fn build_for(crate_: &Scratch, account: &str, more: &[&str]) -> String {
    let mut cargo = crate_.cargo(&["build", "--quiet"]);
    cargo.args(more).env("SCRATCH_ACCOUNT", account);
    errors(&succeeds(cargo))
}

/// Whatever is built in between, a folder holds what the last build of its profile made, also
/// if Cargo had nothing to do in it.
#[test]
fn no_build_leaves_what_another_one_made() {
    let crate_ = Scratch::new("profiles", &counting("pipewright::emit"));
    let manifest = fs::read_to_string(crate_.root.join("Cargo.toml")).unwrap();
    crate_.write(
        "Cargo.toml",
        &format!("{manifest}\n[features]\nmore = []\n\n[profile.ci]\ninherits = \"dev\"\n"),
    );
    let (one, other) = ("111111111111", "222222222222");
    let host = host();
    let builds: [(&[&str], &str); 5] = [
        (&[], "debug"),
        (&["--profile", "ci"], "ci"),
        (&["--features", "more"], "debug"),
        (&["--target", &host], &format!("{host}/debug")),
        (
            &["--target", &host, "--profile", "ci"],
            &format!("{host}/ci"),
        ),
    ];
    let holds = |profile: &str, account: &str| {
        let manifest = fs::read_to_string(crate_.folder_of(profile).join("manifest.json"));
        let manifest = manifest.unwrap();
        let environments = manifest.matches("aws://").count();
        assert_eq!(
            manifest.matches(&format!("aws://{account}/")).count(),
            environments,
            "{profile}: {manifest}"
        );
        assert_left(&crate_.folder_of(profile));
    };
    for (first, second) in [(0, 1), (0, 2), (2, 0), (0, 3), (3, 0), (4, 1)] {
        let (first, profile) = builds[first];
        build_for(&crate_, one, first);
        build_for(&crate_, other, builds[second].0);
        build_for(&crate_, one, first);
        holds(profile, one);
    }
    // And each left the others' as they were.
    for (account, (more, profile)) in (300_000_000_000_u64..).zip(builds) {
        build_for(&crate_, &account.to_string(), more);
        holds(profile, &account.to_string());
    }
    for (account, (_, profile)) in [
        (300_000_000_001_u64, builds[1]),
        (300_000_000_002, builds[0]),
    ] {
        holds(profile, &account.to_string());
    }
    let count = runs(&crate_);
    for _ in 0..2 {
        build_for(&crate_, "300000000004", builds[4].0);
    }
    assert_eq!(runs(&crate_), count, "nothing changed");
}

/// Wherever the sources of the build script name what they read.
#[test]
fn what_is_read_outside_of_the_pipeline_builds_again() {
    let pipeline = SOUND
        .replace("\"111111111111\"", "(account())")
        .replace("\"site.zip\"", "(object.trim())")
        .replace("\"www.example.com\"", "(more::bucket())");
    let script = format!(
        "mod more;\nconst NAME: &str = \"SCRATCH_ACCOUNT\";\n\
         fn account() -> String {{ std::env::var(NAME).unwrap() }}\n\
         fn main() {{\n    let object = std::fs::read_to_string(\"object.txt\").unwrap();\n    \
         pipewright::emit({pipeline});\n}}\n"
    );
    let crate_ = Scratch::new("read-outside", &script);
    let bucket = "pub fn bucket() -> String { std::env::var(r\"SCRATCH_BUCKET\").unwrap() }\n";
    crate_.write("more.rs", bucket);
    let build = |account: &str, bucket: &str, object: &str| {
        crate_.write("object.txt", object);
        let mut cargo = crate_.cargo(&["build", "--quiet"]);
        cargo.envs([("SCRATCH_ACCOUNT", account), ("SCRATCH_BUCKET", bucket)]);
        succeeds(cargo);
        let all = contents(&crate_.folder());
        for wanted in [account, bucket, object] {
            assert!(
                all.iter().any(|(_, text)| text.contains(wanted)),
                "{wanted}"
            );
        }
    };
    build("111111111111", "first-files", "first.zip");
    build("222222222222", "first-files", "first.zip");
    build("222222222222", "second-files", "first.zip");
    build("222222222222", "second-files", "second.zip");
}

#[test]
fn what_is_deleted_or_edited_comes_back_and_nothing_runs_for_nothing() {
    for (name, emit) in [
        ("watched", "pipewright::emit"),
        (
            "watched-folder",
            "pipewright::Output::new().folder(\"deploy\").emit",
        ),
    ] {
        let crate_ = Scratch::new(name, &counting(emit));
        build_for(&crate_, "111111111111", &[]);
        let folder = match name {
            "watched" => crate_.folder(),
            _ => crate_.root.join("deploy"),
        };
        let (before, count) = (contents(&folder), runs(&crate_));
        build_for(&crate_, "111111111111", &[]);
        assert_eq!(runs(&crate_), count, "{name}: the first run was enough");
        for (name, _) in &before {
            fs::remove_file(folder.join(name)).unwrap();
            build_for(&crate_, "111111111111", &[]);
            assert_eq!(contents(&folder), before, "{name}");
        }
        let report = folder.join("REPORT.md");
        let edited = fs::read_to_string(&report).unwrap() + "more";
        fs::write(&report, edited).unwrap();
        build_for(&crate_, "111111111111", &[]);
        assert_eq!(contents(&folder), before);
        fs::remove_dir_all(&folder).unwrap();
        build_for(&crate_, "111111111111", &[]);
        assert_eq!(contents(&folder), before);
        let count = runs(&crate_);
        build_for(&crate_, "111111111111", &[]);
        assert_eq!(runs(&crate_), count, "{name}: nothing changed");
    }
}

fn host() -> String {
    let rustc = Command::new("rustc")
        .args(["--print", "host-tuple"])
        .output()
        .unwrap();
    String::from_utf8(rustc.stdout).unwrap().trim().to_owned()
}

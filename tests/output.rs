//! What `cargo build` leaves, and where: real crates, built by cargo.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use support::scratch::{SOUND, Scratch, emits, errors, names, succeeds};

/// What the pipeline leaves.
const FILES: [&str; 9] = [
    "REPORT.md",
    "access.json",
    "deploy.sh",
    "manifest.json",
    "pipeline.json",
    "report.html",
    "sound-artifacts-eu-central-1-",
    "sound-pipeline-",
    "sources.json",
];

#[test]
fn the_usual_place_is_below_the_target_folder_of_crate_and_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let single = Scratch::below(&root, "single", &emits(SOUND));
    single.build();
    assert_left(&root.join("target/debug/pipewright/single"));
    assert_eq!(single.told(), root.join("target/debug/pipewright/single"));

    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    single.write(
        "Cargo.toml",
        &format!("{manifest}\n[workspace]\nmembers = [\"member\"]\n"),
    );
    let member = Scratch::below(&root.join("member"), "member", &emits(SOUND));
    member.build();
    assert_left(&root.join("target/debug/pipewright/member"));
    assert!(!root.join("member/target").exists());
    assert_eq!(member.told(), root.join("target/debug/pipewright/member"));
}

#[test]
fn a_moved_target_folder_takes_the_templates_with_it() {
    let moved = Scratch::new("moved", &emits(SOUND));
    moved.build();
    assert_left(&moved.folder());
    assert_eq!(moved.told(), moved.folder());
    assert!(!moved.root.join("target").exists());
}

#[test]
fn out_dir_has_what_is_deployed() {
    let crate_ = Scratch::new("out-dir", &emits(SOUND));
    crate_.write(
        "src/main.rs",
        "fn main() { println!(\"{}/pipewright\", env!(\"OUT_DIR\")); }\n",
    );
    let out_dir = crate_.told();
    let left = names(&out_dir);
    for name in &left {
        let (one, other) = (out_dir.join(name), crate_.folder().join(name));
        // The index is that of its folder.
        if name != ".pipewright" {
            assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap(), "{name}");
        }
    }
    let mut reports = names(&crate_.folder());
    reports.retain(|name| !left.contains(name));
    assert_eq!(
        reports,
        ["REPORT.md", "access.json", "pipeline.json", "report.html"]
    );
}

#[test]
fn several_pipelines_make_up_one_folder() {
    let pipelines = format!("[{SOUND}, {}]", SOUND.replace("\"sound\"", "\"other\""));
    let several = Scratch::new("several", &emits(&pipelines));
    several.build();
    let names = names(&several.folder());
    let templates = |pipeline: &str| {
        names
            .iter()
            .filter(|name| name.starts_with(pipeline))
            .count()
    };
    assert_eq!(
        (templates("sound-"), templates("other-")),
        (2, 2),
        "{names:?}"
    );
    let script = fs::read_to_string(several.folder().join("deploy.sh")).unwrap();
    assert!(script.contains(" 'sound'\n") && script.contains(" 'other'\n"));
}

/// The build says nothing of them: it does not know whether they were ever deployed.
#[test]
fn a_build_is_silent_about_stacks_that_it_leaves_out() {
    let regions = |second: &str| {
        let copy = "Copy: S3Deploy(pages)";
        let more = format!("Abroad: Lambda @ \"{second}\" {{ function_name: \"f\" }}; {copy}");
        emits(&SOUND.replace(copy, &more))
    };
    let crate_ = Scratch::new("left-out", &regions("eu-west-1"));
    for region in ["eu-west-1", "eu-north-1"] {
        crate_.write("build.rs", &regions(region));
        let said = errors(&succeeds(crate_.cargo(&["build"])));
        assert!(!said.contains("warning"), "{said}");
        let names = names(&crate_.folder());
        let stores = names.iter().filter(|name| name.contains("-artifacts-eu-"));
        let stores: Vec<_> = stores
            .filter(|name| !name.contains("eu-central-1"))
            .collect();
        assert!(stores.len() == 1 && stores[0].contains(region), "{names:?}");
    }
}

#[test]
fn two_pipelines_of_one_name_are_an_error() {
    let twins = Scratch::new("twins", &emits(&format!("[{SOUND}, {SOUND}]")));
    let errors = twins.build_fails();
    assert!(
        errors.contains("two pipelines are called `sound`"),
        "{errors}"
    );
    assert_readable(&errors, "twins");
    assert!(!twins.folder().exists());
}

#[test]
fn a_named_folder_is_below_the_crate() {
    let script =
        format!("fn main() {{ pipewright::Output::new().folder(\"deploy\").emit({SOUND}); }}");
    let named = Scratch::new("named-folder", &script);
    named.build();
    assert_left(&named.root.join("deploy"));
    assert_eq!(named.told(), named.root.join("deploy"));
    assert!(!named.folder().exists());
}

#[test]
fn what_did_not_change_is_not_touched_and_what_is_stale_goes() {
    let build = |names: &[&str]| {
        let pipelines = names
            .iter()
            .map(|name| SOUND.replace("\"sound\"", &format!("{name:?}")));
        emits(&format!("[{}]", pipelines.collect::<Vec<_>>().join(", ")))
    };
    let crate_ = Scratch::new("unchanged", &build(&["kept", "gone"]));
    crate_.build();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for name in names(&crate_.folder()) {
        let file = fs::File::open(crate_.folder().join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    crate_.write("build.rs", &build(&["kept"]));
    crate_.build();
    for name in names(&crate_.folder()) {
        assert!(!name.starts_with("gone-"), "{name} is stale");
        let modified = fs::metadata(crate_.folder().join(&name))
            .unwrap()
            .modified()
            .unwrap();
        assert_eq!(modified == long_ago, name.starts_with("kept-"), "{name}");
    }
}

#[test]
fn a_file_of_others_is_refused_and_left() {
    let script =
        format!("fn main() {{ pipewright::Output::new().folder(\"deploy\").emit({SOUND}); }}");
    let refused = Scratch::new("refused", &script);
    refused.write("deploy/REPORT.md", "mine");
    refused.write("deploy/notes.txt", "mine too");
    let errors = refused.build_fails();
    assert!(
        errors.contains("[P562]")
            && errors.contains("`REPORT.md` is in the way and not written by pipewright"),
        "{errors}"
    );
    assert_readable(&errors, "refused");
    assert_eq!(
        names(&refused.root.join("deploy")),
        ["REPORT.md", "notes.txt"]
    );

    fs::remove_file(refused.root.join("deploy/REPORT.md")).unwrap();
    refused.build();
    let notes = fs::read_to_string(refused.root.join("deploy/notes.txt")).unwrap();
    assert_eq!(notes, "mine too");
}

#[test]
fn an_error_of_the_compiler_leaves_the_last_good_files() {
    let crate_ = Scratch::new("broken", &emits(SOUND));
    crate_.build();
    let before = contents(&crate_.folder());
    crate_.write("build.rs", &emits(&SOUND.replace("(pages)", "(pagse)")));
    let errors = crate_.build_fails();
    // The word is where the user wrote it.
    assert!(errors.contains("build.rs:9:24"), "{errors}");
    assert!(
        errors.contains("`pagse`") && errors.contains("`pages`"),
        "{errors}"
    );
    assert_readable(&errors, "broken");
    assert_eq!(contents(&crate_.folder()), before);
}

#[test]
fn an_error_of_an_expression_leaves_the_last_good_files() {
    let asking = SOUND.replace("\"111111111111\"", "(std::env::var(\"SCRATCH_ACCOUNT\")?)");
    let crate_ = Scratch::new("asking", &emits(&asking));
    let mut good = crate_.cargo(&["build", "--quiet"]);
    good.env("SCRATCH_ACCOUNT", "111111111111");
    succeeds(good);
    let before = contents(&crate_.folder());
    // Cargo knows nothing of the variable, so the script must be new to run again.
    crate_.write("build.rs", &format!("{}\n", emits(&asking)));
    for (value, said) in [
        (None, "environment variable not found"),
        (Some("12"), "2 digits"),
    ] {
        let mut bad = crate_.cargo(&["build", "--quiet"]);
        bad.env_remove("SCRATCH_ACCOUNT")
            .envs(value.map(|value| ("SCRATCH_ACCOUNT", value)));
        let output = bad.output().unwrap();
        let errors = errors(&output);
        assert!(
            !output.status.success() && errors.contains(said),
            "{errors}"
        );
        // The expression is where the user wrote it.
        assert!(errors.contains("build.rs:4:17"), "{errors}");
        assert_readable(&errors, "asking");
        assert_eq!(contents(&crate_.folder()), before);
    }
}

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

#[test]
fn such_a_crate_can_be_packaged() {
    let packaged = Scratch::new("packaged", &emits(SOUND));
    let checkout = env!("CARGO_MANIFEST_DIR");
    let patches = ["", "/pipeline-core", "/pipeline-macros"]
        .into_iter()
        .zip(["", "-core", "-macros"]);
    let patches = patches.map(|(folder, name)| {
        format!(
            "patch.crates-io.pipewright{name}.path={:?}",
            format!("{checkout}{folder}")
        )
    });
    let mut cargo = packaged.cargo(&["package", "--quiet", "--allow-dirty"]);
    for patch in patches {
        cargo.args(["--config", &patch]);
    }
    succeeds(cargo);
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

#[test]
fn one_folder_is_of_one_crate() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    let script = |name: &str| {
        let pipeline = SOUND.replace("\"sound\"", &format!("{name:?}"));
        format!("fn main() {{ pipewright::Output::new().folder(\"../deploy\").emit({pipeline}); }}")
    };
    let crates = ["one-owner", "other-owner"];
    let crates = crates.map(|name| Scratch::member(&root.join(name), name, &script(name)));
    fs::copy(crates[0].root.join("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    fs::write(
        root.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"one-owner\", \"other-owner\"]\n",
    )
    .unwrap();
    // Both at once: one of them has the folder, and the other one is told.
    let output = crates[0]
        .cargo(&["build", "--quiet", "--workspace"])
        .output()
        .unwrap();
    let said = errors(&output);
    assert!(
        !output.status.success() && said.contains("[P560]"),
        "{said}"
    );
    let index = fs::read_to_string(root.join("deploy/.pipewright")).unwrap();
    let owner = index
        .lines()
        .next()
        .unwrap()
        .strip_prefix("output of ")
        .unwrap();
    assert!(
        said.contains(&format!("deploy` holds the output of `{owner}`")),
        "{said}"
    );
    let report = fs::read_to_string(root.join("deploy/REPORT.md")).unwrap();
    assert!(
        report.contains(&format!("## Pipeline `{owner}`")),
        "{report}"
    );
    // The owner may go on, and the other one stays refused.
    for crate_ in &crates {
        let output = crate_.cargo(&["build", "--quiet"]).output().unwrap();
        assert_eq!(
            output.status.success(),
            crate_.name == owner,
            "{}",
            errors(&output)
        );
    }
    let names = names(&root.join("deploy"));
    assert_eq!(names.len(), FILES.len(), "{names:?}");
}

#[test]
fn a_second_emit_is_an_error_and_replaces_nothing() {
    let other = SOUND.replace("\"sound\"", "\"other\"");
    for (name, script) in [
        (
            "twice",
            format!("fn main() {{\npipewright::emit({SOUND});\npipewright::emit({other});\n}}\n"),
        ),
        (
            "twice-folders",
            format!(
                "fn main() {{\npipewright::emit({SOUND});\npipewright::Output::new().folder(\"other\").emit({other});\n}}\n"
            ),
        ),
        (
            "looped",
            format!("fn main() {{ for _ in 0..2 {{ pipewright::emit({SOUND}); }} }}\n"),
        ),
    ] {
        let crate_ = Scratch::new(name, &script);
        let said = crate_.build_fails();
        assert!(said.contains("[P561]"), "{said}");
        assert!(said.contains("the first call is here: build.rs:"), "{said}");
        assert_readable(&said, name);
        assert_left(&crate_.folder());
        assert!(!crate_.root.join("other").exists());
    }
}

#[test]
fn run_in_a_build_script_is_explained() {
    let script = format!("fn main() -> std::process::ExitCode {{ pipewright::run({SOUND}) }}\n");
    let crate_ = Scratch::new("run-in-script", &script);
    let said = crate_.build_fails();
    assert!(
        said.contains(
            "build.rs:1:39: [P564] `run` belongs in a `main`, and this is a build script; \
                       help: a build script calls `pipewright::emit`; \
                       see: https://docs.rs/pipewright/latest/pipewright/errors/index.html#p564"
        ),
        "{said}"
    );
    assert!(!said.contains("usage"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_written_to() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let script = "use std::os::unix::ffi::OsStrExt;\nfn main() {\n    \
                  let folder = std::ffi::OsStr::from_bytes(b\"bytes-\\xff\");\n    \
                  pipewright::Output::new().folder(folder).emit("
        .to_owned()
        + SOUND
        + ");\n}\n";
    let crate_ = Scratch::new("bytes", &script);
    crate_.write("src/main.rs", "fn main() {}\n");
    let said = errors(&succeeds(crate_.cargo(&["build"])));
    assert!(
        said.contains("warning: bytes@0.1.0: build.rs:4:") && said.contains("[P567]"),
        "{said}"
    );
    assert_left(&crate_.root.join(OsStr::from_bytes(b"bytes-\xff")));
}

fn assert_left(folder: &Path) {
    let names = names(folder);
    assert_eq!(names.len(), FILES.len(), "{names:?}");
    for (name, begins) in names.iter().zip(FILES) {
        assert!(name.starts_with(begins), "{names:?}");
    }
}

/// What the user sees is about the pipeline: nothing that looks like a bug of ours.
fn assert_readable(errors: &str, name: &str) {
    assert!(
        errors.lines().any(|line| line.starts_with("error")),
        "{name}: {errors}"
    );
    for word in ["panicked", "backtrace", "stack overflow", "unwrap"] {
        assert!(!errors.contains(word), "{name}: {errors}");
    }
}

fn contents(folder: &Path) -> Vec<(String, String)> {
    let names = names(folder).into_iter();
    names
        .map(|name| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

fn host() -> String {
    let rustc = Command::new("rustc")
        .args(["--print", "host-tuple"])
        .output()
        .unwrap();
    String::from_utf8(rustc.stdout).unwrap().trim().to_owned()
}

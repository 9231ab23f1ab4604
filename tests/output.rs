//! What `cargo build` leaves, and where: real crates, built by cargo.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use support::scratch::{SOUND, Scratch, emits, errors, names, succeeds};

/// What the pipeline leaves.
const FILES: [&str; 7] = [
    "REPORT.md",
    "access.json",
    "deploy.sh",
    "manifest.json",
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
    assert_left(&root.join("target/pipewright/single"));
    assert_eq!(single.told(), root.join("target/pipewright/single"));

    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    single.write(
        "Cargo.toml",
        &format!("{manifest}\n[workspace]\nmembers = [\"member\"]\n"),
    );
    let member = Scratch::below(&root.join("member"), "member", &emits(SOUND));
    member.build();
    assert_left(&root.join("target/pipewright/member"));
    assert!(!root.join("member/target").exists());
    assert_eq!(member.told(), root.join("target/pipewright/member"));
}

#[test]
fn a_moved_target_folder_takes_the_templates_with_it() {
    let moved = Scratch::new("moved", &emits(SOUND));
    moved.build();
    assert_left(&moved.folder());
    assert_eq!(moved.told(), moved.folder());
    assert!(!moved.root.join("target").exists());
}

/// Cargo tags only the target folder that it makes, and another one may be above.
#[test]
fn a_target_folder_that_was_there_before_is_the_target_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().canonicalize().unwrap().join("target/inner");
    fs::create_dir_all(&inner).unwrap();
    let crate_ = Scratch::new("inner", &emits(SOUND));
    let mut cargo = crate_.cargo(&["build", "--quiet"]);
    cargo.env("CARGO_TARGET_DIR", &inner);
    succeeds(cargo);
    assert_left(&inner.join("pipewright/inner"));
}

#[test]
fn out_dir_has_the_same_files() {
    let crate_ = Scratch::new("out-dir", &emits(SOUND));
    crate_.write(
        "src/main.rs",
        "fn main() { println!(\"{}/pipewright\", env!(\"OUT_DIR\")); }\n",
    );
    let out_dir = crate_.told();
    assert_left(&out_dir);
    for name in names(&out_dir) {
        let (one, other) = (out_dir.join(&name), crate_.folder().join(&name));
        assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap(), "{name}");
    }
}

#[test]
fn a_build_for_a_named_target_leaves_them_in_the_usual_place() {
    let named = Scratch::new("named-target", &emits(SOUND));
    succeeds(named.cargo(&["build", "--quiet", "--target", &host()]));
    assert_left(&named.folder());
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
    assert!(script.contains("of pipeline sound") && script.contains("of pipeline other"));
}

/// Nothing deletes them, so whoever leaves them out is told.
#[test]
fn stacks_that_a_build_leaves_out_are_named() {
    let regions = |second: &str| {
        let copy = "Copy: S3Deploy(pages)";
        let more = format!("Abroad: Lambda @ \"{second}\" {{ function_name: \"f\" }}; {copy}");
        emits(&SOUND.replace(copy, &more))
    };
    let crate_ = Scratch::new("left-out", &regions("eu-west-1"));
    // What an earlier run of the test left.
    _ = fs::remove_dir_all(crate_.folder());
    let built = |script: &str| {
        crate_.write("build.rs", script);
        errors(&succeeds(crate_.cargo(&["build"])))
    };
    let before = built(&regions("eu-west-1"));
    assert!(!before.contains("any more"), "{before}");
    let stack = |region: &str| {
        let all = names(&crate_.folder());
        let found = all.iter().find(|name| name.contains(region)).unwrap();
        found.strip_suffix(".template.json").unwrap().to_owned()
    };
    let gone = stack("artifacts-eu-west-1");
    let after = built(&regions("eu-north-1"));
    let said = format!(
        "warning: left-out@0.1.0: `{gone}` is not in the templates any more: what was deployed of it \
         stays until you delete it, and the bucket and key of `{gone}` even then"
    );
    assert!(after.contains(&said), "{after}");
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
        errors.contains("REPORT.md` exists and was not written by pipewright"),
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

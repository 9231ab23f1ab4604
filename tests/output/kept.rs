//! What a build leaves as it was: what did not change, what is of others, and everything if it fails.

use std::fs;
use std::time::Duration;
use std::time::SystemTime;

use crate::support::scratch::{SOUND, Scratch, emits, errors, names, succeeds};
use crate::{assert_readable, contents};

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

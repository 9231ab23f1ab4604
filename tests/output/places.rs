//! Where a build writes.

use std::fs;

use crate::assert_left;
use crate::support::scratch::{SOUND, Scratch, emits, errors, lend_what_is_built, names, succeeds};

#[test]
fn the_usual_place_is_below_the_target_folder_of_crate_and_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    Scratch::new("usual", &emits(SOUND)).build();
    lend_what_is_built(&root.join("target"));
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

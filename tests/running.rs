//! `pipewright::run` in a `main`: a folder that is written, and checked to be current.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use support::scratch::{SOUND, Scratch, errors, names, succeeds};

#[test]
fn a_folder_is_written_checked_and_found_wanting() {
    let scratch = crate_of("running");
    let written = succeeds(scratch.cargo(&["run", "--quiet", "--", "deploy"]));
    let said = String::from_utf8(written.stdout).unwrap();
    assert_eq!(said, "deploy: 9 of 9 files changed\n");
    let folder = scratch.root.join("deploy");
    assert_eq!(names(&folder).len(), 9);
    let current = run(&scratch, &["--check", "deploy"]);
    assert_eq!(
        (current.status.code(), errors(&current)),
        (Some(0), String::new())
    );

    fs::remove_file(folder.join("REPORT.md")).unwrap();
    fs::write(folder.join("deploy.sh"), "rm -rf /").unwrap();
    let wanting = run(&scratch, &["--check", "deploy"]);
    assert_eq!(wanting.status.code(), Some(1));
    let list = "missing: REPORT.md\ndiffers: deploy.sh\n`deploy` is not current: write it again and review the change\n";
    assert_eq!(errors(&wanting), list);
    assert!(!folder.join("REPORT.md").exists(), "a check writes nothing");
}

#[test]
fn arguments_that_it_does_not_know_are_answered_with_the_usage() {
    let scratch = crate_of("usage");
    for arguments in [&[][..], &["--check"], &["--frobnicate"], &["one", "two"]] {
        let output = run(&scratch, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors(&output).starts_with("usage: "), "{arguments:?}");
    }
    // Nobody reads what it says: that is no panic.
    #[cfg(unix)]
    for (arguments, code) in [
        ("--help", 0),
        ("", 2),
        ("--check nowhere", 1),
        ("deploy", 0),
    ] {
        let program = scratch.program();
        let mut bash = Command::new("bash");
        let script = format!("exec \"$0\" {arguments} >&- 2>/dev/full");
        bash.args(["-c", &script]).arg(&program);
        let status = bash.current_dir(&scratch.root).status().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments}");
    }
    let help = run(&scratch, &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(help.stdout.starts_with(b"usage: "));
}

#[cfg(unix)]
#[test]
fn a_check_sees_what_cannot_run_and_what_is_not_listed() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = crate_of("check-modes");
    assert!(run(&scratch, &["deploy"]).status.success());
    let folder = scratch.root.join("deploy");
    let script = folder.join("deploy.sh");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(folder.join("old.template.json"), "{}").unwrap();
    let wanting = run(&scratch, &["--check", "deploy"]);
    assert_eq!(wanting.status.code(), Some(1));
    assert_eq!(
        errors(&wanting),
        "not executable: deploy.sh\nnot of these pipelines: old.template.json\n\
         stack `old` is no longer generated. If it is deployed, it keeps running until you delete it\n\
         `deploy` is not current: write it again and review the change\n"
    );
    let written = succeeds(scratch.cargo(&["run", "--quiet", "--", "deploy"]));
    let said = String::from_utf8(written.stdout).unwrap();
    assert_eq!(said, "deploy: 1 of 9 files changed\n");
    fs::remove_file(folder.join("old.template.json")).unwrap();
    assert!(run(&scratch, &["--check", "deploy"]).status.success());
}

/// Nothing deletes it, so the check of a folder that was committed tells of it, and whoever
/// writes the folder is told too.
#[test]
fn a_stack_that_is_left_over_is_told() {
    let abroad = "Abroad: Lambda @ (region()) { function_name: \"f\" };\n        Copy";
    let region = "fn region() -> String { std::env::var(\"SCRATCH_REGION\").unwrap() }\n";
    let scratch = crate_with(
        "left-over",
        &(main(&SOUND.replace("Copy", abroad)) + region),
    );
    let run_in = |region: &str, arguments: &[&str]| {
        let mut cargo = scratch.cargo(&["run", "--quiet", "--"]);
        cargo.args(arguments).env("SCRATCH_REGION", region);
        cargo.output().unwrap()
    };
    let first = run_in("eu-west-1", &["deploy"]);
    assert_eq!(
        (first.status.code(), errors(&first)),
        (Some(0), String::new())
    );
    let all = names(&scratch.root.join("deploy"));
    let gone = all.iter().find(|name| name.contains("eu-west-1")).unwrap();
    let gone = gone.strip_suffix(".template.json").unwrap();
    let said = format!(
        "stack `{gone}` is no longer generated. If it is deployed, it keeps running until you delete it; \
         what is retained of `{gone}` stays even after that\n"
    );
    let check = run_in("eu-north-1", &["--check", "deploy"]);
    assert_eq!(check.status.code(), Some(1));
    let found = errors(&check);
    assert!(
        found.contains(&format!("stale: {gone}.template.json\n")),
        "{found}"
    );
    assert!(found.contains(&said), "{found}");
    // As of a folder that was committed without its index.
    let index = scratch.root.join("deploy/.pipewright");
    let text = fs::read(&index).unwrap();
    fs::remove_file(&index).unwrap();
    assert!(errors(&run_in("eu-north-1", &["--check", "deploy"])).contains(&said));
    fs::write(&index, text).unwrap();
    let written = run_in("eu-north-1", &["deploy"]);
    assert_eq!((written.status.code(), errors(&written)), (Some(0), said));
}

#[test]
fn emit_in_a_main_is_an_error() {
    let scratch = crate_with(
        "emit-in-main",
        &format!("fn main() {{ pipewright::emit({SOUND}); println!(\"done\"); }}\n"),
    );
    // With a build script, Cargo sets `OUT_DIR` for the program too.
    let output = run(&scratch, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert_eq!(
        errors(&output),
        "src/main.rs:1:13: error: [P563] `emit` belongs in a build script, and this is none\n  \
         help: a `main` calls `pipewright::run`\n  \
         see: https://docs.rs/pipewright/latest/pipewright/errors/index.html#p563\n"
    );
}

#[test]
fn a_folder_of_another_program_is_refused() {
    let one = crate_of("run-one");
    let folder = one.root.join("deploy");
    assert!(run(&one, &["deploy"]).status.success());
    let other = crate_of("run-other");
    let output = run(&other, &[folder.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = errors(&output);
    assert!(
        said.contains("[P560]") && said.contains("holds the output of `run-one`"),
        "{said}"
    );
    // To compare asks nobody.
    let check = run(&other, &["--check", folder.to_str().unwrap()]);
    assert_eq!(check.status.code(), Some(0), "{}", errors(&check));
}

#[cfg(unix)]
#[test]
fn a_folder_may_be_called_anything() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let scratch = crate_of("any-name");
    for name in [
        &b"bytes-\xff"[..],
        b"a b",
        b"line\nbreak",
        "\u{202e}".as_bytes(),
    ] {
        let name = OsStr::from_bytes(name);
        for check in [&[][..], &["--check"]] {
            let mut cargo = scratch.cargo(&["run", "--quiet", "--"]);
            cargo.args(check).arg(name);
            let output = cargo.output().unwrap();
            assert!(output.status.success(), "{name:?}: {}", errors(&output));
        }
        assert_eq!(names(&scratch.root.join(name)).len(), 9);
    }
    let mut cargo = scratch.cargo(&["run", "--quiet", "--"]);
    cargo.arg(OsStr::from_bytes(b"--\xff"));
    assert_eq!(cargo.output().unwrap().status.code(), Some(2));
}

/// The texts of a folder, with those of what is in its folders.
#[cfg(unix)]
fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.insert(path.clone(), String::new());
            texts.extend(self::texts(&path));
        } else {
            texts.insert(path.clone(), fs::read_to_string(&path).unwrap());
        }
    }
    texts
}

/// A program that writes two versions of a folder, of which every file differs.
#[cfg(unix)]
fn two_versions(name: &str) -> (Scratch, PathBuf) {
    let asking = SOUND.replace("\"111111111111\"", "(std::env::var(\"SCRATCH_ACCOUNT\")?)");
    let scratch = crate_with(name, &main(&asking));
    let program = scratch.program();
    (scratch, program)
}

/// A disk that is full after so many blocks, as the shell's limit on a file's size has it:
/// either the process is killed in the middle of a write, or the write fails.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let (scratch, program) = two_versions("full-disk");
    let folder = scratch.root.join("deploy");
    let write = |account: &str, limits: &str| {
        let mut bash = Command::new("bash");
        let script = format!("{limits}; exec \"$0\" deploy");
        bash.args(["-c", &script]).arg(&program);
        bash.current_dir(&scratch.root)
            .env("SCRATCH_ACCOUNT", account);
        bash.output().unwrap()
    };
    assert!(write("111111111111", ":").status.success());
    let before = texts(&folder);
    let largest = before.values().map(String::len).max().unwrap() / 1024;
    for blocks in [0, 1, 2, 4, 8, largest - 1] {
        let full = write("222222222222", &format!("trap '' XFSZ; ulimit -f {blocks}"));
        let said = errors(&full);
        assert_eq!(full.status.code(), Some(1), "{blocks}: {said}");
        assert!(
            said.contains("[P565] cannot write `deploy`: `deploy/.pipewright-new/"),
            "{said}"
        );
        assert_eq!(texts(&folder), before, "{blocks}");
        // Nobody can clear up behind a process that was killed, but the next run does.
        let killed = write("222222222222", &format!("ulimit -c 0; ulimit -f {blocks}"));
        assert_eq!(killed.status.code(), None, "{blocks}: {}", errors(&killed));
        let mut left = texts(&folder);
        left.retain(|path, _| !path.to_str().unwrap().contains(".pipewright-new"));
        assert_eq!(left, before, "{blocks}");
        assert!(write("111111111111", ":").status.success());
        assert_eq!(texts(&folder), before, "{blocks}");
    }
}

/// A process that is killed at some moment while it writes.
#[cfg(unix)]
#[test]
fn a_killed_run_leaves_nothing_torn() {
    let (scratch, program) = two_versions("killed-run");
    let folder = scratch.root.join("deploy");
    let command = |account: &str| {
        let mut command = Command::new(&program);
        command.arg("deploy").current_dir(&scratch.root);
        command
            .env("SCRATCH_ACCOUNT", account)
            .stdout(Stdio::null());
        command
    };
    let accounts = ["111111111111", "222222222222"];
    let whole = accounts.map(|account| {
        assert!(command(account).status().unwrap().success());
        texts(&folder)
    });
    let waiting = ["new", "next"].map(|name| folder.join(format!(".pipewright-{name}")));
    let mut killed_inside = 0;
    for round in 0..60 {
        let mut child = command(accounts[round % 2]).spawn().unwrap();
        while child.try_wait().unwrap().is_none() && !waiting.iter().any(|path| path.exists()) {
            std::hint::spin_loop();
        }
        let now = Instant::now();
        while now.elapsed() < Duration::from_micros(40 * round as u64) {
            std::hint::spin_loop();
        }
        // It may have ended.
        let _ = child.kill();
        child.wait().unwrap();
        killed_inside += usize::from(waiting.iter().any(|path| path.exists()));
        let found = texts(&folder);
        if found.contains_key(&folder.join("manifest.json")) {
            // The other way in, `deploy.sh`, may be gone already, or not be there yet.
            let script = folder.join("deploy.sh");
            let with_script = found.contains_key(&script);
            let kept = |path: &PathBuf| {
                let index = path.to_str().unwrap().contains("/.pipewright");
                !index && (with_script || *path != script)
            };
            let mut found = found;
            found.retain(|path, _| kept(path));
            let fits = |whole: &BTreeMap<PathBuf, String>| {
                let mut whole = whole.clone();
                whole.retain(|path, _| kept(path));
                whole == found
            };
            assert!(whole.iter().any(fits), "round {round}: {found:#?}");
        }
        let next = (round / 2) % 2;
        assert!(command(accounts[next]).status().unwrap().success());
        assert_eq!(texts(&folder), whole[next], "round {round}");
    }
    assert!(
        killed_inside > 5,
        "{killed_inside} were killed while they wrote"
    );
}

fn run(scratch: &Scratch, arguments: &[&str]) -> Output {
    let arguments: Vec<&str> = ["run", "--quiet", "--"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    scratch.cargo(&arguments).output().unwrap()
}

/// A crate whose `main` runs the pipeline.
fn crate_of(name: &str) -> Scratch {
    crate_with(name, &main(SOUND))
}

fn main(pipeline: &str) -> String {
    format!("fn main() -> std::process::ExitCode {{ pipewright::run({pipeline}) }}\n")
}

/// A crate with this `main`.
fn crate_with(name: &str, main: &str) -> Scratch {
    let scratch = Scratch::new(name, "fn main() {}\n");
    let manifest = fs::read_to_string(scratch.root.join("Cargo.toml")).unwrap();
    // With the feature that the macro asks for, so that core is the one of the build scripts.
    let manifest = manifest.replace("[build-dependencies]", "[dependencies]")
        + "proc-macro2 = { version = \"1\", features = [\"span-locations\"] }\n";
    scratch.write("Cargo.toml", &manifest);
    scratch.write("src/main.rs", main);
    scratch
}

//! What the command gives a shell: its help, completions, manual and exit codes.

mod support;

use std::fs;
use std::process::{Command, Stdio};

use support::{SOUND, root, run};

/// The names of all commands.
fn commands() -> Vec<String> {
    let help = run(&root(), ["--help"]).succeeds();
    let commands = help.split("Commands:\n").nth(1).expect("the commands");
    let lines = commands.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| {
        line.strip_prefix("  ")
            .filter(|rest| !rest.starts_with(' '))
    });
    let names = names.filter_map(|rest| rest.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_help_has_an_example_and_the_exit_codes() {
    for name in commands() {
        let help = run(&root(), [name.as_str(), "--help"]).succeeds();
        assert!(
            help.contains("Example: cargo pipewright "),
            "{name}: {help}"
        );
        assert!(help.contains("Exit codes: 0 "), "{name}: {help}");
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&root(), ["completions", shell]).succeeds();
        assert!(script.contains("cargo-pipewright"), "{shell}");
        for name in commands() {
            assert!(script.contains(&name), "{shell}: {name}");
        }
    }
    assert_eq!(run(&root(), ["completions", "cmd"]).code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    run(folder, ["man", "."]).succeeds();
    assert!(folder.join("cargo-pipewright.1").exists());
    for name in commands() {
        let page = folder.join(format!("cargo-pipewright-{name}.1"));
        let page = fs::read_to_string(&page).expect("a manual page");
        assert!(page.contains("Example: cargo pipewright"), "{name}");
    }
    run(folder, ["man", "none"]).fails();
}

#[test]
fn quiet_prints_results_and_errors_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("app.pipeline"), SOUND).expect("a file");
    let ran = run(folder, ["check", "app.pipeline", "--quiet"]);
    assert_eq!((ran.code, ran.out + &ran.err), (0, String::new()));
    fs::write(folder.join("app.pipeline"), "nam: 1;").expect("a file");
    assert!(
        run(folder, ["check", "app.pipeline", "-q"])
            .fails()
            .contains("P401")
    );
}

#[test]
fn colours_are_printed_where_they_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    fs::write(folder.join("app.pipeline"), "nam: 1;").expect("a file");
    let said = |when: &str| run(folder, ["check", "app.pipeline", "--color", when]).fails();
    assert!(said("always").contains('\u{1b}'));
    assert!(!said("never").contains('\u{1b}'));
    assert!(!said("auto").contains('\u{1b}'), "a test is no terminal");
    assert_eq!(
        run(folder, ["check", "app.pipeline", "--color", "red"]).code,
        2
    );
}

/// A command for each that prints a result.
const RESULTS: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["check", "--help"],
    &["build", "app.pipeline", "--out", "old", "--check"],
    &["completions", "bash"],
    &["diff", "old", "new"],
    &["diff", "old", "new", "--json"],
    &["explain"],
    &["explain", "P101"],
    &["fmt", "--check", "wide.pipeline"],
    &["graph", "app.pipeline"],
    &["new", "--list"],
    &["open", "--print", "old"],
    &["simulate", "app.pipeline"],
];

/// A folder in which each of them has a result.
fn with_results() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file");
    };
    write("app.pipeline", SOUND);
    run(folder.path(), ["build", "app.pipeline", "--out", "old"]).succeeds();
    write("app.pipeline", &SOUND.replace("Copy", "Publish"));
    run(folder.path(), ["build", "app.pipeline", "--out", "new"]).succeeds();
    write("wide.pipeline", &SOUND.replace("    ", "  "));
    folder
}

/// What is printed to a place that takes nothing: the exit code, and the errors.
fn printed_to(folder: &std::path::Path, arguments: &[&str], out: Stdio) -> (Option<i32>, String) {
    let child = Command::new(env!("CARGO_BIN_EXE_cargo-pipewright"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command");
    let output = child.wait_with_output().expect("its end");
    let said = String::from_utf8(output.stderr).expect("text");
    (output.status.code(), said)
}

#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let folder = with_results();
    for arguments in RESULTS {
        let ran = run(folder.path(), arguments.iter().copied());
        assert!(!ran.out.is_empty(), "{arguments:?}: {}", ran.err);
        // Whoever reads has gone.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let (code, said) = printed_to(folder.path(), arguments, writer.into());
        assert_eq!(code, Some(1), "{arguments:?}: {said}");
        assert!(!said.contains("cannot be written"), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        if cfg!(target_os = "linux") {
            let full = fs::File::options().write(true).open("/dev/full");
            let full = full.expect("a device that is full");
            let (code, said) = printed_to(folder.path(), arguments, full.into());
            assert_eq!(code, Some(1), "{arguments:?}: {said}");
            assert!(
                said.contains("the result cannot be written: No space left on device"),
                "{arguments:?}: {said}"
            );
        }
    }
}

/// What a user may get wrong, and what is said then.
#[test]
fn what_cannot_be_done_is_said_in_the_words_that_were_typed() {
    let folder = with_results();
    let folder = folder.path();
    fs::create_dir(folder.join("empty")).expect("a folder");
    fs::write(folder.join("bytes"), [0xff, 0xfe, 0]).expect("a file");
    for (arguments, wanted) in [
        (
            &["fmt", "empty"][..],
            "there is no `.pipeline` file and no `.rs` file in or below `empty`",
        ),
        (&["new", "."], "`.` is no name of a new folder"),
        (
            &["new", "shop", "--path", "empty"],
            "`empty` has no `Cargo.toml`",
        ),
        (
            &["import", "bytes", "--path", "none"],
            "`none` has no `Cargo.toml`",
        ),
        (&["open", "app.pipeline"], "`app.pipeline` is not a folder"),
        (&["diff", "old"], "`old` is in no git repository"),
        (
            &[
                "diff",
                "old",
                "new",
                "--deny-new-access",
                "--allow",
                "bytes",
            ],
            "`bytes` is not UTF-8 text",
        ),
        (
            &[
                "diff",
                "old",
                "new",
                "--deny-new-access",
                "--allow",
                "empty",
            ],
            "`empty` is a folder",
        ),
        (
            &["simulate", "app.pipeline", "--duration", "S3Deploy=1e300"],
            "`S3Deploy` cannot take more than a year",
        ),
    ] {
        let said = run(folder, arguments.iter().copied()).fails();
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    assert!(!folder.join("shop").exists());
}

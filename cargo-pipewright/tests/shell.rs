//! What the command gives a shell: its help, completions, manual and exit codes.

mod support;

use std::fs;

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

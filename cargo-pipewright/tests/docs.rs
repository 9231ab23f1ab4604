//! The pages of the commands: each command has one, and what a page shows is what the command does.
//!
//! A block of `pipeline NAME` is a file. In a block of `console`, each line behind `$ ` is run in the
//! folder of the files, and the lines below it are its results and then its messages. A line `…` stands
//! for any lines. `BLESS=1` writes the results anew where none of them is `…`.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{files, root, run};

fn pages() -> Vec<PathBuf> {
    files(&root().join("docs/command"), "md")
}

#[test]
fn every_command_has_a_page() {
    let index = fs::read_to_string(root().join("docs/command.md")).expect("the index");
    let help = run(&root(), ["--help"]).succeeds();
    let commands = help.split("Commands:\n").nth(1).expect("the commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands
        // A longer description goes on in a line that is indented further.
        .filter_map(|line| {
            line.strip_prefix("  ")
                .filter(|rest| !rest.starts_with(' '))
        })
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        let row = index
            .lines()
            .find(|line| line.contains(&format!("`{name}`")));
        let row = row.unwrap_or_else(|| panic!("docs/command.md lacks `{name}`"));
        let link = row
            .split("](")
            .nth(1)
            .and_then(|rest| rest.split(')').next());
        let page = root().join("docs").join(link.expect("a link"));
        let page = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{page:?}: {error}"));
        assert!(page.contains(&format!("`{name}`")), "{name}");
        let usage = format!("cargo pipewright {name}");
        assert!(page.contains(&usage), "the page of `{name}` never calls it");
    }
}

/// Every option of a command stands on its page.
#[test]
fn every_option_has_a_line() {
    for page in pages() {
        let name = page.file_stem().expect("a name").to_string_lossy();
        let text = fs::read_to_string(&page).expect("a page");
        let help = run(&root(), [name.as_ref(), "--help"]).succeeds();
        let general = ["--quiet", "--color", "--help", "--version"];
        for word in help
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
        {
            let option = word.trim_end_matches(|one: char| !one.is_alphanumeric());
            if !general.contains(&option) && option.len() > 2 {
                assert!(text.contains(option), "{}: {option}", page.display());
            }
        }
    }
}

#[test]
fn what_a_page_shows_is_so() {
    let mut commands = 0;
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        let folder = tempfile::tempdir().expect("a folder");
        let mut told = String::new();
        let mut last = 0;
        for (is_block, part) in parts(&text) {
            let (first, inside) = part.split_once('\n').unwrap_or((part, ""));
            match first.strip_prefix("```") {
                Some(kind) if is_block && kind == "console" => {
                    told.push_str("```console\n");
                    told.push_str(&session(folder.path(), inside, &mut last, &mut commands));
                }
                Some(kind) if is_block && kind.starts_with("pipeline ") => {
                    let name = kind.trim_start_matches("pipeline ");
                    fs::write(folder.path().join(name), inside).expect("a file");
                    told.push_str(part);
                }
                _ => told.push_str(part),
            }
        }
        if std::env::var_os("BLESS").is_some() {
            fs::write(&page, &told).expect("a page");
            continue;
        }
        assert_eq!(text, told, "{}; `BLESS=1` writes it", page.display());
    }
    assert!(commands > 15, "only {commands} commands are shown");
}

/// The parts of a page; each block begins with its fence, and its end is of the next part.
fn parts(page: &str) -> Vec<(bool, &str)> {
    let mut parts = Vec::new();
    let (mut begin, mut at, mut is_block) = (0, 0, false);
    for line in page.split_inclusive('\n') {
        if line.starts_with("```") {
            parts.push((is_block, &page[begin..at]));
            begin = at;
            is_block = !is_block;
        }
        at += line.len();
    }
    parts.push((is_block, &page[begin..]));
    parts
}

/// The lines of a session, as the commands give them now.
fn session(folder: &Path, shown: &str, last: &mut i32, commands: &mut usize) -> String {
    let mut told = String::new();
    for step in format!("\n{shown}").split("\n$ ").skip(1) {
        let (command, expected) = step.split_once('\n').unwrap_or((step, ""));
        let found = if command == "echo $?" {
            format!("{last}\n")
        } else {
            let words = command.strip_prefix("cargo pipewright ").expect(command);
            let ran = run(folder, words.split_whitespace());
            *last = ran.code;
            *commands += 1;
            format!("{}{}", ran.out, ran.err)
        };
        let expected = expected.trim_end_matches('\n');
        let fits = expected.lines().any(|line| line == "…") && fits(expected, &found);
        let shown = if fits { expected } else { found.trim_end() };
        told.push_str("$ ");
        told.push_str(command);
        told.push('\n');
        if !shown.is_empty() {
            told.push_str(shown);
            told.push('\n');
        }
    }
    told
}

/// Returns whether a text has the shown lines, in which `…` stands for any.
fn fits(shown: &str, found: &str) -> bool {
    let mut rest = format!("\n{found}\n");
    let parts: Vec<&str> = shown.split('…').map(str::trim_end).collect();
    for (number, part) in parts.iter().enumerate() {
        let part = format!("\n{}", part.trim_start_matches('\n'));
        match rest.find(part.trim_end()) {
            Some(at) if number > 0 || at == 0 => {
                rest = rest[at + part.trim_end().len()..].to_owned()
            }
            _ => return false,
        }
    }
    shown.ends_with('…') || rest.trim().is_empty()
}

//! The steps of a synthesis, in instructions, at every size: `cargo bench`.
//!
//! Times differ between runs and machines; instruction counts hardly do. This program runs
//! itself under valgrind's callgrind, which has to be installed, once for each size. Callgrind
//! records each step separately.

mod pipelines;
mod profile;

use std::collections::HashMap;
use std::env;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use pipewright_core::steps;
use profile::Profile;

const ACTIONS: [usize; 3] = [10, 100, 1000];
const ACCOUNTS: [usize; 3] = [1, 20, 500];

/// The largest growth of a step's instructions for each action, from the second largest size
/// to the largest.
const GROWTH: f64 = 1.5;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--size", actions, accounts, folder] = arguments.as_slice() {
        let number = |text: &str| text.parse().expect("a number");
        let builder = pipelines::sized(number(actions), number(accounts));
        steps::run(builder, Path::new(folder)).expect("a sound pipeline");
        return ExitCode::SUCCESS;
    }
    let valgrind = Command::new("valgrind").arg("--version").output();
    if valgrind.is_err() {
        eprintln!("no `valgrind`: install it to count instructions, `apt-get install valgrind`");
        return ExitCode::FAILURE;
    }
    for accounts in ACCOUNTS {
        table(accounts);
    }
    ExitCode::SUCCESS
}

/// Prints the thousands of instructions for each action, and the functions that take most.
fn table(accounts: usize) {
    let sizes = ACTIONS.map(|actions| measure(actions, accounts));
    println!("\n{accounts} foreign accounts: thousands of instructions for each action\n");
    println!("| step | 10 actions | 100 | 1,000 | growth | top three at 1,000 |");
    println!("| --- | ---: | ---: | ---: | ---: | --- |");
    for step in steps::ALL {
        let each: Vec<f64> = sizes
            .iter()
            .zip(ACTIONS)
            .map(|(size, actions)| size[step].instructions as f64 / actions as f64)
            .collect();
        let growth = each[2] / each[1];
        let over = if growth > GROWTH { " (over 1.5)" } else { "" };
        let top = sizes[2][step].top(3).into_iter();
        let top: Vec<String> = top
            .map(|(name, part)| format!("`{name}` {:.0} %", part * 100.0))
            .collect();
        println!(
            "| {step} | {:.1} | {:.1} | {:.1} | {growth:.2}{over} | {} |",
            each[0] / 1e3,
            each[1] / 1e3,
            each[2] / 1e3,
            top.join(", ")
        );
    }
}

/// The profiles of one size, by step.
fn measure(actions: usize, accounts: usize) -> HashMap<String, Profile> {
    let scratch = tempfile::tempdir().expect("a folder");
    let profiles = scratch.path().join("profiles");
    std::fs::create_dir(&profiles).expect("a folder");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--compress-pos=no"]);
    command.arg(format!("--callgrind-out-file={}/out", profiles.display()));
    for step in steps::ALL {
        let function = format!("pipewright_core::steps::{step}");
        command.arg(format!("--dump-before={function}"));
        command.arg(format!("--dump-after={function}"));
    }
    let (actions, accounts) = (actions.to_string(), accounts.to_string());
    let status = command
        .arg(env::current_exe().expect("this program"))
        .args(["--size", &actions, &accounts])
        .arg(scratch.path().join("output"))
        .stderr(Stdio::null())
        .status();
    assert!(
        status.is_ok_and(|status| status.success()),
        "callgrind failed"
    );
    profile::read(&profiles)
}

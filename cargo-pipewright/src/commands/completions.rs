//! `completions` and `man`: for the shell, and for `man`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::screen::Screen;

/// The program, as a shell knows it.
const PROGRAM: &str = "cargo-pipewright";

/// Print a script that completes commands and options in a shell
///
/// Example: cargo pipewright completions fish > ~/.config/fish/completions/cargo-pipewright.fish
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Write the manual pages into a folder
///
/// Example: cargo pipewright man ~/.local/share/man/man1
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, which has to exist
    folder: PathBuf,
}

pub(crate) fn run(Arguments { shell }: &Arguments, screen: &Screen) {
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut crate::command(), PROGRAM, &mut script);
    screen.text(&String::from_utf8_lossy(&script));
}

pub(crate) fn manual(Man { folder }: &Man, screen: &Screen) -> Result<(), Failure> {
    clap_mangen::generate_to(crate::command().name(PROGRAM), folder)
        .map_err(|error| Failure::of_file(folder, &error))?;
    screen.note(format_args!(
        "the manual pages stand in `{}`",
        folder.display()
    ));
    Ok(())
}

//! `completions` and `man`: for the shell, and for `man`.

use std::io;
use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::screen::Screen;

/// Print a script that completes commands and options in a shell
///
/// For bash: `cargo pipewright completions bash > ~/.local/share/bash-completion/completions/pipewright`
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

/// Write the manual pages into a folder
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder, which has to exist
    folder: PathBuf,
}

pub(crate) fn run(Arguments { shell }: &Arguments) -> Result<(), Failure> {
    let mut command = crate::command();
    clap_complete::generate(*shell, &mut command, "pipewright", &mut io::stdout());
    Ok(())
}

pub(crate) fn manual(Man { folder }: &Man, screen: &Screen) -> Result<(), Failure> {
    clap_mangen::generate_to(crate::command(), folder)
        .map_err(|error| Failure::of_file(folder, &error))?;
    screen.note(format_args!(
        "the manual pages stand in `{}`",
        folder.display()
    ));
    Ok(())
}

//! `cargo pipewright`: what a build script cannot be. A start for a new pipeline, a bridge from
//! what exists, and a gate for what changes.
//!
//! Each command has a file in `commands`. It reads no credentials, and asks no network.

mod commands;
mod failure;
mod layout;
mod outline;
mod progress;
mod screen;
mod source;
mod words;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser};

use commands::Command;
use screen::Screen;

/// Exit codes, in the help of every command.
const EXIT_CODES: &str = "Exit codes: 0 the command did what it was asked; 1 it found something \
    to mend, or could not do it, or could not print its result; 2 the command line is wrong.";

/// Pipelines in files: made, checked, compared, imported
#[derive(Debug, Parser)]
#[command(
    name = "pipewright",
    bin_name = "cargo pipewright",
    version,
    after_help = EXIT_CODES,
    propagate_version = true
)]
struct Arguments {
    #[command(flatten)]
    screen: screen::Options,
    #[command(subcommand)]
    command: Command,
}

/// Runs the program on the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let words = own(std::env::args_os().collect());
    let parsed = command()
        .try_get_matches_from(words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            let printed = error.print().and_then(|()| io::stdout().flush());
            return match printed {
                // The help is a result; what is wrong with a command line is told by the code too.
                Err(unwritten) if !error.use_stderr() => screen::unwritten(&unwritten),
                _ => code,
            };
        }
    };
    let screen = Screen::new(&arguments.screen);
    let done = commands::run(arguments.command, &screen);
    if let Some(error) = screen.ended() {
        return screen::unwritten(&error);
    }
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            screen.fail(&failure);
            failure.exit_code()
        }
    }
}

/// The arguments without the word that Cargo puts in front of them: it starts
/// `cargo-pipewright pipewright …`.
fn own(mut arguments: Vec<OsString>) -> Vec<OsString> {
    if arguments.get(1).is_some_and(|word| word == "pipewright") {
        arguments.remove(1);
    }
    arguments
}

/// The command line, with the exit codes in the help of every command.
fn command() -> clap::Command {
    Arguments::command().mut_subcommands(|command| command.after_help(EXIT_CODES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn cargo_s_own_word_is_left_out() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let wanted = words("cargo-pipewright explain P101");
        assert_eq!(
            own(words("cargo-pipewright pipewright explain P101")),
            wanted
        );
        assert_eq!(own(wanted.clone()), wanted);
    }
}

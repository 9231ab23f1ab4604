//! The commands, each in a file of its own.

mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod fmt;
mod graph;
mod import;
mod new;
mod open;
mod simulate;

use clap::Subcommand;

use crate::failure::Failure;
use crate::screen::Screen;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(new::Arguments),
    Import(import::Arguments),
    Check(check::Arguments),
    Build(build::Arguments),
    Fmt(fmt::Arguments),
    Graph(graph::Arguments),
    Simulate(simulate::Arguments),
    Open(open::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Completions(completions::Arguments),
    Man(completions::Man),
}

pub(crate) fn run(command: Command, screen: &Screen) -> Result<(), Failure> {
    match command {
        Command::New(arguments) => new::run(&arguments, screen),
        Command::Import(arguments) => import::run(&arguments, screen),
        Command::Check(arguments) => check::run(&arguments, screen),
        Command::Build(arguments) => build::run(&arguments, screen),
        Command::Fmt(arguments) => fmt::run(&arguments, screen),
        Command::Graph(arguments) => graph::run(&arguments, screen),
        Command::Simulate(arguments) => simulate::run(&arguments, screen),
        Command::Open(arguments) => open::run(&arguments, screen),
        Command::Diff(arguments) => diff::run(&arguments, screen),
        Command::Explain(arguments) => explain::run(&arguments, screen),
        Command::Completions(arguments) => {
            completions::run(&arguments, screen);
            Ok(())
        }
        Command::Man(arguments) => completions::manual(&arguments, screen),
    }
}

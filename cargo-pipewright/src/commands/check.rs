//! `check`: a pipeline in a plain file, checked and proven, and nothing written.

use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;
use crate::screen::Screen;
use crate::source::assembled;
use crate::words::counted;

/// Check pipelines that stand in plain files
///
/// The files hold what stands in `pipeline! { … }`. The templates are made and their access is
/// proven, as `build` does it; nothing is written.
///
/// Example: cargo pipewright check app.pipeline
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The files, such as app.pipeline; `-` is the standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub(crate) fn run(Arguments { files }: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let assembly = assembled(files, screen)?;
    let stacks = assembly.templates().count();
    screen.note(format_args!(
        "no errors; the templates of {} can be made",
        counted(stacks, "stack", "stacks")
    ));
    Ok(())
}

//! `diff`: two outputs compared. Who gains access, who loses it, and what is deployed differently.

mod allow;
mod clean;
mod flagged;
mod git;
mod json;
mod markdown;
mod side;
mod text;

use std::path::PathBuf;

use clap::Args;
use pipewright_core::compare::compare_with_progress;

use crate::failure::Failure;
use crate::screen::Screen;
use allow::Allowed;
use side::Side;

/// Compare two outputs: who gains access, who loses it, what is deployed differently
///
/// An output is a folder that `cargo build` or `cargo pipewright build` wrote, or such a folder in a
/// git revision: `HEAD~1:templates`. Access is compared by its meaning: IAM's evaluation decides on
/// both sides. A statement in other words is no difference. "Nobody gains access" is said only if it is
/// decided; what is not decided is listed.
///
/// Example: cargo pipewright diff templates
/// Example: cargo pipewright diff origin/main:templates templates --markdown
/// Example: cargo pipewright diff origin/main:templates templates --deny-new-access --allow new-access.txt
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Exit codes: 0 the outputs are compared; 1 with --deny-new-access, somebody gains access \
        or it is not decided, or the outputs could not be read; 2 the command line is wrong."
)]
pub(crate) struct Arguments {
    /// The output before: a folder, or REVISION:FOLDER
    old: String,
    /// The output after; if it is left out, OLD is a folder, compared with its last commit
    new: Option<String>,
    /// Print Markdown, for a pull request
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Exit with 1 if somebody gains access, or if it is not decided
    #[arg(long)]
    deny_new_access: bool,
    /// A file with new access that is allowed: a line for each, PRINCIPAL | CALL | RESOURCE
    #[arg(long, value_name = "FILE", requires = "deny_new_access")]
    allow: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Result<(), Failure> {
    let allowed = match &arguments.allow {
        Some(file) => Allowed::read(file)?,
        None => Allowed::default(),
    };
    let (old, new) = match &arguments.new {
        Some(new) => (Side::read(&arguments.old)?, Side::read(new)?),
        None => Side::committed(&arguments.old)?,
    };
    let progress = screen.progress("comparing access");
    let found = compare_with_progress(&old.snapshot, &new.snapshot, &|step| {
        progress.tell(step.done, step.all);
    });
    drop(progress);
    screen.result(if arguments.json {
        json::text(&found, &old, &new)
    } else if arguments.markdown {
        markdown::text(&clean::on_one_line(&found), &old, &new)
    } else {
        text::text(&clean::on_one_line(&found), &old, &new)
    });
    if !arguments.deny_new_access {
        return Ok(());
    }
    let flagged = flagged::all(&found);
    let rest = allowed.not_allowed(&flagged);
    for unused in allowed.unused(&flagged) {
        screen.note(format_args!("{unused}"));
    }
    if rest.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = rest.iter().map(|one| format!("  {one}")).collect();
    Err(Failure::with_help(
        "there is new access, or it is not decided whether there is",
        format!(
            "if it is meant, write these lines into a file, review it, and pass it with `--allow`:\n{}",
            lines.join("\n")
        ),
    ))
}

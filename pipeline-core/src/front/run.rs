//! In a `main`: writes a folder that a person reviews and commits, or checks that it is
//! current.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use super::IntoPipelines;
use super::build_script::{BuildScript, tell};
use super::refused::run_in_build_script;
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::{Location, Place};
use crate::write::{Assembly, synthesize};

/// Writes a line to the standard output. If nobody reads it, that is no error.
macro_rules! say {
    ($($text:tt)*) => { drop(writeln!(io::stdout(), $($text)*)) };
}

/// Writes a line to the standard error. If nobody reads it, the exit code still tells.
macro_rules! complain {
    ($($text:tt)*) => { drop(writeln!(io::stderr(), $($text)*)) };
}

const USAGE: &str = "usage: OUT            writes the templates to the folder OUT
       --check OUT    exits with 1 and a list if the folder OUT is not current";

/// Writes the templates of one pipeline or several to the folder that the command line
/// names, `cargo run -- OUT`, or checks that it is current, `cargo run -- --check OUT`:
/// then it exits with 1, and lists what differs, where it is not.
///
/// ```no_run
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Pipeline};
/// fn main() -> std::process::ExitCode {
///     pipewright::run(
///         Pipeline::builder("app").account(Account::home("tools", "111111111111").region("us-east-1"))
///             // stages
///             .build(),
///     )
/// }
/// ```
#[track_caller]
pub fn run(pipelines: impl IntoPipelines) -> ExitCode {
    run_all(pipelines.into_pipelines(), Location::here())
}

/// A pipeline or several, or what is wrong with them.
type Found = Result<Vec<Pipeline>, Findings<Location>>;

fn run_all(pipelines: Found, at: Location) -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if arguments.is_empty() && BuildScript::current().is_some() {
        for error in run_in_build_script(at).errors() {
            let place = error.at.describe().unwrap_or_default();
            tell("error", &format!("{place}: {}", error.text_with_address()));
        }
        return ExitCode::FAILURE;
    }
    let options: Vec<Option<&str>> = arguments.iter().map(|word| word.to_str()).collect();
    let outcome = match (options.as_slice(), arguments.as_slice()) {
        ([Some("--check"), _], [_, folder]) => check(pipelines, Path::new(folder), at),
        ([Some("--help" | "-h")], _) => {
            say!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        (_, [folder]) if !folder.as_encoded_bytes().starts_with(b"-") => {
            write(pipelines, Path::new(folder), at)
        }
        _ => {
            complain!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(found) => {
            complain!("{found}");
            ExitCode::FAILURE
        }
    }
}

fn write(pipelines: Found, folder: &Path, at: Location) -> Result<bool, Findings<Location>> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let written = assembly.write_at(folder, &[program()], at)?;
    say!("{}: {written}", folder.display());
    if let Some(stacks) = written.left_over {
        complain!("{stacks}");
    }
    if !written.warnings.is_empty() {
        complain!("{}", written.warnings);
    }
    Ok(true)
}

fn check(pipelines: Found, folder: &Path, at: Location) -> Result<bool, Findings<Location>> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let differences = assembly.differences_at(folder, at)?;
    if !differences.is_empty() {
        complain!("{differences}");
    }
    Ok(differences.is_empty())
}

/// The name of this program, which its folders belong to.
fn program() -> String {
    let path = env::current_exe().unwrap_or_default();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    name.replace(char::is_control, "")
}

fn synthesized(pipelines: &[Pipeline]) -> Result<Assembly, Findings<Location>> {
    let assembly = synthesize(pipelines)?;
    if !assembly.warnings().is_empty() {
        complain!("{}", assembly.warnings());
    }
    Ok(assembly)
}

fn checked(pipelines: Found) -> Result<Vec<Pipeline>, Findings<Location>> {
    let pipelines = pipelines?;
    for pipeline in &pipelines {
        if !pipeline.warnings().is_empty() {
            complain!("{}", pipeline.warnings());
        }
    }
    Ok(pipelines)
}

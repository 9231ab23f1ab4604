//! In a `main`: writes a folder that a person reviews and commits, or checks that it is
//! current.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::IntoPipelines;
use super::build_script::{BuildScript, tell};
use super::refused::{refused, run_in_build_script, unreadable};
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::{Location, Place};
use crate::write::{Assembly, Drift, Writer, compare, left_over, replace, synthesize};

const USAGE: &str = "usage: OUT            writes the templates to the folder OUT
       --check OUT    exits with 1 and a list if the folder OUT is not current";

/// Writes the templates of one pipeline or several to the folder that the command line
/// names, `cargo run -- OUT`, or checks that it is current, `cargo run -- --check OUT`:
/// then it exits with 1, and lists what differs, where it is not.
///
/// ```no_run
/// # use pipewright_core::{builder::Account, pipeline::Pipeline};
/// fn main() -> std::process::ExitCode {
///     pipewright_core::front::run(
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
            tell("error", &format!("{place}: {}", error.text()));
        }
        return ExitCode::FAILURE;
    }
    let options: Vec<Option<&str>> = arguments.iter().map(|word| word.to_str()).collect();
    let outcome = match (options.as_slice(), arguments.as_slice()) {
        ([Some("--check"), _], [_, folder]) => check(pipelines, Path::new(folder), at),
        ([Some("--help" | "-h")], _) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        (_, [folder]) if !folder.as_encoded_bytes().starts_with(b"-") => {
            write(pipelines, Path::new(folder), at)
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(found) => {
            eprintln!("{found}");
            ExitCode::FAILURE
        }
    }
}

fn write(pipelines: Found, folder: &Path, at: Location) -> Result<bool, Findings<Location>> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let program = program();
    let writer = Writer {
        name: &program,
        time: None,
    };
    let replaced =
        replace(folder, writer, &assembly).map_err(|refusal| refused(refusal, folder, at))?;
    println!(
        "{}: {} of {} files changed",
        folder.display(),
        replaced.changed,
        assembly.files().len()
    );
    if let Some(stacks) = left_over(&replaced.removed) {
        eprintln!("{stacks}");
    }
    Ok(true)
}

fn check(pipelines: Found, folder: &Path, at: Location) -> Result<bool, Findings<Location>> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let drift = compare(folder, &assembly).map_err(|error| unreadable(&error, folder, at))?;
    let mut superfluous = Vec::new();
    for file in &drift {
        match file {
            Drift::Missing(name) => eprintln!("missing: {name}"),
            Drift::Differs(name) => eprintln!("differs: {name}"),
            Drift::NotExecutable(name) => eprintln!("not executable: {name}"),
            Drift::Stale(name) => eprintln!("stale: {name}"),
            Drift::Unlisted(name) => eprintln!("not of these pipelines: {name}"),
        }
        if let Drift::Stale(name) | Drift::Unlisted(name) = file {
            let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
            superfluous.push((name.clone(), text));
        }
    }
    if let Some(stacks) = left_over(&superfluous) {
        eprintln!("{stacks}");
    }
    if !drift.is_empty() {
        eprintln!(
            "`{}` is not current: write it again and review the change",
            folder.display()
        );
    }
    Ok(drift.is_empty())
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
        eprintln!("{}", assembly.warnings());
    }
    Ok(assembly)
}

fn checked(pipelines: Found) -> Result<Vec<Pipeline>, Findings<Location>> {
    let pipelines = pipelines?;
    for pipeline in &pipelines {
        if !pipeline.warnings().is_empty() {
            eprintln!("{}", pipeline.warnings());
        }
    }
    Ok(pipelines)
}

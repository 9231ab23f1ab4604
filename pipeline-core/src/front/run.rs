//! In a `main`: writes a folder that a person reviews and commits, or checks that it is
//! current.

use std::env;
use std::path::Path;
use std::process::ExitCode;

use super::IntoPipelines;
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;
use crate::write::{Assembly, Drift, compare, removal_warning, replace, synthesize};

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
pub fn run(pipelines: impl IntoPipelines) -> ExitCode {
    run_all(pipelines.into_pipelines())
}

/// A pipeline or several, or what is wrong with them.
type Found = Result<Vec<Pipeline>, Findings<Location>>;

fn run_all(pipelines: Found) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["--check", folder] => check(pipelines, Path::new(folder)),
        [folder] if !folder.starts_with('-') => write(pipelines, Path::new(folder)),
        ["--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(pipelines: Found, folder: &Path) -> Result<bool, String> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let replaced = replace(folder, &assembly)
        .map_err(|error| format!("cannot write `{}`: {error}", folder.display()))?;
    println!(
        "{}: {} of {} files changed",
        folder.display(),
        replaced.changed,
        assembly.files().len()
    );
    if let Some(gone) = removal_warning(&replaced) {
        eprintln!("{gone}");
    }
    Ok(true)
}

fn check(pipelines: Found, folder: &Path) -> Result<bool, String> {
    let pipelines = checked(pipelines)?;
    let assembly = synthesized(&pipelines)?;
    let drift = compare(folder, &assembly)
        .map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    for file in &drift {
        match file {
            Drift::Missing(name) => eprintln!("missing: {name}"),
            Drift::Differs(name) => eprintln!("differs: {name}"),
            Drift::Stale(name) => eprintln!("stale: {name}"),
        }
    }
    if !drift.is_empty() {
        eprintln!(
            "`{}` is not current: write it again and review the change",
            folder.display()
        );
    }
    Ok(drift.is_empty())
}

fn synthesized(pipelines: &[Pipeline]) -> Result<Assembly, String> {
    let assembly = synthesize(pipelines).map_err(|found| found.to_string())?;
    if !assembly.warnings().is_empty() {
        eprintln!("{}", assembly.warnings());
    }
    Ok(assembly)
}

fn checked(pipelines: Found) -> Result<Vec<Pipeline>, String> {
    let pipelines = pipelines.map_err(|found| found.to_string())?;
    for pipeline in &pipelines {
        if !pipeline.warnings().is_empty() {
            eprintln!("{}", pipeline.warnings());
        }
    }
    Ok(pipelines)
}

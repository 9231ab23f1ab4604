//! In a build script: writes what is to be deployed, and tells Cargo.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::IntoPipelines;
use super::build_script::{BuildScript, sayable, tell};
use super::inputs::Inputs;
use super::refused::{emitted_outside, emitted_twice, refused, untold};
use crate::finding::{Finding, Findings, SHOWN};
use crate::pipeline::Pipeline;
use crate::place::{Location, Place};
use crate::write::{Assembly, INDEX, Writer, complete, moved, replace, synthesize};

/// The environment variable that tells the crate where its templates are.
const FOLDER_VARIABLE: &str = "PIPEWRIGHT_DIR";

/// Writes the templates of one pipeline or several from a build script.
///
/// They go to `target/PROFILE/pipewright/CRATE`, all together or not at all, and what is deployed
/// goes to `OUT_DIR/pipewright` too, without the reports; in the crate, `env!("PIPEWRIGHT_DIR")` is the path of the former. What is wrong is
/// shown as errors of the build, the first 100 of a step at once, and the files of the last good build stay.
///
/// Cargo watches the files: a build that would leave those of another one, made with other
/// features or environment variables, runs the build script again. So does one with another value
/// of a variable, or another text of a file of the crate, that the sources of the build script name.
///
/// A build script emits once. Outside of a build script, this ends the program with an error.
///
/// ```no_run
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Pipeline};
/// // build.rs
/// fn main() {
///     pipewright::emit(
///         Pipeline::builder("app").account(Account::home("tools", "111111111111").region("us-east-1"))
///             // stages
///             .build(),
///     );
/// }
/// ```
#[track_caller]
pub fn emit(pipelines: impl IntoPipelines) {
    Output::new().emit(pipelines);
}

/// The place that [`emit`] writes to.
///
/// ```no_run
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Pipeline};
/// # let pipeline = Pipeline::builder("app").account(Account::home("tools", "111111111111").region("us-east-1"));
/// // build.rs
/// pipewright::Output::new().folder("deploy").emit(pipeline.build());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Output {
    folder: Option<PathBuf>,
}

impl Output {
    /// The usual place: `target/PROFILE/pipewright/CRATE`, and `target/TRIPLE/PROFILE/…` of a
    /// build with `--target`.
    #[must_use]
    pub fn new() -> Self {
        Output::default()
    }

    /// A folder in place of the usual one, relative to the crate, for this crate alone. Outside
    /// `target`, `cargo package` refuses a build script that writes into the crate.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Writes the templates of one pipeline or several; see [`emit`].
    #[track_caller]
    pub fn emit(&self, pipelines: impl IntoPipelines) {
        // Only this line is generic, so that a changed build script compiles little.
        self.emit_all(pipelines.into_pipelines(), Location::here());
    }

    fn emit_all(&self, pipelines: Result<Vec<Pipeline>, Findings<Location>>, at: Location) {
        let Some(script) = BuildScript::current() else {
            // If nobody reads it, the exit code still tells.
            let _ = writeln!(io::stderr(), "{}", emitted_outside(at));
            std::process::exit(1);
        };
        // Without any such line, Cargo would run the build script again whenever a file
        // of the crate changes. It runs a script again anyhow when it has compiled it.
        tell("rerun-if-changed", "Cargo.toml");
        let folder = self.folder_of(&script);
        tell_inputs(&script, &folder, at);
        if let Err(found) = try_emit(&script, &folder, pipelines, at) {
            tell_all("error", found.errors());
            // What counts are the errors above.
            let _ = complete(&folder);
        }
    }

    fn folder_of(&self, script: &BuildScript) -> PathBuf {
        match &self.folder {
            Some(folder) => script.crate_dir.join(folder),
            None => script.usual_folder(),
        }
    }
}

/// Tells Cargo what the script reads, as its sources say.
fn tell_inputs(script: &BuildScript, folder: &Path, at: Location) {
    let inputs = Inputs::of_script(&script.crate_dir, at.file());
    for name in &inputs.variables {
        tell("rerun-if-env-changed", name);
    }
    let files = inputs.files(
        &script.crate_dir,
        &[folder, &script.out_dir],
        script.started(),
    );
    for path in files.iter().filter_map(|path| sayable(path)) {
        tell("rerun-if-changed", path);
    }
}

fn try_emit(
    script: &BuildScript,
    folder: &Path,
    pipelines: Result<Vec<Pipeline>, Findings<Location>>,
    at: Location,
) -> Result<(), Findings<Location>> {
    static FIRST: OnceLock<Location> = OnceLock::new();
    if FIRST.set(at).is_err() {
        return Err(emitted_twice(at, *FIRST.get().unwrap_or(&at)));
    }
    let pipelines = pipelines?;
    for pipeline in &pipelines {
        for name in pipeline.reads {
            tell("rerun-if-env-changed", name);
        }
        warn(pipeline.warnings());
    }
    let assembly = synthesize(&pipelines)?;
    warn(assembly.warnings());
    write(script, folder, assembly, at)
}

fn write(
    script: &BuildScript,
    folder: &Path,
    assembly: Assembly,
    at: Location,
) -> Result<(), Findings<Location>> {
    let started = script.started();
    let writer = Writer {
        owners: std::slice::from_ref(&script.package),
        time: started,
    };
    let moved = moved(folder, &assembly, at);
    let names: Vec<String> = assembly.files().keys().cloned().collect();
    replace(folder, writer, &assembly)
        .map_err(|refusal| refused(refusal, folder, writer.owners, at))?;
    // Nothing has moved in a folder of others.
    warn(&moved);
    // With a layout of Cargo's that is not known, they are one.
    let own = script.own_folder();
    if own != folder {
        let deployed = assembly.without_reports();
        replace(&own, writer, &deployed)
            .map_err(|refusal| refused(refusal, &own, writer.owners, at))?;
    }
    let Some(path) = sayable(folder) else {
        warn(&untold(folder, at));
        return Ok(());
    };
    tell(&format!("rustc-env={FOLDER_VARIABLE}"), path);
    // Another build may write to the folder, or somebody may delete it. What this run has
    // written is as old as its start, and so does not count as changed.
    if started.is_some() {
        for name in names.iter().map(String::as_str).chain([INDEX]) {
            if let Some(path) = sayable(&folder.join(name)) {
                tell("rerun-if-changed", path);
            }
        }
    }
    Ok(())
}

fn warn(findings: &Findings<Location>) {
    tell_all("warning", findings.warnings());
}

/// Tells Cargo the first findings, and the number of the others.
fn tell_all<'f>(instruction: &str, findings: impl Iterator<Item = &'f Finding<Location>>) {
    let findings: Vec<&Finding<Location>> = findings.collect();
    for finding in findings.iter().take(SHOWN) {
        tell(instruction, &located(finding));
    }
    let more = findings.len().saturating_sub(SHOWN);
    if more > 0 {
        tell(instruction, &format!("and {more} more"));
    }
}

fn located(finding: &Finding<Location>) -> String {
    let place = finding.at.describe().unwrap_or_default();
    format!("{place}: {}", finding.text_with_address())
}

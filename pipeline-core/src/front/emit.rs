//! In a build script: writes what is to be deployed, and tells Cargo.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::IntoPipelines;
use crate::finding::{Finding, Findings};
use crate::pipeline::Pipeline;
use crate::place::{Location, Place};
use crate::write::{Assembly, removal_warning, replace, synthesize};

/// The environment variable that tells the crate where its templates are.
const FOLDER_VARIABLE: &str = "PIPEWRIGHT_DIR";

/// Writes the templates of one pipeline or several from a build script.
///
/// They go to `OUT_DIR/pipewright` and to `target/pipewright/CRATE`, whole or not at all;
/// in the crate, `env!("PIPEWRIGHT_DIR")` is the path of the latter. What is wrong is shown
/// as errors of the build, all at once, and the files of the last good build stay.
///
/// ```no_run
/// # use pipewright_core::{builder::Account, pipeline::Pipeline};
/// // build.rs
/// fn main() {
///     pipewright_core::front::emit(
///         Pipeline::builder("app").account(Account::home("tools", "111111111111").region("us-east-1"))
///             // stages
///             .build(),
///     );
/// }
/// ```
pub fn emit(pipelines: impl IntoPipelines) {
    Output::new().emit(pipelines);
}

/// The place that [`emit`] writes to.
#[derive(Clone, Debug, Default)]
pub struct Output {
    folder: Option<PathBuf>,
}

impl Output {
    /// The usual place: `target/pipewright/CRATE`.
    #[must_use]
    pub fn new() -> Self {
        Output::default()
    }

    /// A folder in place of `target/pipewright/CRATE`, relative to the crate. Outside
    /// `target`, `cargo package` refuses a build script that writes into the crate.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Writes the templates of one pipeline or several; see [`emit`].
    pub fn emit(&self, pipelines: impl IntoPipelines) {
        // Only this line is generic, so that a changed build script compiles little.
        self.emit_all(pipelines.into_pipelines());
    }

    fn emit_all(&self, pipelines: Result<Vec<Pipeline>, Findings<Location>>) {
        // Without any such line, Cargo would run the build script again whenever a file
        // of the crate changes. It runs a script again anyhow when it has compiled it.
        println!("cargo::rerun-if-changed=Cargo.toml");
        if let Err(errors) = self.try_emit(pipelines) {
            for error in errors {
                println!("cargo::error={}", one_line(&error));
            }
        }
    }

    fn try_emit(
        &self,
        pipelines: Result<Vec<Pipeline>, Findings<Location>>,
    ) -> Result<(), Vec<String>> {
        let pipelines = pipelines.map_err(|found| all(&found))?;
        for pipeline in &pipelines {
            for name in pipeline.reads {
                println!("cargo::rerun-if-env-changed={name}");
            }
            for warning in pipeline.warnings().iter() {
                println!("cargo::warning={}", one_line(&located(warning)));
            }
        }
        let assembly = synthesize(&pipelines).map_err(|found| all(&found))?;
        for warning in assembly.warnings().iter() {
            println!("cargo::warning={}", one_line(&located(warning)));
        }
        self.write(&assembly).map_err(|error| vec![error])
    }

    fn write(&self, assembly: &Assembly) -> Result<(), String> {
        let out_dir = variable("OUT_DIR")?;
        let folder = match &self.folder {
            Some(folder) => variable("CARGO_MANIFEST_DIR")?.join(folder),
            None => {
                let name = variable("CARGO_PKG_NAME")?;
                let triple = env::var_os("TARGET");
                target_folder(&out_dir, name.as_os_str(), triple.as_deref())
                    .join("pipewright")
                    .join(name)
            }
        };
        let write = |folder: &Path| {
            replace(folder, assembly)
                .map_err(|error| format!("cannot write `{}`: {error}", folder.display()))
        };
        write(&out_dir.join("pipewright"))?;
        if let Some(gone) = removal_warning(&write(&folder)?) {
            println!("cargo::warning={gone}");
        }
        println!("cargo::rustc-env={FOLDER_VARIABLE}={}", folder.display());
        Ok(())
    }
}

fn variable(name: &str) -> Result<PathBuf, String> {
    env::var_os(name).map(PathBuf::from).ok_or_else(|| {
        format!("`{name}` is not set: `pipewright::emit` belongs in a build script; a `main` calls `pipewright::run`")
    })
}

/// The target folder, which Cargo does not tell a build script, from its `OUT_DIR`:
/// `target/PROFILE/build/PACKAGE-HASH/out`, and `target/PROFILE/build/PACKAGE/HASH/out` in
/// the layout that is to come. With `--target`, a folder of that name stands between.
fn target_folder<'a>(out_dir: &'a Path, package: &OsStr, triple: Option<&OsStr>) -> &'a Path {
    let above = |count| out_dir.ancestors().nth(count).unwrap_or(out_dir);
    let is = |count, name: &OsStr| above(count).file_name() == Some(name);
    let build = OsStr::new("build");
    let found = if is(3, build) && is(2, package) {
        above(5)
    } else if is(2, build) {
        above(4)
    } else {
        tagged(out_dir)
    };
    match found.parent() {
        Some(parent) if triple.is_some() && found.file_name() == triple => parent,
        _ => found,
    }
}

/// The nearest folder that is tagged as a cache, as Cargo tags the target folder that it
/// makes; not one that was there before.
fn tagged(out_dir: &Path) -> &Path {
    let mut folders = out_dir.ancestors();
    let found = folders.find(|folder| folder.join("CACHEDIR.TAG").is_file());
    found.unwrap_or(out_dir)
}

fn all(findings: &Findings<Location>) -> Vec<String> {
    findings.errors().map(located).collect()
}

fn located(finding: &Finding<Location>) -> String {
    let place = finding.at.describe().unwrap_or_default();
    format!("{place}: {}", finding.text())
}

/// Cargo takes one line for each error.
fn one_line(text: &str) -> String {
    text.replace('\n', "; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_folder_is_above_every_layout_of_cargo() {
        for (out_dir, package, target) in [
            ("/w/target/debug/build/app-0a1b/out", "app", "/w/target"),
            ("/w/target/debug/build/app/0a1b/out", "app", "/w/target"),
            ("/w/target/debug/build/build-0a1b/out", "build", "/w/target"),
            ("/w/target/debug/build/build/0a1b/out", "build", "/w/target"),
            (
                "/target/moved/release/build/app-0a1b/out",
                "app",
                "/target/moved",
            ),
            (
                "/w/target/a-b-c/debug/build/app-0a1b/out",
                "app",
                "/w/target",
            ),
            (
                "/w/target/a-b-c/debug/build/app/0a1b/out",
                "app",
                "/w/target",
            ),
        ] {
            let triple = Some(OsStr::new("a-b-c"));
            let found = target_folder(Path::new(out_dir), OsStr::new(package), triple);
            assert_eq!(found, Path::new(target), "{out_dir}");
        }
    }
}

//! An assembly and a folder: written, or compared.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use super::IntoPipelines;
use super::refused::{refused, unreadable};
use crate::finding::Findings;
use crate::place::Location;
use crate::write::{Assembly, Drift, Writer, compare, left_over, moved, replace, synthesize};

/// The change of a folder that an assembly was written to.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Action, Pipeline, Stage};
/// use pipewright::Assembly;
/// # fn site() -> Result<Pipeline, Box<dyn std::error::Error>> {
/// # let checkout = Action::new("Checkout", "CodeCommit")
/// #     .output("pages")
/// #     .set("repository_name", "site")
/// #     .set("branch_name", "main");
/// # let copy = Action::new("Copy", "S3Deploy")
/// #     .input("pages")
/// #     .set("bucket_name", "www.example.com")
/// #     .set("extract", true);
/// # let pipeline = Pipeline::builder("site")
/// #     .account(Account::home("tools", "111111111111").region("us-east-1"))
/// #     .stage(Stage::new("Source").action(checkout))
/// #     .stage(Stage::new("Publish").action(copy))
/// #     .build()?;
/// # Ok(pipeline) }
///
/// let assembly = Assembly::of(site()?)?;
/// let folder = std::env::temp_dir().join("pipewright-example-written");
/// let written = assembly.write(&folder, "site")?;
/// println!("{written}");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number of files that the folder holds now.
    pub files: usize,
    /// The number of those that were written, since they are new or have changed.
    pub changed: usize,
    /// The number of files of an earlier version that were removed.
    pub removed: usize,
    /// What to know of the stacks that the folder had and that the pipelines no longer have.
    pub left_over: Option<String>,
    /// Warnings of what cannot be deployed over what the folder had.
    pub warnings: Findings<Location>,
}

/// For instance: 2 of 9 files changed, 1 removed.
impl Display for Written {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {} files changed", self.changed, self.files)?;
        match self.removed {
            0 => Ok(()),
            removed => write!(out, ", {removed} removed"),
        }
    }
}

/// The differences between a folder and what would be written to it, a line each.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// # use pipewright::{Account, Action, Pipeline, Stage};
/// use pipewright::Assembly;
/// # fn site() -> Result<Pipeline, Box<dyn std::error::Error>> {
/// # let checkout = Action::new("Checkout", "CodeCommit")
/// #     .output("pages")
/// #     .set("repository_name", "site")
/// #     .set("branch_name", "main");
/// # let copy = Action::new("Copy", "S3Deploy")
/// #     .input("pages")
/// #     .set("bucket_name", "www.example.com")
/// #     .set("extract", true);
/// # let pipeline = Pipeline::builder("site")
/// #     .account(Account::home("tools", "111111111111").region("us-east-1"))
/// #     .stage(Stage::new("Source").action(checkout))
/// #     .stage(Stage::new("Publish").action(copy))
/// #     .build()?;
/// # Ok(pipeline) }
///
/// let assembly = Assembly::of(site()?)?;
/// let folder = std::env::temp_dir().join("pipewright-example-differences");
/// # assembly.write(&folder, "site")?;
/// let differences = assembly.differences(&folder)?;
/// assert!(differences.is_empty(), "{differences}");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    lines: Vec<String>,
}

impl Differences {
    /// Returns whether the folder is current.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// A line for each difference, without the last line break.
impl Display for Differences {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(&self.lines.join("\n"))
    }
}

impl Assembly {
    /// Everything that is to be deployed for some pipelines, in one folder.
    ///
    /// # Errors
    ///
    /// Findings about limits of AWS that the deployment exceeds, and about its access.
    pub fn of(pipelines: impl IntoPipelines) -> Result<Assembly, Findings<Location>> {
        synthesize(&pipelines.into_pipelines()?)
    }

    /// Makes a folder hold these files, all together or not at all. The folder belongs to its
    /// owner: the name of a crate or a program.
    ///
    /// # Errors
    ///
    /// A finding: the folder is another owner's, files that are not ours are in the way, or the
    /// system refuses.
    #[track_caller]
    pub fn write(&self, folder: &Path, owner: &str) -> Result<Written, Findings<Location>> {
        self.write_at(folder, &[owner.to_owned()], Location::here())
    }

    /// Makes a folder hold these files, as [`write`](Assembly::write) does, for several owners: the
    /// plain files that the pipelines stand in, by their paths from the folder, as `../app.pipeline`.
    ///
    /// The folder stays theirs while one of them has written it. So it does if one of the files that
    /// it was written from is gone, and one of its stacks is in the assembly.
    ///
    /// # Errors
    ///
    /// As of [`write`](Assembly::write).
    ///
    /// ```
    /// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
    /// # use pipewright::{Account, Action, Pipeline, Stage};
    /// use pipewright::Assembly;
    /// # fn site() -> Result<Pipeline, Box<dyn std::error::Error>> {
    /// # let checkout = Action::new("Checkout", "CodeCommit")
    /// #     .output("pages")
    /// #     .set("repository_name", "site")
    /// #     .set("branch_name", "main");
    /// # let copy = Action::new("Copy", "S3Deploy")
    /// #     .input("pages")
    /// #     .set("bucket_name", "www.example.com")
    /// #     .set("extract", true);
    /// # let pipeline = Pipeline::builder("site")
    /// #     .account(Account::home("tools", "111111111111").region("us-east-1"))
    /// #     .stage(Stage::new("Source").action(checkout))
    /// #     .stage(Stage::new("Publish").action(copy))
    /// #     .build()?;
    /// # Ok(pipeline) }
    ///
    /// let assembly = Assembly::of(site()?)?;
    /// let folder = std::env::temp_dir().join("pipewright-example-owners");
    /// assembly.write(&folder, "../site.pipeline")?;
    /// let more = ["../shop.pipeline", "../site.pipeline"].map(str::to_owned);
    /// assert_eq!(assembly.write_for(&folder, &more)?.changed, 0);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn write_for(
        &self,
        folder: &Path,
        owners: &[String],
    ) -> Result<Written, Findings<Location>> {
        self.write_at(folder, owners, Location::here())
    }

    /// Compares a folder with these files.
    ///
    /// # Errors
    ///
    /// A finding: the folder cannot be read.
    #[track_caller]
    pub fn differences(&self, folder: &Path) -> Result<Differences, Findings<Location>> {
        self.differences_at(folder, Location::here())
    }

    pub(super) fn write_at(
        &self,
        folder: &Path,
        owners: &[String],
        at: Location,
    ) -> Result<Written, Findings<Location>> {
        let writer = Writer { owners, time: None };
        let warnings = moved(folder, self, at);
        let replaced = replace(folder, writer, self)
            .map_err(|refusal| refused(refusal, folder, owners, at))?;
        Ok(Written {
            files: self.files().len(),
            changed: replaced.changed,
            removed: replaced.removed.len(),
            left_over: left_over(&replaced.removed),
            warnings,
        })
    }

    pub(super) fn differences_at(
        &self,
        folder: &Path,
        at: Location,
    ) -> Result<Differences, Findings<Location>> {
        let drift = compare(folder, self).map_err(|error| unreadable(&error, folder, at))?;
        let mut superfluous = Vec::new();
        let mut lines = Vec::new();
        for file in &drift {
            lines.push(match file {
                Drift::Missing(name) => format!("missing: {name}"),
                Drift::Differs(name) => format!("differs: {name}"),
                Drift::NotExecutable(name) => format!("not executable: {name}"),
                Drift::Stale(name) => format!("stale: {name}"),
                Drift::Unlisted(name) => format!("not of these pipelines: {name}"),
            });
            if let Drift::Stale(name) | Drift::Unlisted(name) = file {
                let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
                superfluous.push((name.clone(), text));
            }
        }
        lines.extend(left_over(&superfluous));
        // They are about the folder, and of no place in the source.
        let moved = moved(folder, self, at);
        let warnings = moved.iter();
        lines.extend(warnings.map(|found| format!("warning: {}", found.text_with_address())));
        if !lines.is_empty() {
            lines.push(format!(
                "`{}` is not current: write it again and review the change",
                folder.display()
            ));
        }
        Ok(Differences { lines })
    }
}

//! Pipelines in plain files: read, checked, and what is wrong shown at its place.

mod brackets;
mod pipeline;
mod show;

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::failure::Failure;

pub(crate) use pipeline::assembled;
pub(crate) use show::{Problem, show};

/// The largest file that is read, in bytes. The largest pipeline that AWS takes is far smaller.
const LARGEST: u64 = 16 << 20;

/// A file with a pipeline.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl Source {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
        let failed = |error| Failure::of_file(path, &error);
        let found = fs::metadata(path).map_err(failed)?;
        // Opening a pipe would wait for whoever writes to it.
        if !found.is_file() {
            return Err(Failure::new(format!("`{}` is not a file", path.display())));
        }
        if found.len() > LARGEST {
            return Err(Failure::new(format!(
                "`{}` is larger than any pipeline: {} bytes",
                path.display(),
                found.len()
            )));
        }
        let bytes = fs::read(path).map_err(failed)?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::with_help(
                format!("`{}` is not UTF-8 text", path.display()),
                "a pipeline is a text file, such as `app.pipeline`",
            )
        })?;
        let text = text
            .strip_prefix('\u{feff}')
            .map_or(text.clone(), str::to_owned);
        Ok(Source {
            path: path.to_owned(),
            text,
        })
    }

    /// The folder that the paths of included files start at.
    pub(crate) fn folder(&self) -> PathBuf {
        self.path.parent().map_or_else(PathBuf::new, Path::to_owned)
    }

    /// Its tokens, or the place where it has none.
    pub(crate) fn tokens(&self) -> Result<TokenStream, Problem> {
        self.text.parse().map_err(|error: proc_macro2::LexError| {
            brackets::problem(&self.text)
                .unwrap_or_else(|| brackets::unreadable(&self.text, error.span().byte_range()))
        })
    }
}

//! Pipelines in plain files: read, checked, and what is wrong shown at its place.

mod advice;
mod brackets;
mod pipeline;
mod show;
mod wrong_kind;

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::failure::Failure;

pub(crate) use pipeline::{Sources, assembled};
pub(crate) use show::{Problem, show};

/// The largest file that is read, in bytes. The largest pipeline that AWS takes is far smaller.
const LARGEST: u64 = 4 << 20;

/// A file with a pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    /// Its text, with the line ends of Unix, as the compiler reads a file too.
    pub(crate) text: String,
    /// True where its lines end as those of Windows.
    windows: bool,
    /// True where it begins with a byte order mark.
    marked: bool,
}

/// The byte order mark that editors of Windows write.
const MARK: char = '\u{feff}';

/// The name that stands for the standard input.
const STANDARD_INPUT: &str = "-";

pub(crate) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

impl Source {
    /// Reads a file; the standard input, if its name is `-`.
    pub(crate) fn read(path: &Path) -> Result<Source, Failure> {
        let bytes = if is_standard_input(path) {
            let mut bytes = Vec::new();
            let read = io::stdin().take(LARGEST + 1).read_to_end(&mut bytes);
            read.map_err(|error| Failure::of_file(Path::new("the standard input"), &error))?;
            bytes
        } else {
            file(path)?
        };
        if bytes.len() as u64 > LARGEST {
            return Err(Failure::new(format!(
                "`{}` is larger than any pipeline: more than {} MiB",
                path.display(),
                LARGEST >> 20
            )));
        }
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::with_help(
                format!("`{}` is not UTF-8 text", path.display()),
                "a pipeline is a text file, such as `app.pipeline`",
            )
        })?;
        let unmarked = text.strip_prefix(MARK).unwrap_or(&text);
        let first_line = text.split_once('\n').unwrap_or_default().0;
        Ok(Source {
            path: path.to_owned(),
            text: unmarked.replace("\r\n", "\n"),
            windows: first_line.ends_with('\r'),
            marked: text.starts_with(MARK),
        })
    }

    /// A text, with the mark and the line ends that the file has.
    pub(crate) fn as_written(&self, text: &str) -> String {
        let text = if self.windows {
            text.replace('\n', "\r\n")
        } else {
            text.to_owned()
        };
        if self.marked {
            format!("{MARK}{text}")
        } else {
            text
        }
    }

    /// Returns whether it is Rust, with its pipelines in `pipeline! { … }`.
    pub(crate) fn is_rust(&self) -> bool {
        self.path.extension().is_some_and(|kind| kind == "rs")
    }

    /// A text that the file of this path has.
    pub(crate) fn new(path: PathBuf, text: String) -> Source {
        Source {
            path,
            text,
            windows: false,
            marked: false,
        }
    }

    #[cfg(test)]
    pub(crate) fn of(path: &str, text: &str) -> Source {
        Source {
            path: PathBuf::from(path),
            text: text.to_owned(),
            windows: false,
            marked: false,
        }
    }

    /// Reads files that are one deployment. Each stands there once, and none is Rust.
    pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
        for (place, path) in paths.iter().enumerate() {
            if path.extension().is_some_and(|kind| kind == "rs") {
                return Err(Failure::with_help(
                    format!("`{}` is a Rust file", path.display()),
                    "`cargo build` checks what stands in `pipeline! { … }`; a plain file holds its inside alone",
                ));
            }
            let whole = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
            let earlier = paths.iter().take(place);
            if earlier.map(whole).any(|earlier| earlier == whole(path)) {
                return Err(Failure::with_help(
                    format!("`{}` is named twice", path.display()),
                    "a file is one pipeline",
                ));
            }
        }
        paths.iter().map(|path| Source::read(path)).collect()
    }

    /// The folder that the paths of included files start at.
    pub(crate) fn folder(&self) -> PathBuf {
        self.path.parent().map_or_else(PathBuf::new, Path::to_owned)
    }

    /// Its tokens, or the place where it has none.
    pub(crate) fn tokens(&self) -> Result<TokenStream, Box<Problem>> {
        if let Some(problem) = brackets::too_deep(&self.text) {
            return Err(Box::new(problem));
        }
        self.text.parse().map_err(|error: proc_macro2::LexError| {
            let problem = brackets::problem(&self.text)
                .unwrap_or_else(|| brackets::unreadable(&self.text, error.span().byte_range()));
            Box::new(problem)
        })
    }
}

/// The bytes of a file.
fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |error| Failure::of_file(path, &error);
    let found = fs::metadata(path).map_err(failed)?;
    if found.is_dir() {
        return Err(Failure::with_help(
            format!("`{}` is a folder", path.display()),
            "name the file in it, such as `app.pipeline`",
        ));
    }
    // Opening a pipe would wait for whoever writes to it.
    if !found.is_file() {
        return Err(Failure::new(format!("`{}` is not a file", path.display())));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(failed)?;
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

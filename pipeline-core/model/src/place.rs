//! Places in the user's source.

/// A place in the user's source: a span inside `pipeline!`, or the location of a builder
/// call.
pub trait Place: Copy {
    /// The place as `FILE:LINE:COLUMN`, or `None` if it is not known.
    fn describe(&self) -> Option<String>;
}

/// The location of a builder call, or of a word in `pipeline!`.
///
/// ```
/// use pipewright_model::place::{Location, Place};
///
/// let location = Location::at("build.rs", 3, 9);
/// assert_eq!(location.describe().as_deref(), Some("build.rs:3:9"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    file: &'static str,
    line: u32,
    column: u32,
}

impl Location {
    /// The location of the call of the enclosing function, if that is `#[track_caller]`; else
    /// the location of this call.
    #[must_use]
    #[track_caller]
    pub fn here() -> Self {
        let location = std::panic::Location::caller();
        Location::at(location.file(), location.line(), location.column())
    }

    /// A location in a file. Line and column start at 1.
    pub fn at(file: &'static str, line: u32, column: u32) -> Self {
        Location { file, line, column }
    }

    /// The path of the source file, as the compiler received it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// The line, starting at 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, starting at 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.column
    }
}

impl Place for Location {
    fn describe(&self) -> Option<String> {
        let Location { file, line, column } = self;
        Some(format!("{file}:{line}:{column}"))
    }
}

/// No place: a value has none until a builder call sets it.
impl Place for () {
    fn describe(&self) -> Option<String> {
        None
    }
}

//! Places in the user's source.

/// A place in the user's source: a span inside `pipeline!`, or the location of a builder
/// call.
pub trait Place: Copy {
    /// The place as `FILE:LINE:COLUMN`, or `None` if it is not known.
    fn describe(&self) -> Option<String>;

    /// Text that is equal for the same place only.
    fn identity(&self) -> String;
}

/// The location of a builder call, or of a word in `pipeline!`.
///
/// ```
/// use pipewright_model::place::{Location, Place};
///
/// let location = Location::here();
/// let expected = format!("{}:{}:{}", location.file(), location.line(), location.column());
/// assert_eq!(location.describe(), Some(expected));
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

    /// A location in a file; line and column start at 1.
    #[must_use]
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
    /// `FILE:LINE:COLUMN`
    fn describe(&self) -> Option<String> {
        let Location { file, line, column } = self;
        Some(format!("{file}:{line}:{column}"))
    }

    fn identity(&self) -> String {
        self.describe().unwrap_or_default()
    }
}

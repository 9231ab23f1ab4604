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
/// let location = Location::here();
/// let expected = format!("{}:{}:{}", location.file(), location.line(), location.column());
/// assert_eq!(location.describe(), Some(expected));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location(&'static std::panic::Location<'static>);

impl Location {
    /// The location of the call of the enclosing function, if that is `#[track_caller]`; else
    /// the location of this call.
    #[must_use]
    #[track_caller]
    pub fn here() -> Self {
        Location(std::panic::Location::caller())
    }

    /// The path of the source file, as the compiler received it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.0.file()
    }

    /// The line, starting at 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.0.line()
    }

    /// The column, starting at 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.0.column()
    }
}

impl Place for Location {
    /// `FILE:LINE:COLUMN`
    fn describe(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

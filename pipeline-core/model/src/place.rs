//! Where in the user's source something was said.

/// A place in the user's source: a span inside `pipeline!`, a call's location in
/// the builder.
pub trait Place: Copy {
    /// The place as a person reads it, `FILE:LINE:COLUMN`, or nothing where it is
    /// not known.
    fn describe(&self) -> Option<String>;
}

/// Where it was said: the location of the builder call, or of the word in `pipeline!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    file: &'static str,
    line: u32,
    column: u32,
}

impl Location {
    /// The location of whoever called the function that calls this one.
    #[must_use]
    #[track_caller]
    pub fn here() -> Self {
        let location = std::panic::Location::caller();
        Location::at(location.file(), location.line(), location.column())
    }

    /// A place in a file; line and column are counted from 1.
    pub fn at(file: &'static str, line: u32, column: u32) -> Self {
        Location { file, line, column }
    }

    /// The source file, as the compiler was given it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.file
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The column, counted from 1.
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

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
pub struct Location(&'static std::panic::Location<'static>);

impl Location {
    /// The location of whoever called the function that calls this one.
    #[must_use]
    #[track_caller]
    pub fn here() -> Self {
        Location(std::panic::Location::caller())
    }

    /// The source file, as the compiler was given it.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.0.file()
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.0.line()
    }

    /// The column, counted from 1.
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

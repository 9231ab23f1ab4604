//! The files that artifacts hold, and those that actions read from them.

/// The content of a kind's output artifact.
#[derive(Debug)]
pub enum Content {
    /// Whatever the user's own source, commands or code put into it.
    Any,
    /// These files, and no others.
    Files(&'static [&'static str]),
    /// One file, which this key names.
    NamedBy(&'static str),
    /// Files of the provider's own, none of which another kind reads. The words say what they
    /// are: `the bill of materials`.
    Report(&'static str),
}

/// A file that an action reads from one of its inputs.
#[derive(Debug)]
pub struct Read {
    /// The key that names the input; `None` for the only one.
    pub input: Option<&'static str>,
    /// The file; empty if the action reads none unless a key names it.
    pub file: &'static str,
    /// The key that names another file in its place.
    pub named_by: Option<&'static str>,
    /// Whether the file has a form of its own, which no other file has.
    pub own_form: bool,
}

impl Read {
    /// A file of this name in the only input.
    #[must_use]
    pub const fn file(file: &'static str) -> Read {
        Read {
            input: None,
            file,
            named_by: None,
            own_form: true,
        }
    }

    /// A file in the only input that a key names.
    #[must_use]
    pub const fn at(key: &'static str) -> Read {
        Read {
            input: None,
            file: "",
            named_by: Some(key),
            own_form: false,
        }
    }

    /// The same file, in the input that a key names.
    #[must_use]
    pub const fn of(mut self, key: &'static str) -> Read {
        self.input = Some(key);
        self
    }

    /// The same file, which a key can give another name.
    #[must_use]
    pub const fn or(mut self, key: &'static str) -> Read {
        self.named_by = Some(key);
        self
    }
}

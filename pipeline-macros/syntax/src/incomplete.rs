//! Places of which the parser could not read everything. Rules stay silent there: what they
//! would say follows from a syntax error.

use std::collections::HashSet;

use crate::place::{IterationId, SourceSpan};

/// The places, as the parser came upon them.
#[derive(Debug, Default)]
pub(crate) struct Incomplete {
    missing: HashSet<Key>,
    partial: HashSet<Key>,
    beside: HashSet<Key>,
}

type Key = (String, Option<IterationId>);

impl Incomplete {
    /// Records that a name or a value is absent, or that what it is the name of is broken.
    pub(crate) fn add_missing(&mut self, at: SourceSpan) {
        self.missing.insert(key(at));
    }

    /// Records that a part of what is named here could not be read. What seems to be
    /// lacking may be that part.
    pub(crate) fn add_partial(&mut self, at: SourceSpan) {
        self.partial.insert(key(at));
    }

    /// Records that something beside this key could not be read. What the key needs beside it may
    /// be that.
    pub(crate) fn add_beside(&mut self, at: SourceSpan) {
        self.beside.insert(key(at));
    }

    /// Lets a place that is read anew be as incomplete as it was.
    pub(crate) fn copy(&mut self, from: SourceSpan, to: SourceSpan) {
        if !self.missing.is_empty() && self.is_missing(from) {
            self.add_missing(to);
        }
        if !self.partial.is_empty() && self.is_partial(from) {
            self.add_partial(to);
        }
        if !self.beside.is_empty() && self.is_beside(from) {
            self.add_beside(to);
        }
    }

    /// Returns whether nothing can be said of what stands here.
    pub(crate) fn is_missing(&self, at: SourceSpan) -> bool {
        self.missing.contains(&key(at))
    }

    /// Returns whether nothing can be said of what is lacking beside a key.
    pub(crate) fn is_beside(&self, at: SourceSpan) -> bool {
        self.beside.contains(&key(at))
    }

    /// Returns whether nothing can be said of what is lacking here.
    pub(crate) fn is_partial(&self, at: SourceSpan) -> bool {
        self.partial.contains(&key(at))
    }
}

fn key(at: SourceSpan) -> Key {
    (at.key(), at.iteration)
}

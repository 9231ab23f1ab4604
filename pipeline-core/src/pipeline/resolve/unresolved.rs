//! The error of a resolution. The checks leave none, so each one is a bug of ours.

use crate::model::TextExpr;
use crate::place::Location;

/// Something of the model that has no counterpart in the pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unresolved {
    pub(super) at: Location,
    /// The fault, as a clause: `no account is named `prod``.
    pub(super) what: String,
}

pub(super) type Resolved<T> = Result<T, Unresolved>;

impl Unresolved {
    pub(super) fn new(at: Location, what: impl Into<String>) -> Unresolved {
        Unresolved {
            at,
            what: what.into(),
        }
    }
}

/// A string of the model. A deferred one has its value once the checks are through.
pub(super) fn known(string: &TextExpr<Location>) -> Resolved<&str> {
    string
        .known()
        .ok_or_else(|| Unresolved::new(string.at, "this string is not known"))
}

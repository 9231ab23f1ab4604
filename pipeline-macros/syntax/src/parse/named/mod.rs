//! `value NAME = VALUE;`: a value that several places use by its name.
//!
//! A use stands for a copy of the value, as if it were written there, so that the rules know
//! nothing of names for values. Each use counts as an iteration over the declaration: a mistake
//! in it is found once, and names a place that uses it.

mod declaration;
mod element;
mod scope;
mod spread;
mod uses;

pub(super) use declaration::declaration;
pub(super) use element::{Listed, bind, element, rows_of, take};
pub(crate) use scope::Scope;
pub use scope::{NamedId, NamedValues};
pub(super) use scope::{close, open};
pub(super) use spread::{entries, items, merge, starts_spread};
pub(super) use uses::value;

#[cfg(test)]
mod tests;

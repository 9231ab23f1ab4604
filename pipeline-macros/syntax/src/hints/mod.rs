//! Advice on mistakes: one small function for each, apart from the grammar. A hint that takes
//! tokens takes those of the mistake, so that reading goes on behind it.

pub(crate) mod account;
pub(crate) mod action;
pub(crate) mod artifacts;
pub(crate) mod bare;
pub(crate) mod clause;
pub(crate) mod condition;
pub(crate) mod entry;
mod expression;
pub(crate) mod item;
pub(crate) mod kind;
pub(crate) mod literal;
pub(crate) mod name;
pub(crate) mod repetition;

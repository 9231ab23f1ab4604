//! The pages of codes that other steps report, a file for each step. The codes of rules have their
//! pages above their functions.

pub(crate) mod branches;
pub(crate) mod building;
pub(crate) mod named_values;
pub(crate) mod parsing;
pub(crate) mod writing;

//! What several tests share: the examples, pipelines made for tests, and templates as
//! they are read back.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod assembly;
pub(crate) mod cases;
pub(crate) mod every_key;
pub(crate) mod examples;
pub(crate) mod kinds;
pub(crate) mod oracles;
pub(crate) mod page;
pub(crate) mod pipelines;
pub(crate) mod places;
pub(crate) mod scratch;
pub(crate) mod summary;

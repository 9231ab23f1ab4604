//! What several tests share: the examples, and templates as they are read back.
#![allow(dead_code, reason = "each test uses a part of it")]

pub(crate) mod examples;

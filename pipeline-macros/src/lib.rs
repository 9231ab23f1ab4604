//! The `pipeline!` macro of `pipewright`.

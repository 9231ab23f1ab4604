//! The proof of access, judged by an IAM evaluator that others wrote: every needed request
//! and every stranger of every example, asked of what is deployed, and policies made at
//! random.

#![cfg(unix)]

mod alike;
mod deployed;
mod excuses;
mod judge;
mod operations;
mod proven;
mod random;
mod reference;
#[path = "../support/mod.rs"]
mod support;
#[path = "../deployed/tools.rs"]
mod tools;

use std::io::Write;

/// The numbers are wanted of a run that passes too, whose output the harness keeps back
/// where it went through `println!`.
fn tell(said: &str) {
    _ = writeln!(std::io::stderr(), "{said}");
}

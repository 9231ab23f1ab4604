//! `cargo pipewright …`

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_pipewright::main()
}

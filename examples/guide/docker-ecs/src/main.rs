//! Says where `build.rs` left what is to be deployed.

fn main() {
    println!("{}", env!("PIPEWRIGHT_DIR"));
}

#![deny(warnings)]

#[path = "../../access/examples/mod.rs"]
mod examples;

fn main() {
    for (name, pipeline) in examples::all() {
        assert!(pipeline.is_ok(), "{name}");
    }
}

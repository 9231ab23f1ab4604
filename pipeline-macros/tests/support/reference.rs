//! The reference architecture's pipeline, as its example has it.

/// The inside of its `pipeline! { … }`.
pub(crate) fn source() -> &'static str {
    let build = include_str!("../../../examples/reference-architecture/build.rs");
    let (_, inside) = build.split_once("    pipeline! {\n").expect("a pipeline");
    let (inside, _) = inside.split_once("\n    }\n}").expect("its end");
    inside
}

//! The good pipelines that are changed.

/// A pipeline whose tokens are changed.
pub(crate) struct Source {
    pub(crate) name: &'static str,
    /// The inside of its `pipeline! { … }`.
    pub(crate) text: fn() -> String,
    /// Of so many changes one is tried.
    pub(crate) step: usize,
    /// The most changes with an error further away than the next declaration. A name that is
    /// left out of a list is missed where it is used.
    pub(crate) far: usize,
}

/// The pipeline of an example.
macro_rules! example {
    ($name:literal, $step:literal, $far:literal) => {
        Source {
            name: $name,
            text: || {
                let build = include_str!(concat!("../../../../examples/", $name, "/build.rs"));
                let included = concat!("include \"../../examples/", $name, "/");
                inside(build).replace("include \"", included)
            },
            step: $step,
            far: $far,
        }
    };
}

pub(crate) const SOURCES: &[Source] = &[
    example!("reference-architecture", 1, 0),
    example!("gates", 1, 0),
    example!("minimal", 1, 0),
    example!("imported", 1, 0),
    example!("cross-region", 1, 0),
    example!("everything", 5, 0),
    example!("landing-zone", 1, 0),
    Source {
        name: "repeated",
        text: || include_str!("repeated.pipeline").to_owned(),
        step: 1,
        far: 1,
    },
];

/// The inside of the first `pipeline! { … }` of a file.
fn inside(file: &str) -> &str {
    let (_, inside) = file.split_once("    pipeline! {\n").expect("a pipeline");
    let (inside, _) = inside.split_once("\n    }\n}").expect("its end");
    inside
}

//! The good pipelines that are changed.

/// A pipeline whose tokens are changed.
pub(crate) struct Source {
    pub(crate) name: &'static str,
    /// The inside of its `pipeline! { … }`.
    pub(crate) text: fn() -> String,
    /// Of so many changes one is tried.
    pub(crate) step: usize,
    /// True where tokens are replaced as well.
    pub(crate) replaced: bool,
    /// The most changes with an error further away than the next declaration. A name that is
    /// left out of a list is missed where it is used.
    pub(crate) far: usize,
}

/// The pipeline of an example.
macro_rules! example {
    ($name:literal, $step:literal, $replaced:literal) => {
        Source {
            name: $name,
            text: || {
                let build = include_str!(concat!("../../../../examples/", $name, "/build.rs"));
                let included = concat!("include \"../../examples/", $name, "/");
                inside(build).replace("include \"", included)
            },
            step: $step,
            replaced: $replaced,
            far: 0,
        }
    };
}

pub(crate) const SOURCES: &[Source] = &[
    example!("reference-architecture", 1, true),
    example!("gates", 1, true),
    example!("minimal", 1, true),
    example!("imported", 1, true),
    example!("cross-region", 1, true),
    example!("everything", 5, false),
    example!("landing-zone", 1, false),
    Source {
        name: "repeated",
        text: || include_str!("repeated.pipeline").to_owned(),
        step: 1,
        replaced: true,
        far: 1,
    },
    Source {
        name: "small",
        text: || include_str!("small.pipeline").to_owned(),
        step: 1,
        replaced: true,
        far: 0,
    },
];

/// The inside of the first `pipeline! { … }` of a file.
fn inside(file: &str) -> &str {
    let (_, inside) = file.split_once("    pipeline! {\n").expect("a pipeline");
    let (inside, _) = inside.split_once("\n    }\n}").expect("its end");
    inside
}

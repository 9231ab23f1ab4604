//! Cross-account AWS CodePipeline pipelines as Rust source, checked while they compile.

pub use pipewright_core::builder::{
    Account, Action, Builder, ImportedRole, Project, Role, Stage, Step, Store, file, map, variable,
    word,
};
pub use pipewright_core::front::{IntoPipelines, Output, emit, run};
pub use pipewright_core::pipeline::Pipeline;
pub use pipewright_core::write::Assembly;
pub use pipewright_macros::pipeline;

/// What is wrong or suspicious in a pipeline, each with the line that said it.
pub type Findings = pipewright_core::finding::Findings<pipewright_core::place::Caller>;

/// What the expansion of [`pipeline!`] names; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use pipewright_core::builder::{
        Account, Action, Builder, Project, Role, Stage, Store, file, map, placeholder, text, value,
        variable, word,
    };

    /// A value, for lists and maps of several kinds of them.
    pub type Value = pipewright_core::model::Value<()>;
    /// The type of an empty list.
    pub type List = Vec<Value>;
}

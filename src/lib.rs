//! Cross-account AWS CodePipeline pipelines as Rust source, checked while they compile.
//!
//! A team writes its pipeline in its crate's `build.rs`; `cargo build` writes the
//! CloudFormation templates for all accounts, the manifest that deploys them in order, and
//! a report of what each role needs, with the reason. A pipeline whose source breaks one of the
//! [rules of AWS](mod@errors) that are checked does not compile, and the error points at the wrong
//! word. [The limits](mod@limits) are listed, with those that are found when the build script runs.
//!
//! # A tour
//!
//! The [`pipeline!`] macro takes declarations and stages. Artifact flow is data flow: an
//! action's outputs are `let` bindings, its inputs are arguments.
//!
//! ```
//! let pipeline = pipewright::pipeline! {
//!     name: "app";
//!
//!     home    tools = "111111111111" @ "us-east-1";
//!     account prod  = "444444444444" @ "eu-west-1";
//!
//!     // You state what CloudFormation may do in the target account.
//!     role deploys in prod { managed_policies: ["arn:aws:iam::aws:policy/PowerUserAccess"] }
//!
//!     stage Source {
//!         let source = Checkout: CodeCommit { repository_name: "app", branch_name: "main" };
//!     }
//!
//!     stage Deploy in prod {
//!         Update: CloudFormation(source) {
//!             action_mode: CREATE_UPDATE,
//!             stack_name: "app",
//!             template_path: source / "template.yml",
//!             role_arn: deploys,
//!         };
//!     }
//! }?;
//!
//! // A store in each of the two regions, the roles of `prod`, the pipeline: four stacks.
//! assert_eq!(pipeline.synthesize()?.templates().count(), 4);
//! # Ok::<(), pipewright::Findings>(())
//! ```
//!
//! In a build script, [`emit`] does the rest: it writes the files, tells Cargo when to run
//! again, and reports errors as errors of the build.
//!
//! ```no_run
//! // build.rs
//! fn main() {
//!     pipewright::emit(pipewright::pipeline! {
//!         name: "app";
//!         // …
//! #       home tools = "111111111111" @ "us-east-1";
//! #       stage Source { let s = A: CodeCommit { repository_name: "a", branch_name: "b" }; }
//! #       stage Deploy { B: S3Deploy(s) { bucket_name: "bucket", extract: true }; }
//!     });
//! }
//! ```
//!
//! [`run`] does the same in a `main`, for teams that review and commit the templates.
//! [`Pipeline::builder`] builds a pipeline without the macro.
//!
//! # The pages
//!
//! [Getting started](guide::getting_started) goes from an empty folder to a pipeline that ran, and
//! [the guide](mod@guide) has common pipelines. [The language](mod@language) describes every
//! construct, [the actions](mod@actions) every kind of action and its keys, and [the errors](mod@errors)
//! every code. [The command](mod@command) also builds pipelines without a crate.

// The example of a build script needs its `main`.
#![allow(clippy::needless_doctest_main)]

pub use pipewright_core::builder::{
    Account, Action, ActionType, Builder, Condition, Event, ImportedRole, Name, Notification,
    Override, Parameter, Project, Resource, Role, Roles, Rule, Schedule, SharedStore, StackOutput,
    Stage, Step, Store, Text, Trigger, Value, Variable, attribute, file, import_value, join, list,
    map, name, ssm, text, try_text, try_value, value, variable, word,
};
pub use pipewright_core::front::{Differences, IntoPipelines, Output, Written, emit, run};
pub use pipewright_core::pipeline::Pipeline;
pub use pipewright_core::serde_json;
pub use pipewright_core::write::Assembly;
/// A pipeline, checked while it compiles. [The language](mod@language) is what stands in it.
///
/// ```
/// // As in a build script, where `region` may come from anywhere.
/// let region = "eu-west-1";
///
/// let pipeline = pipewright::pipeline! {
///     name: "site";
///
///     home    tools = "111111111111" @ "us-east-1";
///     account prod  = "444444444444" @ (region);
///
///     stage Source {
///         let pages = Checkout: CodeCommit { repository_name: "site", branch_name: "main" };
///     }
///
///     stage Publish in prod {
///         Review: Manual;
///         Copy: S3Deploy(pages) { bucket_name: "www.example.com", extract: true };
///     }
/// };
///
/// assert_eq!(pipeline?.name(), "site");
/// # Ok::<(), pipewright::Findings>(())
/// ```
///
/// A name that is wrong does not compile:
///
/// ```compile_fail
/// let pipeline = pipewright::pipeline! {
///     name: "site";
///     home tools = "111111111111" @ "us-east-1";
///     stage Source {
///         let pages = Checkout: CodeCommit { repository_name: "site", branch_name: "main" };
///     }
///     stage Publish {
///         // error: [P201] no action makes an artifact `page`
///         Copy: S3Deploy(page) { bucket_name: "www.example.com", extract: true };
///     }
/// };
/// ```
pub use pipewright_macros::pipeline;

// The pages of `docs/`, and their examples as doctests. A user's build has none of them.
#[cfg(doc)]
mod pages;
#[cfg(doc)]
pub use pages::*;

/// The errors and warnings of a pipeline, each with its location in the source.
///
/// ```
/// let findings = pipewright::Pipeline::builder("app").build().unwrap_err();
/// assert!(findings.has_errors());
/// for error in findings.errors() {
///     println!("{}:{}: {}", error.at.file(), error.at.line(), error.message);
/// }
/// ```
pub type Findings = pipewright_core::finding::Findings<pipewright_core::place::Location>;

/// The items that the expansion of [`pipeline!`] names; not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use pipewright_core::builder::{condition, placeholder};

    /// What a Rust expression yields. The type of a closure, so that `?` can stand in it.
    pub type Expression<T> = Result<T, Box<dyn std::error::Error>>;
}

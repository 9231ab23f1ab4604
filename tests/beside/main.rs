//! What a user says of the templates themselves, beside the pipeline: outputs, overrides and resources.

mod between;
mod opened;
mod outputs;
mod overrides;
mod own_stacks;
mod resources;
mod same_names;

use pipewright::{Assembly, Findings, Pipeline};
use serde_json::Value;

/// The files of a pipeline that has no mistakes.
fn synthesized(pipeline: Result<Pipeline, Findings>) -> Assembly {
    let pipeline = pipeline.unwrap_or_else(|found| panic!("{found}"));
    pipeline
        .synthesize()
        .unwrap_or_else(|found| panic!("{found}"))
}

/// The findings of a pipeline that does not synthesize.
fn refused(pipeline: Result<Pipeline, Findings>) -> String {
    match pipeline.and_then(|pipeline| pipeline.synthesize()) {
        Ok(_) => panic!("it synthesizes"),
        Err(found) => found.to_string(),
    }
}

/// The template of the stack whose name begins so.
fn template(assembly: &Assembly, start: &str) -> Value {
    let mut all = assembly.templates();
    let found = all.find(|(name, _)| name.starts_with(start));
    found.unwrap_or_else(|| panic!("no stack {start}")).1
}

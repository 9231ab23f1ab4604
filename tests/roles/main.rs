//! Rules for all roles, roles in place of those that we make, and names of the user's own.

mod boundaries;
mod existing;
mod house;
mod named;

use pipewright::{Findings, Pipeline};
use serde_json::Value;

/// The resources of all stacks, each with its stack and its logical id.
fn resources(pipeline: &Pipeline) -> Vec<(String, String, Value)> {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    let resources = assembly.templates().flat_map(|(stack, template)| {
        let all = template["Resources"].as_object().expect("resources");
        let all = all.clone().into_iter();
        let stack = stack.to_owned();
        all.map(move |(logical, body)| (stack.clone(), logical, body))
            .collect::<Vec<_>>()
    });
    resources.collect()
}

fn of_kind(pipeline: &Pipeline, kind: &str) -> Vec<(String, String, Value)> {
    let mut all = resources(pipeline);
    all.retain(|(_, _, body)| body["Type"] == kind);
    all
}

fn file(pipeline: &Pipeline, name: &str) -> String {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    assembly.files()[name].clone()
}

fn warnings(pipeline: &Pipeline) -> String {
    let assembly = pipeline.synthesize();
    let assembly = assembly.unwrap_or_else(|findings| panic!("{findings}"));
    assembly.warnings().to_string()
}

fn errors(built: Result<Pipeline, Findings>) -> Vec<String> {
    let found = built.and_then(|pipeline| pipeline.synthesize());
    let found = found.map(|_| ()).expect_err("errors");
    let found = found.errors();
    found
        .map(|error| format!("[{}] {}", error.code.id, error.message))
        .collect()
}

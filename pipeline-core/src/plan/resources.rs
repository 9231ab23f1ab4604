//! Resources beside the pipeline: the stack of each, and its logical id.

use super::logical;
use super::stacks::StackKind;
use crate::pipeline::{Pipeline, Resource as Declared};

/// A resource beside the pipeline.
#[derive(Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) declared: &'a Declared,
    /// Its logical id in its template. It follows from the name and the type: CloudFormation
    /// gives a logical id no other type.
    pub(crate) logical_id: String,
    pub(crate) stack: StackKind,
}

/// The resources of a pipeline.
pub(super) fn resources(pipeline: &Pipeline) -> Vec<Resource<'_>> {
    let all = pipeline.resources.iter();
    all.map(|declared| Resource {
        declared,
        logical_id: logical_id(declared),
        stack: stack(pipeline, declared),
    })
    .collect()
}

fn logical_id(declared: &Declared) -> String {
    let mut parts = declared.kind.split("::");
    let provider = parts.next().unwrap_or_default();
    let own = [provider].into_iter().filter(|first| *first != "AWS");
    let after: Vec<&str> = own.chain(parts).collect();
    logical::of_declared(&[], &declared.name, &logical::camel(&after))
}

/// Home's stand beside the pipeline, and those of another account beside its roles. Elsewhere
/// they have a stack of their own.
fn stack(pipeline: &Pipeline, declared: &Declared) -> StackKind {
    let here = &declared.environment;
    let account = here.account;
    if *here == pipeline.home() {
        StackKind::Pipeline
    } else if account != pipeline.home && here.region == pipeline.accounts[account].region {
        StackKind::Roles(account, None)
    } else {
        StackKind::Resources(here.clone())
    }
}

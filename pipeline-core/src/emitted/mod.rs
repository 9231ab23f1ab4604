//! Everything that one `emit` deploys, account by account: what must be unique there is, and
//! what AWS bounds there is counted over all pipelines; and in which order they go.

mod identifiers;
mod names;
mod order;
mod quotas;

use crate::codes;
use crate::finding::Findings;
use crate::pipeline::Source;
use crate::place::Location;
use crate::plan::Deployment;
use crate::render::Template;
pub(crate) use names::Name;
pub(crate) use order::in_order;
pub(crate) use quotas::Count;
use quotas::Counts;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The names and the counts of the pipelines that were added.
#[derive(Default)]
pub(crate) struct Emitted {
    /// Each name, with the first thing that has it.
    names: BTreeMap<Name, Owner>,
    counts: Counts,
    /// The stacks of stores that several pipelines share.
    shared: BTreeSet<String>,
}

/// A thing that has a name, and its pipeline.
#[derive(Clone)]
struct Owner {
    source: Source,
    pipeline: String,
}

impl Emitted {
    /// Adds what a pipeline deploys, and reports each name that something has already.
    pub(crate) fn add(
        &mut self,
        deployment: &Deployment<'_>,
        templates: &[Template],
        findings: &mut Findings<Location>,
    ) {
        let pipeline = deployment.pipeline;
        for (stack, template) in deployment.stacks.iter().zip(templates) {
            // A stack that several pipelines have is made once.
            if stack.shared && !self.shared.insert(stack.name.clone()) {
                continue;
            }
            let owner = |source: &Source| Owner {
                source: source.clone(),
                pipeline: pipeline.name.clone(),
            };
            let environment = pipeline.arns(&stack.environment);
            self.claim(
                Name::of_stack(&environment, &stack.name),
                owner(&pipeline.source),
                findings,
            );
            for (logical_id, body) in template.resources() {
                let source = template.source(logical_id).unwrap_or(&pipeline.source);
                let name = if template.is_beside(logical_id) {
                    Name::of_beside(&environment, &stack.name, template.resources(), body)
                } else {
                    Name::of(&environment, body)
                };
                if let Some(name) = name {
                    self.claim(name, owner(source), findings);
                }
                self.counts
                    .add(&environment, body, &pipeline.name, &pipeline.source);
            }
            for (output, body) in template.outputs() {
                let Some(name) = body.pointer("/Export/Name").and_then(Value::as_str) else {
                    continue;
                };
                let mut declared = pipeline.outputs.iter();
                let declared = declared.find(|one| one.name == *output);
                let source = declared.map_or(&pipeline.source, |one| &one.source);
                self.claim(Name::of_export(&environment, name), owner(source), findings);
            }
        }
    }

    fn claim(&mut self, name: Name, owner: Owner, findings: &mut Findings<Location>) {
        let Some((taken, first)) = self.names.get_key_value(&name) else {
            self.names.insert(name, owner);
            return;
        };
        let (one, other) = if first.pipeline == owner.pipeline {
            (first.source.words.clone(), owner.source.words.clone())
        } else {
            (first.in_words(), owner.in_words())
        };
        findings
            .report(
                &codes::SAME_NAME,
                owner.source.at,
                format!("{one} and {other} {}", name.clash(taken)),
            )
            .help(name.help())
            .related("the first one is here", first.source.at);
    }

    /// Reports the counts that pass what AWS allows.
    pub(crate) fn report(&self, findings: &mut Findings<Location>) {
        self.counts.report(findings);
    }

    /// What is counted in each account, and what AWS allows there.
    pub(crate) fn counts(&self) -> Vec<Count> {
        self.counts.all()
    }
}

impl Owner {
    fn in_words(&self) -> String {
        let words = &self.source.words;
        let pipeline = format!("pipeline {}", self.pipeline);
        if *words == pipeline {
            format!("pipeline `{}`", self.pipeline)
        } else {
            format!("{words} of pipeline `{}`", self.pipeline)
        }
    }
}

#[cfg(test)]
mod tests;

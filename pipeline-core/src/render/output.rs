//! The outputs that the user declares, each in the stack of what it is about.

use serde_json::{Value, json};

use super::made::{self, Made};
use super::template::Template;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{Output, OutputValue};
use crate::place::Location;
use crate::plan::{Deployment, StackKind};

/// Renders every declared output into the template of its stack.
pub(super) fn render(
    deployment: &Deployment<'_>,
    templates: &mut [Template],
    findings: &mut Findings<Location>,
) {
    for output in &deployment.pipeline.outputs {
        let (stack, value) = match placed(deployment, output) {
            Ok(placed) => placed,
            Err(not_made) => {
                let at = match &output.value {
                    OutputValue::Of(named, _) => named.source.at,
                    OutputValue::Text(_) => output.source.at,
                };
                findings
                    .report(&codes::NOT_MADE, at, not_made.message)
                    .help(not_made.help);
                continue;
            }
        };
        let mut stacks = deployment.stacks.iter();
        let position = stacks.position(|one| one.kind == stack);
        if let Some(template) = position.and_then(|position| templates.get_mut(position)) {
            template.declared_output(output, value);
        }
    }
}

fn placed(
    deployment: &Deployment<'_>,
    output: &Output,
) -> Result<(StackKind, Value), made::NotMade> {
    Ok(match &output.value {
        OutputValue::Text(text) => (made::stack_of_text(deployment, text), json!(text)),
        OutputValue::Of(named, attribute) => match made::made(deployment, named, *attribute)? {
            Made::Imported(known) => (StackKind::Pipeline, json!(known)),
            Made::InStack(stack, logical) => {
                let value = made::value(deployment, named, *attribute, &logical);
                (stack, value)
            }
        },
    })
}

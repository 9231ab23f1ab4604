//! Stacks that are deployed too late.

use super::samples;
use crate::access::verify;
use crate::plan::{StackKind, plan};
use crate::render::render;

#[test]
fn a_stack_that_is_deployed_too_late_is_caught() {
    let mut tried = 0;
    for (sample, pipeline) in samples::all() {
        let mut deployment = plan(&pipeline).expect("a deployment");
        let templates = render(&deployment).expect("templates");
        let of_pipeline = |kind: &StackKind| *kind == StackKind::Pipeline;
        let own = deployment
            .stacks
            .iter()
            .find(|stack| of_pipeline(&stack.kind));
        let own = own.expect("a stack of the pipeline").wave;
        for index in 0..deployment.stacks.len() {
            let stack = &mut deployment.stacks[index];
            let kind = stack.kind.clone();
            let needed = matches!(kind, StackKind::Artifacts(_) | StackKind::Roles(..));
            let wave = std::mem::replace(&mut stack.wave, own);
            if needed {
                tried += 1;
                let found = verify(&deployment, &templates);
                assert!(
                    found.is_err(),
                    "{sample}: {kind:?} in the pipeline's own wave"
                );
            }
            deployment.stacks[index].wave = wave;
        }
    }
    assert!(tried >= 8, "{tried} stacks");
}

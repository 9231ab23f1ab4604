//! Keys that have no effect.

use crate::code::code;
use crate::place::Place;
use crate::rules::context::{Check, Run};

code! {
    IGNORED_KEY = "P404" Warning "a key has no effect here",
    why: "With the other values of this action AWS passes over the key. Written there, it suggests that it had an effect.",
    example: "action_mode: CHANGE_SET_EXECUTE,\ncapabilities: [CAPABILITY_IAM],",
    fix: "Leave it out, or move it to the action where it has an effect: capabilities are given when the change set is prepared.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
}

/// Reports keys of which AWS takes no notice, as the rest of the action is.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        let Some(condition) = &key.ignored else {
            continue;
        };
        if run.holds(condition) == Some(true) {
            let (written, because) = (&entry.key.text, run.because(condition));
            let message = format!("`{written}` has no effect {because}");
            cx.report(&IGNORED_KEY, entry.key.at, message)
                .help("leave it out");
        }
    }
}

/// Reports a key that says what goes into an output, where there is none.
pub(crate) fn without_output<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    if !run.action.outputs.is_empty() || run.action.rule {
        return;
    }
    let needed = run.kind.and_then(|kind| kind.output_needs);
    if let Some(entry) = needed.and_then(|key| run.entry(key)) {
        cx.report(
            &IGNORED_KEY,
            entry.key.at,
            format!("`{}` has no effect without an output", entry.key.text),
        )
        .help(format!(
            "bind one, `let ARTIFACT = {}: …`, or leave it out",
            run.name()
        ));
    }
}

//! Keys that have no effect.

use crate::catalogue::{self, Condition};
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

/// A key of which AWS takes no notice, as the rest of the action is.
pub(crate) fn action<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>) {
    for (key, entry) in run.keys() {
        let Some(condition) = &key.ignored else {
            continue;
        };
        if run.holds(condition) == Some(true) {
            let (written, because) = (&entry.key.text, because(run, condition));
            let message = format!("`{written}` has no effect {because}");
            cx.report(&IGNORED_KEY, entry.key.at, message)
                .help("leave it out");
        }
    }
}

/// A key that says what goes into an output, where there is none.
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

/// The reason why a condition holds, in words.
pub(crate) fn because<P: Place>(run: &Run<'_, P>, condition: &Condition) -> String {
    match condition {
        Condition::Is(key, _) => {
            let written = catalogue::snake_case(key);
            match run.constant(key) {
                Some(value) if !value.is_empty() => format!("when `{written}` is `{value}`"),
                _ => format!("without `{written}`"),
            }
        }
        Condition::Has(key) => format!("with `{}`", catalogue::snake_case(key)),
        Condition::Lacks(key) => format!("without `{}`", catalogue::snake_case(key)),
        Condition::SeveralInputs => "with several inputs".to_owned(),
        Condition::NoInputs => "without an input".to_owned(),
        Condition::All(all) => {
            let all: Vec<String> = all.iter().map(|one| because(run, one)).collect();
            all.join(" and ")
        }
    }
}

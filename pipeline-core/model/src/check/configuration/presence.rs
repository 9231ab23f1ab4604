//! Keys that are not there and should be, or are there and should not.

use super::{Ground, Subject};
use crate::catalogue::{self, Condition, Default, Key, Kind, Needed};
use crate::check::context::{Check, Run};
use crate::codes;
use crate::place::Place;

/// A key that is not there.
pub(super) fn missing<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
) {
    let because = match (&key.needed, &subject.ground) {
        (Needed::Never, _) => return,
        (Needed::Wanted(without), _) => {
            wanted(cx, subject, key, written, without);
            return;
        }
        (Needed::Always, _) => String::new(),
        // What we write where the user does not is there.
        (Needed::When(_), _) if !matches!(key.default, Default::Nothing) => return,
        (Needed::When(condition), Ground::Action(run)) => {
            if run.holds(condition) != Some(true) {
                return;
            }
            format!(", which it needs {}", because(run, condition))
        }
        (Needed::When(_), _) => return,
    };
    cx.report(
        &codes::MISSING_KEY,
        subject.at,
        format!("{} has no `{written}`{because}", subject.what),
    )
    .help(format!("add `{written}: …`, {}", key.doc));
}

/// What may be left out, at a price.
fn wanted<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    key: &'static Key,
    written: &str,
    without: &str,
) {
    cx.report(
        &codes::WITHOUT_ROLES,
        subject.at,
        format!("{} has no `{written}`: {without}", subject.what),
    )
    .help(format!("add `{written}: [ROLE, …]`, {}", key.doc));
}

/// A key of which AWS takes no notice, as the rest of the action is.
pub(super) fn ignored<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, key: &'static Key) {
    let Some(condition) = &key.ignored else {
        return;
    };
    let Some(entry) = run.entry(key.name) else {
        return;
    };
    if run.holds(condition) == Some(true) {
        cx.report(
            &codes::IGNORED_KEY,
            entry.key.at,
            format!(
                "`{}` has no effect {}",
                entry.key.text,
                because(run, condition)
            ),
        )
        .help("leave it out");
    }
}

/// Why a condition holds, in words.
pub(in crate::check) fn because<P: Place>(run: &Run<'_, P>, condition: &Condition) -> String {
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

/// A key that says what goes into an output, where there is none.
pub(super) fn without_output<P: Place>(cx: &mut Check<'_, P>, run: &Run<'_, P>, kind: &Kind) {
    if !run.action.outputs.is_empty() || run.action.rule {
        return;
    }
    if let Some(entry) = kind.output_needs.and_then(|key| run.entry(key)) {
        cx.report(
            &codes::IGNORED_KEY,
            entry.key.at,
            format!("`{}` has no effect without an output", entry.key.text),
        )
        .help(format!(
            "bind one, `let ARTIFACT = {}: …`, or leave it out",
            run.name()
        ));
    }
}

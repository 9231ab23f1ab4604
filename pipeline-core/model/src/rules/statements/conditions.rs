//! The condition keys of a statement: AWS's own, or of a service that exists.

use crate::catalogue::condition_keys;
use crate::code::code;
use crate::model::{Data, Entry, Name};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    UNKNOWN_CONDITION_KEY = "P419" Warning "a condition key that AWS does not have",
    why: "IAM takes any text as a condition key. A request has no value for a key that AWS does not know: a condition that compares it is not met, so that its statement allows nothing; and one that is met where the key is missing, as with `StringNotEquals` or `…IfExists`, bounds nothing.",
    example: "role deploy {\n    statements: [{\n        actions: [\"sqs:SendMessage\"],\n        resources: [\"*\"],\n        conditions: { StringEquals: { \"aws:SourceAcount\": \"111111111111\" } },\n    }],\n}",
    fix: "Correct the key: `aws:SourceAccount`. A key that is newer than pipewright's list stays as it is; begin the role's name with `_` to silence the warning.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
}

/// Reports the condition keys that AWS does not have.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, statement: &[Entry<P>]) {
    let conditions = statement.iter().filter(|it| it.key.text == "conditions");
    let operators = conditions.flat_map(inner);
    for key in operators.flat_map(inner).map(|entry| &entry.key) {
        known(cx, key);
    }
}

/// The entries of a map in an entry.
fn inner<P>(entry: &Entry<P>) -> &[Entry<P>] {
    match &entry.value.data {
        Data::Map(entries) => entries,
        _ => &[],
    }
}

fn known<P: Place>(cx: &mut Check<'_, P>, key: &Name<P>) {
    if condition_keys::is_known(&key.text) {
        return;
    }
    let meant = condition_keys::closest(&key.text);
    cx.report(
        &UNKNOWN_CONDITION_KEY,
        key.at,
        format!("AWS has no condition key `{}`", key.text),
    )
    .maybe_help(meant.map(|meant| format!("did you mean `{meant}`?")));
}

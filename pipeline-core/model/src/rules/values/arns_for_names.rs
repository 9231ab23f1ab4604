//! ARNs where AWS takes a name or an id.

use crate::arn::Arn;
use crate::catalogue::Key;
use crate::catalogue::pattern::{self, Pattern};
use crate::code::code;
use crate::model::Value;
use crate::place::Place;
use crate::rules::context::Check;

code! {
    ARN_FOR_A_NAME = "P412" Error "an ARN where AWS takes a name",
    why: "Some keys take a resource's ARN, most take its name or id alone. The service looks for a resource whose name is the whole text, finds none, and the action fails at its first run. The role that pipewright makes for the action would be allowed something on `service/arn:aws:ecs:…`, which is nothing.",
    example: "Update: Ecs(images) { cluster_name: \"arn:aws:ecs:us-east-1:111111111111:cluster/shop\", service_name: \"web\" };",
    fix: "Write what stands at the end of the ARN: `cluster_name: \"shop\"`. Which account and region it is in, the action says: `in ACCOUNT @ \"REGION\"`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
}

/// Reports an ARN that stands for a name, and returns whether it did. One that holds a variable
/// is one too.
pub(crate) fn reports<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    at: P,
    string: &str,
    pattern: &Pattern,
) -> bool {
    if !stands_for_a_name(string, pattern) {
        return false;
    }
    cx.mark_reference(string);
    let thing = pattern.thing();
    let help = match pattern::name_in(string, pattern) {
        Some(name) => format!("write `{name}`"),
        None => format!("write {thing}: {}", pattern.words),
    };
    cx.report(
        &ARN_FOR_A_NAME,
        at,
        format!("`{key}` is an ARN, where AWS takes {thing}"),
    )
    .help(help);
    true
}

fn stands_for_a_name(string: &str, pattern: &Pattern) -> bool {
    let takes = pattern.takes_an_arn() || pattern.is_of_names_and_arns();
    !takes && Arn::parse(string).is_some()
}

/// Returns whether a value of a key, or an item of one, is such an ARN.
pub(crate) fn is_one<P>(key: &Key, value: &Value<P>) -> bool {
    let text = value.data.text();
    let pattern = key.kind.pattern();
    text.zip(pattern)
        .is_some_and(|(text, pattern)| stands_for_a_name(text, pattern))
}

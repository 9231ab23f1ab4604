//! Properties of an action type that a job worker polls for.

use crate::code::code;
use crate::model::{ActionType, Property};
use crate::place::Place;
use crate::rules::context::Check;

code! {
    QUERYABLE = "P153" Error "a property that a job worker cannot poll for",
    why: "A job worker polls for the jobs of one value of the `queryable` property: an action type has at most one, and it is required and no secret. CodePipeline refuses another action type when the stack is deployed.",
    example: "configuration_properties: { Project: { queryable: true } },",
    fix: "Write `required: true` beside it, and leave out `secret` and every other `queryable`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfigurationProperty.html",
    lacking: Part,
}

/// Checks that at most one property can be polled for, and that one is required and no secret.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, found: &ActionType<P>) {
    let properties = found.properties().unwrap_or_default();
    let mut first: Option<&Property<'_, P>> = None;
    for property in properties.iter().filter(|one| one.is("queryable")) {
        let (name, at) = (&property.name.text, property.name.at);
        if let Some(first) = first {
            cx.report(
                &QUERYABLE,
                at,
                format!(
                    "properties `{}` and `{name}` are both queryable, and AWS allows one",
                    first.name.text
                ),
            )
            .help("leave `queryable` out of one of them")
            .related(format!("`{}` is said here", first.name.text), first.name.at);
            continue;
        }
        first = Some(property);
        if let Some(reason) = not_public(property) {
            cx.report(
                &QUERYABLE,
                at,
                format!("property `{name}` is queryable and {reason}"),
            )
            .help("a job worker polls for a value that every action has and everybody may read: write `required: true`, and no `secret`");
        }
    }
}

/// The reason why a property's value is not there for everybody to read.
pub(crate) fn not_public<P: Place>(property: &Property<'_, P>) -> Option<&'static str> {
    if property.is("secret") {
        Some("secret")
    } else if property.is("required") || property.may_be("required") {
        None
    } else {
        Some("not required")
    }
}

//! Statements that allow more than anyone can have meant to.

use crate::code::code;
use crate::model::{Data, Entry};
use crate::place::Place;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;

code! {
    ACTION_WILDCARD = "P123" Warning "a role is allowed every action",
    why: "A statement that allows `*`, or every call of a service, allows whoever can change the template or the build to do anything in that account, making themselves more rights included.",
    example: "role deploy in prod {\n    statements: [{ actions: [\"iam:*\"], resources: [\"*\"] }],\n}",
    fix: "Name the calls that are needed, and bound the role with `permissions_boundary`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
}

/// Reports statements that allow more than anyone can have meant to.
pub(crate) fn wildcards<P: Place>(
    cx: &mut Check<'_, P>,
    subject: &Subject<'_, P>,
    entries: &[Entry<P>],
) {
    for statement in maps(entries) {
        let denies = find(statement, "effect")
            .is_some_and(|effect| effect.value.data.constant() == Some("Deny"));
        let Some(Data::List(actions)) = find(statement, "actions").map(|entry| &entry.value.data)
        else {
            continue;
        };
        for action in actions.iter().filter(|_| !denies) {
            let what = match action.data.text() {
                Some("*") => "every action",
                Some(string) if string.ends_with(":*") => "every action of a service",
                _ => continue,
            };
            let string = action.data.text().unwrap_or_default();
            cx.report(
                &ACTION_WILDCARD,
                action.at,
                format!("{} allows {what}, `{string}`", subject.what),
            )
            .help(match string.strip_suffix(":*") {
                None | Some("s3") => {
                    "name the API calls that are needed: `[\"s3:GetObject\", \"s3:PutObject\"]`"
                        .to_owned()
                }
                Some(service) => {
                    format!("name the API calls of `{service}` that are needed: `\"{service}:…\"`")
                }
            });
        }
    }
}

fn maps<P>(entries: &[Entry<P>]) -> impl Iterator<Item = &[Entry<P>]> {
    let list = match find(entries, "statements").map(|entry| &entry.value.data) {
        Some(Data::List(items)) => items.as_slice(),
        _ => &[],
    };
    list.iter().filter_map(|item| match &item.data {
        Data::Map(entries) => Some(entries.as_slice()),
        _ => None,
    })
}

fn find<'a, P>(entries: &'a [Entry<P>], key: &str) -> Option<&'a Entry<P>> {
    entries.iter().find(|entry| entry.key.text == key)
}

//! The policies in the properties of resources beside the pipeline, at any depth.

use super::resource_parts::{is_function, is_same};
use crate::catalogue::resource_parts::ResourcePart;
use crate::code::code;
use crate::model::{Data, Entry, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;
use crate::similar;

code! {
    POLICY_ELEMENT = "P199" Error "a policy in a resource is not written as IAM writes it",
    why: "A policy goes into the template as it is. IAM tells capital letters apart, knows no other elements than its own, and refuses the policy with `MalformedPolicyDocument`: the deploy fails. What is misspelt is not seen by the checks of what a policy allows either.",
    example: "resource topic_policy: \"AWS::SNS::TopicPolicy\" {\n    Topics: [topic],\n    PolicyDocument: { Version: \"2012-10-17\", statement: [{ effect: \"allow\", … }] },\n}",
    fix: "Write the elements as IAM does: `Statement: [{ Effect: \"Allow\", Principal: { … }, Action: […], Resource: \"…\" }]`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
}

/// The elements of a policy.
const POLICY: &[&str] = &["Version", "Id", "Statement"];

/// The elements of a statement.
const STATEMENT: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

const EFFECTS: &[&str] = &["Allow", "Deny"];

const VERSIONS: &[&str] = &["2012-10-17", "2008-10-17"];

/// Checks the policies that a property of a resource holds.
pub(super) fn check<P: Place>(cx: &mut Check<'_, P>, kind: &str, entry: &Entry<P>) {
    let part = ResourcePart::of_property(kind, &entry.key.text);
    find(cx, kind, part, entry.key.text.as_str(), &entry.value);
}

/// Looks for policies in a value. Where AWS's schema says what a map has, it is none.
fn find<P: Place>(
    cx: &mut Check<'_, P>,
    kind: &str,
    part: Option<ResourcePart>,
    name: &str,
    value: &Value<P>,
) {
    match &value.data {
        Data::List(items) => {
            for item in items {
                find(cx, kind, part, name, item);
            }
        }
        Data::Map(entries) if is_function(entries) => {}
        Data::Map(entries) if part.is_none() && is_policy(kind, name, entries) => {
            policy(cx, value, entries);
        }
        Data::Map(entries) => {
            for entry in entries {
                let inner = part.and_then(|part| part.part(&entry.key.text));
                find(cx, kind, inner, &entry.key.text, &entry.value);
            }
        }
        _ => {}
    }
}

fn is_policy<P>(kind: &str, name: &str, entries: &[Entry<P>]) -> bool {
    let has_effects = |entry: &Entry<P>| {
        let mut statements = maps(&entry.value);
        similar::closest(&entry.key.text, ["Statement"]).is_some()
            && statements.any(|(_, all)| all.iter().any(|it| is_same(&it.key.text, "Effect")))
    };
    let of_iam = kind.starts_with("AWS::IAM::") && name.ends_with("PolicyDocument");
    of_iam || entries.iter().any(has_effects)
}

/// The maps of a list, or the one that stands in its place.
fn maps<P>(value: &Value<P>) -> impl Iterator<Item = (&Value<P>, &[Entry<P>])> {
    let items = match &value.data {
        Data::List(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    };
    items.iter().filter_map(|item| match &item.data {
        Data::Map(entries) if !is_function(entries) => Some((item, entries.as_slice())),
        _ => None,
    })
}

fn policy<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>, entries: &[Entry<P>]) {
    let fits = check_elements(cx, "a policy", POLICY, entries);
    for entry in entries {
        if is_same(&entry.key.text, "Version") {
            one_of(cx, entry, VERSIONS);
        }
        if is_same(&entry.key.text, "Statement") {
            for (value, entries) in maps(&entry.value) {
                statement(cx, value, entries);
            }
        }
    }
    if fits && !has(entries, "Statement") {
        lacks(cx, value, "the policy", "Statement");
    }
}

fn statement<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>, entries: &[Entry<P>]) {
    let fits = check_elements(cx, "a statement", STATEMENT, entries);
    for entry in entries {
        if is_same(&entry.key.text, "Effect") {
            one_of(cx, entry, EFFECTS);
        }
    }
    if !fits {
        return;
    }
    if !has(entries, "Effect") {
        lacks(cx, value, "the statement", "Effect");
    } else if !has(entries, "Action") && !has(entries, "NotAction") {
        lacks(cx, value, "the statement", "Action");
    }
}

fn has<P>(entries: &[Entry<P>], name: &str) -> bool {
    entries.iter().any(|entry| entry.key.text == name)
}

/// Checks that all keys are elements. Returns whether they are.
fn check_elements<P: Place>(
    cx: &mut Check<'_, P>,
    what: &str,
    known: &[&str],
    entries: &[Entry<P>],
) -> bool {
    let mut fits = true;
    for entry in entries {
        let written = entry.key.text.as_str();
        if known.contains(&written) {
            continue;
        }
        fits = false;
        let spelled = known.iter().find(|name| is_same(name, written));
        let help = match (spelled, similar::closest(written, known.iter().copied())) {
            (Some(spelled), _) => format!("IAM spells it `{spelled}`"),
            (None, Some(close)) => format!("did you mean `{close}`?"),
            (None, None) => format!("it has {}", words::list(known)),
        };
        cx.report(
            &POLICY_ELEMENT,
            entry.key.at,
            format!("{what} has no element `{written}`"),
        )
        .help(help);
    }
    fits
}

/// Checks that the text of an element is one of a few.
fn one_of<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>, known: &[&str]) {
    let Some(written) = entry.value.data.constant() else {
        return;
    };
    if !known.contains(&written) {
        let message = format!(
            "`{}` of a policy is {}",
            entry.key.text,
            words::choice(known)
        );
        cx.report(&POLICY_ELEMENT, entry.value.at, message)
            .maybe_help(
                similar::closest(written, known.iter().copied())
                    .map(|close| format!("write `\"{close}\"`")),
            );
    }
}

fn lacks<P: Place>(cx: &mut Check<'_, P>, value: &Value<P>, what: &str, name: &str) {
    cx.report(&POLICY_ELEMENT, value.at, format!("{what} lacks `{name}`"))
        .help(format!("add `{name}: …`"));
}

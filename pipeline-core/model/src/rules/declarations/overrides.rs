//! Overrides: the paths that they set, and the values.

use super::override_paths::{self, Subject};
use super::things;
use super::undeclared::undeclared;
use crate::code::code;
use crate::model::{Data, Entry, Name, Override, Reference, Thing, Unnamed, Value};
use crate::place::Place;
use crate::rules::configuration::repeated;
use crate::rules::context::{Check, DeclarationKind};
use crate::rules::deploy_time;
use crate::rules::places::regions;
use crate::rules::values::known;
use crate::similar;

/// Checks every override.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let mut right = Vec::new();
    for found in &model.overrides {
        thing(cx, found);
        if found.entries.is_empty() {
            nothing(cx, found);
        }
        for entry in &found.entries {
            if path(cx, entry) && property(cx, found, entry) {
                right.push((found, entry));
            }
            if !is_removal(&entry.value) {
                value(cx, &entry.value, "an override");
            }
        }
    }
    once(cx, &right);
}

/// Checks that no path of a thing is set twice, nor beside one that it stands in.
fn once<P: Place>(cx: &mut Check<'_, P>, all: &[(&Override<P>, &Entry<P>)]) {
    let mut seen: Vec<(String, &Entry<P>)> = Vec::new();
    for (found, entry) in all {
        let whose = identity(cx, found);
        let path = &entry.key.text;
        let other = seen.iter().find(|(other, of)| {
            *other == whose && (is_within(path, &of.key.text) || is_within(&of.key.text, path))
        });
        if let Some((_, other)) = other {
            let message = match other.key.text == *path {
                true => format!("`{path}` is said twice"),
                false => format!("`{path}` and `{}` set the same", other.key.text),
            };
            let at = other.key.at;
            cx.report(&repeated::KEY_TWICE, entry.key.at, message)
                .help("leave one of them out")
                .related("first said here", at);
        }
        seen.push((whose, entry));
    }
}

/// Returns whether a path is another one, or leads further into what that names.
fn is_within(path: &str, whole: &str) -> bool {
    path.strip_prefix(whole)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The thing that an override is of, in words that are the same for the same thing.
fn identity<P: Place>(cx: &Check<'_, P>, found: &Override<P>) -> String {
    match cx.index.model.thing(&found.thing) {
        Ok((Thing::Bucket(store), _)) => format!("bucket {}", store.name.text),
        _ => found.thing.text(),
    }
}

/// Checks a property of a thing whose type is known by its name; returns whether it is right.
fn property<P: Place>(cx: &mut Check<'_, P>, found: &Override<P>, entry: &Entry<P>) -> bool {
    let model = cx.index.model;
    let Ok((thing, _)) = model.thing(&found.thing) else {
        // The template knows what a logical id is, and which paths are said twice.
        return false;
    };
    let of = Subject {
        kind: override_paths::kind_of(&thing),
        written: &found.thing.text(),
        model: Some(model),
    };
    let complaints = override_paths::complaints(of, entry);
    let is_right = complaints.is_empty();
    for complaint in complaints {
        cx.report(complaint.code, complaint.at, complaint.message)
            .help(complaint.help);
    }
    is_right
}

/// Returns whether a name has the form of a logical id.
fn is_logical_id<P>(reference: &Reference<P>) -> bool {
    let first = &reference.first.text;
    reference.rest.is_empty()
        && first.starts_with(|c: char| c.is_ascii_uppercase())
        && first.chars().all(|c| c.is_ascii_alphanumeric())
}

code! {
    OVERRIDE_PLACE = "P487" Error "an override says where a thing is that has its place already",
    why: "What is named by a word of the language, such as `pipeline`, `deploys` or `Deploy.Prepare.role`, stands in one stack, which is known. `in` and `@` tell stacks apart that have the same logical id, such as `ArtifactKey` in the stacks of two regions' stores.",
    example: "override pipeline @ \"us-east-1\" { \"Properties.ExecutionMode\": \"QUEUED\" }",
    fix: "Leave `in` and `@` out; or name the thing by its logical id.",
    source: "",
}

fn thing<'a, P: Place>(cx: &mut Check<'a, P>, found: &'a Override<P>) {
    let first = &found.thing.first;
    let logical = is_logical_id(&found.thing);
    if let Some(account) = &found.environment.account
        && !cx.index.accounts.contains_key(account.text.as_str())
    {
        undeclared(cx, DeclarationKind::Account, &account.text, account.at);
    }
    if let Some(region) = &found.environment.region {
        regions::region(cx, region);
    }
    if let Some(resource) = cx.index.resources.get(first.text.as_str()) {
        let at = resource.name.at;
        let message = format!("`{}` is a resource of your own", first.text);
        cx.report(&things::UNKNOWN_THING, first.at, message)
            .help("set the property where the resource is declared")
            .related("it is declared here", at);
        return;
    }
    let (_, attribute) = match cx.index.model.thing(&found.thing) {
        // The template knows.
        Err(Unnamed::Nothing(..) | Unnamed::NoAction(..)) if logical => return,
        Err(unnamed) => return things::report(cx, unnamed),
        Ok(found) => found,
    };
    if let Some(attribute) = attribute {
        let last = found.thing.rest.last().unwrap_or(first);
        let message = format!("`{}` is an attribute, and no thing", attribute.word());
        cx.report(&things::UNKNOWN_ATTRIBUTE, last.at, message)
            .help("name the thing alone: the paths in the block say what of it is overridden");
        return;
    }
    let account = found.environment.account.as_ref().map(|it| it.at);
    if let Some(at) = account.or(found.environment.region.as_ref().map(|it| it.at)) {
        let message = format!("`{}` stands in one stack", found.thing.text());
        cx.report(&OVERRIDE_PLACE, at, message)
            .help("leave `in` and `@` out");
    }
}

code! {
    OVERRIDE_OF_NOTHING = "P488" Error "an override has no path",
    why: "An override without a path changes nothing.",
    example: "override pipeline { }",
    fix: "Say what it sets, `\"Properties.Description\": \"…\"`, or leave it out.",
    source: "",
    lacking: Part,
}

fn nothing<P: Place>(cx: &mut Check<'_, P>, found: &Override<P>) {
    let message = format!("this override of `{}` sets nothing", found.thing.text());
    cx.report(&OVERRIDE_OF_NOTHING, found.thing.first.at, message)
        .help("say what it sets: `\"Properties.NAME\": VALUE`");
}

code! {
    OVERRIDE_PATH = "P486" Error "an override of what it cannot set",
    why: "An override sets properties, `Properties.NAME`, and metadata, `Metadata.NAME`, of a resource. Its type, what it depends on and what becomes of it when it is deleted belong to how the stacks are deployed, changed and taken down, and stay as they are.",
    example: "override \"ArtifactBucket\" { DeletionPolicy: \"Delete\" }",
    fix: "Set a property. What becomes of a store is said by `removal_policy: DELETE` of the store.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
}

/// Checks the form of a path; returns whether it has it.
fn path<P: Place>(cx: &mut Check<'_, P>, entry: &Entry<P>) -> bool {
    let written = entry.key.text.as_str();
    let mut parts = written.split('.');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let (message, help) = match first {
        "Properties" | "Metadata" if rest.is_empty() => (
            format!("`{written}` is all of them"),
            format!("name one: `\"{written}.NAME\"`"),
        ),
        _ if rest.iter().any(|part| part.trim().is_empty()) => (
            format!("`{written}` has an empty part"),
            "write one dot between two names".to_owned(),
        ),
        "Metadata" if rest.first() == Some(&"pipewright:source") => (
            format!("`{written}` tells where the resource comes from"),
            "take another key of the metadata".to_owned(),
        ),
        "Properties" | "Metadata" => return true,
        "DeletionPolicy" | "UpdateReplacePolicy" => (
            format!("`{written}` cannot be overridden"),
            "of a store, say `removal_policy`; what else is made goes with its stack".to_owned(),
        ),
        "Type" | "DependsOn" | "Condition" | "CreationPolicy" | "UpdatePolicy" => (
            format!("`{written}` cannot be overridden"),
            "an override sets properties, `\"Properties.NAME\"`".to_owned(),
        ),
        _ => (
            format!("`{written}` is no path of a resource"),
            match similar::closest(first, ["Properties", "Metadata"]) {
                Some(close) => format!("did you mean `{close}`?"),
                None => {
                    format!("a property stands behind `Properties`: `\"Properties.{written}\"`")
                }
            },
        ),
    };
    cx.report(&OVERRIDE_PATH, entry.key.at, message).help(help);
    false
}

/// Returns whether a value takes something out: `None`.
fn is_removal<P>(value: &Value<P>) -> bool {
    matches!(&value.data, Data::Word(word) if word == "None")
}

code! {
    NO_TEMPLATE_VALUE = "P489" Error "a value that a template cannot have",
    why: "The values of an override and of a resource go into a template as they are: texts, numbers, `true` and `false`, lists and maps of these, files by `include`, and what is declared, by its name. A file of an artifact and an action's variable are known only when the pipeline runs; a bare word that nothing declares is a text without its quotes.",
    example: "override pipeline { \"Properties.ExecutionMode\": PARALEL }",
    fix: "Put a text in quotes; correct the name of what is declared.",
    source: "",
}

/// The advice on a `Ref` or a `Fn::GetAtt` of something declared, whose name alone is that already.
fn given_a_name<P: Place>(cx: &Check<'_, P>, entries: &[Entry<P>]) -> Option<String> {
    let [only] = entries else {
        return None;
    };
    let function = only.key.text.as_str();
    let [named, rest @ ..] = only.value.items() else {
        return None;
    };
    let name = match &named.data {
        Data::Word(word) => Some(word).filter(|word| cx.index.declaration(word).is_some())?,
        Data::Variable { namespace, .. } => &namespace.text,
        _ => return None,
    };
    let attribute = rest.first().and_then(|it| it.data.constant());
    match (function, attribute) {
        ("Ref", _) => Some(format!("write `{name}` alone: it is its `Ref`")),
        ("Fn::GetAtt", Some(attribute)) => Some(format!("write `{name}.{attribute}`")),
        ("Fn::GetAtt", None) => Some(format!("write `{name}.ATTRIBUTE`")),
        _ => None,
    }
}

/// Checks a value that goes into a template as it is.
pub(crate) fn value<P: Place>(cx: &mut Check<'_, P>, found: &Value<P>, whose: &str) {
    if !known::check_value(cx, found) {
        return;
    }
    let model = cx.index.model;
    if model.is_deploy_time(found) {
        return deploy_time::names(cx, found);
    }
    let (message, help) = match &found.data {
        Data::List(items) => {
            return items.iter().for_each(|item| value(cx, item, whose));
        }
        Data::Map(entries) => match given_a_name(cx, entries) {
            Some(help) => (
                format!(
                    "`{}` takes the text of a logical id, and a name is its value already",
                    entries[0].key.text
                ),
                help,
            ),
            None => {
                repeated::once(cx, entries);
                return entries
                    .iter()
                    .for_each(|entry| value(cx, &entry.value, whose));
            }
        },
        Data::Word(word) => match cx.index.declaration(word) {
            Some((DeclarationKind::ActionType, _)) => (
                format!("`{word}` is an action type, which has no value"),
                "an action type is named by an action".to_owned(),
            ),
            Some(_) => return,
            None if word == "pipeline" => return,
            None => {
                let names = DeclarationKind::ALL
                    .into_iter()
                    .flat_map(|kind| cx.index.names_of(kind));
                let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
                let close = similar::closest(word, names.iter().copied());
                if let Some(close) = close {
                    cx.mark_meant(close);
                }
                let help = match close {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => format!("a text stands in quotes: `\"{word}\"`"),
                };
                (format!("nothing here is named `{word}`"), help)
            }
        },
        Data::Variable { namespace, name } => {
            let reference = Reference {
                first: namespace.clone(),
                rest: name
                    .text
                    .split('.')
                    .map(|part| Name {
                        text: part.to_owned(),
                        at: name.at,
                    })
                    .collect(),
            };
            match model.thing(&reference) {
                Ok(_) => return,
                Err(unnamed @ Unnamed::NoPart(..)) => return things::report(cx, unnamed),
                Err(_) => (
                    format!(
                        "`{}.{}` is known only when the pipeline runs, and {whose} when its stack is deployed",
                        namespace.text, name.text
                    ),
                    "name something that is made, or write a text".to_owned(),
                ),
            }
        }
        Data::File { artifact, .. } => (
            format!(
                "a file of artifact `{}` is known only when the pipeline runs, and {whose} when its stack is deployed",
                artifact.text
            ),
            "a file of the crate is included: `include \"…\"`".to_owned(),
        ),
        _ => return,
    };
    cx.report(&NO_TEMPLATE_VALUE, found.at, message).help(help);
}

//! The maps in the properties of resources beside the pipeline, at any depth.

use super::resource_values::{self, Property, VALUE_RANGE, VALUE_SPELLING};
use super::resources::{MISSING_PROPERTY, PROPERTY_SPELLING, UNKNOWN_PROPERTY};
use crate::catalogue::resource_parts::{Form, ResourcePart};
use crate::catalogue::resource_types;
use crate::catalogue::resource_values::Allowed;
use crate::code::code;
use crate::model::{Data, Entry, Name, Resource, Value};
use crate::place::Place;
use crate::rules::context::Check;
use crate::rules::words;
use crate::similar;

/// Checks the maps that a property of a resource holds.
pub(super) fn check<P: Place>(
    cx: &mut Check<'_, P>,
    found: &Resource<P>,
    kind: &str,
    entry: &Entry<P>,
) {
    let place = Nested {
        resource: &found.name,
        kind,
        path: entry.key.text.clone(),
    };
    let name = &entry.key.text;
    let part = ResourcePart::of_property(kind, name);
    place.check_value(cx, part, Allowed::of_property(kind, name), &entry.value);
}

code! {
    FORM = "P490" Error "a list, a map and a text are mistaken for each other in a resource",
    why: "AWS's resource schema says whether a property takes one map or a list of maps. CloudFormation refuses a template with the other one, or with a text: `Value of property Tags must be of type List`.",
    example: "resource topic: \"AWS::SNS::Topic\" { Tags: { Key: \"team\", Value: \"shop\" } }",
    fix: "Put the maps of a list in brackets, also if it is only one: `Tags: [{ Key: \"team\", Value: \"shop\" }]`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
}

/// A property of a resource, or of a map in one.
struct Nested<'m, P> {
    resource: &'m Name<P>,
    kind: &'m str,
    /// The names down to it, with dots.
    path: String,
}

impl<P: Place> Nested<'_, P> {
    /// Checks the value of a property, which takes a map or one of some values.
    fn check_value(
        &self,
        cx: &mut Check<'_, P>,
        part: Option<ResourcePart>,
        allowed: Option<Allowed>,
        value: &Value<P>,
    ) {
        match (part, allowed) {
            (Some(part), _) if self.check_form(cx, part, value) => self.value(cx, part, value),
            (None, Some(allowed)) => {
                let of = Property {
                    kind: self.kind,
                    path: &self.path,
                    too_large: &VALUE_RANGE,
                };
                for found in resource_values::complaints(of, allowed, value) {
                    // The name says that the schema is out of date. A spelling is wrong in any case.
                    if found.code == &VALUE_SPELLING || !self.resource.text.starts_with('_') {
                        cx.report(found.code, found.at, found.message)
                            .help(found.help);
                    }
                }
            }
            _ => {}
        }
    }

    /// Checks that a value is a map or a list, as its property takes it.
    fn check_form(&self, cx: &mut Check<'_, P>, part: ResourcePart, value: &Value<P>) -> bool {
        let is = match &value.data {
            Data::Map(entries) if is_function(entries) => return true,
            Data::Map(_) => "a map",
            Data::List(_) => "a list",
            Data::String(_) => "a text",
            Data::Number(_) => "a number",
            Data::Bool(_) => "a truth value",
            _ => return true,
        };
        let (takes, help) = match (part.form, &value.data) {
            (Form::Either, _) | (Form::List, Data::List(_)) | (Form::Map, Data::Map(_)) => {
                return true;
            }
            (Form::List, Data::Map(entries)) if is_tag_map(part, entries) => {
                ("a list of maps", tags(entries))
            }
            (Form::List, Data::Map(_)) => {
                ("a list of maps", "put it in brackets: `[{ … }]`".to_owned())
            }
            (Form::List, _) => ("a list of maps", "write `[{ … }]`".to_owned()),
            (Form::Map, Data::List(_)) => ("one map", "leave out the brackets: `{ … }`".to_owned()),
            (Form::Map, _) => ("a map", "write `{ … }`".to_owned()),
        };
        let message = format!("`{}` of `{}` is {takes}, not {is}", self.path, self.kind);
        cx.report(&FORM, value.at, message).help(help);
        false
    }

    fn value(&self, cx: &mut Check<'_, P>, part: ResourcePart, value: &Value<P>) {
        match &value.data {
            Data::List(items) => {
                for item in items {
                    self.value(cx, part, item);
                }
            }
            Data::Map(entries) if !is_function(entries) => self.map(cx, part, value, entries),
            _ => {}
        }
    }

    fn map(
        &self,
        cx: &mut Check<'_, P>,
        part: ResourcePart,
        value: &Value<P>,
        entries: &[Entry<P>],
    ) {
        for entry in entries {
            self.property(cx, part, entry);
            let name = &entry.key.text;
            let below = Nested {
                path: format!("{}.{name}", self.path),
                ..*self
            };
            below.check_value(cx, part.part(name), part.allowed(name), &entry.value);
        }
        let is_there = |name: &&str| entries.iter().any(|entry| is_same(&entry.key.text, name));
        let lacks: Vec<&str> = part.required().filter(|name| !is_there(name)).collect();
        if let Some(first) = lacks.first() {
            let message = format!(
                "`{}` of resource `{}` lacks {}, which `{}` needs there",
                self.path,
                self.resource.text,
                words::list(&lacks),
                self.kind
            );
            cx.report(&MISSING_PROPERTY, value.at, message)
                .help(format!("write `{first}: …`"));
        }
    }

    fn property(&self, cx: &mut Check<'_, P>, part: ResourcePart, entry: &Entry<P>) {
        let written = entry.key.text.as_str();
        if part.properties().any(|name| name == written) {
            return;
        }
        let (path, kind) = (&self.path, self.kind);
        if let Some(spelled) = part.properties().find(|name| is_same(name, written)) {
            let message = format!("`{path}` of `{kind}` has no property `{written}`");
            cx.report(&PROPERTY_SPELLING, entry.key.at, message)
                .help(format!("CloudFormation spells it `{spelled}`"));
            return;
        }
        if part.is_open() || self.resource.text.starts_with('_') {
            return;
        }
        let message = format!(
            "AWS's schema of `{kind}`, of {}, has no property `{written}` in `{path}`",
            resource_types::AS_OF
        );
        let all: Vec<&str> = part.properties().collect();
        let help = match similar::closest(written, all.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("it has {}", words::list(&all)),
        };
        cx.report(&UNKNOWN_PROPERTY, entry.key.at, message)
            .help(help);
    }
}

/// Returns whether a map is `{ NAME: VALUE }`, where AWS takes a list of tags.
fn is_tag_map<P>(part: ResourcePart, entries: &[Entry<P>]) -> bool {
    let properties = part.properties();
    properties.eq(["Key", "Value"]) && !entries.iter().any(|entry| is_same(&entry.key.text, "Key"))
}

/// The advice to write tags as a list, with the first one.
fn tags<P>(entries: &[Entry<P>]) -> String {
    let first = entries.first();
    let name = first.map_or("NAME", |entry| entry.key.text.as_str());
    let value = first.and_then(|entry| entry.value.data.text());
    let value = value.map_or_else(|| "…".to_owned(), |value| format!("{value:?}"));
    format!("write each as `{{ Key: {name:?}, Value: {value} }}`, in brackets")
}

/// Returns whether two names differ in capital letters and underscores only.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|letter| *letter != '_');
        letters.flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

/// Returns whether a map is a function of CloudFormation, whose value is not known here.
pub(super) fn is_function<P>(entries: &[Entry<P>]) -> bool {
    let [only] = entries else {
        return false;
    };
    let name = only.key.text.as_str();
    name == "Ref" || name.starts_with("Fn::")
}

//! Values that are known when a stack is deployed: `ssm "NAME"`, `import_value "NAME"`, and the
//! values in braces in texts.

use std::collections::BTreeSet;

use pipewright_model::codes::{TOO_LATE, UNDECLARED_PARAMETER};
use pipewright_model::model::{Braced, DeployTime, Text, Visitor, braced};
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Span};
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::bump;
use super::lookahead::{Lookahead, Token};
use super::name::is_identifier;
use super::string::string;
use super::{Context, NamedValues};
use crate::model::{Data, Model, Name, TextExpr, Value};
use crate::place::SourceSpan;

/// The words in front of what is looked up.
const WORDS: [&str; 2] = ["ssm", "import_value"];

/// Returns whether a value begins here that is looked up.
pub(super) fn stands_here(cursor: Cursor) -> bool {
    name_span(cursor).is_some()
}

/// The place of the name, if a value begins here that is looked up.
pub(super) fn name_span(cursor: Cursor) -> Option<Span> {
    if !WORDS.iter().any(|word| cursor.is_ident(0, word)) {
        return None;
    }
    match cursor.nth(1) {
        Some(Token::Literal(name)) => Some(name.span()),
        Some(Token::Group(Delimiter::Parenthesis, span, _)) => Some(span.open()),
        _ => None,
    }
}

/// What is looked up, from its word on.
pub(super) fn looked_up(cx: &mut Context, input: ParseStream) -> Data {
    let ssm = input.is_ident(0, "ssm");
    bump(input);
    let what = if ssm {
        "a parameter of the Systems Manager, `\"/app/vpc-id\"`"
    } else {
        "the name of a stack's export, `\"network-VpcId\"`"
    };
    match string(cx, input, what) {
        Ok(TextExpr {
            text: Text::Missing,
            ..
        })
        | Err(_) => Data::Missing,
        Ok(name) if ssm => Data::DeployTime(DeployTime::Ssm(name)),
        Ok(name) => Data::DeployTime(DeployTime::ImportValue(name)),
    }
}

/// Puts the values in braces into the texts of a pipeline, once all names are known.
pub(super) fn join_texts(cx: &mut Context, model: &mut Model, named: &mut NamedValues) {
    let names = model.parameters.iter();
    let names = names.map(|parameter| parameter.name.text.clone());
    let resources: BTreeSet<String> = model
        .resources
        .iter()
        .map(|resource| resource.name.text.clone())
        .collect();
    let names = names.chain(resources.iter().cloned()).collect();
    let mut joiner = Joiner {
        cx,
        names,
        resources,
        reports: true,
    };
    model.visit(&mut joiner);
    // What is wrong in a declared value has been said where it is used.
    joiner.reports = false;
    for value in named.values_mut() {
        value.visit(&mut joiner);
    }
}

struct Joiner<'c> {
    cx: &'c mut Context,
    /// The names that stand for values.
    names: BTreeSet<String>,
    /// Those of them that are resources.
    resources: BTreeSet<String>,
    reports: bool,
}

impl Visitor<SourceSpan> for Joiner<'_> {
    fn value(&mut self, value: &mut Value) {
        if let Data::Variable { namespace, name } = &value.data
            && self.resources.contains(&namespace.text)
        {
            value.data = attribute(namespace, name);
            return;
        }
        let Data::String(text) = &value.data else {
            return;
        };
        if self.cx.unread.name && self.may_hold_a_name(text) {
            self.cx.unread.incomplete.add_missing(value.at);
        }
        let spelled = self.report_mistyped(text, value.at);
        let text = spelled.as_ref().unwrap_or(text);
        if let Some(parts) = self.parts(text, value.at) {
            value.data = Data::Joined(parts);
        }
    }

    fn text(&mut self, text: &mut TextExpr) {
        let Some(parts) = text.known().and_then(|known| self.parts(known, text.at)) else {
            return;
        };
        let unknown = parts.iter().find_map(|part| match &part.data {
            Data::Word(name) => Some(format!("`{name}`")),
            Data::Variable { namespace, name } => {
                Some(format!("`{}.{}`", namespace.text, name.text))
            }
            Data::DeployTime(found) => Some(format!(
                "`{} \"{}\"`",
                found.word(),
                found.name().known().unwrap_or_default()
            )),
            _ => None,
        });
        if !self.reports {
            return;
        }
        let message = format!(
            "this has to be known when the pipeline is built, and {} is known when its stack is deployed",
            unknown.unwrap_or_default()
        );
        self.cx
            .report_at(&TOO_LATE, text.at, message)
            .help("write the value out, or compute it with a Rust expression in parentheses");
        let at = text.at;
        self.cx.unread.incomplete.add_missing(at);
        text.text = Text::Missing;
    }
}

/// An attribute of a resource.
fn attribute(resource: &Name, attribute: &Name) -> Data {
    Data::DeployTime(DeployTime::Attribute {
        resource: resource.clone(),
        attribute: TextExpr {
            text: Text::Known(attribute.text.clone()),
            at: attribute.at,
        },
    })
}

impl Joiner<'_> {
    /// The parts of a text, if values stand in it.
    fn parts(&self, text: &str, at: SourceSpan) -> Option<Vec<Value>> {
        let is_declared = |name: &str| self.names.contains(name);
        let parts = braced(text, &is_declared);
        if parts.iter().all(|part| matches!(part, Braced::Text(_))) {
            return None;
        }
        let name = |text: &str| TextExpr {
            text: Text::Known(text.to_owned()),
            at,
        };
        let data = |part: Braced<'_>| match part {
            Braced::Text(text) => Data::String(text.to_owned()),
            Braced::Ssm(text) => Data::DeployTime(DeployTime::Ssm(name(text))),
            Braced::ImportValue(text) => Data::DeployTime(DeployTime::ImportValue(name(text))),
            Braced::Name(text) => match text.split_once('.') {
                None => Data::Word(text.to_owned()),
                Some((first, attribute)) => {
                    let name = |text: &str| Name {
                        text: text.to_owned(),
                        at,
                    };
                    let (first, attribute) = (name(first), name(attribute));
                    if self.resources.contains(&first.text) {
                        self::attribute(&first, &attribute)
                    } else {
                        Data::Variable {
                            namespace: first,
                            name: attribute,
                        }
                    }
                }
            },
        };
        let parts = parts.into_iter().map(|part| Value {
            data: data(part),
            at,
        });
        Some(parts.collect())
    }

    /// Returns whether a name stands in braces that could be declared where nothing could be read.
    fn may_hold_a_name(&self, text: &str) -> bool {
        let is_name = |name: &str| is_identifier(name);
        let parts = braced(text, &is_name);
        parts.iter().any(|part| match part {
            Braced::Name(name) => !self.names.contains(*name),
            _ => false,
        })
    }

    /// Reports a name in braces that is close to a declared one. Returns the text with that one.
    fn report_mistyped(&mut self, text: &str, at: SourceSpan) -> Option<String> {
        if self.cx.unread.name {
            return None;
        }
        for (brace, _) in text.match_indices('{') {
            let before = text.get(..brace).unwrap_or_default();
            let after = text.get(brace.saturating_add(1)..);
            let inside = after.and_then(|rest| rest.split_once('}'));
            let Some((name, _)) = inside.filter(|_| !before.ends_with(['$', '#', '{'])) else {
                continue;
            };
            if let Some((word, looked_up)) = name.split_once(':')
                && let Some(meant) = meant_function(word, looked_up)
            {
                let spelled =
                    text.replace(&format!("{{{name}}}"), &format!("{{{meant}:{looked_up}}}"));
                if self.reports {
                    let message =
                        format!("`{{{name}}}` stays as it is: nothing is looked up by `{word}`");
                    self.cx
                        .report_at(&UNDECLARED_PARAMETER, at, message)
                        .help(format!("did you mean `{{{meant}:{looked_up}}}`?"));
                }
                return Some(spelled);
            }
            let first = name.split('.').next().unwrap_or(name);
            if !is_identifier(first) || self.names.contains(first) {
                continue;
            }
            let Some(close) = closest(first, self.names.iter().map(String::as_str)) else {
                continue;
            };
            let spelled = text.replace(&format!("{{{name}}}"), &format!("{{{close}}}"));
            if !self.reports {
                return Some(spelled);
            }
            let message = format!("`{{{name}}}` stays as it is: there is no parameter `{first}`");
            self.cx
                .report_at(&UNDECLARED_PARAMETER, at, message)
                .help(format!("did you mean `{{{close}}}`?"));
            return Some(spelled);
        }
        None
    }
}

/// The function that a word before a colon in braces is close to. The names of the Systems Manager's
/// parameters begin with a slash where there may be a doubt.
fn meant_function(word: &str, name: &str) -> Option<&'static str> {
    let known = ["ssm", "import_value"];
    if known.contains(&word) || !is_identifier(word) {
        return None;
    }
    let plain = |word: &str| word.replace('_', "").to_ascii_lowercase();
    let import = closest(&plain(word), ["importvalue"]).is_some();
    let ssm = name.starts_with('/') && closest(word, ["ssm"]).is_some();
    match (import, ssm) {
        (true, _) => Some("import_value"),
        (_, true) => Some("ssm"),
        _ => None,
    }
}

//! Values that are known only when a stack is deployed. Each stands in the strings of a pipeline as
//! a token, a word that nothing else is: whatever is made of the strings, a name, a list or an ARN
//! in a policy, holds the token, and rendering puts the value in its place.

use crate::catalogue::ParameterType;
use crate::hash::fnv1a_64;
use crate::place::Location;
use std::collections::BTreeMap;
use std::fmt;

/// The first and the last character of a token. They are no characters of any text: Unicode has
/// no meaning for them.
pub(crate) const OPEN: char = '\u{f5a00}';
pub(crate) const CLOSE: char = '\u{f5a01}';

/// Returns whether a string is one token and nothing else.
pub(crate) fn is_token(string: &str) -> bool {
    let inner = string.strip_prefix(OPEN);
    let inner = inner.and_then(|rest| rest.strip_suffix(CLOSE));
    inner.is_some_and(|inner| !inner.contains([OPEN, CLOSE]))
}

/// The token of the list that an export's value is.
pub(crate) fn list_token(token: &str) -> String {
    token.replace(CLOSE, &format!(",{CLOSE}"))
}

/// A value that is known only when a stack is deployed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DeployValue {
    /// A declared parameter, by its name.
    Parameter(String),
    /// A parameter of the Systems Manager, and its version.
    Ssm(String, Option<String>),
    /// An export of another stack.
    ImportValue(String),
    /// The items of an export of another stack, which are separated by commas.
    ImportedList(String),
    /// A declared resource, or an attribute of it.
    Resource(String, Option<String>),
}

impl DeployValue {
    /// A parameter of the Systems Manager as a user writes it, with its version behind a colon.
    pub(crate) fn ssm(written: &str) -> DeployValue {
        match written.split_once(':') {
            Some((name, version)) => DeployValue::Ssm(name.to_owned(), Some(version.to_owned())),
            None => DeployValue::Ssm(written.to_owned(), None),
        }
    }

    /// The word that stands for it in strings.
    pub(crate) fn token(&self) -> String {
        let hash = fnv1a_64(self.written().bytes());
        let token = format!("{OPEN}{hash:016x}{CLOSE}");
        match self {
            DeployValue::ImportedList(_) => list_token(&token),
            _ => token,
        }
    }

    /// It as a text of the language has it: `{topic}`, `{ssm:/app/vpc-id}`.
    pub(crate) fn written(&self) -> String {
        match self {
            DeployValue::Parameter(name) => format!("{{{name}}}"),
            DeployValue::Ssm(name, None) => format!("{{ssm:{name}}}"),
            DeployValue::Ssm(name, Some(version)) => format!("{{ssm:{name}:{version}}}"),
            DeployValue::ImportValue(name) | DeployValue::ImportedList(name) => {
                format!("{{import_value:{name}}}")
            }
            DeployValue::Resource(name, None) => format!("{{{name}}}"),
            DeployValue::Resource(name, Some(attribute)) => format!("{{{name}.{attribute}}}"),
        }
    }
}

impl fmt::Display for DeployValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DeployValue::Parameter(name) => write!(f, "`{name}`"),
            DeployValue::Ssm(name, None) => write!(f, "`ssm \"{name}\"`"),
            DeployValue::Ssm(name, Some(version)) => write!(f, "`ssm \"{name}:{version}\"`"),
            DeployValue::ImportValue(name) | DeployValue::ImportedList(name) => {
                write!(f, "`import_value \"{name}\"`")
            }
            DeployValue::Resource(name, None) => write!(f, "`{name}`"),
            DeployValue::Resource(name, Some(attribute)) => write!(f, "`{name}.{attribute}`"),
        }
    }
}

/// A declared parameter.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) default: Option<String>,
    /// CloudFormation's keys and their values.
    pub(crate) settings: Vec<(String, serde_json::Value)>,
    pub(crate) at: Location,
}

impl Parameter {
    /// Returns whether CloudFormation hides its value.
    pub(crate) fn is_hidden(&self) -> bool {
        let hidden = ("NoEcho".to_owned(), serde_json::Value::Bool(true));
        self.settings.contains(&hidden)
    }

    pub(crate) fn parameter_type(&self) -> Option<ParameterType> {
        ParameterType::of(&self.kind)
    }
}

/// A value that some string of the pipeline holds.
#[derive(Clone, Debug)]
pub(crate) struct Used {
    pub(crate) value: DeployValue,
    /// The value is a list.
    pub(crate) list: bool,
    /// The place where it is used first.
    pub(crate) at: Location,
}

/// The values that are known only when a stack is deployed.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeployValues {
    pub(crate) parameters: Vec<Parameter>,
    /// By their tokens.
    used: BTreeMap<String, Used>,
}

/// A part of a string.
#[derive(Clone, Debug)]
pub(crate) enum Part<'v, 't> {
    Text(&'t str),
    Value(&'v Used),
}

impl DeployValues {
    /// Notes a value that a string holds. Returns its token.
    pub(crate) fn add(&mut self, value: DeployValue, at: Location) -> String {
        let list = match &value {
            DeployValue::Parameter(name) => self
                .parameter(name)
                .and_then(Parameter::parameter_type)
                .is_some_and(|kind| kind.list),
            DeployValue::ImportedList(_) => true,
            DeployValue::Ssm(..) | DeployValue::ImportValue(_) | DeployValue::Resource(..) => false,
        };
        if let DeployValue::ImportValue(name) = &value {
            // Where a list stands, it is one.
            self.add(DeployValue::ImportedList(name.clone()), at);
        }
        let token = value.token();
        self.used
            .entry(token.clone())
            .or_insert(Used { value, list, at });
        token
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|one| one.name == name)
    }

    /// The values that some string holds, each with its token.
    pub(crate) fn used(&self) -> impl Iterator<Item = (&str, &Used)> {
        self.used.iter().map(|(token, used)| (token.as_str(), used))
    }

    /// Returns whether a string is a list.
    pub(crate) fn is_list(&self, string: &str) -> bool {
        self.used.get(string).is_some_and(|used| used.list)
    }

    /// The value of a token.
    pub(crate) fn of_token(&self, token: &str) -> Option<&Used> {
        self.used.get(token)
    }

    /// Returns whether a string holds a value.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.parts(text)
            .iter()
            .any(|part| matches!(part, Part::Value(_)))
    }

    /// The parts of a string: values, and what stands between them.
    pub(crate) fn parts<'v, 't>(&'v self, text: &'t str) -> Vec<Part<'v, 't>> {
        let mut parts = Vec::new();
        let mut rest = text;
        // Where the rest may still hold a token.
        let mut from = 0;
        while let Some(found) = rest[from..].find(OPEN) {
            let open = from + found;
            let close = rest[open..]
                .find(CLOSE)
                .map(|at| open + at + CLOSE.len_utf8());
            let used = close.and_then(|close| Some((close, self.used.get(&rest[open..close])?)));
            let Some((close, used)) = used else {
                from = open + OPEN.len_utf8();
                continue;
            };
            if open > 0 {
                parts.push(Part::Text(&rest[..open]));
            }
            parts.push(Part::Value(used));
            rest = &rest[close..];
            from = 0;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest));
        }
        parts
    }

    /// The string for a person: each value as it is written in the language.
    pub(crate) fn readable(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for part in self.parts(text) {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(used) => out.push_str(&used.value.written()),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_split_at_its_values() {
        let mut values = DeployValues::default();
        let at = Location::here();
        let ssm = values.add(DeployValue::ssm("/app/topic:3"), at);
        let export = values.add(DeployValue::ImportValue("net-Vpc".to_owned()), at);
        assert_ne!(ssm, export);
        let text = format!("arn:{ssm}{export}/{OPEN}x");
        let expected = format!("arn:{{ssm:/app/topic:3}}{{import_value:net-Vpc}}/{OPEN}x");
        assert_eq!(values.readable(&text), expected);
        assert!(values.is_in(&text) && !values.is_in("arn:"));
        // Of another pipeline, it is a text.
        assert!(!DeployValues::default().is_in(&text));
    }
}

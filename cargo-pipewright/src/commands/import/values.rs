//! A value of AWS's, by the type that the catalogue gives its key, read backwards.

use std::collections::HashSet;

use pipewright_model::catalogue::{Key, Type};
use serde_json::{Map, Value};

use super::intrinsics::{export_as_list, shown_below};
use super::marks::{Later, Part, described, has_marks};
use super::names::{is_word, literal, name};
use super::writer::{Writer, Written, braces};

impl Writer<'_> {
    /// The value of a key of a configuration, where AWS has texts; or beside it.
    pub(super) fn value(&mut self, kind: &Type, value: &Value, inputs: &[String]) -> Written {
        match kind {
            Type::Secret => match value {
                Value::String(text) => Ok(literal(text)),
                _ => {
                    let text = self.text(value)?;
                    self.written(&text)
                }
            },
            Type::String(_) | Type::Buildspec(_) => {
                let text = self.flat(value)?;
                self.written(&text)
            }
            Type::Number(..) => {
                let text = self.text(value)?;
                match text.parse::<i64>() {
                    Ok(number) if number >= 0 => Ok(number.to_string()),
                    _ => self.reference(&text),
                }
            }
            Type::Bool => {
                let text = self.text(value)?;
                match text.to_ascii_lowercase().as_str() {
                    truth @ ("true" | "false") => Ok(truth.to_owned()),
                    _ => self.reference(&text),
                }
            }
            Type::OneOf(words) => {
                let text = self.text(value)?;
                self.constant(words, &text)
            }
            Type::SetOf(words) => {
                let items = self.items(value)?;
                let items: Result<Vec<String>, _> = items
                    .iter()
                    .map(|item| self.constant(words, item))
                    .collect();
                Ok(format!("[{}]", items?.join(", ")))
            }
            Type::Strings(_) => {
                let items = self.items(value)?;
                if let [one] = items.as_slice() {
                    let is_list = match self.marks.parts(one).as_slice() {
                        [Part::Later(Later::Parameter(name))] => self.is_list(name),
                        // It is split at its commas, where it is not an item of a list.
                        [Part::Later(Later::Export(_))] => !value.is_array(),
                        _ => false,
                    };
                    if is_list {
                        return self.written(one);
                    }
                }
                let items: Result<Vec<String>, _> =
                    items.iter().map(|item| self.written(item)).collect();
                Ok(format!("[{}]", items?.join(", ")))
            }
            Type::File => self.file(value, inputs),
            Type::FileOr(other) => match self.file(value, inputs) {
                Ok(file) => Ok(file),
                Err(_) => self.value(other, value, inputs),
            },
            Type::Artifact => Ok(name(&self.known(value)?)),
            Type::Json(_) | Type::Map | Type::Configuration => {
                let tree = self.parsed(value)?;
                if !tree.is_object() {
                    return Err("it is no JSON object".to_owned());
                }
                self.tree(&tree)
            }
            Type::Variables(_) => self.variables(value),
            Type::NamedValues => {
                let tree = self.parsed(value)?;
                let items = tree.as_array().ok_or("it is no list of names and values")?;
                let mut entries = Vec::new();
                for item in items {
                    match self.named_value(item) {
                        Ok(entry) => entries.push(entry),
                        Err(why) => self.left_out_of_a_list(item, &why),
                    }
                }
                Ok(braces(&entries))
            }
            Type::Records(keys) => {
                let tree = self.raw_or_parsed(value)?;
                let items = tree.as_array().ok_or("it is no list of maps")?;
                let mut records = Vec::new();
                for item in items {
                    match self.record(keys, item) {
                        Ok(record) => records.push(record),
                        Err(why) => self.left_out_of_a_list(item, &why),
                    }
                }
                Ok(format!("[{}]", records.join(", ")))
            }
            Type::Record(keys) => {
                let tree = self.raw_or_parsed(value)?;
                self.record(keys, &tree)
            }
            Type::Parameters => {
                let text = self.flat(value)?;
                let wrong = "it is no `ParameterKey=…,ParameterValue=…`";
                let mut entries: Vec<String> = Vec::new();
                if let Some((before, _)) = text.split_once("ParameterKey=")
                    && !before.trim().is_empty()
                {
                    return Err(wrong.to_owned());
                }
                for one in text.split("ParameterKey=").skip(1) {
                    let (key, value) = one.split_once(",ParameterValue=").ok_or(wrong)?;
                    let value = self.written(value.strip_suffix(' ').unwrap_or(value))?;
                    entries.push(format!("{}: {value}", name(key)));
                }
                if entries.is_empty() {
                    return Err(wrong.to_owned());
                }
                Ok(braces(&entries))
            }
            Type::PassedRole(_) | Type::Role => self.role(value),
            _ => Err("this is not carried over".to_owned()),
        }
    }

    fn is_list(&self, parameter: &str) -> bool {
        let kind = self
            .template
            .parameters
            .get(parameter)
            .and_then(|found| found["Type"].as_str());
        kind.is_some_and(|kind| kind.contains("List"))
    }

    /// A text; of a map or a list, its JSON.
    fn flat(&mut self, value: &Value) -> Written {
        let is_call = super::intrinsics::function(value).is_some();
        if (value.is_object() || value.is_array()) && !is_call {
            return Ok(self.template.tree(&mut self.marks, value)?.to_string());
        }
        self.text(value)
    }

    /// A tree: the value itself, or the JSON that its text is.
    fn parsed(&mut self, value: &Value) -> Result<Value, String> {
        let is_call = super::intrinsics::function(value).is_some();
        if (value.is_object() || value.is_array()) && !is_call {
            return self.template.tree(&mut self.marks, value);
        }
        let text = self.text(value)?;
        serde_json::from_str(&text).map_err(|error| format!("it is no JSON: {error}"))
    }

    /// A list or a map as it is, or the JSON that a text is.
    fn raw_or_parsed(&mut self, value: &Value) -> Result<Value, String> {
        let is_call = super::intrinsics::function(value).is_some();
        if (value.is_object() || value.is_array()) && !is_call {
            return Ok(value.clone());
        }
        self.parsed(value)
    }

    /// The items of a list, or of a text with commas.
    pub(super) fn items(&mut self, value: &Value) -> Result<Vec<String>, String> {
        if value.is_array() {
            return self.template.list(&mut self.marks, value);
        }
        let text = self.text(export_as_list(value).unwrap_or(value))?;
        Ok(text
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect())
    }

    fn constant(&mut self, words: &[&str], text: &str) -> Written {
        if words.contains(&text) && is_word(text) {
            return Ok(text.to_owned());
        }
        self.reference(text)
    }

    /// A variable that is the whole of a text, without its signs; else the text.
    fn reference(&mut self, text: &str) -> Written {
        let inside = text
            .strip_prefix("#{")
            .and_then(|text| text.strip_suffix('}'));
        match inside.and_then(|inside| inside.split_once('.')) {
            Some((space, name)) if is_word(space) && is_word(name) => Ok(format!("{space}.{name}")),
            _ => self.written(text),
        }
    }

    fn file(&mut self, value: &Value, inputs: &[String]) -> Written {
        let text = self.text(value)?;
        match text.split_once("::") {
            Some((artifact, path)) if inputs.iter().any(|input| input == artifact) => {
                Ok(format!("{} / {}", name(artifact), self.written(path)?))
            }
            Some((artifact, _)) if !has_marks(artifact) && !artifact.starts_with("arn:") => {
                Err(format!("artifact `{artifact}` is no input of the action"))
            }
            _ => Err("it is no `ARTIFACT::PATH`".to_owned()),
        }
    }

    /// Environment variables, as JSON or as a list.
    pub(super) fn variables(&mut self, value: &Value) -> Written {
        let tree = self.raw_or_parsed(value)?;
        let items = tree.as_array().ok_or("it is no list of variables")?;
        let mut entries: Vec<String> = Vec::new();
        let mut names = HashSet::new();
        for item in items {
            match self.variable(item) {
                Ok((key, _)) if !names.insert(key.clone()) => {
                    self.left_out_of_a_list(item, "a variable of its name stands there already");
                }
                Ok((_, entry)) => entries.push(entry),
                Err(why) => self.left_out_of_a_list(item, &why),
            }
        }
        Ok(braces(&entries))
    }

    /// The name of an environment variable, and its entry.
    fn variable(&mut self, item: &Value) -> Result<(String, String), String> {
        let item = &self.template.tree(&mut self.marks, item)?;
        let key = text_of(item, "Name").ok_or("a variable has no name")?;
        let value = text_of(item, "Value").ok_or("a variable has no value")?;
        let kind = item
            .as_object()
            .into_iter()
            .flatten()
            .find(|(key, _)| key.eq_ignore_ascii_case("Type"))
            .map(|(_, kind)| kind.clone());
        let written = self.written(&value)?;
        let written = match kind {
            None => written,
            Some(kind) if kind == "PLAINTEXT" => written,
            Some(kind) if kind == "PARAMETER_STORE" => {
                format!("{{ parameter_store: {written} }}")
            }
            Some(kind) if kind == "SECRETS_MANAGER" => {
                format!("{{ secrets_manager: {written} }}")
            }
            Some(other) => return Err(format!("its type is `{other}`")),
        };
        self.others_of_an_item(item, &["Name", "Value", "Type"]);
        let entry = format!("{}: {written}", name(&key));
        Ok((key, entry))
    }

    fn named_value(&mut self, item: &Value) -> Written {
        let key = text_of(item, "Name").ok_or("a name is missing")?;
        let value = text_of(item, "Value").ok_or("a value is missing")?;
        self.others_of_an_item(item, &["Name", "Value"]);
        Ok(format!("{}: {}", name(&key), self.written(&value)?))
    }

    /// Remarks on other keys than these, in either case.
    fn others_of_an_item(&mut self, item: &Value, known: &[&str]) {
        for (key, value) in item.as_object().into_iter().flatten() {
            if !known.iter().any(|known| known.eq_ignore_ascii_case(key)) {
                let words = format!("`{key}` is left out; it is");
                self.marks.remark(shown_below(&words, value));
            }
        }
    }

    /// A remark on an item of a list, so that the others stay.
    fn left_out_of_a_list(&mut self, item: &Value, why: &str) {
        let why = if has_marks(why) {
            "it is known at deployment"
        } else {
            why
        };
        let what = text_of(item, "Name").filter(|name| !has_marks(name));
        let what = what.map_or_else(|| "an item".to_owned(), |name| format!("`{name}`"));
        let shown = self.readable(item);
        self.marks.remark(shown_below(
            &format!("{what} is left out: {why}; it is"),
            &shown,
        ));
    }

    /// A value whose marks are names again.
    fn readable(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let parts = self.marks.parts(text);
                let shown = parts.iter().map(|part| match part {
                    Part::Text(text) => (*text).to_owned(),
                    Part::Later(later) => format!("${{{}}}", described(later).replace('`', "")),
                });
                Value::from(shown.collect::<String>())
            }
            Value::Array(items) => items.iter().map(|item| self.readable(item)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| (key.clone(), self.readable(value)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    /// A map with these keys. What cannot stand of it is a remark.
    pub(super) fn record(&mut self, keys: &'static [Key], value: &Value) -> Written {
        let map = value.as_object().ok_or("it is no map")?;
        let mut entries = Vec::new();
        for (property, value) in map {
            let Some(key) = keys
                .iter()
                .find(|key| key.name.eq_ignore_ascii_case(property))
            else {
                let words = format!("`{property}` is not carried over; it is");
                let shown = self.readable(value);
                self.marks.remark(shown_below(&words, &shown));
                continue;
            };
            match self.value(&key.kind, value, &[]) {
                Ok(written) => entries.push(format!("{}: {written}", key.written())),
                Err(why) => {
                    let words = format!("`{property}` is left out: {why}; it is");
                    let shown = self.readable(value);
                    self.marks.remark(shown_below(&words, &shown));
                }
            }
        }
        Ok(braces(&entries))
    }
}

/// A text of a map, its key in either case.
pub(super) fn text_of(map: &Value, key: &str) -> Option<String> {
    let map = map.as_object()?;
    let (_, value) = map
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(key))?;
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(found) => Some(found.to_string()),
        _ => None,
    }
}

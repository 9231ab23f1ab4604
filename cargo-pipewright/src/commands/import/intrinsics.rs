//! The values of a template, worked out: what is known becomes text, and what is known at
//! deployment a mark in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::marks::{Later, Marks, Part, described, has_marks, looked_up};
use super::names::in_a_comment;

/// A template, as far as one pipeline of it is concerned.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) parameters: Map<String, Value>,
    pub(super) mappings: Value,
    pub(super) conditions: Map<String, Value>,
    pub(super) resources: Map<String, Value>,
    /// The sections of the template that are none of these.
    pub(super) sections: Map<String, Value>,
    pub(super) account: String,
    pub(super) region: String,
    pub(super) partition: String,
    pub(super) stack_name: String,
    /// The parameters that are taken at their default.
    pub(super) taken: BTreeSet<String>,
    /// The conditions that were asked for, and whether they are met.
    pub(super) met: RefCell<BTreeMap<String, Option<bool>>>,
}

/// Why a value cannot be worked out.
pub(super) type Unknown = String;

/// The export that a list is made of at its commas, as `import_value` is in the place of a list.
pub(super) fn export_as_list(value: &Value) -> Option<&Value> {
    let ("Fn::Split", argument) = function(value)? else {
        return None;
    };
    let [delimiter, export] = two(argument)?;
    let is_export = function(export).is_some_and(|(name, _)| name == "Fn::ImportValue");
    (delimiter == "," && is_export).then_some(export)
}

/// The function of a map that is a call of one, and its argument.
pub(super) fn function(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let (name, argument) = map.iter().next()?;
    let is_function = name == "Ref" || name == "Condition" || name.starts_with("Fn::");
    is_function.then_some((name.as_str(), argument))
}

/// Returns whether a value is `AWS::NoValue`.
pub(super) fn is_nothing(value: &Value) -> bool {
    matches!(function(value), Some(("Ref", Value::String(name))) if name == "AWS::NoValue")
}

impl Template {
    pub(super) fn resource(&self, id: &str) -> Option<(&str, &Value)> {
        let resource = self.resources.get(id)?;
        Some((resource["Type"].as_str()?, &resource["Properties"]))
    }

    /// A value in which each `Fn::If` has chosen, `AWS::NoValue` is gone, and maps and lists that a
    /// function yields stand themselves.
    pub(super) fn chosen(&self, marks: &mut Marks, value: &Value) -> Value {
        match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.chosen(marks, item))
                .filter(|item| !is_nothing(item))
                .collect(),
            Value::Object(map) => match function(value) {
                Some(("Fn::If", Value::Array(branches))) if branches.len() == 3 => {
                    let branch = self.branch(marks, branches);
                    self.chosen(marks, &branch)
                }
                Some(("Fn::FindInMap", argument)) => self
                    .mapped(marks, argument)
                    .unwrap_or_else(|_| value.clone()),
                _ => map
                    .iter()
                    .map(|(key, value)| (key.clone(), self.chosen(marks, value)))
                    .filter(|(_, value)| !is_nothing(value))
                    .collect::<Map<_, _>>()
                    .into(),
            },
            other => other.clone(),
        }
    }

    /// A value that is a branch, if it is a `Fn::If`, or what a mapping has; what stands in it is as
    /// it was. What the other branch has is told.
    pub(super) fn chosen_itself(&self, marks: &mut Marks, value: &Value) -> Value {
        let mut value = value.clone();
        // Each step is one level deeper in a tree whose depth is bounded.
        loop {
            match function(&value) {
                Some(("Fn::If", Value::Array(branches))) if branches.len() == 3 => {
                    value = self.branch(marks, branches);
                }
                Some(("Fn::FindInMap", argument)) => {
                    return self.mapped(marks, argument).unwrap_or(value);
                }
                _ => return value,
            }
        }
    }

    fn branch(&self, marks: &mut Marks, branches: &[Value]) -> Value {
        let [name, met, unmet] = branches else {
            return Value::Null;
        };
        let name = name
            .as_str()
            .map_or_else(|| name.to_string(), str::to_owned);
        let is_met = self.condition(&name);
        let (taken, other) = match is_met {
            Some(false) => (unmet, met),
            _ => (met, unmet),
        };
        let how = match is_met {
            Some(met) => format!("is {met} by the defaults of the parameters"),
            None => "is not known; taken as true".to_owned(),
        };
        let otherwise = if is_nothing(other) {
            "otherwise nothing stands here".to_owned()
        } else {
            shown_below("otherwise here stands", other)
        };
        marks.remark(format!(
            "condition `{}` {how}; {otherwise}",
            in_a_comment(&name)
        ));
        taken.clone()
    }

    /// Returns whether a condition is met by the defaults, if these say so.
    pub(super) fn condition(&self, name: &str) -> Option<bool> {
        if let Some(met) = self.met.borrow().get(name) {
            return *met;
        }
        let condition = self.conditions.get(name)?;
        // One that asks for itself is not known.
        self.met.borrow_mut().insert(name.to_owned(), None);
        let met = self.holds(condition);
        self.met.borrow_mut().insert(name.to_owned(), met);
        met
    }

    fn holds(&self, condition: &Value) -> Option<bool> {
        let (name, argument) = function(condition)?;
        let each = || {
            let all = argument.as_array()?.iter();
            all.map(|one| self.holds(one))
                .collect::<Option<Vec<bool>>>()
        };
        match name {
            "Fn::Equals" => {
                let [one, other] = argument.as_array()?.as_slice() else {
                    return None;
                };
                Some(self.known(one).ok()? == self.known(other).ok()?)
            }
            "Fn::And" => each().map(|all| all.into_iter().all(|one| one)),
            "Fn::Or" => each().map(|all| all.into_iter().any(|one| one)),
            "Fn::Not" => each()?.first().map(|one| !one),
            "Condition" => self.condition(argument.as_str()?),
            _ => None,
        }
    }

    /// The text of a value that has to be known now: parameters are their defaults.
    pub(super) fn known(&self, value: &Value) -> Result<String, Unknown> {
        let mut marks = Marks::default();
        let text = self.text(&mut marks, value)?;
        let mut out = String::new();
        for part in marks.parts(&text) {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Later(Later::Parameter(name)) => {
                    let default = self.default(name);
                    out.push_str(&default.ok_or_else(|| {
                        format!("parameter `{}` has no default", in_a_comment(name))
                    })?);
                }
                Part::Later(later) => {
                    return Err(format!("{} is known at deployment", described(later)));
                }
            }
        }
        Ok(out)
    }

    fn default(&self, parameter: &str) -> Option<String> {
        let parameter = self.parameters.get(parameter)?;
        let kind = parameter["Type"].as_str().unwrap_or_default();
        if kind.starts_with("AWS::SSM::Parameter::Value") {
            return None;
        }
        plain(&parameter["Default"])
    }

    /// The text of a value.
    pub(super) fn text(&self, marks: &mut Marks, value: &Value) -> Result<String, Unknown> {
        if let Some(text) = plain(value) {
            return Ok(looked_up(marks, &text));
        }
        let Some((name, argument)) = function(value) else {
            return match value {
                Value::Null => Err("it has no value".to_owned()),
                Value::Array(_) => Err("it is a list".to_owned()),
                _ => Err("it is a map".to_owned()),
            };
        };
        match name {
            "Ref" => self.reference(marks, argument.as_str().unwrap_or_default()),
            "Fn::GetAtt" => {
                let (id, attribute) = attribute_of(argument).ok_or("`Fn::GetAtt` names nothing")?;
                self.attribute(marks, &id, &attribute)
            }
            "Fn::Sub" => self.substituted(marks, argument),
            "Fn::Join" => {
                let [delimiter, list] = two(argument).ok_or("`Fn::Join` takes two arguments")?;
                let delimiter = delimiter
                    .as_str()
                    .ok_or("the delimiter of `Fn::Join` is no text")?;
                Ok(self.list(marks, list)?.join(delimiter))
            }
            "Fn::Select" => {
                let [at, list] = two(argument).ok_or("`Fn::Select` takes two arguments")?;
                let at = self.known(at)?;
                let list = self.list(marks, list)?;
                let found = at.parse().ok().and_then(|at: usize| list.get(at).cloned());
                found.ok_or_else(|| "what `Fn::Select` takes is known at deployment".to_owned())
            }
            "Fn::FindInMap" => {
                let found = self.mapped(marks, argument)?;
                self.text(marks, &found)
            }
            "Fn::ImportValue" => {
                let export = self.text(marks, argument)?;
                if has_marks(&export) {
                    return Err("the name of the export is known at deployment".to_owned());
                }
                Ok(marks.mark(Later::Export(export)))
            }
            "Fn::If" => {
                let chosen = self.chosen(marks, value);
                if is_nothing(&chosen)
                    || function(&chosen).is_some_and(|(name, _)| name == "Fn::If")
                {
                    return Err("it has no value".to_owned());
                }
                self.text(marks, &chosen)
            }
            "Fn::ToJsonString" => Ok(self.tree(marks, argument)?.to_string()),
            other => Err(format!("`{}` is not carried over", in_a_comment(other))),
        }
    }

    /// A tree with the text of each value in it.
    pub(super) fn tree(&self, marks: &mut Marks, value: &Value) -> Result<Value, Unknown> {
        if let Some(export) = export_as_list(value) {
            return Ok(Value::from(self.text(marks, export)?));
        }
        if let Some((name, _)) = function(value)
            // These two are CodePipeline's.
            && name != "Fn::GetArtifactAtt"
            && name != "Fn::GetParam"
        {
            return Ok(Value::from(self.text(marks, value)?));
        }
        match value {
            Value::Array(items) => items.iter().map(|item| self.tree(marks, item)).collect(),
            Value::Object(map) => {
                let mut out = Map::new();
                for (key, value) in map {
                    out.insert(key.clone(), self.tree(marks, value)?);
                }
                Ok(out.into())
            }
            Value::String(text) => Ok(Value::from(looked_up(marks, text))),
            other => Ok(other.clone()),
        }
    }

    /// The texts of a list.
    pub(super) fn list(&self, marks: &mut Marks, value: &Value) -> Result<Vec<String>, Unknown> {
        if let Value::Array(items) = value {
            return items.iter().map(|item| self.text(marks, item)).collect();
        }
        match function(value) {
            Some(("Fn::Split", argument)) => {
                let [delimiter, text] = two(argument).ok_or("`Fn::Split` takes two arguments")?;
                let text = self.text(marks, text)?;
                let delimiter = delimiter.as_str().filter(|text| !text.is_empty());
                let delimiter = delimiter.ok_or("`Fn::Split` has no delimiter")?;
                Ok(text.split(delimiter).map(str::to_owned).collect())
            }
            Some(("Fn::FindInMap", argument)) => {
                let found = self.mapped(marks, argument)?;
                self.list(marks, &found)
            }
            Some(("Ref", Value::String(name))) => {
                let kind = self.parameters.get(name).map(|found| &found["Type"]);
                let kind = kind.and_then(Value::as_str).unwrap_or_default();
                let text = self.default(name).filter(|_| kind.contains("List"));
                let text = text.ok_or("the items of the list are known at deployment")?;
                let remark = format!("the items of `{}` are its default's", in_a_comment(name));
                marks.remark(remark);
                Ok(text.split(',').map(|item| item.trim().to_owned()).collect())
            }
            _ => Err("the items of the list are known at deployment".to_owned()),
        }
    }

    fn mapped(&self, marks: &mut Marks, argument: &Value) -> Result<Value, Unknown> {
        let keys = argument.as_array().map(Vec::as_slice);
        let Some([map, first, second, ..]) = keys else {
            return Err("`Fn::FindInMap` takes three arguments".to_owned());
        };
        let [map, first, second] = [self.known(map)?, self.known(first)?, self.known(second)?];
        let found = self
            .mappings
            .get(&map)
            .and_then(|map| map.get(&first)?.get(&second));
        let key = || in_a_comment(&format!("{map}.{first}.{second}"));
        let found = found.ok_or_else(|| format!("the mappings have no `{}`", key()))?;
        // CloudFormation takes no functions there, so that no mapping leads to another one.
        let is_plain = |value: &Value| !value.is_object() && !value.is_array();
        let items = found
            .as_array()
            .map_or(std::slice::from_ref(found), Vec::as_slice);
        if items.iter().all(is_plain) {
            marks.remark(format!("`{}` of the mappings is taken", key()));
            Ok(found.clone())
        } else {
            Err(format!(
                "`{}` of the mappings is no text and no list of texts",
                key()
            ))
        }
    }

    fn reference(&self, marks: &mut Marks, name: &str) -> Result<String, Unknown> {
        let known = match name {
            "AWS::AccountId" => &self.account,
            "AWS::Region" => &self.region,
            "AWS::Partition" => &self.partition,
            "AWS::StackName" => {
                marks.remark("the name of the stack is taken from the file's name");
                &self.stack_name
            }
            "AWS::URLSuffix" => {
                let is_china = self.partition == "aws-cn";
                return Ok(if is_china {
                    "amazonaws.com.cn"
                } else {
                    "amazonaws.com"
                }
                .to_owned());
            }
            _ if self.parameters.contains_key(name) => {
                if self.taken.contains(name) {
                    marks.remark(format!(
                        "parameter `{}` is taken at its default",
                        in_a_comment(name)
                    ));
                    let default = self.default(name);
                    return default.ok_or_else(|| {
                        format!(
                            "parameter `{}` has to be known here, and has no default",
                            in_a_comment(name)
                        )
                    });
                }
                return Ok(marks.mark(Later::Parameter(name.to_owned())));
            }
            _ if self.resources.contains_key(name) => {
                return Ok(marks.mark(Later::Resource(name.to_owned(), None)));
            }
            _ => return Err(format!("the template has no `{}`", in_a_comment(name))),
        };
        Ok(known.clone())
    }

    fn attribute(&self, marks: &mut Marks, id: &str, attribute: &str) -> Result<String, Unknown> {
        if !self.resources.contains_key(id) {
            return Err(format!("the template has no `{}`", in_a_comment(id)));
        }
        Ok(marks.mark(Later::Resource(id.to_owned(), Some(attribute.to_owned()))))
    }

    fn substituted(&self, marks: &mut Marks, argument: &Value) -> Result<String, Unknown> {
        let (text, own) = match argument {
            Value::String(text) => (text.as_str(), None),
            Value::Array(both) => (
                both.first().and_then(Value::as_str).unwrap_or_default(),
                both.get(1).and_then(Value::as_object),
            ),
            _ => return Err("`Fn::Sub` takes a text".to_owned()),
        };
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            out.push_str(before);
            let Some((name, after)) = behind.split_once('}') else {
                out.push_str("${");
                rest = behind;
                continue;
            };
            rest = after;
            if let Some(kept) = name.strip_prefix('!') {
                let _ = write!(out, "${{{kept}}}");
                continue;
            }
            let name = name.trim();
            if let Some(value) = own.and_then(|own| own.get(name)) {
                out.push_str(&self.text(marks, value)?);
            } else if let Some((id, attribute)) = name.split_once('.') {
                out.push_str(&self.attribute(marks, id, attribute)?);
            } else {
                out.push_str(&self.reference(marks, name)?);
            }
        }
        out.push_str(rest);
        Ok(looked_up(marks, &out))
    }
}

/// The most characters of a value on the line that tells of it.
const SHORT: usize = 100;

/// A value of the file behind words, on their line if it is short. A long one stands in the lines
/// below, in the comment alone: they are not printed.
pub(super) fn shown_below(words: &str, value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHORT {
        format!("{words} `{text}`")
    } else {
        format!("{words}:\n{value:#}")
    }
}

/// A text, a number or a truth as a text.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(found) => Some(found.to_string()),
        _ => None,
    }
}

fn two(argument: &Value) -> Option<[&Value; 2]> {
    match argument.as_array()?.as_slice() {
        [one, other] => Some([one, other]),
        _ => None,
    }
}

fn attribute_of(argument: &Value) -> Option<(String, String)> {
    if let Some(text) = argument.as_str() {
        let (id, attribute) = text.split_once('.')?;
        return Some((id.to_owned(), attribute.to_owned()));
    }
    let [id, attribute] = two(argument)?;
    Some((id.as_str()?.to_owned(), attribute.as_str()?.to_owned()))
}

//! What is gathered while a pipeline is written: declarations, names, and what cannot be said.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::intrinsics::{Template, Unknown};
use super::marks::{Later, Marks, Part, described};
use super::names::{Taken, escape, in_a_comment, is_word, literal, name, snake};

/// A value of the template, written; or why it cannot be.
pub(super) type Written = Result<String, Unknown>;

/// A pipeline while it is written.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    pub(super) template: &'t Template,
    pub(super) name: &'t str,
    pub(super) marks: Marks,
    pub(super) taken: Taken,
    /// The template's parameters that are used, with their names here.
    pub(super) parameters: BTreeMap<String, String>,
    /// Parameters in the place of values that cannot be worked out: by the reason, with the name.
    pub(super) invented: BTreeMap<String, String>,
    pub(super) accounts: BTreeMap<String, String>,
    /// Roles by their ARN or their logical id: the name, and the declaration.
    pub(super) roles: BTreeMap<String, (String, String)>,
    /// Projects by their logical id or their name and place.
    pub(super) projects: BTreeMap<String, (String, String)>,
    /// Resources by their logical id, in the order in which they are declared.
    pub(super) resources: BTreeMap<String, String>,
    pub(super) beside: Vec<String>,
    /// Buckets of the template that hold artifacts: the store's name here, and whether it is used.
    pub(super) buckets: BTreeMap<String, (String, bool)>,
    pub(super) overrides: Vec<String>,
    /// Logical ids that something here stands for.
    pub(super) covered: BTreeSet<String>,
    /// Roles of the template in whose place pipewright makes its own.
    pub(super) replaced: BTreeSet<String>,
    /// What a person has to know, without a repetition.
    pub(super) told: Vec<String>,
    told_already: HashSet<String>,
    /// What a resource of the template would be named here.
    ids: HashSet<String>,
}

impl<'t> Writer<'t> {
    pub(super) fn new(template: &'t Template, name: &'t str) -> Self {
        Writer {
            template,
            name,
            marks: Marks::default(),
            taken: Taken::default(),
            parameters: BTreeMap::new(),
            invented: BTreeMap::new(),
            accounts: BTreeMap::new(),
            roles: BTreeMap::new(),
            projects: BTreeMap::new(),
            resources: BTreeMap::new(),
            beside: Vec::new(),
            buckets: BTreeMap::new(),
            overrides: Vec::new(),
            covered: BTreeSet::new(),
            replaced: BTreeSet::new(),
            told: Vec::new(),
            told_already: HashSet::new(),
            ids: template.resources.keys().map(|id| snake(id)).collect(),
        }
    }

    /// A comment, whose first line is told too.
    pub(super) fn comment(&mut self, text: &str) -> String {
        let mut lines = text.split('\n').map(in_a_comment);
        let first = lines.next().unwrap_or_default();
        let mut out = format!("// {first}\n");
        for line in lines {
            out += &format!("// {line}\n");
        }
        if self.told_already.insert(first.clone()) {
            self.told.push(first);
        }
        out
    }

    /// The remarks on the values since the last time, as comments.
    pub(super) fn remarks(&mut self) -> String {
        let remarks = self.marks.take_remarks();
        remarks.iter().map(|remark| self.comment(remark)).collect()
    }

    /// The text of a value, with marks.
    pub(super) fn text(&mut self, value: &Value) -> Result<String, Unknown> {
        self.template.text(&mut self.marks, value)
    }

    /// A value that has to be known when the pipeline is built.
    pub(super) fn known(&mut self, value: &Value) -> Result<String, Unknown> {
        let known = self.template.known(value)?;
        let text = self.text(value)?;
        let mut names = Vec::new();
        for part in self.marks.parts(&text) {
            if let Part::Later(Later::Parameter(name)) = part {
                names.push(name.clone());
            }
        }
        for name in names {
            self.marks.remark(format!(
                "the template takes this from {}; here stands its default",
                described(&Later::Parameter(name))
            ));
        }
        Ok(known)
    }

    /// A text with marks, as the language writes it.
    pub(super) fn written(&mut self, text: &str) -> Written {
        let marks = std::mem::take(&mut self.marks);
        let written = match marks.parts(text).as_slice() {
            [] => Ok("\"\"".to_owned()),
            [Part::Later(later)] => self.word(later),
            parts => self.joined(parts),
        };
        let remarks = self.marks.take_remarks();
        self.marks = marks;
        for remark in remarks {
            self.marks.remark(remark);
        }
        written
    }

    fn joined(&mut self, parts: &[Part<'_>]) -> Written {
        let mut out = String::from("\"");
        for part in parts {
            match part {
                Part::Text(text) => {
                    if let Some(name) = self.taken_for_a_value(text) {
                        return Err(format!(
                            "it has `{{{name}}}` in it, which the language takes for a value"
                        ));
                    }
                    text.chars().for_each(|one| escape(&mut out, one));
                }
                Part::Later(later) => out.push_str(&self.in_braces(later)?),
            }
        }
        out.push('"');
        Ok(out)
    }

    /// What stands in braces in a text and is not meant as a value, but would be one.
    fn taken_for_a_value<'x>(&self, text: &'x str) -> Option<&'x str> {
        text.split('{')
            .skip(1)
            .filter_map(|behind| behind.split_once('}'))
            .map(|(name, _)| name)
            .find(|name| {
                let first = name.split(['.', ':']).next().unwrap_or_default();
                let is_declared = self.template.parameters.contains_key(first)
                    || self.ids.contains(first)
                    || self.taken.has(first);
                ["ssm", "import_value"].contains(&first) && name.contains(':') || is_declared
            })
    }

    /// A value that is known at deployment, by itself.
    fn word(&mut self, later: &Later) -> Written {
        match later {
            Later::Parameter(name) => Ok(self.parameter(name)),
            Later::Ssm(name) => Ok(format!("ssm {}", literal(name))),
            Later::Export(name) => Ok(format!("import_value {}", literal(name))),
            Later::Resource(id, attribute) => {
                if let Some((name, used)) = self.buckets.get_mut(id) {
                    if attribute.is_some() {
                        return Err(format!("{} is pipewright's store", described(later)));
                    }
                    *used = true;
                    return Ok(name.clone());
                }
                let template = self.template;
                let (kind, properties) = template.resource(id).ok_or("it has no type")?;
                match (kind, attribute.as_deref()) {
                    ("AWS::IAM::Role", Some("Arn")) => self.role_of_resource(id),
                    ("AWS::IAM::Role", None) => {
                        let name = self.known(&properties["RoleName"]);
                        let name = name.map_err(|_| format!("role `{id}` has no name yet"))?;
                        Ok(literal(&name))
                    }
                    ("AWS::CodeBuild::Project", None) => self.project_of_resource(id),
                    (super::definition::PIPELINE, None) => Ok(literal(self.name)),
                    (_, None) => self.resource(id),
                    (_, Some(attribute))
                        if attribute.chars().all(|one| one.is_ascii_alphanumeric()) =>
                    {
                        Ok(format!("{}.{attribute}", self.resource(id)?))
                    }
                    _ => Err(format!("{} is not carried over", described(later))),
                }
            }
        }
    }

    /// A value that is known at deployment, inside of a text.
    fn in_braces(&mut self, later: &Later) -> Written {
        if let Later::Resource(id, attribute) = later {
            if self.buckets.contains_key(id) {
                return Err(format!("{} is pipewright's store", described(later)));
            }
            let template = self.template;
            let (kind, properties) = template.resource(id).ok_or("it has no type")?;
            let own_name = match kind {
                "AWS::IAM::Role" => Some("RoleName"),
                "AWS::CodeBuild::Project" => Some("Name"),
                super::definition::PIPELINE => Some(""),
                _ => None,
            };
            if let Some(key) = own_name {
                let name = match key {
                    "" => Ok(self.name.to_owned()),
                    key => self.known(&properties[key]),
                };
                let name =
                    name.map_err(|_| format!("{} is known at deployment", described(later)))?;
                let mut out = String::new();
                let Template {
                    partition,
                    account,
                    region,
                    ..
                } = template;
                let text = match (kind, attribute.as_deref()) {
                    (_, None) => name,
                    ("AWS::IAM::Role", Some("Arn")) => {
                        format!("arn:{partition}:iam::{account}:role/{name}")
                    }
                    ("AWS::CodeBuild::Project", Some("Arn")) => {
                        format!("arn:{partition}:codebuild:{region}:{account}:project/{name}")
                    }
                    _ => return Err(format!("{} is known at deployment", described(later))),
                };
                text.chars().for_each(|one| escape(&mut out, one));
                return Ok(out);
            }
        }
        match later {
            Later::Ssm(name) => Ok(format!("{{ssm:{name}}}")),
            Later::Export(name) if name.contains(['{', '}', '"', '\\']) => Err(format!(
                "{} is not carried over inside of a text",
                described(later)
            )),
            Later::Export(name) => Ok(format!("{{import_value:{name}}}")),
            other => Ok(format!("{{{}}}", self.word(other)?)),
        }
    }

    /// The name of a parameter of the template.
    fn parameter(&mut self, parameter: &str) -> String {
        if let Some(name) = self.parameters.get(parameter) {
            return name.clone();
        }
        let wanted = if is_word(parameter) {
            parameter.to_owned()
        } else {
            snake(parameter)
        };
        let name = self.taken.take(&wanted);
        self.parameters.insert(parameter.to_owned(), name.clone());
        name
    }

    /// A parameter in the place of a value that cannot be worked out.
    pub(super) fn invented(&mut self, wanted: &str, why: &str) -> String {
        let why = format!("{wanted}: {why}");
        if let Some(name) = self.invented.get(&why) {
            return name.clone();
        }
        let name = self.taken.take(&snake(wanted));
        self.invented.insert(why, name.clone());
        name
    }

    /// A tree of texts with marks, as the language writes it.
    pub(super) fn tree(&mut self, tree: &Value) -> Written {
        match tree {
            Value::Null => Err("it has `null`".to_owned()),
            Value::Bool(found) => Ok(found.to_string()),
            Value::Number(number) => match number.as_u64() {
                Some(number) if i64::try_from(number).is_ok() => Ok(number.to_string()),
                _ => Ok(literal(&number.to_string())),
            },
            Value::String(text) => self.written(text),
            Value::Array(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| self.tree(item))
                    .collect::<Result<_, _>>()?;
                Ok(format!("[{}]", items.join(", ")))
            }
            Value::Object(map) => {
                let mut out = Vec::new();
                for (key, value) in map {
                    if super::marks::has_marks(key) {
                        return Err("a key of it is known at deployment".to_owned());
                    }
                    let value = match (key.as_str(), value) {
                        ("Fn::GetParam" | "Fn::GetArtifactAtt", Value::Array(items)) => {
                            let artifact =
                                items.first().and_then(Value::as_str).unwrap_or_default();
                            let mut all = vec![name(artifact)];
                            for item in items.iter().skip(1) {
                                all.push(self.tree(item)?);
                            }
                            format!("[{}]", all.join(", "))
                        }
                        _ => self.tree(value)?,
                    };
                    out.push(format!("{}: {value}", name(key)));
                }
                Ok(braces(&out))
            }
        }
    }
}

/// A map on one line.
pub(super) fn braces(entries: &[String]) -> String {
    if entries.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", entries.join(", "))
    }
}

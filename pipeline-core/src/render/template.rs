//! A CloudFormation template as it grows.

use std::cell::OnceCell;

use super::Overridden;
use super::users::Users;
use crate::catalogue::limits;
use crate::hash::fnv1a_128;
use crate::json_text::{Layout, text, text_within};
use crate::pipeline::{Output, Source};
use crate::policy::Statement;
use serde_core::ser::{self, Serialize, SerializeMap};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A CloudFormation template.
#[derive(Debug)]
pub(crate) struct Template {
    description: String,
    resources: BTreeMap<String, Value>,
    outputs: BTreeMap<String, Value>,
    parameters: BTreeMap<String, Value>,
    /// The values that are known only when the stack is deployed.
    deploy_values: Vec<NamedValue>,
    /// By the logical id of a role or a managed policy: for each statement of its document,
    /// the number of the user's statement that it is, or is a part of.
    user_statements: BTreeMap<String, Vec<Option<usize>>>,
    /// Logical id, and what it was made from.
    sources: BTreeMap<String, Source>,
    overridden: Vec<Overridden>,
    /// The logical ids of what the user declares beside the pipeline.
    beside: BTreeSet<String>,
    /// What names the resources beside the pipeline.
    users: Users,
    /// It is indented at any size that AWS takes.
    indented: bool,
    /// The text that is written, once it has been asked for.
    text: OnceCell<String>,
    hash: OnceCell<u128>,
}

/// A value that is known only when a stack is deployed, as its template names it.
#[derive(Debug)]
pub(crate) struct NamedValue {
    pub(crate) reference: Value,
    /// The word that stands for it in strings.
    pub(crate) token: String,
}

/// A resource of a template.
pub(crate) struct Resource<'a> {
    pub(crate) kind: &'static str,
    pub(crate) properties: Value,
    pub(crate) depends_on: Vec<String>,
    /// For what holds data.
    pub(crate) removal: Option<Removal>,
    pub(crate) source: &'a Source,
}

/// The fate of a resource that is taken out of its stack, or whose stack is deleted.
#[derive(Clone, Copy)]
pub(crate) enum Removal {
    /// It stays, unless its stack could not even be made: what a failed first deployment
    /// left behind would be in the way of the second.
    Retain,
    Delete,
}

impl Removal {
    /// The `DeletionPolicy` and the `UpdateReplacePolicy`, which has no word for creation:
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>
    pub(super) fn policies(self) -> (&'static str, &'static str) {
        match self {
            Removal::Retain => ("RetainExceptOnCreate", "Retain"),
            Removal::Delete => ("Delete", "Delete"),
        }
    }
}

impl<'a> Resource<'a> {
    pub(crate) fn new(kind: &'static str, source: &'a Source, properties: Value) -> Resource<'a> {
        Resource {
            kind,
            properties,
            depends_on: Vec::new(),
            removal: None,
            source,
        }
    }
}

impl Template {
    pub(crate) fn new(description: &str) -> Template {
        Template {
            description: description.to_owned(),
            resources: BTreeMap::new(),
            outputs: BTreeMap::new(),
            parameters: BTreeMap::new(),
            deploy_values: Vec::new(),
            user_statements: BTreeMap::new(),
            sources: BTreeMap::new(),
            overridden: Vec::new(),
            beside: BTreeSet::new(),
            users: Users::new(),
            indented: false,
            text: OnceCell::new(),
            hash: OnceCell::new(),
        }
    }

    /// A template that was written before.
    #[cfg(feature = "compare")]
    pub(crate) fn read(
        resources: BTreeMap<String, Value>,
        outputs: BTreeMap<String, Value>,
    ) -> Template {
        Template {
            resources,
            outputs,
            ..Template::new("")
        }
    }

    pub(crate) fn add(&mut self, logical: &str, resource: Resource<'_>) {
        let mut body = json!({
            "Metadata": { "pipewright:source": resource.source.stable() },
            "Type": resource.kind,
        });
        // `json!` would copy them.
        body["Properties"] = resource.properties;
        if let Some((deletion, replacement)) = resource.removal.map(Removal::policies) {
            body["DeletionPolicy"] = json!(deletion);
            body["UpdateReplacePolicy"] = json!(replacement);
        }
        if !resource.depends_on.is_empty() {
            body["DependsOn"] = json!(resource.depends_on);
        }
        let lost = self.resources.insert(logical.to_owned(), body);
        debug_assert!(lost.is_none(), "two resources are called `{logical}`");
        self.sources
            .insert(logical.to_owned(), resource.source.clone());
    }

    /// Notes which statements of a role or of a managed policy the user wrote.
    pub(crate) fn note_user_statements(&mut self, logical: &str, statements: &[Statement]) {
        let numbers = statements.iter().map(|statement| statement.user);
        self.user_statements
            .insert(logical.to_owned(), numbers.collect());
    }

    /// For each statement of the document of a role or of a managed policy, the number of the
    /// user's statement that it is, or is a part of. Numbers count from 1, in the order in
    /// which the role declares them.
    pub(crate) fn user_statements(&self, logical: &str) -> &[Option<usize>] {
        let found = self.user_statements.get(logical);
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// Changes the properties of every resource.
    pub(super) fn change_properties(&mut self, mut change: impl FnMut(&mut Value)) {
        let bodies = self.resources.values_mut();
        bodies
            .filter_map(|body| body.get_mut("Properties"))
            .for_each(&mut change);
    }

    /// Changes the outputs.
    pub(super) fn change_outputs(&mut self, mut change: impl FnMut(&mut Value)) {
        self.outputs.values_mut().for_each(&mut change);
    }

    /// Adds a value that is known only when the stack is deployed, with the parameter for it, if
    /// it has one.
    pub(super) fn add_deploy_value(
        &mut self,
        value: NamedValue,
        logical: Option<String>,
        parameter: Option<Value>,
    ) {
        self.deploy_values.push(value);
        if let (Some(logical), Some(parameter)) = (logical, parameter) {
            self.parameters.insert(logical, parameter);
        }
    }

    /// The parameters.
    pub(crate) fn parameters(&self) -> &BTreeMap<String, Value> {
        &self.parameters
    }

    /// The token of a value that is known only when the stack is deployed, as the template names
    /// it.
    pub(crate) fn token(&self, reference: &Value) -> Option<&str> {
        let mut values = self.deploy_values.iter();
        let found = values.find(|known| known.reference == *reference)?;
        Some(&found.token)
    }

    /// The values that are known only when the stack is deployed.
    pub(crate) fn deploy_values(&self) -> &[NamedValue] {
        &self.deploy_values
    }

    pub(crate) fn output(&mut self, name: &str, description: &str, value: Value) {
        let body = json!({ "Description": description, "Value": value });
        self.outputs.insert(name.to_owned(), body);
    }

    /// An output that the user declares.
    pub(crate) fn declared_output(&mut self, output: &Output, value: Value) {
        let mut body = json!({ "Value": value });
        if let Some(description) = &output.description {
            body["Description"] = json!(description);
        }
        if let Some(name) = &output.export_name {
            body["Export"] = json!({ "Name": name });
        }
        self.outputs.insert(output.name.clone(), body);
    }

    /// Adds a resource that the user declares beside the pipeline.
    pub(super) fn add_beside(&mut self, logical: &str, body: Value, source: &Source) {
        self.resources.insert(logical.to_owned(), body);
        self.sources.insert(logical.to_owned(), source.clone());
        self.beside.insert(logical.to_owned());
    }

    /// Notes what names the resources beside the pipeline.
    pub(super) fn note_users(&mut self, users: Users) {
        self.users = users;
    }

    /// What of this template names the resources beside the pipeline, by their names.
    pub(crate) fn users(&self) -> &Users {
        &self.users
    }

    /// Returns whether the user declares a resource beside the pipeline.
    pub(crate) fn is_beside(&self, logical: &str) -> bool {
        self.beside.contains(logical)
    }

    /// A resource, for an override to change.
    pub(super) fn resource_mut(&mut self, logical: &str) -> Option<&mut Value> {
        self.resources.get_mut(logical)
    }

    pub(super) fn note_overridden(&mut self, found: Overridden) {
        self.overridden.push(found);
    }

    /// What overrides have set in it.
    pub(crate) fn overridden(&self) -> &[Overridden] {
        &self.overridden
    }

    /// The logical ids of the resources of a type.
    pub(crate) fn ids_of(&self, kind: &str) -> Vec<String> {
        self.resources
            .iter()
            .filter(|(_, body)| body.get("Type").and_then(Value::as_str) == Some(kind))
            .map(|(id, _)| id.clone())
            .collect()
    }

    pub(crate) fn resources(&self) -> &BTreeMap<String, Value> {
        &self.resources
    }

    pub(crate) fn outputs(&self) -> &BTreeMap<String, Value> {
        &self.outputs
    }

    /// The resources, for a test to break one of them.
    #[cfg(any(test, feature = "compare"))]
    pub(crate) fn resources_mut(&mut self) -> &mut BTreeMap<String, Value> {
        &mut self.resources
    }

    /// The parameters, for a test to break one of them.
    #[cfg(test)]
    pub(crate) fn parameters_mut(&mut self) -> &mut BTreeMap<String, Value> {
        &mut self.parameters
    }

    pub(crate) fn resource_count(&self) -> usize {
        self.sources.len()
    }

    pub(crate) fn sources(&self) -> &BTreeMap<String, Source> {
        &self.sources
    }

    /// The source of the resource of this logical id.
    pub(crate) fn source(&self, logical: &str) -> Option<&Source> {
        self.sources.get(logical)
    }

    /// Keeps it indented where it is large: `deploy.sh` reads it line by line.
    pub(crate) fn keep_indented(&mut self) {
        self.indented = true;
    }

    /// The template as it is written, its keys in a stable order. It is indented while a call
    /// takes it directly, and has a line for each resource when it is larger than that.
    pub(crate) fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let max = if self.indented {
                limits::TEMPLATE_MAX
            } else {
                limits::TEMPLATE_DIRECT_MAX
            };
            let line_per_resource = Layout {
                depth: 2,
                indent: 0,
                ..Layout::INDENTED
            };
            let document = Document(self);
            text_within(&document, Layout::INDENTED, max)
                .unwrap_or_else(|| text(&document, line_per_resource))
        })
    }

    /// The hash of the text.
    pub(crate) fn hash(&self) -> u128 {
        *self.hash.get_or_init(|| fnv1a_128(self.text().as_bytes()))
    }

    /// Forgets the resources. The text stays.
    pub(crate) fn close(&mut self) {
        self.text();
        self.resources = BTreeMap::new();
        self.outputs = BTreeMap::new();
        self.user_statements = BTreeMap::new();
    }

    /// The text that is written.
    pub(crate) fn into_text(mut self) -> String {
        self.text();
        self.text.take().unwrap_or_default()
    }
}

/// The template as a whole, its keys in the order of the alphabet.
struct Document<'a>(&'a Template);

impl Serialize for Document<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("AWSTemplateFormatVersion", "2010-09-09")?;
        out.serialize_entry("Description", &self.0.description)?;
        if !self.0.outputs.is_empty() {
            out.serialize_entry("Outputs", &self.0.outputs)?;
        }
        if !self.0.parameters.is_empty() {
            out.serialize_entry("Parameters", &self.0.parameters)?;
        }
        out.serialize_entry("Resources", &self.0.resources)?;
        out.end()
    }
}

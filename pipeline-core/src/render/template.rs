//! A CloudFormation template as it grows.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::pipeline::Source;

/// A CloudFormation template.
#[derive(Debug)]
pub(crate) struct Template {
    description: String,
    resources: BTreeMap<String, Json>,
    outputs: BTreeMap<String, Json>,
    /// Logical id, and the exact place of what it was made from.
    sources: BTreeMap<String, String>,
}

/// A resource of a template.
pub(crate) struct Resource<'a> {
    pub(crate) kind: &'static str,
    pub(crate) properties: Json,
    pub(crate) depends_on: Vec<String>,
    /// `Retain` or `Delete`, for what holds data.
    pub(crate) deletion_policy: Option<&'static str>,
    pub(crate) source: &'a Source,
}

impl<'a> Resource<'a> {
    pub(crate) fn new(kind: &'static str, source: &'a Source, properties: Json) -> Resource<'a> {
        Resource {
            kind,
            properties,
            depends_on: Vec::new(),
            deletion_policy: None,
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
            sources: BTreeMap::new(),
        }
    }

    pub(crate) fn add(&mut self, logical: &str, resource: Resource<'_>) {
        let mut body = json!({
            "Type": resource.kind,
            "Metadata": { "pipewright:source": resource.source.stable() },
            "Properties": resource.properties,
        });
        if let Some(map) = body.as_object_mut() {
            if !resource.depends_on.is_empty() {
                map.insert("DependsOn".to_owned(), Json::from(resource.depends_on));
            }
            if let Some(policy) = resource.deletion_policy {
                map.insert("DeletionPolicy".to_owned(), Json::from(policy));
                map.insert("UpdateReplacePolicy".to_owned(), Json::from(policy));
            }
        }
        let lost = self.resources.insert(logical.to_owned(), body);
        debug_assert!(lost.is_none(), "two resources are called `{logical}`");
        self.sources
            .insert(logical.to_owned(), resource.source.exact());
    }

    pub(crate) fn output(&mut self, name: &str, description: &str, value: Json) {
        let body = json!({ "Description": description, "Value": value });
        self.outputs.insert(name.to_owned(), body);
    }

    /// The logical ids of the resources of a type.
    pub(crate) fn ids_of(&self, kind: &str) -> Vec<String> {
        self.resources
            .iter()
            .filter(|(_, body)| body.get("Type").and_then(Json::as_str) == Some(kind))
            .map(|(id, _)| id.clone())
            .collect()
    }

    pub(crate) fn resource_count(&self) -> usize {
        self.resources.len()
    }

    pub(crate) fn sources(&self) -> &BTreeMap<String, String> {
        &self.sources
    }

    /// The template as it is written: indented, its keys in a stable order.
    pub(crate) fn text(&self) -> String {
        let mut body = Map::new();
        body.insert(
            "AWSTemplateFormatVersion".to_owned(),
            Json::from("2010-09-09"),
        );
        body.insert(
            "Description".to_owned(),
            Json::from(self.description.as_str()),
        );
        body.insert("Resources".to_owned(), json!(self.resources));
        if !self.outputs.is_empty() {
            body.insert("Outputs".to_owned(), json!(self.outputs));
        }
        format!("{:#}\n", Json::Object(body))
    }
}

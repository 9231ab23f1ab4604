//! What of a template nothing here stands for, as comments.

use serde_json::Value;

use super::definition::{Definition, PIPELINE};
use super::intrinsics::shown_below;
use super::unsaid::Words;
use super::writer::Writer;

/// What says nothing of a pipeline.
const SILENT: &[&str] = &["AWSTemplateFormatVersion", "Description", "Outputs"];

impl Writer<'_> {
    /// What nothing here stands for. The words are those of the source so far.
    pub(super) fn rest(&mut self, definition: &Definition, words: &Words) -> String {
        let mut known = vec![
            "ArtifactStore",
            "ArtifactStores",
            "DisableInboundStageTransitions",
            "ExecutionMode",
            "Name",
            "PipelineType",
            "RestartExecutionOnUpdate",
            "RoleArn",
            "Stages",
            "Tags",
            "Triggers",
            "Variables",
        ];
        // CodePipeline counts it in the answers of `get-pipeline`.
        if definition.properties["Version"].is_number() {
            known.push("Version");
        }
        self.others(&definition.properties, "the pipeline", &known);
        if definition.id.is_some() {
            let known = ["Type", "Properties", "Condition"];
            self.others(&definition.raw, "the pipeline's resource", &known);
        }
        let replaced: Vec<String> = self.replaced.iter().map(|id| format!("`{id}`")).collect();
        if !replaced.is_empty() {
            self.marks.remark(format!(
                "each action has a role of its own with what it needs, in place of {}",
                replaced.join(", ")
            ));
        }
        self.resources_left();
        self.unused(words);
        self.outputs();
        for (section, value) in &self.template.sections {
            if !SILENT.contains(&section.as_str()) {
                let words = format!("`{section}` of the template is left out; it is");
                self.marks.remark(shown_below(&words, value));
            }
        }
        self.remarks()
    }

    fn resources_left(&mut self) {
        let template = self.template;
        let mut left = Vec::new();
        for (id, resource) in &template.resources {
            let condition = resource["Condition"].as_str();
            let condition = condition.map(|name| format!(", under the condition `{name}`"));
            let condition = condition.unwrap_or_default();
            if !self.covered.contains(id) && resource["Type"] != PIPELINE {
                left.push(format!(
                    "    `{id}` ({}{condition})",
                    resource["Type"].as_str().unwrap_or("no type")
                ));
            } else if !condition.is_empty() && resource["Type"] != PIPELINE {
                self.marks.remark(format!(
                    "the template makes `{id}`{condition}; what stands here for it has no condition"
                ));
            }
        }
        if !left.is_empty() {
            self.marks
                .remark("resources of the template that nothing here stands for:");
            for one in left {
                self.marks.remark(one);
            }
        }
    }

    /// Parameters, mappings and conditions that are named nowhere.
    fn unused(&mut self, words: &Words) {
        let template = self.template;
        let mappings = template.mappings.as_object();
        for (what, names) in [
            ("parameters", template.parameters.keys().collect::<Vec<_>>()),
            (
                "mappings",
                mappings.into_iter().flat_map(|all| all.keys()).collect(),
            ),
            ("conditions", template.conditions.keys().collect()),
        ] {
            let left: Vec<String> = names
                .into_iter()
                .filter(|name| !words.have(name))
                .map(|name| format!("`{name}`"))
                .collect();
            if !left.is_empty() {
                self.marks.remark(format!(
                    "{what} of the template that nothing here uses: {}",
                    left.join(", ")
                ));
            }
        }
    }

    fn outputs(&mut self) {
        let outputs = match self.template.sections.get("Outputs") {
            None => return,
            Some(Value::Object(outputs)) => outputs,
            Some(other) => {
                let words = "`Outputs` of the template is left out: it is no map, but";
                return self.marks.remark(shown_below(words, other));
            }
        };
        if !outputs.is_empty() {
            self.marks.remark(
                "outputs of the template, which are left out; a stack that imports one needs it from elsewhere:",
            );
        }
        for (name, output) in outputs {
            let export = &output["Export"]["Name"];
            let mut line = format!("    `{name}`");
            if !export.is_null() {
                line += &format!(", exported as `{}`", self.shown(export));
            }
            line += &format!(": `{}`", self.shown(&output["Value"]));
            self.marks.remark(line);
        }
    }
}

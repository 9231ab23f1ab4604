//! A whole pipeline as the language writes it.

use serde_json::Value;

use super::definition::Definition;
use super::intrinsics::{Template, shown_below};
use super::names::{in_a_comment, literal};
use super::unsaid::Words;
use super::writer::Writer;

/// A pipeline's text, and what a person has to know.
#[derive(Debug)]
pub(super) struct Imported {
    pub(super) text: String,
    pub(super) told: Vec<String>,
    /// The template's parameters by their names in the text.
    pub(super) parameters: Vec<(String, String)>,
}

/// Writes a pipeline.
pub(super) fn pipeline(definition: &Definition, from: &str) -> Imported {
    let mut writer = Writer::new(&definition.template, &definition.name);
    let text = writer.pipeline(definition, from);
    Imported {
        text,
        told: writer.told,
        parameters: writer.parameters.into_iter().collect(),
    }
}

impl Writer<'_> {
    fn pipeline(&mut self, definition: &Definition, from: &str) -> String {
        let Template {
            account, region, ..
        } = self.template;
        let properties = &definition.properties;
        let mut head = format!("// Imported from {}.\n", in_a_comment(from));
        for remark in &definition.remarks {
            head += &self.comment(remark);
        }
        self.covered.extend(definition.id.clone());
        let home = self.taken.take("tools");
        self.accounts.insert(account.clone(), home.clone());
        head += &format!("name: {};\n", literal(&definition.name));
        head += &self.settings(properties);

        self.artifact_buckets(properties);
        let stages = self.stages(properties);
        let variables = self.variables_of(properties);
        let triggers = self.triggers(properties);
        let starts = self.starts(definition);
        let stores = self.stores(properties);

        let mut out = head;
        out += &format!(
            "\nhome {home} = {} @ {};\n",
            literal(account),
            literal(region)
        );
        let mut accounts: Vec<(String, String)> = self.accounts.clone().into_iter().collect();
        accounts.retain(|(id, _)| id != account);
        for (id, name) in accounts {
            out += &format!("account {name} = {};\n", literal(&id));
        }
        let parameters = self.declared_parameters();
        let roles = self
            .roles
            .values()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .concat();
        let projects: Vec<String> = self
            .projects
            .values()
            .map(|(_, text)| text.clone())
            .collect();
        let beside = self.beside.join("\n");
        let overrides = self.overrides.concat();
        for block in [
            parameters,
            stores,
            roles,
            projects.join("\n"),
            beside,
            variables,
            triggers,
            starts,
            stages,
            overrides,
        ] {
            if !block.is_empty() {
                out.push('\n');
                out += &block;
            }
        }
        let rest = self.rest(definition, &Words::of(&out));
        if !rest.is_empty() {
            out.push('\n');
            out += &rest;
        }
        let unsaid = self.unsaid(definition, &Words::of(&out));
        for block in [unsaid, self.lets_in()] {
            if !block.is_empty() {
                out.push('\n');
                out += &block;
            }
        }
        out
    }

    fn settings(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        match self.setting(properties, "PipelineType").as_deref() {
            Some("V2") => {}
            Some("V1") => out += "pipeline_type: V1;\n",
            Some(other) => self.marks.remark(format!(
                "`PipelineType` is left out: `{other}` is not known"
            )),
            None if properties.get("PipelineType").is_some() => {}
            None => {
                self.marks.remark(
                    "the file says no type, which is V1; `pipeline_type: V2` is the newer one",
                );
                out += "pipeline_type: V1;\n";
            }
        }
        let modes = ["QUEUED", "SUPERSEDED", "PARALLEL"];
        if let Some(mode) = self.one_of(properties, "ExecutionMode", &modes) {
            out += &format!("execution_mode: {mode};\n");
        }
        if let Some(restart) =
            self.one_of(properties, "RestartExecutionOnUpdate", &["true", "false"])
        {
            out += &format!("restart_on_update: {restart};\n");
        }
        match super::declared::tags(self, &properties["Tags"]) {
            Ok(tags) if tags == "{}" => {}
            Ok(tags) => out += &format!("tags: {tags};\n"),
            Err(why) => self.marks.remark(format!("the tags are left out: {why}")),
        }
        self.running_role(&properties["RoleArn"]);
        self.remarks() + &out
    }

    /// The role that the pipeline runs with, if the template does not make it.
    fn running_role(&mut self, role: &Value) {
        let arn = match self.role_arn(role) {
            Ok(None) => return,
            _ if role.is_null() => return,
            Ok(Some(arn)) => arn,
            Err(_) => self.shown(role),
        };
        self.marks.remark(format!(
            "the pipeline ran with {arn}; pipewright makes a role that may do less. To keep that role, declare it and write `service_role: NAME;`. What that role may do does not stand in the file"
        ));
    }

    fn variables_of(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        for item in self.each(&properties["Variables"], "Variables") {
            out += &item.comments;
            let Some(variable) = item.map else {
                continue;
            };
            let known = ["Name", "DefaultValue", "Description"];
            self.others(&variable, "a variable", &known);
            let own_name = self.setting(&variable, "Name").unwrap_or_default();
            if !super::names::is_word(&own_name) {
                let words = format!(
                    "variable `{own_name}` is left out: it has a name that the language does not take; it is"
                );
                out += &self.comment(&shown_below(&words, &variable));
                continue;
            }
            let default = self.setting(&variable, "DefaultValue");
            let description = self.setting(&variable, "Description");
            out += &self.remarks();
            out += &format!("variable {own_name}");
            if let Some(default) = default {
                out += &format!(" = {}", literal(&default));
            }
            match description.filter(|text| !text.is_empty()) {
                Some(text) => out += &format!(" {{ description: {} }}\n", literal(&text)),
                None => out += ";\n",
            }
        }
        out
    }
}

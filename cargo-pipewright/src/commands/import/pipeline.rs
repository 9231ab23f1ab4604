//! A whole pipeline as the language writes it.

use serde_json::Value;

use super::definition::Definition;
use super::intrinsics::Template;
use super::marks::Later;
use super::names::{in_a_comment, literal, name, snake};
use super::values::text_of;
use super::writer::{Writer, braces};

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
        let rest = self.rest(properties);
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
            rest,
        ] {
            if !block.is_empty() {
                out.push('\n');
                out += &block;
            }
        }
        out
    }

    fn settings(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        match properties["PipelineType"].as_str() {
            Some("V2") => {}
            Some("V1") => out += "pipeline_type: V1;\n",
            None => {
                out += &self.comment(
                    "the file says no type, which is V1; `pipeline_type: V2` is the newer one",
                );
                out += "pipeline_type: V1;\n";
            }
            Some(other) => out += &self.comment(&format!("`PipelineType` `{other}` is not known")),
        }
        if let Some(mode) = properties["ExecutionMode"].as_str() {
            if ["QUEUED", "SUPERSEDED", "PARALLEL"].contains(&mode) {
                out += &format!("execution_mode: {mode};\n");
            } else {
                out += &self.comment(&format!("`ExecutionMode` `{mode}` is not known"));
            }
        }
        if let Some(restart) = text_of(properties, "RestartExecutionOnUpdate") {
            out += &format!("restart_on_update: {};\n", restart == "true");
        }
        if properties["Tags"]
            .as_array()
            .is_some_and(|tags| !tags.is_empty())
        {
            match super::declared::tags(self, &properties["Tags"]) {
                Ok(tags) if tags == "{}" => {}
                Ok(tags) => out += &format!("tags: {tags};\n"),
                Err(why) => out += &self.comment(&format!("the tags are left out: {why}")),
            }
        }
        if let Ok(Some(arn)) = self.role_arn(&properties["RoleArn"]) {
            out += &self.comment(&format!(
                "the pipeline ran with {arn}; pipewright makes a role that may do less. To keep that role, declare it and write `service_role: NAME;`"
            ));
        }
        out
    }

    fn variables_of(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        for variable in properties["Variables"].as_array().into_iter().flatten() {
            let name_of_it = variable["Name"].as_str().unwrap_or_default();
            if !super::names::is_word(name_of_it) {
                out += &self.comment(&format!(
                    "variable `{name_of_it}` has a name that the language does not take"
                ));
                continue;
            }
            out += &format!("variable {name_of_it}");
            let default = &variable["DefaultValue"];
            if !default.is_null() {
                match self.known(default) {
                    Ok(default) => out += &format!(" = {}", literal(&default)),
                    Err(why) => {
                        let comment = self.comment(&format!(
                            "the default of variable `{name_of_it}` is left out: {why}"
                        ));
                        out.insert_str(0, &comment);
                    }
                }
            }
            match text_of(variable, "Description").filter(|text| !text.is_empty()) {
                Some(text) => out += &format!(" {{ description: {} }}\n", literal(&text)),
                None => out += ";\n",
            }
        }
        self.remarks() + &out
    }

    fn triggers(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        for trigger in properties["Triggers"].as_array().into_iter().flatten() {
            let git = &trigger["GitConfiguration"];
            let mut entries = String::new();
            for (key, setting) in [("Push", "push"), ("PullRequest", "pull_request")] {
                let filters = git[key].as_array().map(Vec::as_slice).unwrap_or_default();
                if filters.is_empty() {
                    continue;
                }
                let filters: Vec<String> =
                    filters.iter().map(|filter| self.filter(filter)).collect();
                entries += &format!("{setting}: [{}],\n", filters.join(", "));
            }
            let action = git["SourceActionName"].as_str().unwrap_or_default();
            if entries.is_empty() {
                out += &self.comment(&format!(
                    "a trigger of `{action}` has no filter, and is left out"
                ));
            } else {
                out += &format!(
                    "{}trigger {} {{\n{entries}}}\n",
                    self.remarks(),
                    name(action)
                );
            }
        }
        out
    }

    fn filter(&mut self, filter: &Value) -> String {
        let mut out = Vec::new();
        for (key, value) in filter.as_object().into_iter().flatten() {
            let setting = pipewright_model::catalogue::snake_case(key);
            match value {
                Value::Array(events) => {
                    let events: Vec<String> =
                        events.iter().filter_map(Value::as_str).map(name).collect();
                    out.push(format!("{setting}: [{}]", events.join(", ")));
                }
                Value::Object(patterns) => {
                    let mut inside = Vec::new();
                    for (which, list) in patterns {
                        match self.template.list(&mut self.marks, list) {
                            Ok(list) if !list.is_empty() => {
                                let list: Vec<String> =
                                    list.iter().map(|one| literal(one)).collect();
                                inside.push(format!(
                                    "{}: [{}]",
                                    pipewright_model::catalogue::snake_case(which),
                                    list.join(", ")
                                ));
                            }
                            Ok(_) => {}
                            Err(why) => self
                                .marks
                                .remarks
                                .push(format!("`{which}` of a filter is left out: {why}")),
                        }
                    }
                    out.push(format!("{setting}: {}", braces(&inside)));
                }
                _ => self
                    .marks
                    .remarks
                    .push(format!("`{key}` of a filter is left out")),
            }
        }
        braces(&out)
    }

    /// Stores of regions in which actions run.
    fn stores(&mut self, properties: &Value) -> String {
        let mut all: Vec<(Value, Value)> = Vec::new();
        if properties["ArtifactStore"].is_object() {
            all.push((
                Value::from(self.template.region.clone()),
                properties["ArtifactStore"].clone(),
            ));
        }
        for store in properties["ArtifactStores"]
            .as_array()
            .into_iter()
            .flatten()
        {
            all.push((store["Region"].clone(), store["ArtifactStore"].clone()));
        }
        let mut out = String::new();
        for (region, store) in all {
            match self.store(&region, &store) {
                Ok(declared) => out += &declared,
                Err(why) => out += &self.comment(&why),
            }
        }
        out
    }

    /// The buckets of the template that hold artifacts.
    fn artifact_buckets(&mut self, properties: &Value) {
        let all = properties["ArtifactStores"]
            .as_array()
            .into_iter()
            .flatten();
        let several = all.map(|store| &store["ArtifactStore"]);
        for store in std::iter::once(&properties["ArtifactStore"]).chain(several) {
            let text = self.text(&store["Location"]).unwrap_or_default();
            if let Some(Later::Resource(id, _)) = self.later(&text) {
                let name = self.taken.take("artifacts");
                self.buckets.insert(id, (name, false));
            }
        }
    }

    fn store(&mut self, region: &Value, store: &Value) -> Result<String, String> {
        let region = self
            .known(region)
            .map_err(|why| format!("a store is left out: its region is not known, {why}"))?;
        let text = self.text(&store["Location"]).unwrap_or_default();
        if let Some(Later::Resource(id, _)) = self.later(&text) {
            self.covered.insert(id.clone());
            let what = format!(
                "the template makes the artifact bucket `{id}`; pipewright makes a store of its own for {region}"
            );
            let declared = self
                .buckets
                .get(&id)
                .map(|(name, used)| (name.clone(), *used));
            return match declared {
                Some((name, true)) => {
                    Ok(self.comment(&what) + &format!("store {name} @ {};\n", literal(&region)))
                }
                _ => Err(what),
            };
        }
        let made =
            |why: &str| format!("the store of {region} is not imported, and one is made: {why}");
        let bucket = self.known(&store["Location"]).map_err(|why| made(&why))?;
        let mut settings = vec![format!("bucket: {}", literal(&bucket))];
        let key = &store["EncryptionKey"]["Id"];
        if !key.is_null() {
            let key = self
                .known(key)
                .map_err(|why| made(&format!("its key is not known, {why}")))?;
            let Template {
                partition, account, ..
            } = self.template;
            let is_id =
                key.len() == 36 && key.chars().all(|one| one.is_ascii_hexdigit() || one == '-');
            let key = if is_id {
                format!("arn:{partition}:kms:{region}:{account}:key/{key}")
            } else {
                key
            };
            if !key.contains(":key/") {
                return Err(made(&format!(
                    "its key `{key}` is an alias, and no policy can name it by that"
                )));
            }
            settings.push(format!("key: {}", literal(&key)));
        } else if self.accounts.len() > 1 {
            return Err(made(
                "it has no key of its own, so that no other account can read it",
            ));
        }
        let remarks = self.remarks();
        let ident = self.taken.take(&format!("artifacts_{}", snake(&region)));
        Ok(format!(
            "{remarks}store {ident} @ {} = import {};\n",
            literal(&region),
            braces(&settings)
        ))
    }

    /// What nothing here stands for, as comments.
    fn rest(&mut self, properties: &Value) -> String {
        let mut out = String::new();
        for key in properties
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| key)
        {
            let known = [
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
                "Version",
            ];
            if !known.contains(&key.as_str()) {
                out += &self.comment(&format!("`{key}` of the pipeline is left out"));
            }
        }
        let template = self.template;
        let mut left = Vec::new();
        for (id, resource) in &template.resources {
            if !self.covered.contains(id) && resource["Type"] != super::definition::PIPELINE {
                left.push(format!(
                    "`{id}` ({})",
                    resource["Type"].as_str().unwrap_or("no type")
                ));
            }
        }
        if !left.is_empty() {
            out += &self.comment("resources of the template that nothing here stands for:");
            for one in left {
                out += &self.comment(&format!("    {one}"));
            }
        }
        out
    }
}

//! Build projects, and other resources beside the pipeline.

use pipewright_model::catalogue::{Type, declared::MANAGED_PROJECT};
use serde_json::{Map, Value};

use super::intrinsics::shown_below;
use super::marks::{Later, Part};
use super::names::{literal, name, snake};
use super::writer::{Writer, Written};

/// Types that pipewright makes itself, or that open what it proves; and what is no resource.
const NOT_BESIDE: &[&str] = &[
    "AWS::CloudFormation::",
    "AWS::CodeBuild::Project",
    "AWS::CodePipeline::",
    "AWS::CodeStarNotifications::",
    "AWS::Events::",
    "AWS::IAM::",
    "AWS::Lambda::Permission",
    "AWS::S3::BucketPolicy",
    "AWS::Serverless::",
    "Custom::",
];

/// The services whose calls a role of builds is given by what its artifacts, logs and reports need.
const GIVEN: &[&str] = &["logs", "s3", "kms", "codebuild", "codecommit"];

impl Writer<'_> {
    /// The project of an action: one of the template, or one that exists.
    pub(super) fn project(&mut self, value: &Value, account: &str, region: &str) -> Written {
        let text = self.text(value)?;
        let at_home = account == self.template.account && region == self.template.region;
        if let [Part::Later(Later::Resource(id, None))] = self.marks.parts(&text).as_slice() {
            let id = id.clone();
            return self.project_of_resource(&id);
        }
        let template = self.template;
        let known = self.known(value);
        let named = template.resources.iter().find(|(_, resource)| {
            let is_project = resource["Type"] == "AWS::CodeBuild::Project";
            is_project
                && at_home
                && known.is_ok()
                && template.known(&resource["Properties"]["Name"]) == known
        });
        if let Some((id, _)) = named {
            return self.project_of_resource(id);
        }
        let key = format!("{account} {region} {text}");
        if let Some((name, _)) = self.projects.get(&key) {
            return Ok(name.clone());
        }
        let written = self.written(&text)?;
        let shown = known.unwrap_or_else(|_| "the project".to_owned());
        let ident = self.taken.take(&snake(&shown));
        let role = format!(
            "arn:{}:iam::{account}:role/service-role/replace-{}",
            template.partition,
            snake(&shown).replace('_', "-")
        );
        let role: String = role.chars().take(100).collect();
        let comment = self.comment(&format!(
            "the file does not say which role project `{shown}` runs builds with: replace `{role}`; `aws codebuild batch-get-projects` has it as `serviceRole`"
        ));
        let role_name = self.imported_role(&role, "")?;
        let place = if account == template.account {
            String::new()
        } else {
            format!(" in {}", self.account(account, ""))
        };
        let at = if region == template.region {
            String::new()
        } else {
            format!(" @ {}", literal(region))
        };
        let out = format!(
            "{comment}project {ident}{place}{at} = import {{ name: {written}, role: {role_name} }};\n"
        );
        self.projects.insert(key, (ident.clone(), out));
        Ok(ident)
    }

    /// A project that the template makes.
    pub(super) fn project_of_resource(&mut self, id: &str) -> Written {
        if let Some((name, _)) = self.projects.get(id) {
            return Ok(name.clone());
        }
        let template = self.template;
        let Some(("AWS::CodeBuild::Project", properties)) = template.resource(id) else {
            return Err(format!("`{id}` is no build project"));
        };
        let ident = self.taken.take(&snake(id));
        self.projects
            .insert(id.to_owned(), (ident.clone(), String::new()));
        self.covered.insert(id.to_owned());
        let properties = self.template.chosen(&mut self.marks, properties);
        if !properties.is_object() {
            self.others(&properties, &format!("what `{id}` has"), &[]);
        }
        let mut head = self.remarks();
        let mut entries = String::new();
        for (property, value) in flattened(&properties) {
            let said = self.setting_of_a_project(id, &property, &value, &mut head);
            let remarks = self.remarks();
            if let Some(entry) = said {
                entries += &format!("{remarks}{entry},\n");
            } else {
                entries += &remarks;
            }
        }
        let (comments, policies) = self.role_of_a_project(id, &properties["ServiceRole"]);
        let out = format!("{head}{comments}project {ident} {{\n{entries}{policies}}}\n");
        self.projects.insert(id.to_owned(), (ident.clone(), out));
        Ok(ident)
    }

    fn setting_of_a_project(
        &mut self,
        id: &str,
        property: &str,
        value: &Value,
        head: &mut String,
    ) -> Option<String> {
        match property {
            // The name stays that of the running project, which can stand beside this one.
            "Name" => {
                let shown = self.shown(value);
                self.marks.remark(format!(
                    "the new project gets another name; the running one keeps `{shown}`"
                ));
                return None;
            }
            "ServiceRole" => return None,
            "Artifacts" | "Source.Type" => {
                let kind = value.get("Type").unwrap_or(value);
                let known = ["CODEPIPELINE"];
                if !kind.as_str().is_some_and(|kind| known.contains(&kind)) {
                    let words = format!(
                        "`{property}` of `{id}` is left out: a build of a pipeline has its sources and artifacts of the pipeline; it is"
                    );
                    *head += &self.comment(&shown_below(&words, value));
                }
                return None;
            }
            "Tags" => {
                return match super::declared::tags(self, value) {
                    Ok(tags) if tags == "{}" => None,
                    Ok(tags) => Some(format!("tags: {tags}")),
                    Err(why) => self.left_out(property, &why, value),
                };
            }
            // That of the store.
            "EncryptionKey" if !value.is_string() => return None,
            "EncryptionKey" => {
                let why = "artifacts have the store's key; a key of your own is `encryption_key`";
                return self.left_out(property, why, value);
            }
            _ => {}
        }
        let plain = property.rsplit('.').next().unwrap_or(property);
        let (name, value) = match property {
            "Source.BuildSpec" => ("Buildspec", value),
            "Environment.Type" => ("EnvironmentType", value),
            "Environment.Fleet" => ("Fleet", &value["FleetArn"]),
            _ => (plain, value),
        };
        let Some(key) = MANAGED_PROJECT.iter().find(|key| key.name == name) else {
            return self.left_out(
                property,
                "a project of a pipeline has no such setting",
                value,
            );
        };
        let value = if name == "BuildBatchConfig" {
            without(value, "ServiceRole")
        } else if name == "FileSystemLocations" {
            value
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| without(one, "Type"))
                .collect()
        } else if name == "RegistryCredential" {
            without(value, "CredentialProvider")
        } else {
            value.clone()
        };
        if name == "BuildBatchConfig" && value.as_object().is_some_and(Map::is_empty) {
            return None;
        }
        let written = match &key.kind {
            Type::SetOf(_) | Type::Strings(_) => self.value(&key.kind, &value, &[]),
            kind => self.value(kind, &value, &[]),
        };
        match written {
            Ok(written) => Some(format!("{}: {written}", key.written())),
            Err(why) if name == "Image" => {
                let parameter = self.known(&value).map(|image| literal(&image));
                let image =
                    parameter.unwrap_or_else(|_| "\"aws/codebuild/standard:7.0\"".to_owned());
                let words = format!("the image of `{id}` is not known: {why}; it is");
                *head += &self.comment(&shown_below(&words, &value));
                Some(format!("image: {image}"))
            }
            Err(why) => self.left_out(property, &why, &value),
        }
    }

    fn left_out(&mut self, property: &str, why: &str, value: &Value) -> Option<String> {
        let words = format!("`{property}` is left out: {why}; it is");
        self.marks.remark(shown_below(&words, value));
        None
    }

    /// What builds may do: comments, and settings.
    fn role_of_a_project(&mut self, id: &str, role: &Value) -> (String, String) {
        match self.role_arn(role) {
            Ok(None) => {
                let text = self.text(role).unwrap_or_default();
                let Some(Later::Resource(role, _)) = self.later(&text) else {
                    return (String::new(), String::new());
                };
                let template = self.template;
                match template.resource(&role) {
                    Some(("AWS::IAM::Role", properties)) => self.policies(&role, properties, GIVEN),
                    _ => (String::new(), String::new()),
                }
            }
            Ok(Some(arn)) => match self.imported_role(&arn, "") {
                Ok(role) => (String::new(), format!("role: {role},\n")),
                Err(why) => (
                    self.comment(&format!("the role of `{id}` is left out: {why}")),
                    String::new(),
                ),
            },
            Err(why) => {
                let words = format!(
                    "the role of `{id}` is not known, {why}; pipewright makes one in place of"
                );
                (self.comment(&shown_below(&words, role)), String::new())
            }
        }
    }

    /// What a text is, if it is one value that is known at deployment.
    pub(super) fn later(&self, text: &str) -> Option<Later> {
        match self.marks.parts(text).as_slice() {
            [Part::Later(later)] => Some((*later).clone()),
            _ => None,
        }
    }

    /// The name of a resource that stands beside the pipeline.
    pub(super) fn resource(&mut self, id: &str) -> Written {
        if let Some(name) = self.resources.get(id) {
            return Ok(name.clone());
        }
        let template = self.template;
        let (kind, properties) = template.resource(id).ok_or("it has no type")?;
        if let Some(refused) = NOT_BESIDE
            .iter()
            .find(|refused| kind.starts_with(**refused))
        {
            return Err(format!(
                "`{id}` is of `{}`, which does not stand beside a pipeline",
                refused.trim_end_matches(':')
            ));
        }
        if pipewright_model::catalogue::resource_types::ResourceType::named(kind).is_none() {
            return Err(format!("`{id}` is of `{kind}`, which is not known"));
        }
        if self.resources.len() > 200 {
            return Err("more than 200 resources would stand beside the pipeline".to_owned());
        }
        let ident = self.taken.take(&snake(id));
        self.resources.insert(id.to_owned(), ident.clone());
        match self.properties(properties) {
            Ok(entries) => {
                self.covered.insert(id.to_owned());
                let mut entries = entries;
                if template.resources[id]["DeletionPolicy"] == "Delete" {
                    entries += "removal_policy: DELETE,\n";
                }
                let remarks = self.remarks();
                self.beside.push(format!(
                    "{remarks}resource {ident}: {} {{\n{entries}}}\n",
                    literal(kind)
                ));
                Ok(ident)
            }
            Err(why) => {
                self.resources.remove(id);
                Err(format!("`{id}` cannot stand beside the pipeline: {why}"))
            }
        }
    }

    fn properties(&mut self, properties: &Value) -> Written {
        let properties = self.template.chosen(&mut self.marks, properties);
        let mut out = String::new();
        for (property, value) in properties.as_object().into_iter().flatten() {
            let tree = self.template.tree(&mut self.marks, value);
            let written = tree.and_then(|tree| self.tree(&tree));
            out += &format!(
                "{}: {},\n",
                name(property),
                written.map_err(|why| format!("`{property}`: {why}"))?
            );
        }
        Ok(out)
    }
}

/// The properties of a project, those of its environment and source among them.
fn flattened(properties: &Value) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    for (key, value) in properties.as_object().into_iter().flatten() {
        match (key.as_str(), value) {
            ("Environment" | "Source", Value::Object(inner)) => {
                for (inner_key, value) in inner {
                    out.push((format!("{key}.{inner_key}"), value.clone()));
                }
            }
            _ => out.push((key.clone(), value.clone())),
        }
    }
    out
}

fn without(map: &Value, key: &str) -> Value {
    let mut map = map.clone();
    if let Value::Object(map) = &mut map {
        map.remove(key);
    }
    map
}

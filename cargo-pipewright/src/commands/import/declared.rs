//! Accounts, roles and parameters.

use pipewright_model::arn::Arn;
use serde_json::Value;

use super::definition::is_account;
use super::intrinsics::{function, plain, shown_below};
use super::marks::{Later, Part};
use super::names::{literal, name, snake};
use super::writer::{Writer, Written, braces};

/// What a parameter of a template may have, and has here too.
const SETTINGS: &[&str] = &[
    "Type",
    "Default",
    "Description",
    "ConstraintDescription",
    "AllowedPattern",
    "AllowedValues",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "NoEcho",
];

impl Writer<'_> {
    /// The name of an account, which a stage uses.
    pub(super) fn account(&mut self, id: &str, stage: &str) -> String {
        if let Some(name) = self.accounts.get(id) {
            return name.clone();
        }
        let wanted = if stage.is_empty() {
            snake(&format!("account_{id}"))
        } else {
            snake(stage)
        };
        let name = self.taken.take(&wanted);
        self.accounts.insert(id.to_owned(), name.clone());
        name
    }

    /// The ARN of a role, if it is not one that the template makes.
    pub(super) fn role_arn(&mut self, value: &Value) -> Result<Option<String>, String> {
        let text = self.text(value)?;
        if let [Part::Later(Later::Resource(id, Some(attribute)))] =
            self.marks.parts(&text).as_slice()
            && attribute == "Arn"
            && matches!(self.template.resource(id), Some(("AWS::IAM::Role", _)))
        {
            let id = id.clone();
            self.replaced.insert(id.clone());
            self.covered.insert(id);
            return Ok(None);
        }
        self.known(value).map(Some)
    }

    /// A role that an action hands on.
    pub(super) fn role(&mut self, value: &Value) -> Written {
        let text = self.text(value)?;
        if let [Part::Later(Later::Resource(id, Some(attribute)))] =
            self.marks.parts(&text).as_slice()
            && attribute == "Arn"
        {
            let id = id.clone();
            return self.role_of_resource(&id);
        }
        let arn = self.known(value)?;
        self.imported_role(&arn, "")
    }

    /// A role that exists.
    pub(super) fn imported_role(&mut self, arn: &str, stage: &str) -> Written {
        if let Some((name, _)) = self.roles.get(arn) {
            return Ok(name.clone());
        }
        let parsed =
            Arn::parse(arn).filter(|found| found.service == "iam" && is_account(found.account));
        let Some(parsed) = parsed else {
            return Err(format!("`{arn}` is no ARN of a role"));
        };
        let last = parsed
            .resource
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let account = parsed.account.to_owned();
        let place = if account == self.template.account {
            String::new()
        } else {
            format!(" in {}", self.account(&account, stage))
        };
        let name = self.taken.take(&snake(&last));
        let declaration = format!("role {name}{place} = import {};\n", literal(arn));
        self.roles
            .insert(arn.to_owned(), (name.clone(), declaration));
        Ok(name)
    }

    /// A role that the template makes.
    pub(super) fn role_of_resource(&mut self, id: &str) -> Written {
        if let Some((name, _)) = self.roles.get(id) {
            return Ok(name.clone());
        }
        let template = self.template;
        let Some(("AWS::IAM::Role", properties)) = template.resource(id) else {
            return Err(format!("`{id}` is no role"));
        };
        let name = self.taken.take(&snake(id));
        self.roles
            .insert(id.to_owned(), (name.clone(), String::new()));
        self.covered.insert(id.to_owned());
        let (comments, entries) = self.policies(id, properties, &[]);
        let mut out = comments;
        out.push_str(&format!("role {name} {{\n{entries}}}\n"));
        if entries.is_empty() {
            out.insert_str(
                0,
                &self.comment(&format!("role `{id}` allows nothing in the template")),
            );
        }
        self.roles.insert(id.to_owned(), (name.clone(), out));
        Ok(name)
    }

    /// The declarations of the parameters that are used.
    pub(super) fn declared_parameters(&mut self) -> String {
        let mut out = String::new();
        let template = self.template;
        for (parameter, name) in self.parameters.clone() {
            let Some(found) = template.parameters.get(&parameter) else {
                continue;
            };
            if name != parameter {
                out += &self.comment(&format!("`{parameter}` in the template"));
            }
            self.others(found, &format!("parameter `{parameter}`"), SETTINGS);
            out += &self.remarks();
            let kind = found["Type"].as_str().unwrap_or("String");
            out += &format!("parameter {name}: {}", parameter_type(kind));
            if let Some(default) = plain(&found["Default"]) {
                out += &format!(" = {}", literal(&default));
            }
            let mut settings = Vec::new();
            for (key, setting) in [
                ("Description", "description"),
                ("ConstraintDescription", "constraint_description"),
                ("AllowedPattern", "allowed_pattern"),
            ] {
                if let Some(text) = plain(&found[key]).filter(|text| !text.is_empty()) {
                    settings.push(format!("{setting}: {}", literal(&text)));
                }
            }
            for (key, setting) in [
                ("MinLength", "min_length"),
                ("MaxLength", "max_length"),
                ("MinValue", "min_value"),
                ("MaxValue", "max_value"),
            ] {
                if let Some(number) = plain(&found[key]).and_then(|text| text.parse::<u64>().ok()) {
                    settings.push(format!("{setting}: {number}"));
                }
            }
            if let Some(values) = found["AllowedValues"].as_array() {
                let values: Vec<String> = values
                    .iter()
                    .filter_map(plain)
                    .map(|value| literal(&value))
                    .collect();
                settings.push(format!("allowed_values: [{}]", values.join(", ")));
            }
            if plain(&found["NoEcho"]).is_some_and(|text| text.eq_ignore_ascii_case("true")) {
                settings.push("no_echo: true".to_owned());
            }
            if settings.is_empty() {
                out += ";\n";
            } else {
                out += &format!(" {}\n", braces(&settings));
            }
        }
        for (why, name) in self.invented.clone() {
            out += &self.comment(&format!(
                "in the place of a value that the template works out; {why}"
            ));
            out += &format!("parameter {name}: String;\n");
        }
        out
    }
}

fn parameter_type(kind: &str) -> String {
    let fine = kind
        .chars()
        .all(|one| one.is_ascii_alphanumeric() || "<>:".contains(one));
    if fine && !kind.is_empty() {
        kind.to_owned()
    } else {
        literal(kind)
    }
}

/// One value, or several.
pub(super) fn list_of(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

/// Tags of a list, or of a map. One that cannot stand is a remark.
pub(super) fn tags(writer: &mut Writer<'_>, tags: &Value) -> Written {
    let mut entries = Vec::new();
    let pairs: Vec<(String, Value)> = match tags {
        Value::Object(map) if function(tags).is_none() => map
            .iter()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect(),
        other => {
            let mut pairs = Vec::new();
            for tag in writer.maps(other, "Tags") {
                writer.others(&tag, "a tag", &["Key", "Value", "PropagateAtLaunch"]);
                let key = writer.setting(&tag, "Key");
                let Some(key) = key.filter(|key| !key.is_empty()) else {
                    writer.marks.remark(shown_below(
                        "a tag without a known key is left out; it is",
                        &tag,
                    ));
                    continue;
                };
                pairs.push((key, tag["Value"].clone()));
            }
            pairs
        }
    };
    for (key, value) in pairs {
        if key.starts_with("pipewright:") {
            continue;
        }
        if key.starts_with("aws:") || key.is_empty() {
            let words = format!("tag `{key}` is left out: such keys are AWS's; it is");
            writer.marks.remark(shown_below(&words, &value));
            continue;
        }
        match writer.known(&value) {
            Ok(value) => entries.push(format!("{}: {}", name(&key), literal(&value))),
            Err(why) => {
                let words = format!("tag `{key}` is left out: {why}; it is");
                writer.marks.remark(shown_below(&words, &value));
            }
        }
    }
    Ok(braces(&entries))
}

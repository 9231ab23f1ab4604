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

/// What is carried over of a role, or told elsewhere. Its name is that of the running role.
const OF_A_ROLE: &[&str] = &[
    "AssumeRolePolicyDocument",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "Path",
    "PermissionsBoundary",
    "Policies",
    "RoleName",
    "Tags",
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

    /// The policies of a role as settings, and comments. Statements whose calls are all of these
    /// services are left out: pipewright gives what is needed of them.
    pub(super) fn policies(
        &mut self,
        id: &str,
        role: &Value,
        services: &[&str],
    ) -> (String, String) {
        let (mut comments, mut out) = (String::new(), String::new());
        let role = self.template.chosen(&mut self.marks, role);
        self.others(&role, &format!("role `{id}`"), OF_A_ROLE);
        let mut managed = Vec::new();
        let arns = &role["ManagedPolicyArns"];
        if !arns.is_null() && !arns.is_array() {
            let words = format!("the managed policies of `{id}` are left out: they are");
            comments += &self.comment(&shown_below(&words, arns));
        }
        for policy in arns.as_array().into_iter().flatten() {
            let text = self.text(policy);
            match text.and_then(|text| self.written(&text)) {
                Ok(arn) => managed.push(arn),
                Err(why) => {
                    comments +=
                        &self.comment(&format!("a managed policy of `{id}` is left out: {why}"))
                }
            }
        }
        let mut documents: Vec<Value> = Vec::new();
        for policy in self.maps(&role["Policies"], &format!("Policies of role {id}")) {
            documents.push(policy["PolicyDocument"].clone());
        }
        let template = self.template;
        for (other, resource) in &template.resources {
            let is_policy = [
                "AWS::IAM::Policy",
                "AWS::IAM::ManagedPolicy",
                "AWS::IAM::RolePolicy",
            ]
            .contains(&resource["Type"].as_str().unwrap_or_default());
            let properties = &resource["Properties"];
            let is_this = |role: &Value| role["Ref"] == *id || role.as_str() == Some(id);
            let of_this = properties["Roles"]
                .as_array()
                .is_some_and(|roles| roles.iter().any(is_this))
                || is_this(&properties["RoleName"]);
            if is_policy && of_this {
                self.covered.insert(other.clone());
                documents.push(
                    self.template
                        .chosen(&mut self.marks, &properties["PolicyDocument"]),
                );
            }
        }
        let mut statements = Vec::new();
        for document in &documents {
            let all = match &document["Statement"] {
                Value::Array(all) => all.clone(),
                Value::Null => Vec::new(),
                one => vec![one.clone()],
            };
            for statement in all {
                let calls = list_of(&statement["Action"]);
                let is_given = !calls.is_empty()
                    && calls.iter().all(|call| {
                        let call = call.as_str().unwrap_or_default();
                        services.contains(&call.split(':').next().unwrap_or_default())
                    });
                if is_given {
                    let calls: Vec<&str> = calls.iter().filter_map(|call| call.as_str()).collect();
                    let what = format!(
                        "a statement of `{id}` is left out, {}: the role gets what its artifacts, logs and reports need; it is",
                        calls.join(", ")
                    );
                    comments += &self.comment(&shown_below(&what, &statement));
                    continue;
                }
                match self.statement(&statement) {
                    Ok(statement) => statements.push(statement),
                    Err(why) if statement["Effect"] == "Deny" => {
                        let what = format!(
                            "a statement of `{id}` that denies is left out, so that the role may do more: {why}; it is"
                        );
                        comments += &self.comment(&shown_below(&what, &statement));
                    }
                    Err(why) => {
                        let what = format!("a statement of `{id}` is left out: {why}; it is");
                        comments += &self.comment(&shown_below(&what, &statement));
                    }
                }
            }
        }
        comments += &self.remarks();
        let boundary = &role["PermissionsBoundary"];
        if !boundary.is_null() {
            let text = self.text(boundary);
            match text.and_then(|text| self.written(&text)) {
                Ok(arn) if services.is_empty() => {
                    out += &format!("permissions_boundary: {arn},\n");
                }
                found => {
                    let why = found.err().unwrap_or_else(|| {
                        "a project has none of its own; `roles { permissions_boundary: … }` is for all roles".to_owned()
                    });
                    let what = format!(
                        "the permissions boundary of `{id}` is left out, so that the role may do more: {why}"
                    );
                    comments += &self.comment(&what);
                }
            }
        }
        for property in ["Path", "MaxSessionDuration", "Tags"] {
            if !role[property].is_null() {
                let what =
                    format!("`{property}` of role `{id}` is left out: the new role is another one");
                comments += &self.comment(&what);
            }
        }
        if !managed.is_empty() {
            out += &format!("managed_policies: [{}],\n", managed.join(", "));
        }
        if !statements.is_empty() {
            out += &format!("statements: [\n{},\n],\n", statements.join(",\n"));
        }
        (comments, out)
    }

    fn statement(&mut self, statement: &Value) -> Written {
        let mut out = Vec::new();
        let map = statement.as_object().ok_or("it is no map")?;
        if !map.contains_key("Effect") {
            return Err("it has no effect".to_owned());
        }
        let texts = |writer: &mut Self, value: &Value| -> Written {
            let items: Result<Vec<String>, String> = list_of(value)
                .iter()
                .map(|item| {
                    let text = writer.text(item)?;
                    writer.written(&text)
                })
                .collect();
            Ok(format!("[{}]", items?.join(", ")))
        };
        for (key, value) in map {
            match key.as_str() {
                "Sid" => {}
                "Effect" if value == "Allow" => {}
                "Effect" if value == "Deny" => out.push("effect: Deny".to_owned()),
                "Effect" => return Err(format!("its effect is `{value}`")),
                "Action" => out.push(format!("actions: {}", texts(self, value)?)),
                "Resource" => out.push(format!("resources: {}", texts(self, value)?)),
                "Condition" => {
                    let tree = self.template.tree(&mut self.marks, value)?;
                    out.push(format!("conditions: {}", self.tree(&tree)?));
                }
                other => return Err(format!("it has `{other}`")),
            }
        }
        Ok(braces(&out))
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

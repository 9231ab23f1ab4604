//! What the roles and the policies of a template let in as they run, in words.
//!
//! Told is what opens more than one thing for one caller: wildcards, principals of other accounts,
//! everybody, roles that may be passed, and calls of services for any account.

mod principals;
mod statement;

use serde_json::Value;

use super::intrinsics::plain;
use super::writer::Writer;
use principals::Whose;
use statement::Statement;

/// A policy of a resource.
struct Document<'d> {
    /// What it is a policy of, in words.
    of: String,
    whose: Whose,
    statements: Vec<&'d Value>,
}

impl Writer<'_> {
    /// Comments on what the template lets in.
    pub(super) fn lets_in(&mut self) -> String {
        let template = self.template;
        let mut lines: Vec<String> = Vec::new();
        for (id, resource) in &template.resources {
            let kind = resource["Type"].as_str().unwrap_or_default();
            let properties = template.chosen(&mut self.marks, &resource["Properties"]);
            for document in documents(id, kind, &properties) {
                for statement in &document.statements {
                    lines.extend(self.of_a_statement(&document, statement));
                }
                lines.extend(self.of_a_bucket(kind, &document));
            }
            lines.extend(self.of_managed_policies(id, kind, &properties));
            if kind == "AWS::Lambda::Permission" {
                lines.extend(self.of_a_permission(id, &properties));
            }
        }
        // What was decided on the way is told where these resources are carried over.
        self.marks.take_remarks();
        if lines.is_empty() {
            return String::new();
        }
        let mut out = self.comment("what the template lets in as it runs:");
        for line in lines {
            out += &self.comment(&format!("    {line}"));
        }
        out
    }

    fn of_a_statement(&mut self, document: &Document<'_>, statement: &Value) -> Vec<String> {
        let of = &document.of;
        match self.template.known(&statement["Effect"]).as_deref() {
            Ok("Deny") => return Vec::new(),
            Ok("Allow") => {}
            _ => {
                return vec![format!(
                    "{of} has a statement whose effect is not known: `{statement}`"
                )];
            }
        }
        let read = self.read_statement(statement);
        if document.whose == Whose::Role {
            return read.opens(of);
        }
        self.principals(statement)
            .iter()
            .filter_map(|principal| principal.opens(of, document.whose, &read))
            .collect()
    }

    /// A bucket that takes requests without TLS.
    fn of_a_bucket(&mut self, kind: &str, document: &Document<'_>) -> Option<String> {
        let asks_for_tls = |statement: &&Value| {
            statement["Effect"] == "Deny" && statement.to_string().contains("aws:SecureTransport")
        };
        let is_open =
            kind == "AWS::S3::BucketPolicy" && !document.statements.iter().any(asks_for_tls);
        is_open.then(|| {
            format!(
                "{} admits requests without TLS: no statement denies them by `aws:SecureTransport`",
                document.of
            )
        })
    }

    /// Managed policies, whose texts do not stand in the template.
    fn of_managed_policies(&mut self, id: &str, kind: &str, properties: &Value) -> Vec<String> {
        if kind != "AWS::IAM::Role" {
            return Vec::new();
        }
        let arns = super::declared::list_of(&properties["ManagedPolicyArns"]);
        let mut out = Vec::new();
        for arn in arns {
            let shown = self.shown(&arn);
            if let Some((_, name)) = shown.split_once(":iam::aws:policy/") {
                let name = name.rsplit('/').next().unwrap_or(name);
                let what = if name == "AdministratorAccess" {
                    "every call on everything"
                } else if name == "PowerUserAccess" {
                    "every call on everything but most of those of IAM, Organizations and accounts"
                } else if name.ends_with("FullAccess") {
                    "every call of a service on everything"
                } else {
                    continue;
                };
                out.push(format!(
                    "role `{id}` may make {what}, by the managed policy `{name}`"
                ));
            } else if self.is_of_the_template(&arn) {
                // What it allows is told where the policy itself is read.
            } else {
                out.push(format!(
                    "role `{id}` has the managed policy `{shown}`, and what that allows does not stand in the template"
                ));
            }
        }
        out
    }

    fn is_of_the_template(&self, value: &Value) -> bool {
        value["Ref"]
            .as_str()
            .is_some_and(|id| self.template.resources.contains_key(id))
    }

    /// A permission of a function, which is a statement of its policy.
    fn of_a_permission(&mut self, id: &str, properties: &Value) -> Option<String> {
        let mut condition = serde_json::Map::new();
        for key in ["SourceArn", "SourceAccount", "PrincipalOrgID"] {
            if let Some(value) = properties.get(key) {
                let name = format!("aws:{key}");
                condition.insert(name, value.clone());
            }
        }
        let principal = &properties["Principal"];
        let is_service = plain(principal).is_some_and(|name| name.ends_with(".amazonaws.com"));
        let kind = if is_service { "Service" } else { "AWS" };
        let mut statement = serde_json::json!({
            "Effect": "Allow",
            "Principal": { kind: principal },
            "Action": properties["Action"],
            "Resource": properties["FunctionName"],
        });
        if !condition.is_empty() {
            statement["Condition"] = serde_json::json!({ "StringEquals": condition });
        }
        let document = Document {
            of: format!("permission `{id}`"),
            whose: Whose::Resource,
            statements: Vec::new(),
        };
        self.of_a_statement(&document, &statement).pop()
    }
}

/// The policies of a resource: each map with statements in its properties.
fn documents<'d>(id: &str, kind: &str, properties: &'d Value) -> Vec<Document<'d>> {
    let mut found = Vec::new();
    walk(properties, "", &mut |key, statements| {
        let (of, whose) = match (kind, key) {
            (_, "AssumeRolePolicyDocument") => {
                (format!("the trust policy of `{id}`"), Whose::Trust)
            }
            ("AWS::IAM::Role", _) => (format!("role `{id}`"), Whose::Role),
            (_, "KeyPolicy") => (format!("the policy of key `{id}`"), Whose::Key),
            ("AWS::S3::BucketPolicy", _) => (format!("bucket policy `{id}`"), Whose::Resource),
            (kind, _) if kind.starts_with("AWS::IAM::") => (format!("policy `{id}`"), Whose::Role),
            (kind, _) => (format!("the policy of `{id}` ({kind})"), Whose::Resource),
        };
        found.push(Document {
            of,
            whose,
            statements,
        });
    });
    found
}

/// Calls a function for each map with statements, with the key that has it.
fn walk<'d>(value: &'d Value, key: &str, found: &mut impl FnMut(&str, Vec<&'d Value>)) {
    match value {
        Value::Object(map) => {
            if let Some(statements) = map.get("Statement") {
                let all = match statements {
                    Value::Array(all) => all.iter().collect(),
                    one => vec![one],
                };
                found(key, all);
            }
            for (inner, value) in map {
                if inner != "Statement" {
                    walk(value, inner, found);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, key, found);
            }
        }
        _ => {}
    }
}

/// The texts of a field that may be one text or a list.
fn texts(writer: &mut Writer<'_>, value: &Value) -> Vec<String> {
    super::declared::list_of(value)
        .iter()
        .map(|item| match writer.template.known(item) {
            Ok(text) => text,
            Err(_) => writer.shown(item),
        })
        .collect()
}

/// A list of texts as a reader reads it.
fn quoted(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    quoted.join(", ")
}

impl Writer<'_> {
    fn read_statement(&mut self, statement: &Value) -> Statement {
        Statement {
            calls: texts(self, &statement["Action"]),
            calls_but: texts(self, &statement["NotAction"]),
            resources: texts(self, &statement["Resource"]),
            resources_but: texts(self, &statement["NotResource"]),
            condition: match &statement["Condition"] {
                Value::Null => None,
                condition => Some(condition.to_string()),
            },
        }
    }
}

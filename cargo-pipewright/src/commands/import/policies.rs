//! What a role may do: its policies, with its boundary.

use serde_json::Value;

use super::declared::list_of;
use super::intrinsics::shown_below;
use super::writer::{Writer, Written, braces};

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
    /// The policies of a role as settings, and comments. Statements whose calls are all of these
    /// services are left out: pipewright gives what is needed of them.
    pub(super) fn policies(
        &mut self,
        id: &str,
        role: &Value,
        services: &[&str],
    ) -> (String, String) {
        let role = self.template.chosen(&mut self.marks, role);
        self.others(&role, &format!("role `{id}`"), OF_A_ROLE);
        let (mut comments, managed) = self.managed_policies(id, &role["ManagedPolicyArns"]);
        let documents = self.policy_documents(id, &role["Policies"]);
        let (told, statements) = self.statements(id, &documents, services);
        comments += &told;
        comments += &self.remarks();
        let (told, mut out) = self.boundary(id, &role["PermissionsBoundary"], services);
        comments += &told;
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

    /// Comments, and the ARNs of managed policies as they are written.
    fn managed_policies(&mut self, id: &str, arns: &Value) -> (String, Vec<String>) {
        let mut comments = String::new();
        let mut managed = Vec::new();
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
        (comments, managed)
    }

    /// The documents of a role's own policies, and of those that the template attaches to it.
    fn policy_documents(&mut self, id: &str, own: &Value) -> Vec<Value> {
        let mut documents: Vec<Value> = Vec::new();
        for policy in self.maps(own, &format!("Policies of role {id}")) {
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
        documents
    }

    /// Comments, and the statements of documents as they are written.
    fn statements(
        &mut self,
        id: &str,
        documents: &[Value],
        services: &[&str],
    ) -> (String, Vec<String>) {
        let mut comments = String::new();
        let mut statements = Vec::new();
        let of_document = |document: &Value| match &document["Statement"] {
            Value::Array(all) => all.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        for statement in documents.iter().flat_map(of_document) {
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
        (comments, statements)
    }

    /// A comment, or the setting.
    fn boundary(&mut self, id: &str, boundary: &Value, services: &[&str]) -> (String, String) {
        if boundary.is_null() {
            return (String::new(), String::new());
        }
        let text = self.text(boundary);
        match text.and_then(|text| self.written(&text)) {
            Ok(arn) if services.is_empty() => {
                (String::new(), format!("permissions_boundary: {arn},\n"))
            }
            found => {
                let why = found.err().unwrap_or_else(|| {
                    "a project has none of its own; `roles { permissions_boundary: … }` is for all roles".to_owned()
                });
                let what = format!(
                    "the permissions boundary of `{id}` is left out, so that the role may do more: {why}"
                );
                (self.comment(&what), String::new())
            }
        }
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
}

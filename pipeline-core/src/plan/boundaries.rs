//! What permissions boundaries say, where the user tells it.

use std::collections::BTreeMap;

use crate::catalogue::declared::condition_operator;
use crate::catalogue::limits;
use crate::codes;
use crate::finding::Findings;
use crate::pipeline::{
    Boundary, BoundaryDocument, Pipeline, RoleOrigin, RoleSettings, UserStatement,
};
use crate::place::Location;
use crate::policy;
use serde_json::{Value, json};

/// The boundaries whose documents are known, by the ARN of the policy.
pub(crate) type Boundaries = BTreeMap<String, ToldBoundary>;

/// A boundary whose document is known.
#[derive(Debug)]
pub(crate) struct ToldBoundary {
    pub(crate) document: Value,
    pub(crate) at: Location,
}

/// Reads the documents of all boundaries. One that is no policy is a finding.
pub(super) fn boundaries(pipeline: &Pipeline, findings: &mut Findings<Location>) -> Boundaries {
    let of_roles = pipeline.roles.iter().filter_map(|role| match &role.origin {
        RoleOrigin::Managed(settings) => settings.permissions_boundary.as_ref(),
        RoleOrigin::Imported { .. } => None,
    });
    let of_accounts = pipeline.role_rules.iter();
    let of_accounts = of_accounts.filter_map(|rules| rules.permissions_boundary.as_ref());
    let mut found = Boundaries::new();
    for boundary in of_roles.chain(of_accounts) {
        let Some(told) = &boundary.document else {
            continue;
        };
        let document = match read(told) {
            Ok(document) => document,
            Err(what) => {
                report(boundary, &what, findings);
                continue;
            }
        };
        let at = boundary.at;
        match found.get(&boundary.policy) {
            Some(known) if known.document == document => {}
            Some(known) => {
                let message = format!("policy `{}` has two different documents", boundary.policy);
                findings
                    .report(&codes::BOUNDARY_DOCUMENT, at, message)
                    .help("write its document once; elsewhere its name is enough")
                    .related("the other one is here", known.at);
            }
            None => {
                let told = ToldBoundary { document, at };
                found.insert(boundary.policy.clone(), told);
            }
        }
    }
    found
}

fn report(boundary: &Boundary, what: &str, findings: &mut Findings<Location>) {
    // Several accounts have the boundary of one declaration.
    let known = |finding: &crate::finding::Finding<Location>| {
        finding.code == &codes::BOUNDARY_DOCUMENT && finding.at == boundary.at
    };
    if findings.iter().any(known) {
        return;
    }
    let message = format!(
        "what boundary `{}` says is no policy: {what}",
        boundary.policy
    );
    findings
        .report(&codes::BOUNDARY_DOCUMENT, boundary.at, message)
        .help("give the policy document of the managed policy, as `aws iam get-policy-version` prints it, or leave `document` out");
}

fn read(told: &BoundaryDocument) -> Result<Value, String> {
    let document = match told {
        BoundaryDocument::Text(text) => {
            serde_json::from_str(text).map_err(|error| error.to_string())?
        }
        BoundaryDocument::Statements(statements) => of_statements(statements),
    };
    let statements = match document.get("Statement") {
        Some(Value::Array(statements)) if !statements.is_empty() => statements.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => return Err("it has no `Statement`".to_owned()),
    };
    for (number, statement) in (1..).zip(statements) {
        check_statement(statement).map_err(|what| format!("statement {number} {what}"))?;
    }
    let size = document.to_string().chars().count();
    if size > limits::MANAGED_POLICY_MAX {
        let max = limits::MANAGED_POLICY_MAX;
        return Err(format!(
            "it has {size} characters, and AWS allows a managed policy {max}"
        ));
    }
    Ok(document)
}

/// Checks the form of a statement.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
fn check_statement(statement: &Value) -> Result<(), String> {
    let has = |name: &str| statement.get(name).is_some();
    if !statement.is_object() {
        return Err("is no object".to_owned());
    }
    for name in ["Principal", "NotPrincipal"] {
        if has(name) {
            return Err(format!(
                "has a `{name}`, which only policies of resources have"
            ));
        }
    }
    match statement.get("Effect").and_then(Value::as_str) {
        Some("Allow" | "Deny") => {}
        _ => return Err("has no `Effect` that is `Allow` or `Deny`".to_owned()),
    }
    for (one, other) in [("Action", "NotAction"), ("Resource", "NotResource")] {
        if has(one) == has(other) {
            return Err(format!("needs `{one}` or `{other}`, one of them"));
        }
        for name in [one, other] {
            if !statement.get(name).is_none_or(is_texts) {
                return Err(format!("has something else than texts as its `{name}`"));
            }
        }
    }
    let parts = statement.as_object().into_iter().flatten();
    if let Some((unknown, _)) = parts
        .into_iter()
        .find(|(name, _)| !PARTS.contains(&name.as_str()))
    {
        return Err(format!("has a `{unknown}`, which IAM does not know"));
    }
    statement.get("Condition").map_or(Ok(()), check_condition)
}

/// The parts of a statement.
const PARTS: [&str; 7] = [
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotResource",
    "Resource",
    "Sid",
];

fn is_texts(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(Value::is_string),
        one => one.is_string(),
    }
}

fn check_condition(condition: &Value) -> Result<(), String> {
    let Value::Object(operators) = condition else {
        return Err("has a `Condition` that is no object".to_owned());
    };
    for (operator, keys) in operators {
        if let Err(close) = condition_operator(operator) {
            let close = close.map(|close| format!(" (a similar one is `{close}`)"));
            let close = close.unwrap_or_default();
            return Err(format!(
                "has a condition operator `{operator}`, which IAM does not know{close}"
            ));
        }
        let Value::Object(keys) = keys else {
            return Err(format!("has no keys behind its operator `{operator}`"));
        };
        let plain = |value: &Value| value.is_string() || value.is_boolean() || value.is_number();
        for (key, values) in keys {
            let fits = match values {
                Value::Array(items) => items.iter().all(plain),
                one => plain(one),
            };
            if !fits {
                return Err(format!("compares `{key}` with something else than texts"));
            }
        }
    }
    Ok(())
}

fn of_statements(statements: &[UserStatement]) -> Value {
    let settings = RoleSettings {
        statements: statements.to_vec(),
        ..RoleSettings::default()
    };
    let statements: Vec<_> = policy::user_statements(&settings).collect();
    policy::document(&statements, &|_| json!(null))
}

//! Faults of a policy's statement.

mod conditions;
mod principals;
mod subjects;

use super::Fault;
use conditions::conditions;
use principals::principals;
use serde_json::{Value, json};
use subjects::{actions, resources};

/// The places of a resource's policies.
const DOCUMENTS: &[&str] = &[
    "/Properties/AssumeRolePolicyDocument",
    "/Properties/Policies/0/PolicyDocument",
    "/Properties/PolicyDocument",
    "/Properties/KeyPolicy",
];

/// Actions that two statements allow one role, so that one of them may lack them. A role that
/// reads and writes may decrypt and describe the key by either statement. Beside
/// `EncryptArtifacts`, these actions of `DecryptArtifacts` can be missing.
const SAID_TWICE: &[&str] = &["kms:Decrypt", "kms:DescribeKey"];

pub(super) fn of(body: &Value) -> Vec<Fault> {
    let mut out = Vec::new();
    for document in DOCUMENTS {
        let list = &format!("{document}/Statement");
        let Some(statements) = body.pointer(list).and_then(Value::as_array) else {
            continue;
        };
        out.extend(of_document(body, document, statements));
        for index in 0..statements.len() {
            let mut without = body.clone();
            if let Some(list) = without.pointer_mut(list).and_then(Value::as_array_mut) {
                list.remove(index);
            }
            let has = |sid: &str| statements.iter().any(|other| other["Sid"] == sid);
            let twice = statements[index]["Sid"] == "DecryptArtifacts" && has("EncryptArtifacts");
            let kind = match statements[index]["Effect"] == "Deny" {
                true => "forget a Deny",
                false => "forget a statement",
            };
            let what = statements[index]["Sid"].to_string();
            let mut of_this = vec![Fault {
                kind,
                what,
                body: without,
                may_be_said_twice: false,
            }];
            each(body, &format!("{list}/{index}"), &mut of_this);
            for fault in &mut of_this {
                fault.may_be_said_twice = twice && fault.kind.starts_with("forget a");
            }
            out.extend(of_this);
        }
    }
    if body.pointer("/Properties/Statement").is_some() {
        each(body, "/Properties/Statement", &mut out);
    }
    out
}

/// The faults of a policy as a whole.
fn of_document(body: &Value, document: &str, statements: &[Value]) -> Vec<Fault> {
    let mut out = Vec::new();
    let mut older = body.clone();
    if let Some(document) = older.pointer_mut(document).and_then(Value::as_object_mut) {
        document.remove("Version");
    }
    out.push(Fault {
        kind: "forget a policy's version",
        what: document.to_owned(),
        body: older,
        may_be_said_twice: false,
    });
    if let [first, .., last] = statements
        && let (Some(sid), Some(_)) = (first.get("Sid"), last.get("Sid"))
    {
        let mut same = body.clone();
        let last = format!("{document}/Statement/{}/Sid", statements.len() - 1);
        if let Some(last) = same.pointer_mut(&last) {
            *last = sid.clone();
        }
        out.push(Fault {
            kind: "call two statements the same",
            what: sid.to_string(),
            body: same,
            may_be_said_twice: false,
        });
    }
    out
}

/// The faults of one statement.
fn each(body: &Value, pointer: &str, out: &mut Vec<Fault>) {
    let Some(statement) = body.pointer(pointer) else {
        return;
    };
    let mut add = |kind: &'static str, what: String, changed: Value| {
        if changed == *statement {
            return;
        }
        let mut body = body.clone();
        if let Some(place) = body.pointer_mut(pointer) {
            *place = changed;
        }
        let what = format!("{what}, in {statement}");
        out.push(Fault {
            kind,
            what,
            body,
            may_be_said_twice: false,
        });
    };
    let with = |key: &str, value: Value| {
        let mut changed = statement.clone();
        changed[key] = value;
        changed
    };
    let denies = statement["Effect"] == "Deny";
    let other = if denies { "Allow" } else { "Deny" };
    add(
        "turn Allow and Deny round",
        String::new(),
        with("Effect", json!(other)),
    );
    for (key, kind) in [
        ("Principal", "a statement without a principal"),
        ("Resource", "a statement without a resource"),
    ] {
        let mut without = statement.clone();
        without.as_object_mut().expect("an object").remove(key);
        add(kind, String::new(), without);
    }
    actions(statement, denies, &with, &mut add);
    if statement.get("Resource").is_some() {
        resources(statement, denies, &with, &mut add);
    }
    if statement.get("Principal").is_some() {
        principals(statement, denies, &with, &mut add);
    }
    conditions(statement, &mut add);
}

type With<'f> = dyn Fn(&str, Value) -> Value + 'f;
type Add<'f> = dyn FnMut(&'static str, String, Value) + 'f;

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        one => vec![one.clone()],
    }
}

/// Each item of a list replaced in turn, by what `make` makes of its string.
fn replaced(value: &Value, make: impl Fn(&str) -> Option<String>) -> Vec<(String, Value)> {
    let items = list(value);
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(new) = item.as_str().and_then(&make) else {
            continue;
        };
        let mut changed = items.clone();
        changed[index] = json!(new);
        out.push((item.to_string(), json!(changed)));
    }
    out
}

/// Each item of a list left out in turn.
fn shorter(value: &Value) -> Vec<(Value, Value)> {
    let items = list(value);
    if items.len() < 2 {
        return Vec::new();
    }
    (0..items.len())
        .map(|index| {
            let mut changed = items.clone();
            (changed.remove(index), json!(changed))
        })
        .collect()
}

fn longer(value: &Value, more: &str) -> Value {
    let mut items = list(value);
    items.push(json!(more));
    json!(items)
}

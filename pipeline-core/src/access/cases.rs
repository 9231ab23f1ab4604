//! Requests as other evaluators of IAM take them: each with who asks, what for, all that
//! is known, the policies that decide, and our decision.

use std::borrow::Cow;

use super::evaluator::{
    Boundary, Guard, Identity, Own, Place, Policy, Request, Resource, Sort, Statement, Value,
    Verdict, Who, many,
};
use crate::finding::Findings;
use crate::pipeline::Pipeline;
use crate::place::Location;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Writes down every request with all that decides it.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// By a name that its cases use.
    policies: BTreeMap<String, Json>,
    cases: Vec<Json>,
}

impl Recorder {
    pub(super) fn record(
        &mut self,
        sort: &str,
        why: &str,
        request: &Request<'_>,
        verdict: &Verdict<'_>,
    ) {
        let who = request.who;
        let mut unknown = Vec::new();
        let identity: Vec<Json> = match &who.identity {
            Identity::None => Vec::new(),
            Identity::Everything => vec![json!("everything")],
            Identity::Imported(arn) => {
                unknown.push(arn.clone());
                Vec::new()
            }
            Identity::Known(own) => {
                unknown.extend(own.attached.iter().map(|arn| (*arn).to_owned()));
                match &own.boundary {
                    Some(Boundary::Unknown(arn)) => unknown.push((*arn).to_owned()),
                    Some(Boundary::Known(_)) | None => {}
                }
                own.policies
                    .iter()
                    .map(|policy| self.policy(policy))
                    .collect()
            }
        };
        let resource: Vec<Json> = match request.resource.guard {
            Guard::None => Vec::new(),
            Guard::Open => vec![json!("open")],
            Guard::Imported(what) => {
                unknown.push(what.to_owned());
                Vec::new()
            }
            Guard::Known(policies) => policies.iter().map(|policy| self.policy(policy)).collect(),
        };
        self.cases.push(json!({
            "sort": sort,
            "why": why,
            "principal": who.service.unwrap_or(&who.arn),
            "service": who.service.is_some(),
            "session": &who.session,
            "nobody": matches!(who.identity, Identity::None),
            "principalAccount": who.account.as_ref(),
            "action": request.action,
            "resource": request.resource.arn.as_ref(),
            "resourceAccount": request.resource.account.as_ref(),
            "strict": request.resource.strict,
            "context": context(request),
            "identityPolicies": identity,
            "resourcePolicies": resource,
            "notOurs": unknown,
            "decision": word(verdict),
        }));
    }

    /// Keeps a policy, and gives the name that it has.
    fn policy(&mut self, policy: &Policy<'_>) -> Json {
        let place = &policy.place;
        let first = policy.statements.first().map(|statement| &statement.sid);
        let name = format!(
            "{}/{}/{}/{}",
            place.stack,
            place.logical,
            place.what,
            first.map_or("", |sid| sid)
        );
        self.policies.entry(name.clone()).or_insert_with(|| {
            let statements: Vec<Json> = policy.statements.iter().map(statement).collect();
            json!({ "Version": "2012-10-17", "Statement": statements })
        });
        json!(name)
    }

    pub(super) fn json(self) -> Json {
        json!({ "policies": self.policies, "cases": self.cases })
    }
}

fn context(request: &Request<'_>) -> Json {
    let mut out = Map::new();
    let keys = [
        request.context,
        request.who.context.as_slice(),
        request.resource.context.as_slice(),
    ];
    for &(key, ref value) in keys.into_iter().flatten() {
        let value = match value {
            Value::One(value) => json!(value.as_ref()),
            Value::Many(values) => values.iter().map(AsRef::as_ref).collect(),
            Value::Absent => Json::Null,
            Value::Unknown => continue,
        };
        if !out.contains_key(key) {
            out.insert(key.to_owned(), value);
        }
    }
    for (key, value) in [
        ("aws:principalarn", &request.who.arn),
        ("aws:principalaccount", &request.who.account),
        ("aws:resourceaccount", &request.resource.account),
    ] {
        if !value.is_empty() && !out.contains_key(key) {
            out.insert(key.to_owned(), json!(value.as_ref()));
        }
    }
    Json::Object(out)
}

/// A statement with everything in it resolved.
fn statement(found: &Statement<'_>) -> Json {
    let mut out = Map::new();
    let mut set = |key: &str, value: Json| out.insert(key.to_owned(), value);
    if !found.sid.is_empty() {
        set("Sid", json!(found.sid.as_ref()));
    }
    set("Effect", json!(if found.deny { "Deny" } else { "Allow" }));
    if let Some(principals) = &found.principals {
        let mut sorts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for named in principals {
            let sort = match named.sort {
                Sort::Service => "Service",
                Sort::Other => "Federated",
                Sort::Anyone | Sort::Account | Sort::Arn => "AWS",
            };
            sorts.entry(sort).or_default().push(&named.text);
        }
        set("Principal", lists(sorts));
    }
    for (set_of, is, not) in [
        (Some(&found.actions), "Action", "NotAction"),
        (found.resources.as_ref(), "Resource", "NotResource"),
    ] {
        if let Some(found) = set_of {
            let texts: Vec<&str> = found.patterns.iter().map(|p| p.text.as_ref()).collect();
            set(if found.but_these { not } else { is }, json!(texts));
        }
    }
    let mut conditions: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for condition in &found.conditions {
        let (operator, key) = condition.written;
        let values = condition.values.iter().map(|value| value.text.as_ref());
        let keys = conditions.entry(operator).or_default();
        keys.entry(key).or_default().extend(values);
    }
    if !conditions.is_empty() {
        let conditions = conditions.into_iter();
        let conditions = conditions.map(|(operator, keys)| (operator.to_owned(), lists(keys)));
        set("Condition", Json::Object(conditions.collect()));
    }
    Json::Object(out)
}

fn lists(found: BTreeMap<&str, Vec<&str>>) -> Json {
    let entries = found.into_iter();
    let entries = entries.map(|(key, texts)| (key.to_owned(), Json::from(texts)));
    Json::Object(entries.collect())
}

/// Every request and every stranger of a pipeline, for other evaluators to judge, as JSON:
/// `policies` by name, and `cases` that name them.
///
/// # Errors
///
/// What would pass one of AWS's limits.
pub fn cases(pipeline: &Pipeline) -> Result<String, Findings<Location>> {
    let deployment = crate::plan::plan(pipeline)?;
    let templates = crate::render::render(&deployment)?;
    let recorder = Recorder::default();
    let court = super::judge(&deployment, &templates, Some(recorder));
    Ok(court.recorder.unwrap_or_default().json().to_string())
}

/// Decides a case, a JSON text, whose policies are written out in it, as other evaluators
/// take it too:
/// `allowed`, `explicitly denied`, `implicitly denied` or `unknown`. A key of the context
/// that is `null` is known not to be there.
///
/// # Panics
///
/// On a case that is not of the shape that [`cases`] gives.
pub fn decide(case: &str) -> &'static str {
    let case: Json = serde_json::from_str(case).expect("JSON");
    let text = |key: &str| case.get(key).and_then(Json::as_str).expect("a text");
    let is = |key: &str| case[key] == true;
    let own = Own {
        policies: documents(case.get("identityPolicies")),
        attached: Vec::new(),
        boundary: documents(case.get("boundary")).pop().map(Boundary::Known),
    };
    let guard = documents(case.get("resourcePolicies"));
    let mut who = Who {
        arn: text("principal").into(),
        session: case
            .get("session")
            .and_then(Json::as_str)
            .map(str::to_owned),
        account: text("principalAccount").into(),
        identity: Identity::Known(&own),
        ..Who::default()
    };
    if is("service") {
        who = Who {
            service: Some(text("principal")),
            ..Who::default()
        };
    } else if is("nobody") {
        who = Who::default();
    }
    let resource = Resource {
        arn: text("resource").into(),
        account: text("resourceAccount").into(),
        guard: Guard::Known(&guard),
        what: "policy",
        strict: is("strict"),
        context: Vec::new(),
    };
    let context = case.get("context").and_then(Json::as_object);
    let known: Vec<(String, Value<'_>)> = context
        .expect("a context")
        .iter()
        .map(|(key, value)| (key.to_ascii_lowercase(), known(value)))
        .collect();
    let context: Vec<_> = known
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    word(&super::evaluator::decide(&Request {
        who: &who,
        action: text("action"),
        resource: &resource,
        context: &context,
        needed: false,
        alone: false,
    }))
}

fn documents(documents: Option<&Json>) -> Vec<Policy<'_>> {
    let text = |value: &'_ Json| -> Result<Cow<'_, str>, String> {
        let text = value
            .as_str()
            .ok_or_else(|| format!("{value} is no text"))?;
        Ok(Cow::Owned(text.to_owned()))
    };
    many(documents)
        .filter(|document| **document != Json::Null)
        .map(|document| Policy::read(Place::default(), document, &text))
        .collect()
}

fn known(value: &Json) -> Value<'_> {
    match value {
        Json::Null => Value::Absent,
        Json::String(text) => Value::One(Cow::Borrowed(text)),
        several => Value::Many(
            many(Some(several))
                .filter_map(Json::as_str)
                .map(Cow::Borrowed)
                .collect(),
        ),
    }
}

fn word(verdict: &Verdict<'_>) -> &'static str {
    match verdict {
        Verdict::Allowed { .. } => "allowed",
        Verdict::Forbidden { .. } => "explicitly denied",
        Verdict::Missing { .. } => "implicitly denied",
        Verdict::Unknown { .. } => "unknown",
    }
}

//! Requests in the form that other evaluators of IAM take: each with its principal, its purpose,
//! its context, the policies that decide, and our decision. For tests only.

use std::borrow::Cow;

use super::evaluator::{
    Boundary, ContextValue, Decision, Effect, Identity, IdentityPolicies, Mode, Policy,
    PolicyPlace, Principal, PrincipalKind, Request, Resource, ResourcePolicy, Statement,
    one_or_many,
};
use super::verifier::Verifier;
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
        kind: &str,
        why: &str,
        request: &Request<'_>,
        decision: &Decision<'_>,
    ) {
        let principal = request.principal;
        let mut unknown = Vec::new();
        let identity: Vec<Json> = match &principal.identity {
            Identity::WithoutPolicies => Vec::new(),
            Identity::Administrator => vec![json!("everything")],
            Identity::Imported(arn) => {
                unknown.push(arn.clone());
                Vec::new()
            }
            Identity::Role(own) => {
                // AWS's own are among them: who reads back what is deployed does not see those.
                unknown.extend(own.attached.iter().map(|arn| (*arn).to_owned()));
                match &own.boundary {
                    // Who reads back what is deployed does not see the policy.
                    Some(Boundary::Unknown(arn) | Boundary::Known(arn, _)) => {
                        unknown.push((*arn).to_owned());
                    }
                    None => {}
                }
                own.policies
                    .iter()
                    .map(|policy| self.policy(policy))
                    .collect()
            }
        };
        let resource: Vec<Json> = match request.resource.policy {
            ResourcePolicy::None => Vec::new(),
            ResourcePolicy::Open => vec![json!("open")],
            ResourcePolicy::Imported(what) => {
                unknown.push(what.to_owned());
                Vec::new()
            }
            ResourcePolicy::Known(policies) => {
                policies.iter().map(|policy| self.policy(policy)).collect()
            }
        };
        self.cases.push(json!({
            "sort": kind,
            "why": why,
            "principal": principal.service.unwrap_or(&principal.arn),
            "service": principal.service.is_some(),
            "session": &principal.session,
            "nobody": matches!(principal.identity, Identity::WithoutPolicies),
            "principalAccount": principal.account.as_ref(),
            "action": request.action,
            "resource": request.resource.arn.as_ref(),
            "resourceAccount": request.resource.account.as_ref(),
            "strict": request.resource.policy_required,
            "context": context(request),
            "identityPolicies": identity,
            "resourcePolicies": resource,
            "notOurs": unknown,
            "decision": word(decision),
        }));
    }

    /// Keeps a policy, and gives the name that it has.
    fn policy(&mut self, policy: &Policy<'_>) -> Json {
        let place = &policy.place;
        let first = policy.statements.first().map(|statement| &statement.sid);
        let name = format!(
            "{}/{}/{}/{}",
            place.stack,
            place.logical_id,
            place.name,
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
        request.principal.context.as_slice(),
        request.resource.context.as_slice(),
    ];
    for &(key, ref value) in keys.into_iter().flatten() {
        let value = match value {
            ContextValue::One(value) => json!(value.as_ref()),
            ContextValue::Many(values) => values.iter().map(AsRef::as_ref).collect(),
            ContextValue::Absent => Json::Null,
            ContextValue::Unknown => continue,
        };
        if !out.contains_key(key) {
            out.insert(key.to_owned(), value);
        }
    }
    for (key, value) in [
        ("aws:principalarn", &request.principal.arn),
        ("aws:principalaccount", &request.principal.account),
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
    set(
        "Effect",
        json!(match found.effect {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }),
    );
    if let Some(principals) = &found.principals {
        let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for named in principals {
            let kind = match named.kind {
                PrincipalKind::Service => "Service",
                PrincipalKind::Other => "Federated",
                PrincipalKind::Anyone | PrincipalKind::Account | PrincipalKind::Arn => "AWS",
            };
            kinds.entry(kind).or_default().push(&named.name);
        }
        set("Principal", lists(kinds));
    }
    for (set_of, is, not) in [
        (Some(&found.actions), "Action", "NotAction"),
        (found.resources.as_ref(), "Resource", "NotResource"),
    ] {
        if let Some(found) = set_of {
            let patterns: Vec<&str> = found.patterns.iter().map(|p| p.string.as_ref()).collect();
            set(if found.inverted { not } else { is }, json!(patterns));
        }
    }
    let mut conditions: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for condition in &found.conditions {
        let (operator, key) = condition.written;
        let values = condition.values.iter().map(|value| value.string.as_ref());
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
    let entries = entries.map(|(key, strings)| (key.to_owned(), Json::from(strings)));
    Json::Object(entries.collect())
}

/// Every required and every forbidden request of a pipeline, for other evaluators to decide, as
/// JSON: `policies` by name, and `cases` that name them.
///
/// # Errors
///
/// Returns a finding for each of AWS's limits that the pipeline exceeds.
pub fn cases(pipeline: &Pipeline) -> Result<String, Findings<Location>> {
    let deployment = crate::plan::plan(pipeline)?;
    let templates = crate::render::render(&deployment)?;
    let mut verifier = Verifier {
        recorder: Some(Recorder::default()),
        ..Verifier::default()
    };
    super::verify_all(&deployment, &templates, &mut verifier);
    Ok(verifier.recorder.unwrap_or_default().json().to_string())
}

/// Decides a case, a JSON string, whose policies are written out in it, as other evaluators
/// take it too: `allowed`, `explicitly denied`, `implicitly denied` or `unknown`. A key of the context
/// that is `null` is known not to be there.
///
/// # Panics
///
/// On a case that is not of the shape that [`cases`] gives.
pub fn decide(case: &str) -> &'static str {
    let case: Json = serde_json::from_str(case).expect("JSON");
    let field = |key: &str| case.get(key).and_then(Json::as_str).expect("a string");
    let is = |key: &str| case[key] == true;
    let own = IdentityPolicies {
        policies: documents(case.get("identityPolicies")),
        attached: Vec::new(),
        aws_managed: Vec::new(),
        boundary: documents(case.get("boundary"))
            .pop()
            .map(|policy| Boundary::Known("", policy)),
    };
    let policy = documents(case.get("resourcePolicies"));
    let mut principal = Principal {
        arn: field("principal").into(),
        session: case
            .get("session")
            .and_then(Json::as_str)
            .map(str::to_owned),
        account: field("principalAccount").into(),
        identity: Identity::Role(&own),
        ..Principal::default()
    };
    if is("service") {
        principal = Principal {
            service: Some(field("principal")),
            ..Principal::default()
        };
    } else if is("nobody") {
        principal = Principal::default();
    }
    let resource = Resource {
        arn: field("resource").into(),
        account: field("resourceAccount").into(),
        policy: ResourcePolicy::Known(&policy),
        policy_name: "policy",
        policy_required: is("strict"),
        context: Vec::new(),
    };
    let context = case.get("context").and_then(Json::as_object);
    let known: Vec<(String, ContextValue<'_>)> = context
        .expect("a context")
        .iter()
        .map(|(key, value)| (key.to_ascii_lowercase(), known(value)))
        .collect();
    let context: Vec<_> = known
        .iter()
        .map(|(key, value)| (key.as_str(), value.clone()))
        .collect();
    let request = Request {
        principal: &principal,
        action: field("action"),
        resource: &resource,
        context: &context,
    };
    word(&super::evaluator::decide(&request, Mode::Forbidden))
}

fn documents(documents: Option<&Json>) -> Vec<Policy<'_>> {
    let resolve = |value: &'_ Json| -> Result<Cow<'_, str>, String> {
        let string = value.as_str();
        let string = string.ok_or_else(|| format!("{value} is no string"))?;
        Ok(Cow::Owned(string.to_owned()))
    };
    one_or_many(documents)
        .filter(|document| **document != Json::Null)
        .map(|document| Policy::read(PolicyPlace::default(), document, &resolve))
        .collect()
}

fn known(value: &Json) -> ContextValue<'_> {
    match value {
        Json::Null => ContextValue::Absent,
        Json::String(string) => ContextValue::One(Cow::Borrowed(string)),
        several => ContextValue::Many(
            one_or_many(Some(several))
                .filter_map(Json::as_str)
                .map(Cow::Borrowed)
                .collect(),
        ),
    }
}

fn word(decision: &Decision<'_>) -> &'static str {
    match decision {
        Decision::Allowed { .. } => "allowed",
        Decision::ExplicitDeny { .. } => "explicitly denied",
        Decision::ImplicitDeny { .. } => "implicitly denied",
        Decision::Undetermined { .. } => "unknown",
    }
}

//! Faults of roles that actions share: what another group of actions has, given to this one.

use crate::access::{samples, verify};
use crate::plan::plan;
use crate::render::render;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const STATEMENTS: &str = "/Properties/Policies/0/PolicyDocument/Statement";

fn statements(body: &Value) -> Vec<Value> {
    let found = body.pointer(STATEMENTS).and_then(Value::as_array);
    found.cloned().unwrap_or_default()
}

/// The calls of a statement on its resources, under its conditions.
fn parts(statement: &Value) -> BTreeSet<String> {
    let each = |key: &str| {
        let found = &statement[key];
        let one = vec![found.clone()];
        found.as_array().cloned().unwrap_or(one)
    };
    let condition = &statement["Condition"];
    let calls = each("Action").into_iter().flat_map(|call| {
        let resources = each("Resource").into_iter();
        resources.map(move |resource| format!("{call} {resource} {condition}"))
    });
    calls.collect()
}

/// A shared role has what its actions need, and no statement of another shared role.
#[test]
fn a_statement_of_another_group_is_caught() {
    let pipeline = samples::shared_roles();
    let deployment = plan(&pipeline).expect("a deployment");
    let mut templates = render(&deployment).expect("templates");
    let mut tried = 0;
    for index in 0..templates.len() {
        let resources = templates[index].resources().clone();
        let shared = resources.iter().filter(|(id, _)| id.contains("Actions"));
        let shared: Vec<(&String, &Value)> = shared.collect();
        for (id, body) in &shared {
            let others = shared.iter().flat_map(|(_, other)| statements(other));
            for mut statement in others {
                let mut all = statements(body);
                let own: BTreeSet<String> = all.iter().flat_map(parts).collect();
                if parts(&statement).is_subset(&own) {
                    continue;
                }
                statement["Sid"] = json!("More");
                all.push(statement.clone());
                let mut wider = (*body).clone();
                *wider.pointer_mut(STATEMENTS).expect("statements") = all.into();
                let made = templates[index].resources_mut();
                made.insert((*id).clone(), wider);
                tried += 1;
                let caught = verify(&deployment, &templates).is_err();
                assert!(caught, "{id} with {statement}");
                let made = templates[index].resources_mut();
                made.insert((*id).clone(), (*body).clone());
            }
        }
    }
    assert!(tried > 20, "{tried}");
    assert!(verify(&deployment, &templates).is_ok());
}

/// Two stages call the same function. An action that acts with the role of the other stage could
/// run, and is caught all the same.
#[test]
fn an_action_with_the_role_of_another_group_is_caught() {
    let pipeline = samples::shared_roles();
    let deployment = plan(&pipeline).expect("a deployment");
    let mut templates = render(&deployment).expect("templates");
    let mut templates_with = templates
        .iter_mut()
        .filter(|template| template.resources().contains_key("Pipeline"));
    let template = templates_with.next().expect("the pipeline's");
    let made = template.resources_mut().get_mut("Pipeline").expect("it");
    let role = |stage: usize| format!("/Properties/Stages/{stage}/Actions/0/RoleArn");
    let first = made.pointer(&role(1)).expect("a role").clone();
    let second = made.pointer_mut(&role(2)).expect("a role");
    assert_ne!(*second, first);
    *second = first;
    let found = verify(&deployment, &templates).expect_err("it is caught");
    let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    let wanted = "action `Second/Check` would act with the role of `First/Check`";
    assert!(messages.contains(&wanted), "{messages:?}");
}

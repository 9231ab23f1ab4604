//! Policy documents in the properties of resources beside the pipeline: statements as IAM has them,
//! `{ Effect: …, Action: …, Resource: … }`.

use super::{Statement, find, statement};
use crate::model::{Data, Value};
use crate::place::Place;
use crate::rules::context::{Check, Section};

/// Types whose documents have variables and resources that IAM does not know.
///
/// Source: <https://docs.aws.amazon.com/iot/latest/developerguide/iot-policies.html>
const NOT_OF_IAM: &[&str] = &["AWS::IoT::Policy"];

/// Checks the statements in the properties of all resources, and in what overrides set. A resource
/// whose name begins with `_` gets no warnings.
pub(crate) fn in_resources<P: Place>(cx: &mut Check<'_, P>) {
    cx.enter(Section::DECLARATIONS);
    let model = cx.index.model;
    for resource in &model.resources {
        if resource
            .kind
            .known()
            .is_some_and(|kind| NOT_OF_IAM.contains(&kind))
        {
            continue;
        }
        let quiet = resource.name.text.starts_with('_');
        for entry in &resource.entries {
            in_document(cx, quiet, &entry.value);
        }
    }
    for entry in model.overrides.iter().flat_map(|found| &found.entries) {
        in_document(cx, false, &entry.value);
    }
}

/// Checks the statements in a value, wherever they stand in it.
pub(crate) fn in_document<P: Place>(cx: &mut Check<'_, P>, quiet: bool, found: &Value<P>) {
    match &found.data {
        Data::List(items) => items.iter().for_each(|item| in_document(cx, quiet, item)),
        Data::Map(entries) => match of_iam(found) {
            Some(found) => statement(cx, quiet, &found),
            None => entries
                .iter()
                .for_each(|entry| in_document(cx, quiet, &entry.value)),
        },
        _ => {}
    }
}

/// The statement that a map is, if it is one.
fn of_iam<P>(found: &Value<P>) -> Option<Statement<'_, P>> {
    let entries = found.data.as_map()?;
    let items = |key| find(entries, key).map(Value::items);
    let effect = find(entries, "Effect")?.data.text()?;
    let actions = items("Action").or_else(|| items("NotAction"))?;
    let all_but = ["NotAction", "NotResource"]
        .iter()
        .any(|key| items(key).is_some());
    ["Allow", "Deny"].contains(&effect).then(|| Statement {
        actions,
        resources: items("Resource")
            .or_else(|| items("NotResource"))
            .unwrap_or_default(),
        conditions: find(entries, "Condition"),
        all_but,
    })
}

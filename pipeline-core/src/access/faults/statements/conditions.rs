//! Faults of a statement's conditions.

use super::{Add, longer, replaced, shorter};
use serde_json::{Value, json};

pub(super) fn conditions(statement: &Value, add: &mut Add<'_>) {
    let Some(operators) = statement.get("Condition").and_then(Value::as_object) else {
        return;
    };
    let mut whole = statement.clone();
    whole
        .as_object_mut()
        .expect("an object")
        .remove("Condition");
    add("drop all conditions", String::new(), whole);
    for (operator, keys) in operators.iter() {
        for (key, values) in keys.as_object().expect("keys").iter() {
            let changed = |operator_now: &str, key_now: &str, values: Option<Value>| {
                let mut changed = statement.clone();
                let all = changed["Condition"].as_object_mut().expect("operators");
                let keys = all
                    .get_mut(operator)
                    .and_then(Value::as_object_mut)
                    .expect("keys");
                keys.remove(key);
                if keys.is_empty() {
                    all.remove(operator);
                }
                if let Some(values) = values {
                    changed["Condition"][operator_now][key_now] = values;
                }
                changed
            };
            let what = || format!("{operator} {key}");
            add("drop a condition", what(), changed(operator, key, None));
            let negated = match operator.as_str() {
                "StringEquals" => "StringNotEquals",
                "StringNotEquals" => "StringEquals",
                "ArnEquals" | "ArnLike" => "ArnNotLike",
                "ArnNotEquals" => "ArnEquals",
                "ForAnyValue:StringEquals" => "ForAllValues:StringNotEquals",
                "Bool" => "StringNotEquals",
                other => other,
            };
            add(
                "turn a condition round",
                what(),
                changed(negated, key, Some(values.clone())),
            );
            add(
                "the wrong condition key",
                what(),
                changed(operator, "aws:FederatedProvider", Some(values.clone())),
            );
            if operator == "ForAnyValue:StringEquals" && key == "kms:ResourceAliases" {
                let (like, last) = ("ForAnyValue:StringLike", |string: &str| {
                    string
                        .rsplit_once('-')
                        .map(|(start, _)| format!("{start}-*"))
                });
                let longer = replaced(values, |string| Some(format!("{string}*")));
                for (value, now) in longer.into_iter().chain(replaced(values, last)) {
                    add(
                        "a pattern of an alias",
                        value,
                        changed(like, key, Some(now)),
                    );
                }
            }
            if let Some(single) = operator.strip_prefix("ForAnyValue:") {
                // Holds of a request that has no value for the key.
                let all = format!("ForAllValues:{single}");
                let all = changed(&all, key, Some(values.clone()));
                add("all values in place of any", what(), all);
            }
            values_of(
                operator,
                key,
                values,
                &|values| changed(operator, key, Some(values)),
                add,
            );
        }
    }
}

fn values_of(
    operator: &str,
    key: &str,
    values: &Value,
    changed: &dyn Fn(Value) -> Value,
    add: &mut Add<'_>,
) {
    let what = |value: &str| format!("{operator} {key} {value}");
    for (value, rest) in shorter(values) {
        add(
            "forget a value of a condition",
            what(&value.to_string()),
            changed(rest),
        );
    }
    if operator == "Bool" || operator == "Null" {
        let flip = |value: &str| Some(if value == "true" { "false" } else { "true" }.to_owned());
        for (value, now) in replaced(values, flip) {
            add("turn a truth round", what(&value), changed(now));
        }
        return;
    }
    let digits = |value: &str| {
        let id = value
            .split(|c: char| !c.is_ascii_digit())
            .find(|part| part.len() == 12)?;
        Some(value.replace(id, "888888888888"))
    };
    for (value, now) in replaced(values, digits) {
        add(
            "the wrong account in a condition",
            what(&value),
            changed(now),
        );
    }
    let path = |value: &str| {
        value
            .contains("/pipewright/")
            .then(|| value.replace("/pipewright/", "/pipewrong/"))
    };
    for (value, now) in replaced(values, path) {
        add("the wrong path in a condition", what(&value), changed(now));
    }
    for (value, now) in replaced(values, |value| Some(format!("{value}x"))) {
        // A path that ends in a wildcard still ends in one.
        add("the wrong name in a condition", what(&value), changed(now));
    }
    for (value, now) in replaced(values, |_| Some("{{resolve:ssm:/value}}".to_owned())) {
        let kind = "a value of a condition that is resolved at deployment";
        add(kind, what(&value), changed(now));
    }
    if operator.contains("Not") {
        return;
    }
    let more = longer(values, "{{resolve:ssm:/more}}");
    let kind = "add a value to a condition that is resolved at deployment";
    add(kind, what(""), changed(more));
    let short = |value: &str| {
        let (start, rest) = value.split_once("/pipewright/")?;
        rest.ends_with('*').then(|| format!("{start}/pipewright/*"))
    };
    for (value, now) in replaced(values, short) {
        add("a path that is too short", what(&value), changed(now));
    }
    let homeless = |value: &str| {
        let (start, rest) = value.split_once("/pipewright/")?;
        let parts: Vec<&str> = rest.split('/').collect();
        match parts.as_slice() {
            [name, _, region, "*"] => Some(format!("{start}/pipewright/{name}/*/{region}/*")),
            _ => None,
        }
    };
    for (value, now) in replaced(values, homeless) {
        add("a path of any home", what(&value), changed(now));
    }
    let unslashed = |value: &str| value.strip_suffix("/*").map(|start| format!("{start}*"));
    for (value, now) in replaced(values, unslashed) {
        add("a path without its last slash", what(&value), changed(now));
    }
    if operator.starts_with("Arn") {
        let whole = |value: &str| {
            let parts: Vec<&str> = value.splitn(6, ':').take(5).collect();
            Some(format!("{}:*", parts.join(":")))
        };
        for (value, now) in replaced(values, whole) {
            add(
                "a condition that lets a whole account in",
                what(&value),
                changed(now),
            );
        }
        add(
            "a condition that lets everyone in",
            what(""),
            changed(json!("*")),
        );
        let more = longer(values, "arn:aws:iam::444444444444:role/operations");
        add("add a value to a condition", what(""), changed(more));
    } else if operator != "ForAnyValue:StringEquals" {
        let more = longer(values, "888888888888");
        add("add a value to a condition", what(""), changed(more));
    }
}

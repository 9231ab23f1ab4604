//! Faults of a policy's statement.

use serde_json::{Value as Json, json};

use super::Fault;

/// Where a resource's policies have their statements.
const LISTS: &[&str] = &[
    "/Properties/AssumeRolePolicyDocument/Statement",
    "/Properties/Policies/0/PolicyDocument/Statement",
    "/Properties/PolicyDocument/Statement",
    "/Properties/KeyPolicy/Statement",
];

/// What two statements say of one role, so that it does not matter if one of them does
/// not: whoever reads and writes may decrypt and describe the key by either. So where
/// `EncryptArtifacts` stands too, some of `DecryptArtifacts` can be forgotten.
const SAID_TWICE: &[&str] = &["kms:Decrypt", "kms:DescribeKey"];

pub(super) fn of(body: &Json) -> Vec<Fault> {
    let mut out = Vec::new();
    for list in LISTS {
        let Some(statements) = body.pointer(list).and_then(Json::as_array) else {
            continue;
        };
        for index in 0..statements.len() {
            let mut without = body.clone();
            if let Some(list) = without.pointer_mut(list).and_then(Json::as_array_mut) {
                list.remove(index);
            }
            let has = |sid: &str| statements.iter().any(|other| other["Sid"] == sid);
            let twice = statements[index]["Sid"] == "DecryptArtifacts" && has("EncryptArtifacts");
            // What the user wrote is the user's.
            if statements[index].to_string().contains("lambda:GetFunction") {
                continue;
            }
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

/// The faults of one statement.
fn each(body: &Json, pointer: &str, out: &mut Vec<Fault>) {
    let Some(statement) = body.pointer(pointer) else {
        return;
    };
    let mut add = |kind: &'static str, what: String, changed: Json| {
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
    let with = |key: &str, value: Json| {
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
    actions(statement, denies, &with, &mut add);
    if statement.get("Resource").is_some() {
        resources(statement, denies, &with, &mut add);
    }
    if statement.get("Principal").is_some() {
        principals(statement, denies, &with, &mut add);
    }
    conditions(statement, &mut add);
}

type With<'f> = dyn Fn(&str, Json) -> Json + 'f;
type Add<'f> = dyn FnMut(&'static str, String, Json) + 'f;

fn list(value: &Json) -> Vec<Json> {
    match value {
        Json::Array(items) => items.clone(),
        one => vec![one.clone()],
    }
}

/// Each item of a list replaced in turn, by what `make` makes of its text.
fn replaced(value: &Json, make: impl Fn(&str) -> Option<String>) -> Vec<(String, Json)> {
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
fn shorter(value: &Json) -> Vec<(Json, Json)> {
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

fn longer(value: &Json, more: &str) -> Json {
    let mut items = list(value);
    items.push(json!(more));
    json!(items)
}

fn actions(statement: &Json, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
    let found = &statement["Action"];
    for (action, rest) in shorter(found) {
        if !SAID_TWICE.iter().any(|known| action == *known) {
            add("forget an action", action.to_string(), with("Action", rest));
        }
    }
    let mistyped = |action: &str| {
        let twice = SAID_TWICE.contains(&action);
        (!twice).then(|| format!("{action}x"))
    };
    for (what, changed) in replaced(found, mistyped) {
        add("mistype an action", what, with("Action", changed));
    }
    if denies {
        return;
    }
    let service = |action: &str| Some(format!("{}:*", action.split(':').next()?));
    for (what, changed) in replaced(found, |action| Some(format!("{action}*"))) {
        add(
            "widen an action by a wildcard",
            what,
            with("Action", changed),
        );
    }
    for (what, changed) in replaced(found, service) {
        add(
            "widen an action to its service",
            what,
            with("Action", changed),
        );
    }
    add(
        "widen the actions to all",
        String::new(),
        with("Action", json!("*")),
    );
    add(
        "add an action",
        String::new(),
        with("Action", longer(found, "s3:DeleteObject")),
    );
    add(
        "add an action of IAM",
        String::new(),
        with("Action", longer(found, "iam:CreateRole")),
    );
}

fn resources(statement: &Json, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
    let found = &statement["Resource"];
    let mut all = |kind: &'static str, make: &dyn Fn(&str) -> Option<String>| {
        for (what, changed) in replaced(found, make) {
            add(kind, what, with("Resource", changed));
        }
    };
    let part = |arn: &str, index: usize, new: &str| {
        let mut parts: Vec<&str> = arn.splitn(6, ':').collect();
        if parts.len() < 6 || parts[index].is_empty() {
            return None;
        }
        parts[index] = new;
        Some(parts.join(":"))
    };
    all("the wrong partition", &|arn| part(arn, 1, "aws-cn"));
    all("the wrong service", &|arn| part(arn, 2, "sqs"));
    all("the wrong region in a resource", &|arn| {
        part(arn, 3, "us-east-2")
    });
    all("the wrong account in a resource", &|arn| {
        part(arn, 4, "888888888888")
    });
    all("forget `/*`", &|arn| {
        arn.strip_suffix("/*").map(str::to_owned)
    });
    all("the wrong name in a resource", &|arn| {
        (arn != "*").then(|| match arn.rsplit_once("/*") {
            Some((start, _)) => format!("{start}x/*"),
            None => format!("{arn}x"),
        })
    });
    if !denies {
        all("widen a name by a wildcard", &|arn| {
            // All keys of home's account, and an alias: that it is any key is meant.
            (!arn.ends_with('*')).then(|| format!("{arn}*"))
        });
        all("widen a region", &|arn| part(arn, 3, "*"));
        all("widen an account", &|arn| part(arn, 4, "*"));
        all("widen a resource to all of its service", &|arn| {
            let start: Vec<&str> = arn.splitn(6, ':').take(5).collect();
            (start.len() == 5)
                .then(|| format!("{}:*", start.join(":")))
                .filter(|wide| wide != arn)
                .filter(|_| !arn.ends_with(":key/*"))
        });
        add(
            "widen the resources to all",
            String::new(),
            with(
                "Resource",
                if *found == json!("*") {
                    json!("*")
                } else {
                    json!(["*"])
                },
            ),
        );
        if *found != json!("*") {
            let more = longer(found, "arn:aws:s3:::someone-elses/*");
            add("add a resource", String::new(), with("Resource", more));
        }
    }
    for (resource, rest) in shorter(found) {
        add(
            "forget a resource",
            resource.to_string(),
            with("Resource", rest),
        );
    }
}

fn principals(statement: &Json, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
    let found = &statement["Principal"];
    if denies {
        let narrow = json!({ "AWS": "arn:aws:iam::888888888888:root" });
        add(
            "narrow the principal of a Deny",
            String::new(),
            with("Principal", narrow),
        );
        return;
    }
    if let Some(service) = found.get("Service") {
        let more = json!({ "Service": longer(service, "ec2.amazonaws.com") });
        add(
            "let another service in",
            String::new(),
            with("Principal", more),
        );
        let wrong = json!({ "Service": "ecs-tasks.amazonaws.com" });
        add(
            "the wrong service as principal",
            String::new(),
            with("Principal", wrong),
        );
        let service = json!({ "Service": service, "AWS": "arn:aws:iam::888888888888:root" });
        add(
            "let an account in beside a service",
            String::new(),
            with("Principal", service),
        );
        return;
    }
    let Some(aws) = found.get("AWS") else { return };
    for (what, rest) in shorter(aws) {
        add(
            "forget a principal",
            what.to_string(),
            with("Principal", json!({ "AWS": rest })),
        );
    }
    if *aws != json!("*") {
        add(
            "let everybody in",
            String::new(),
            with("Principal", json!("*")),
        );
        let more = json!({ "AWS": longer(aws, "arn:aws:iam::888888888888:root") });
        add(
            "let another account in",
            String::new(),
            with("Principal", more),
        );
    }
    let wrong = |arn: &str| (arn != "*").then(|| "arn:aws:iam::888888888888:root".to_owned());
    for (what, changed) in replaced(aws, wrong) {
        add(
            "the wrong account as principal",
            what,
            with("Principal", json!({ "AWS": changed })),
        );
    }
}

fn conditions(statement: &Json, add: &mut Add<'_>) {
    let Some(operators) = statement.get("Condition").and_then(Json::as_object) else {
        return;
    };
    let mut whole = statement.clone();
    whole
        .as_object_mut()
        .expect("an object")
        .remove("Condition");
    add("drop all conditions", String::new(), whole);
    for (operator, keys) in operators {
        for (key, values) in keys.as_object().expect("keys") {
            let changed = |operator_now: &str, key_now: &str, values: Option<Json>| {
                let mut changed = statement.clone();
                let all = changed["Condition"].as_object_mut().expect("operators");
                let keys = all
                    .get_mut(operator)
                    .and_then(Json::as_object_mut)
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
    values: &Json,
    changed: &dyn Fn(Json) -> Json,
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
    if operator.contains("Not") {
        return;
    }
    let short = |value: &str| {
        let (start, rest) = value.split_once("/pipewright/")?;
        rest.ends_with('*').then(|| format!("{start}/pipewright/*"))
    };
    for (value, now) in replaced(values, short) {
        add("a path that is too short", what(&value), changed(now));
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

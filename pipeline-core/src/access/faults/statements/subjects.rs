//! Faults of what a statement is about: its actions and its resources.

use super::{Add, SAID_TWICE, With, longer, replaced, shorter};
use serde_json::{Value, json};

pub(super) fn actions(statement: &Value, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
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
    let resolved = |action: &str| {
        let twice = SAID_TWICE.contains(&action);
        (!twice).then(|| "{{resolve:ssm:/action}}".to_owned())
    };
    for (what, changed) in replaced(found, resolved) {
        let kind = "an action that is resolved at deployment";
        add(kind, what, with("Action", changed));
    }
    if denies {
        if *found == json!("s3:*") {
            let few = json!(["s3:GetObject", "s3:PutObject", "s3:GetBucketLocation"]);
            add(
                "narrow a Deny to a few actions",
                String::new(),
                with("Action", few),
            );
        }
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
    let more = longer(found, "{{resolve:ssm:/more}}");
    let kind = "add an action that is resolved at deployment";
    add(kind, String::new(), with("Action", more));
    add(
        "add an action of IAM",
        String::new(),
        with("Action", longer(found, "iam:CreateRole")),
    );
}

pub(super) fn resources(statement: &Value, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
    let found = &statement["Resource"];
    let mut all = |kind: &'static str, make: &dyn Fn(&str) -> Option<String>| {
        for (what, changed) in replaced(found, make) {
            add(kind, what, with("Resource", changed));
        }
    };
    let part = |arn: &str, index: usize, new: &str| {
        let mut parts: Vec<&str> = arn.splitn(6, ':').collect();
        if parts.len() < 6 || parts[index].is_empty() || parts[index] == new {
            return None;
        }
        parts[index] = new;
        Some(parts.join(":"))
    };
    all("a resource that is resolved at deployment", &|_| {
        Some("{{resolve:ssm:/resource}}".to_owned())
    });
    all("a name that is resolved at deployment", &|arn| {
        Some(format!("{arn}{{{{resolve:ssm:/end}}}}"))
    });
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
        for index in 0..6 {
            all("widen a part of a name", &|arn| widened(arn, index));
        }
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
            let more = longer(found, "{{resolve:ssm:/more}}");
            let what = "add a resource that is resolved at deployment";
            add(what, String::new(), with("Resource", more));
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

/// The widest form of one part of a resource's name: what has a fixed end keeps that end, and so do
/// the other parts. The type of a resource is no part of its name, nor is a role's path.
fn widened(arn: &str, index: usize) -> Option<String> {
    let (start, resource) = arn
        .match_indices(':')
        .nth(4)?
        .0
        .checked_add(1)
        .map(|at| arn.split_at(at))?;
    let parts: Vec<&str> = resource.split_inclusive([':', '/']).collect();
    let last = index + 1 == parts.len();
    let is_type = index == 0 && !last && !start.contains(":s3:");
    let is_path = resource.starts_with("role/") && !last;
    if is_type || is_path {
        return None;
    }
    let part = parts.get(index)?;
    let name = part.trim_end_matches([':', '/']);
    if name.is_empty() || name.starts_with('*') {
        return None;
    }
    let end = name.find("-??????").map_or("", |at| &name[at..]);
    let separator = &part[name.len()..];
    let mut wide: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    wide[index] = format!("*{end}{separator}");
    Some(format!("{start}{}", wide.concat()))
}

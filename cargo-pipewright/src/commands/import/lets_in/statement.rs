//! A statement that allows, and what of it is wide.

use pipewright_model::arn::Arn;
use pipewright_model::catalogue::services;

use super::quoted;

/// What a statement allows.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) calls: Vec<String>,
    /// All calls but these, of `NotAction`.
    pub(super) calls_but: Vec<String>,
    pub(super) resources: Vec<String>,
    /// All resources but these, of `NotResource`.
    pub(super) resources_but: Vec<String>,
    /// As it stands in the file.
    pub(super) condition: Option<String>,
}

impl Statement {
    /// What a statement of a role opens, by itself.
    pub(super) fn opens(&self, of: &str) -> Vec<String> {
        let mut out = Vec::new();
        let has_wide_calls =
            !self.calls_but.is_empty() || self.calls.iter().any(|call| call.contains('*'));
        let has_wide_resources = self.has_wide_resources() && !self.asks_of_nothing();
        if has_wide_calls || has_wide_resources {
            out.push(format!(
                "{of} may call {} on {}{}",
                self.calls_in_words(),
                self.resources_in_words(),
                self.condition_in_words("")
            ));
        }
        if has_wide_resources && self.may_call("iam:PassRole") {
            let asks = self.condition_names("iam:PassedToService");
            let to_whom = if asks {
                ""
            } else {
                ", to any service: no condition names `iam:PassedToService`"
            };
            out.push(format!(
                "{of} may pass every role of {} by `iam:PassRole`{to_whom}",
                self.resources_in_words()
            ));
        }
        if has_wide_resources && self.may_call("sts:AssumeRole") {
            out.push(format!(
                "{of} may assume every role of {} that admits it, by `sts:AssumeRole`",
                self.resources_in_words()
            ));
        }
        out
    }

    pub(super) fn may_call(&self, call: &str) -> bool {
        let (service, name) = call.split_once(':').unwrap_or_default();
        let admits = |pattern: &String| {
            let pattern = pattern.to_ascii_lowercase();
            let (service_too, name_too) = pattern.split_once(':').unwrap_or((&pattern, "*"));
            matches(service_too, &service.to_ascii_lowercase())
                && matches(name_too, &name.to_ascii_lowercase())
        };
        if self.calls_but.is_empty() {
            self.calls.iter().any(admits)
        } else {
            !self.calls_but.iter().any(admits)
        }
    }

    fn has_wide_resources(&self) -> bool {
        !self.resources_but.is_empty() || self.resources.iter().any(|resource| is_wide(resource))
    }

    /// Returns whether AWS asks these calls of no resource, so that `*` is all that can stand there.
    fn asks_of_nothing(&self) -> bool {
        let asks_of_none = |call: &String| {
            let (prefix, name) = call.split_once(':').unwrap_or_default();
            let Some(service) = services::service(prefix) else {
                return false;
            };
            let calls = service.calls_like(name);
            !calls.is_empty()
                && calls
                    .iter()
                    .all(|call| call.shapes(service).is_some_and(|shapes| shapes.is_empty()))
        };
        self.calls_but.is_empty() && self.calls.iter().all(asks_of_none)
    }

    pub(super) fn calls_in_words(&self) -> String {
        if !self.calls_but.is_empty() {
            return format!("everything but {}", quoted(&self.calls_but));
        }
        if self.calls.is_empty() {
            return "what is not known".to_owned();
        }
        quoted(&self.calls)
    }

    pub(super) fn resources_in_words(&self) -> String {
        if !self.resources_but.is_empty() {
            return format!("everything but {}", quoted(&self.resources_but));
        }
        quoted(&self.resources)
    }

    pub(super) fn condition_in_words(&self, without: &str) -> String {
        match &self.condition {
            Some(condition) => format!(", under the condition `{condition}`"),
            None => without.to_owned(),
        }
    }

    pub(super) fn condition_names(&self, key: &str) -> bool {
        let key = key.to_ascii_lowercase();
        self.condition
            .as_ref()
            .is_some_and(|condition| condition.to_ascii_lowercase().contains(&key))
    }
}

/// Returns whether a text is of a pattern with `*` and `?`.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut from) = (0, 0);
    // Behind the last `*`, and what it has taken so far: only the last one is ever tried anew.
    let mut last: Option<(usize, usize)> = None;
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                last = Some((at + 1, from));
                at += 1;
            }
            Some(one) if *one == b'?' || text.get(from) == Some(one) => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((behind, taken)) = last else {
                    return false;
                };
                last = Some((behind, taken + 1));
                at = behind;
                from = taken + 1;
            }
        }
    }
    pattern
        .get(at..)
        .unwrap_or_default()
        .iter()
        .all(|one| *one == b'*')
}

/// Returns whether a resource is everything, of every account, or all of a type.
fn is_wide(resource: &str) -> bool {
    if resource.chars().all(|one| one == '*') && !resource.is_empty() {
        return true;
    }
    let Some(arn) = Arn::parse(resource) else {
        return false;
    };
    let all_of_a_type = arn.resource.strip_suffix('*').is_some_and(|before| {
        before
            .trim_end_matches(['/', ':'])
            .split(['/', ':'])
            .count()
            <= 1
    });
    let is_bucket = arn.service == "s3" && arn.resource != "*" && !arn.resource.starts_with("*/");
    arn.account.contains('*') || arn.service.contains('*') || all_of_a_type && !is_bucket
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_wide_or_not() {
        for (resource, wanted) in [
            ("*", true),
            ("arn:aws:iam::111111111111:role/*", true),
            ("arn:aws:iam::*:role/deploy", true),
            ("arn:aws:s3:::*", true),
            ("arn:aws:s3:::*/*", true),
            ("arn:aws:lambda:eu-west-1:111111111111:function:*", true),
            ("arn:aws:kms:*:111111111111:*", true),
            ("arn:aws:s3:::bucket/*", false),
            ("arn:aws:iam::111111111111:role/team/*", false),
            (
                "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/codebuild/*",
                false,
            ),
            ("arn:aws:lambda:eu-west-1:111111111111:function:a", false),
        ] {
            assert_eq!(is_wide(resource), wanted, "{resource}");
        }
    }

    #[test]
    fn calls_are_matched_as_iam_does() {
        let statement = |calls: &[&str], but: &[&str]| Statement {
            calls: calls.iter().map(|&call| call.to_owned()).collect(),
            calls_but: but.iter().map(|&call| call.to_owned()).collect(),
            resources: vec!["*".to_owned()],
            resources_but: Vec::new(),
            condition: None,
        };
        for (calls, but, wanted) in [
            (&["*"][..], &[][..], true),
            (&["iam:*"], &[], true),
            (&["IAM:passrole"], &[], true),
            (&["iam:P?ss*"], &[], true),
            (&["iam:Get*", "s3:*"], &[], false),
            (&[], &["iam:*"], false),
            (&[], &["s3:*"], true),
        ] {
            assert_eq!(
                statement(calls, but).may_call("iam:PassRole"),
                wanted,
                "{calls:?} {but:?}"
            );
        }
    }
}

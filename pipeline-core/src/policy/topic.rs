//! Policies of topics.

use super::{Principal, Statement};
use crate::plan::{PUBLISH, PUBLISHER, Topic};

/// The policy of a topic that we make: its rules publish to it, and nothing does without TLS.
///
/// Sources: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html>,
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html>
pub(crate) fn topic_policy(topic: &Topic) -> Vec<Statement> {
    vec![
        publishes(&topic.arn, &topic.publishers),
        Statement::deny(&[PUBLISH])
            .sid("OverTlsOnly")
            .to(Principal::Anyone)
            .on_arn(&topic.arn)
            .when("Bool", "aws:SecureTransport", ["false"]),
    ]
}

/// The statement that lets rules publish to a topic of their own account.
pub(crate) fn publishes(topic: &str, rules: &[String]) -> Statement {
    Statement::allow(&[PUBLISH])
        .sid("Publish")
        .to(Principal::Service(PUBLISHER.to_owned()))
        .on_arn(topic)
        .when("ArnEquals", "aws:SourceArn", rules)
}

/// The statement that lets a role of another account publish to a topic.
pub(crate) fn published_by_role(topic: &str, account: String, role: &str) -> Statement {
    Statement::allow(&[PUBLISH])
        .sid("Publish")
        .to(Principal::Aws([account].into()))
        .on_arn(topic)
        .when("ArnEquals", "aws:PrincipalArn", [role])
}

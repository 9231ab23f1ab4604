//! The form of ARNs.

use super::{ACCOUNT_ID, all};
use crate::arn::Arn;

/// The ARN that a string is, if it is one of a service.
#[must_use]
pub fn arn<'a>(string: &'a str, service: &str) -> Option<Arn<'a>> {
    let arn = Arn::parse(string)?;
    let partition_ok = arn.partition == "aws" || arn.partition.starts_with("aws-");
    (partition_ok && arn.service == service && !arn.resource.is_empty()).then_some(arn)
}

/// The region and the account of an ARN.
#[must_use]
pub fn arn_environment(string: &str) -> Option<(&str, &str)> {
    let arn = Arn::parse(string)?;
    Some((arn.region, arn.account))
}

/// The beginning of the ARNs of a state machine's executions. They are of the machine's
/// account and region.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>
pub fn executions(machine: &str) -> Option<String> {
    let (before, name) = machine.split_once(":stateMachine:")?;
    // A version or an alias can follow the name.
    let name = name.split(':').next().unwrap_or(name);
    Some(format!("{before}:execution:{name}"))
}

/// The account of a role's ARN.
#[must_use]
pub fn role_account(string: &str) -> Option<&str> {
    let arn = arn(string, "iam")?;
    // botocore iam/2010-05-08 shapes pathType and roleNameType
    arn.resource
        .strip_prefix("role/")
        .filter(|name| !name.is_empty() && all(name, "/+=,.@-_"))?;
    (arn.region.is_empty() && ACCOUNT_ID.complaint(arn.account).is_none()).then_some(arn.account)
}

/// Returns whether a string is the ARN of a connection, by the new prefix or the old one.
pub(super) fn connection_arn(string: &str) -> bool {
    ["codeconnections", "codestar-connections"]
        .into_iter()
        .any(|service| is_arn_of(string, service, "connection/"))
}

/// Returns whether a string is the ARN of a service's resource that begins so.
pub(super) fn is_arn_of(string: &str, service: &str, resource: &str) -> bool {
    arn(string, service).is_some_and(|arn| arn.resource.starts_with(resource))
}

#[cfg(test)]
mod tests {
    use super::role_account;

    #[test]
    fn a_role_arn_names_its_account() {
        assert_eq!(
            role_account("arn:aws:iam::444444444444:role/a/b"),
            Some("444444444444")
        );
        for bad in [
            "arn:aws:iam::44444444444:role/a",
            "arn:aws:iam::444444444444:role/",
            "arn:aws:iam::444444444444:user/a",
            "arn:aws:iam:us-east-1:444444444444:role/a",
            "role/a",
        ] {
            assert_eq!(role_account(bad), None, "{bad}");
        }
    }
}

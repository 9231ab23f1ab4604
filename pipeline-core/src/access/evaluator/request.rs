//! Requests: a principal, an action, a resource, and the context that conditions look at.

use std::borrow::Cow;

use super::policy::Policy;
use super::principal::account_of;
use crate::arn::Arn;

/// A request, in IAM's four parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) principal: &'a Principal<'a>,
    /// The API call, as `s3:GetObject`.
    pub(crate) action: &'a str,
    pub(crate) resource: &'a Resource<'a>,
    /// The context keys of this call, in lowercase, beside those of principal and resource.
    pub(crate) context: &'a [(&'a str, ContextValue<'a>)],
}

/// The principal that makes a request.
#[derive(Debug, Default)]
pub(crate) struct Principal<'a> {
    /// The role's ARN, which is `aws:PrincipalArn`; empty for a service.
    pub(crate) arn: Cow<'a, str>,
    /// The ARN of the role's session.
    pub(crate) session: Option<String>,
    pub(crate) account: Cow<'a, str>,
    /// The service, where a service makes the request for itself.
    pub(crate) service: Option<&'a str>,
    pub(crate) identity: Identity<'a>,
    /// The context keys that come with the principal, in lowercase.
    pub(crate) context: Vec<(&'a str, ContextValue<'a>)>,
    /// Its tags are among these keys, and it has no others.
    pub(crate) all_tags: bool,
}

/// The kind of a principal, by the identity policies that it has.
#[derive(Debug, Default)]
pub(crate) enum Identity<'a> {
    /// A service, or someone who is not signed in: there are no identity policies.
    #[default]
    WithoutPolicies,
    /// A role whose policies we write.
    Role(&'a IdentityPolicies<'a>),
    /// An administrator, whose policies allow everything.
    Administrator,
    /// A role of somebody else's making, by its ARN: its policies are not known.
    Imported(String),
}

/// The identity policies of a role, and the permissions boundary that limits them.
#[derive(Debug, Default)]
pub(crate) struct IdentityPolicies<'a> {
    pub(crate) policies: Vec<Policy<'a>>,
    /// The ARNs of attached managed policies.
    pub(crate) attached: Vec<&'a str>,
    /// Those of them that are AWS's own and of which something is known.
    pub(crate) aws_managed: Vec<AwsManaged<'a>>,
    pub(crate) boundary: Option<Boundary<'a>>,
}

/// A managed policy of AWS's.
#[derive(Debug)]
pub(crate) struct AwsManaged<'a> {
    pub(crate) arn: &'a str,
    /// What is known of it.
    pub(crate) policy: Policy<'a>,
    /// All of it is known that matters here.
    pub(crate) complete: bool,
}

/// A permissions boundary.
#[derive(Debug)]
pub(crate) enum Boundary<'a> {
    /// A policy whose document is not known, by its ARN.
    Unknown(&'a str),
    /// A policy whose document is known, with its ARN.
    Known(&'a str, Policy<'a>),
}

/// The resource of a request.
#[derive(Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) arn: Cow<'a, str>,
    pub(crate) account: Cow<'a, str>,
    pub(crate) policy: ResourcePolicy<'a>,
    /// The name of its kind of policy, as `bucket policy`.
    pub(crate) policy_name: &'static str,
    /// The resource's policy has to allow even what identity policies of the same account
    /// allow. So it is with KMS keys, and with roles that are assumed.
    pub(crate) policy_required: bool,
    /// The context keys that come with the resource, in lowercase.
    pub(crate) context: Vec<(&'a str, ContextValue<'a>)>,
}

/// The resource policy of a resource.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ResourcePolicy<'a> {
    /// The resource has none.
    None,
    /// These documents make it up.
    Known(&'a [Policy<'a>]),
    /// The resource belongs to others, and its policy is not known; with the word for it.
    Imported(&'static str),
    /// It admits everyone whose identity policies allow the request.
    Open,
}

/// The value of a context key.
#[derive(Clone, Debug)]
pub(crate) enum ContextValue<'a> {
    One(Cow<'a, str>),
    Many(Vec<Cow<'a, str>>),
    /// The key is known to be absent from the request.
    Absent,
    /// The key may be present or absent, with any value.
    Unknown,
}

/// The result of looking a context key up.
pub(super) enum ContextLookup<'a> {
    Present(&'a [Cow<'a, str>]),
    /// One value, which follows from the call and its resource.
    Derived(&'a str),
    Absent,
    Unknown,
}

/// The keys that are absent unless a request names them: what services send along, headers
/// of an upload, and keys of single actions.
const ABSENT_UNLESS_NAMED: &[&str] = &[
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "iam:passedtoservice",
    "kms:encryptioncontextkeys",
    "kms:requestalias",
    "kms:resourcealiases",
    "kms:viaservice",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
    "sts:externalid",
];

/// Actions that AWS checks on behalf of another call, whose region decides.
const CHECKED_ALONG: &[&str] = &[
    "codeconnections:UseConnection",
    "codestar-connections:UseConnection",
    "iam:PassRole",
];

/// The region that a call is made to, where it follows from the resource. IAM is called in one
/// region, which is `us-east-1` in the partition `aws`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion>
fn requested_region<'a>(action: &str, arn: &'a str) -> Option<&'a str> {
    if CHECKED_ALONG.contains(&action) {
        return None;
    }
    if action.starts_with("iam:") {
        return arn.starts_with("arn:aws:").then_some("us-east-1");
    }
    let region = Arn::parse(arn)?.region;
    let known = !region.is_empty() && !region.contains(['*', '?', '#', '$']);
    known.then_some(region)
}

impl<'a> ContextValue<'a> {
    pub(crate) fn one(value: impl Into<Cow<'a, str>>) -> ContextValue<'a> {
        ContextValue::One(value.into())
    }
}

impl IdentityPolicies<'_> {
    /// The attached managed policies of which not all is known that matters.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        let known = |arn: &str| {
            let mut known = self.aws_managed.iter();
            known.any(|known| known.complete && known.arn == arn)
        };
        let attached = self.attached.iter().copied();
        attached.filter(move |arn| !known(arn))
    }
}

impl Request<'_> {
    /// Returns whether something whose content is not known may limit what identity policies
    /// allow: a boundary, a managed policy that is not AWS's, the policy of an imported resource.
    pub(crate) fn may_be_limited(&self) -> bool {
        let by_identity = match &self.principal.identity {
            Identity::Role(own) => {
                matches!(own.boundary, Some(Boundary::Unknown(_)))
                    || own.unknown().any(|arn| account_of(arn) != "aws")
            }
            Identity::WithoutPolicies | Identity::Administrator | Identity::Imported(_) => false,
        };
        by_identity || matches!(self.resource.policy, ResourcePolicy::Imported(_))
    }

    /// Looks up a context key, which is given in lowercase. The call's own context goes
    /// before the principal's, and that before the resource's.
    pub(super) fn lookup(&self, key: &str) -> ContextLookup<'_> {
        let named = self
            .context
            .iter()
            .chain(&self.principal.context)
            .chain(&self.resource.context)
            .find(|(known, _)| *known == key);
        match named {
            Some((_, ContextValue::One(value))) => {
                ContextLookup::Present(std::slice::from_ref(value))
            }
            Some((_, ContextValue::Many(values))) => ContextLookup::Present(values),
            Some((_, ContextValue::Absent)) => ContextLookup::Absent,
            Some((_, ContextValue::Unknown)) => ContextLookup::Unknown,
            None => self.implied(key),
        }
    }

    /// The value of a key that principal and resource imply.
    fn implied(&self, key: &str) -> ContextLookup<'_> {
        let known = |value: &Cow<'_, str>| !value.is_empty();
        match key {
            "aws:principalarn" if known(&self.principal.arn) => {
                ContextLookup::Present(std::slice::from_ref(&self.principal.arn))
            }
            "aws:principalaccount" if known(&self.principal.account) => {
                ContextLookup::Present(std::slice::from_ref(&self.principal.account))
            }
            "aws:principalarn" | "aws:principalaccount" => ContextLookup::Absent,
            // https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
            "aws:resourceaccount" | "s3:resourceaccount" if known(&self.resource.account) => {
                ContextLookup::Present(std::slice::from_ref(&self.resource.account))
            }
            "aws:requestedregion" => match requested_region(self.action, &self.resource.arn) {
                Some(region) => ContextLookup::Derived(region),
                None => ContextLookup::Unknown,
            },
            key if self.principal.all_tags && key.starts_with("aws:principaltag/") => {
                ContextLookup::Absent
            }
            key if ABSENT_UNLESS_NAMED.contains(&key)
                || key.starts_with("kms:encryptioncontext:") =>
            {
                ContextLookup::Absent
            }
            _ => ContextLookup::Unknown,
        }
    }
}

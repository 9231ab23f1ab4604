//! The ARNs of a kind of resource.

use super::{PLAIN_NAMES, overlap};
use crate::arn::Arn;

/// The ARNs of a kind of resource. `*` is open; a field that they do not have is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The namespace; empty for the service's own.
    pub service: &'static str,
    /// The region.
    pub region: &'static str,
    /// The account.
    pub account: &'static str,
    /// The resource: `function:*`.
    pub resource: &'static str,
}

impl Shape {
    /// Reads `SERVICE:REGION:ACCOUNT:RESOURCE`.
    pub(super) fn read(text: &'static str) -> Option<Shape> {
        let mut fields = text.splitn(4, ':');
        Some(Shape {
            service: fields.next()?,
            region: fields.next()?,
            account: fields.next()?,
            resource: fields.next()?,
        })
    }

    /// Returns whether an ARN, or a pattern of some, can be such a one.
    #[must_use]
    pub fn has(&self, arn: &Arn<'_>) -> bool {
        self.has_fields(arn) && self.has_resource(&arn.resource)
    }

    /// Returns whether an ARN would be such a one, if a name in it were not empty.
    #[must_use]
    pub fn lacks_a_name(&self, arn: &Arn<'_>) -> bool {
        let resource = &*arn.resource;
        self.has_fields(arn)
            && !self.has_resource(resource)
            && self.has_separators(resource)
            && overlap(resource, self.resource)
    }

    /// Returns whether the fields of an ARN before its resource can be those of such a one.
    fn has_fields(&self, arn: &Arn<'_>) -> bool {
        (self.service.is_empty() || overlap(arn.service, self.service))
            && field(arn.region, self.region)
            && field(arn.account, self.account)
    }

    /// Returns whether the end of an ARN can be such a resource. No name is empty.
    #[must_use]
    pub fn has_resource(&self, resource: &str) -> bool {
        overlap(resource, &self.resource.replace('*', "?*"))
            && !(self.is_bucket() && resource.contains('/'))
            && self.has_separators(resource)
    }

    /// Returns whether the end of an ARN has no more `/` and `:` than such a resource, where names have
    /// none.
    fn has_separators(&self, resource: &str) -> bool {
        let count = |text: &str| text.matches(['/', ':']).count();
        !PLAIN_NAMES.contains(&self.service) || count(resource) <= count(self.resource)
    }

    /// Returns whether its resources are named by a name alone, without `/` and `:`.
    #[must_use]
    pub fn is_plain_name(&self) -> bool {
        self.resource == "*" && PLAIN_NAMES.contains(&self.service)
    }

    /// Returns whether these are S3's buckets, whose names have no slash: what has one is an
    /// object.
    fn is_bucket(&self) -> bool {
        self.service == "s3" && self.region.is_empty() && self.resource == "*"
    }

    /// The word that its resources begin with: `function:`; empty if they begin with a name.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.resource.split('*').next().unwrap_or_default()
    }
}

/// Returns whether a field can be what a shape has there. An open one is not empty.
fn field(own: &str, shape: &str) -> bool {
    match shape {
        "*" => !own.is_empty(),
        shape => overlap(own, shape),
    }
}

//! Account ids and regions, made only by constructors that check.

use std::fmt;

use crate::catalogue::{pattern, region};

/// A twelve-digit AWS account id.
///
/// Source: <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// The account id, if it is one.
    ///
    /// ```
    /// use pipewright_core::pipeline::AccountId;
    /// assert!(AccountId::new("111111111111").is_some());
    /// assert!(AccountId::new("11111111111").is_none());
    /// ```
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        pattern::ACCOUNT_ID
            .complaint(digits)
            .is_none()
            .then(|| AccountId(digits.to_owned()))
    }

    /// The twelve digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A region's name, of the right form: `eu-west-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(String);

impl Region {
    /// The region, if the string has the form of one and begins like those of a partition.
    ///
    /// ```
    /// use pipewright_core::pipeline::Region;
    /// assert!(Region::new("eu-west-1").is_some());
    /// assert!(Region::new("eu_west_1").is_none());
    /// ```
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        region::partition(name).map(|_| Region(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition that it belongs to: `aws`, `aws-cn`.
    #[must_use]
    pub fn partition(&self) -> &'static str {
        // `new` makes no region without a partition.
        region::partition(&self.0).map_or("aws", |partition| partition.name)
    }

    /// Returns whether a bucket in it can have a name of its account's own namespace.
    pub(crate) fn has_account_regional_buckets(&self) -> bool {
        region::has_account_regional_buckets(&self.0)
    }

    /// The domain of its AWS console, where AWS publishes it.
    pub(crate) fn console(&self) -> Option<&'static str> {
        region::partition(&self.0)?.console
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

//! The managed policies that AWS owns.
//!
//! Source: <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>, by
//! way of iam-floyd 0.842.0.

use crate::similar;

/// Each with its path, `service-role/AWSLambdaBasicExecutionRole`, a line each, sorted.
static POLICIES: &str = include_str!("managed_policies.txt");

/// The date of the list.
pub const AS_OF: &str = "27 September 2026";

/// The path of the policies that AWS attaches to roles of its own only.
pub const OF_AWS: &str = "aws-service-role/";

/// All policies, with their paths.
pub fn all() -> impl Iterator<Item = &'static str> + Clone {
    POLICIES.lines()
}

/// Returns whether AWS has a policy. The name has its path before it.
#[must_use]
pub fn is_known(policy: &str) -> bool {
    all().any(|known| known == policy)
}

/// The policy that one that is not known probably means: one of the same name with another
/// path, else one that is called alike.
#[must_use]
pub fn meant(policy: &str) -> Option<&'static str> {
    let name = |policy: &'static str| policy.rsplit('/').next().unwrap_or(policy);
    let own = policy.rsplit('/').next().unwrap_or(policy);
    let same = all().find(|known| name(known).eq_ignore_ascii_case(own));
    same.or_else(|| {
        let close = closest(own, all().map(name))?;
        all().find(|known| name(known) == close)
    })
}

/// A name that differs in two characters at most, or in a beginning such as `AWS` or `Amazon`:
/// names of policies are long, and many are alike.
fn closest(own: &str, names: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let alike = names
        .clone()
        .filter_map(|name| Some((similar::distance(own, name, 2)?, name)))
        .min_by_key(|(distance, _)| *distance);
    let bare = |name: &str| {
        let name = name.to_ascii_lowercase();
        let name = name.strip_prefix("amazon").unwrap_or(&name);
        name.strip_prefix("aws").unwrap_or(name).to_owned()
    };
    alike.map(|(_, name)| name).or_else(|| {
        let own = bare(own);
        names.clone().find(|name| bare(name) == own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_a_policy() {
        for (written, policy) in [
            (
                "AWSLambdaBasicExecutionRole",
                "service-role/AWSLambdaBasicExecutionRole",
            ),
            ("ReadonlyAccess", "ReadOnlyAccess"),
            ("AmazonS3ReadOnlyAcess", "AmazonS3ReadOnlyAccess"),
            ("S3FullAccess", "AmazonS3FullAccess"),
        ] {
            assert!(!is_known(written), "{written}");
            assert_eq!(meant(written), Some(policy), "{written}");
            assert!(is_known(policy), "{policy}");
        }
        assert_eq!(meant("OurOwnPolicyOfSomething"), None);
    }

    #[test]
    fn the_list_is_sorted_and_complete_enough() {
        let list: Vec<&str> = all().collect();
        assert!(list.is_sorted());
        assert!(list.len() > 1500);
    }
}

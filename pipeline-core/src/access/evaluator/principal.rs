//! The `Principal` element of a statement: whom it names, and how directly.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::Principal;
use crate::arn::Arn;

/// A principal that a statement names.
#[derive(Debug)]
pub(crate) struct NamedPrincipal<'a> {
    pub(crate) kind: PrincipalKind,
    pub(crate) name: Cow<'a, str>,
    /// The place of the account's id in the name of an account.
    account: Range<usize>,
    /// A request that must be allowed was made by it.
    pub(crate) used: Cell<bool>,
}

/// The kind of a named principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrincipalKind {
    Anyone,
    /// An account, which delegates to its own identity policies.
    Account,
    /// A role, a user, or a session.
    Arn,
    Service,
    /// A federated or canonical user, by which none of our requests is made.
    Other,
}

/// The directness with which a statement names the principal of a request, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PrincipalMatch {
    /// By the account: its identity policies have to allow the request too.
    Account,
    /// By the role, which its permissions boundary limits.
    Role,
    /// As anyone, by the session, or as a service; and in a policy that names no principal.
    Direct,
}

impl<'a> NamedPrincipal<'a> {
    /// `element` is the key that the name stands under, as `AWS` or `Service`.
    pub(super) fn new(element: &str, name: Cow<'a, str>) -> NamedPrincipal<'a> {
        let is_account = || name.ends_with(":root") || name.bytes().all(|b| b.is_ascii_digit());
        let kind = match element {
            "AWS" if name == "*" => PrincipalKind::Anyone,
            "AWS" if is_account() => PrincipalKind::Account,
            "AWS" => PrincipalKind::Arn,
            "Service" => PrincipalKind::Service,
            _ => PrincipalKind::Other,
        };
        let account = match (kind, Arn::account_of(&name)) {
            (PrincipalKind::Account, Some(account)) => {
                let start = name.find(account).unwrap_or_default();
                start..start + account.len()
            }
            _ => 0..name.len(),
        };
        NamedPrincipal {
            kind,
            name,
            account,
            used: Cell::new(false),
        }
    }

    /// Returns how the name matches a principal, if it does.
    pub(super) fn matches(&self, principal: &Principal<'_>) -> Option<PrincipalMatch> {
        let name = self.name.as_ref();
        let (found, fits) = match self.kind {
            PrincipalKind::Anyone => (PrincipalMatch::Direct, true),
            PrincipalKind::Service => (PrincipalMatch::Direct, principal.service == Some(name)),
            PrincipalKind::Arn if principal.arn == name => (PrincipalMatch::Role, true),
            PrincipalKind::Arn => (
                PrincipalMatch::Direct,
                principal.session.as_deref() == Some(name),
            ),
            PrincipalKind::Account => (
                PrincipalMatch::Account,
                principal.service.is_none() && self.is_account_of(principal),
            ),
            PrincipalKind::Other => return None,
        };
        fits.then_some(found)
    }

    /// Returns whether the name of an account, its id or the ARN of its root, is that of a
    /// principal's account. The partition of an account's ARN is part of its name.
    fn is_account_of(&self, principal: &Principal<'_>) -> bool {
        let up_to_account = &self.name[..self.account.start];
        self.name[self.account.clone()] == *principal.account
            && principal.arn.starts_with(up_to_account)
    }
}

/// The account of an ARN; of a plain account id, the id itself.
pub(crate) fn account_of(arn: &str) -> &str {
    Arn::account_of(arn).unwrap_or(arn)
}

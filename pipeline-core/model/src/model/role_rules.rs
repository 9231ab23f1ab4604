//! The rules of a house for all roles that we make: `roles { … }` and `roles in ACCOUNT { … }`.

use super::{Entry, Model, Name};

/// Settings of all roles that we make, or of those of an account.
#[derive(Clone, Debug)]
pub struct RoleRules<P> {
    /// The place of the word `roles`.
    pub at: P,
    /// The account after `in`; `None` for all accounts.
    pub account: Option<Name<P>>,
    /// The settings.
    pub settings: Vec<Entry<P>>,
}

impl<P> RoleRules<P> {
    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        self.settings.iter().find(|entry| entry.key.text == key)
    }
}

impl<P> Model<P> {
    /// The rules that hold for the roles of an account: its own, then those of all accounts.
    pub fn role_rules_of(&self, account: &str) -> impl Iterator<Item = &RoleRules<P>> {
        let own = self.role_rules.iter().filter(move |rules| {
            let named = rules.account.as_ref();
            named.is_some_and(|name| name.text == account)
        });
        let all = self
            .role_rules
            .iter()
            .filter(|rules| rules.account.is_none());
        own.chain(all)
    }
}

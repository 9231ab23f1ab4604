//! Identities of what a pipeline declares: the position of each thing among its like.

use super::{Account, ActionType, Project, Role, Store};

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident of $thing:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $id(pub(crate) usize);

        impl std::ops::Index<$id> for Vec<$thing> {
            type Output = $thing;

            fn index(&self, id: $id) -> &$thing {
                &self[id.0]
            }
        }
    )*};
}

pub(crate) use ids;

ids! {
    /// A declared account. Its twelve digits are an [`AccountId`](super::AccountId).
    AccountIndex of Account;
    /// A declared store.
    DeclaredStoreId of Store;
    /// A role. The declared ones come first, and the plan adds those of actions and projects.
    RoleId of Role;
    /// A declared project.
    ProjectId of Project;
    /// A declared action type.
    ActionTypeId of ActionType;
}

/// An action, by its stage and its position there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ActionId {
    pub(crate) stage: usize,
    pub(crate) position: usize,
}

//! The stack that a role is in.
//!
//! CloudFormation bounds a stack, so that the roles of a large account take several. Where a
//! role stands is a part of its name, and a role that moved under its name could not be
//! deployed: CloudFormation makes it in the one stack before it removes it from the other.
//! So there are two layouts, and a role has another name in each. Within a layout, its stack
//! follows from the role alone.

use super::{Deployment, StackKind, names};
use crate::pipeline::{AccountIndex, Pipeline};
use std::collections::{BTreeMap, BTreeSet};

/// The number of roles that fit into a stack with room to spare: each may have policies of
/// its own, and all of them together have to stay below the size of a template too.
pub(crate) const ROLES_MAX: usize = 200;

/// The number of stacks over which the roles of a large account are spread. At 2,000 roles,
/// each stack has some 125.
const SPREAD: u64 = 16;

/// The accounts whose roles are spread over several stacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    spread: BTreeSet<AccountIndex>,
}

impl Layout {
    /// The layout that a deployment needs whose roles are not spread.
    pub(super) fn needed_by(deployment: &Deployment<'_>) -> Layout {
        let pipeline = deployment.pipeline;
        let mut counts: BTreeMap<AccountIndex, usize> = BTreeMap::new();
        for role in &deployment.roles {
            let made = role.managed.as_ref().filter(|_| !role.trust.is_empty());
            let one = |account| Layout::default().stack_of_role(pipeline, account, &[]);
            if made.is_some_and(|managed| managed.stack == one(role.account)) {
                *counts.entry(role.account).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count > ROLES_MAX);
        Layout {
            spread: counts.into_keys().collect(),
        }
    }

    /// The stack that takes a role of an action, or a declared one.
    pub(super) fn stack_of_role(
        &self,
        pipeline: &Pipeline,
        account: AccountIndex,
        parts: &[&str],
    ) -> StackKind {
        if self.spread.contains(&account) {
            let number = names::hash(parts.iter().copied()) % SPREAD;
            StackKind::Roles(account, usize::try_from(number + 1).ok())
        } else if account == pipeline.home {
            StackKind::Pipeline
        } else {
            StackKind::Roles(account, None)
        }
    }
}

//! The stack that a role is in.
//!
//! CloudFormation bounds a stack, so that the roles of a large account take several. Where a
//! role stands is a part of its name, and a role that moved under its name could not be
//! deployed: CloudFormation makes it in the one stack before it removes it from the other.
//! So there are two layouts, and a role has another name in each. Within a layout, its stack
//! follows from the role alone.

use super::{Deployment, Role, StackKind, names};
use crate::pipeline::{AccountIndex, Action, OnePer, Pipeline};
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
    /// The layout that a pipeline is likely to need: most actions have a role of their own.
    pub(super) fn expected(pipeline: &Pipeline) -> Layout {
        let own_role = |action: &&Action| {
            let per_action = pipeline.role_rules(action.environment.account).one_per;
            action.role.is_none() && per_action == OnePer::Action
        };
        let actions = pipeline.actions().filter(own_role);
        Layout::of(actions.map(|action| action.environment.account))
    }

    /// The layout that a deployment needs, whichever one it has.
    pub(super) fn needed_by(deployment: &Deployment<'_>) -> Layout {
        let stands_with_actions = |role: &&Role| {
            let made = role.managed.as_ref().filter(|_| !role.trust.is_empty());
            made.is_some_and(|managed| match managed.stack {
                StackKind::Pipeline => role.account == deployment.pipeline.home,
                StackKind::Roles(account, _) => role.account == account,
                _ => false,
            })
        };
        let roles = deployment.roles.iter().filter(stands_with_actions);
        Layout::of(roles.map(|role| role.account))
    }

    /// The layout for one role in each of these accounts.
    fn of(roles: impl Iterator<Item = AccountIndex>) -> Layout {
        let mut counts: BTreeMap<AccountIndex, usize> = BTreeMap::new();
        for account in roles {
            *counts.entry(account).or_default() += 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Account, Action, Stage};
    use crate::plan::plan;

    #[test]
    fn roles_that_are_not_made_do_not_count() {
        let mut builder = Pipeline::builder("app")
            .account(Account::home("tools", "111111111111").region("us-east-1"))
            .stage(
                Stage::new("Source").action(
                    Action::new("Checkout", "CodeCommit")
                        .output("source")
                        .set("repository_name", "app")
                        .set("branch_name", "main"),
                ),
            );
        for stage in 0..5 {
            let approvals = (0..45).map(|one| Action::new(format!("Approve{one}"), "Manual"));
            let name = format!("Approve{stage}");
            builder = builder.stage(approvals.fold(Stage::new(name), Stage::action));
        }
        let pipeline = builder.build().unwrap_or_else(|found| panic!("{found}"));
        assert_ne!(Layout::expected(&pipeline), Layout::default());
        let deployment = plan(&pipeline).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(deployment.layout, Layout::default());
    }
}

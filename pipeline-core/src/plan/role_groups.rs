//! Roles that several actions have: one for each stage, or for each account and region.
//!
//! What a role is shared by follows from the action alone, so that its name is a pure function of
//! that: an action that comes or goes renames no role. All of them are of one account, where one
//! set of rules holds for all roles, and all trust the pipeline's service role alone.

use super::logical;
use super::roles::{self, RoleSpec};
use super::{Deployment, actions};
use crate::pipeline::{
    AccountIndex, Action, OnePer, Pipeline, Region, RoleId, RoleSettings, Source,
};

/// What shares a role.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// The actions and rules of a stage that run in an account.
    Stage(String, AccountIndex),
    /// The actions and rules that run in a region of an account.
    Region(AccountIndex, Region),
}

impl Group {
    /// The group of an action that has no role of its own.
    pub(super) fn of(pipeline: &Pipeline, action: &Action) -> Option<Group> {
        let account = action.environment.account;
        match pipeline.role_rules(account).one_per {
            OnePer::Action => None,
            OnePer::Stage => Some(Group::Stage(action.stage.clone(), account)),
            OnePer::AccountAndRegion => {
                Some(Group::Region(account, action.environment.region.clone()))
            }
        }
    }

    fn account(&self) -> AccountIndex {
        match self {
            Group::Stage(_, account) | Group::Region(account, _) => *account,
        }
    }

    fn one_per(&self) -> OnePer {
        match self {
            Group::Stage(..) => OnePer::Stage,
            Group::Region(..) => OnePer::AccountAndRegion,
        }
    }

    /// The words that its role's name shows.
    fn parts(&self) -> [&str; 2] {
        match self {
            Group::Stage(stage, _) => [stage, "actions"],
            Group::Region(_, region) => ["actions", region.as_str()],
        }
    }

    /// No stage and no action has a name with spaces, so that the hash is of no other role.
    fn logical_id(&self, pipeline: &Pipeline) -> String {
        let [first, second] = self.parts();
        let readable = logical::camel(&[first, second, "Role"]);
        let account = &pipeline.accounts[self.account()].id;
        let of = match self {
            Group::Stage(stage, _) => format!("stage {stage} of {account}"),
            Group::Region(_, region) => format!("region {region} of {account}"),
        };
        logical::under(&readable, &of)
    }

    fn words(&self) -> String {
        match self {
            Group::Stage(stage, _) => format!("the actions of stage {stage}"),
            Group::Region(_, region) => format!("the actions in {region}"),
        }
    }
}

/// The role of a group, for one action more of it. What is attached to the role for its actions
/// is in the order of its names, whichever action comes first.
pub(super) fn role(deployment: &mut Deployment<'_>, group: Group, action: &Action) -> RoleId {
    let id = match deployment.role_groups.get(&group) {
        Some(id) => *id,
        None => create(deployment, group),
    };
    if let Some(managed) = &mut deployment.roles[id].managed {
        let attached = &mut managed.settings.managed_policies;
        let partition = deployment.pipeline.partition();
        attached.extend(actions::managed_policies(partition, action.kind));
        attached.sort();
        attached.dedup();
    }
    id
}

fn create(deployment: &mut Deployment<'_>, group: Group) -> RoleId {
    let pipeline = deployment.pipeline;
    let account = group.account();
    let at = pipeline.role_rules(account).one_per_at;
    let words = group.words();
    let spec = RoleSpec {
        logical_id: group.logical_id(pipeline),
        parts: &group.parts(),
        account,
        stack: deployment
            .layout
            .stack_of_role(pipeline, account, &group.parts()),
        description: format!("Role of {words}, pipeline {}", pipeline.name),
        settings: RoleSettings::default(),
        source: Source {
            words: format!("one role for {words}"),
            at: at.unwrap_or(pipeline.source.at),
        },
    };
    let id = roles::add_managed(pipeline, &deployment.names, &mut deployment.roles, spec);
    if let Some(managed) = &mut deployment.roles[id].managed {
        managed.one_per = group.one_per();
    }
    deployment.role_groups.insert(group, id);
    id
}

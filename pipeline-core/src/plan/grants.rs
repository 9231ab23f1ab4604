//! Grants: every need for access, recorded before anything is rendered.

use super::stores::StoreId;
use crate::pipeline::RoleId;
use std::collections::BTreeMap;

/// All grants, in the order in which they were recorded.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    all: Vec<Grant>,
    /// The positions of each role's grants.
    by_role: BTreeMap<RoleId, Vec<usize>>,
}

/// One need for access.
#[derive(Debug)]
pub(crate) struct Grant {
    /// The role that is allowed it.
    pub(crate) role: RoleId,
    pub(crate) access: Access,
    /// The reason, in words that follow the role's name: `reads `source``.
    pub(crate) why: String,
    /// The action that it is for, `Build/Package`; empty where it serves the pipeline as
    /// a whole.
    pub(crate) action: String,
    /// It is needed only if a template of an artifact refers to files beside it.
    pub(crate) for_template: bool,
}

/// The access that a grant allows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Access {
    /// To read artifacts of a store.
    Read(StoreId),
    /// To write artifacts to a store.
    Write(StoreId),
    /// To assume another role.
    Assume(RoleId),
    /// To pass a role to a service.
    Pass(RoleId, &'static str),
    /// To make API calls.
    Call(Call),
}

/// API calls on resources, under conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Call {
    pub(crate) actions: Vec<&'static str>,
    pub(crate) resources: Vec<String>,
    /// Operator, key, value.
    pub(crate) conditions: Vec<(&'static str, String, String)>,
    /// The page that says that AWS gives these calls no resource-level permission.
    pub(crate) unscoped: Option<&'static str>,
}

impl Call {
    /// Calls under no condition.
    pub(super) fn on(actions: &[&'static str], resources: Vec<String>) -> Call {
        Call {
            actions: actions.to_vec(),
            resources,
            conditions: Vec::new(),
            unscoped: None,
        }
    }
}

impl Grants {
    pub(crate) fn record(
        &mut self,
        role: RoleId,
        access: Access,
        why: impl Into<String>,
        action: impl Into<String>,
    ) {
        self.by_role.entry(role).or_default().push(self.all.len());
        self.all.push(Grant {
            role,
            access,
            why: why.into(),
            action: action.into(),
            for_template: false,
        });
    }

    /// Records that a role reads what a template of an artifact may refer to.
    pub(crate) fn record_for_template(
        &mut self,
        role: RoleId,
        access: Access,
        why: impl Into<String>,
        action: impl Into<String>,
    ) {
        self.record(role, access, why, action);
        if let Some(grant) = self.all.last_mut() {
            grant.for_template = true;
        }
    }

    pub(crate) fn all(&self) -> &[Grant] {
        &self.all
    }

    /// The grants of one role.
    pub(crate) fn of(&self, role: RoleId) -> impl Iterator<Item = &Grant> {
        let positions = self.by_role.get(&role).into_iter().flatten();
        positions.map(|position| &self.all[*position])
    }
}

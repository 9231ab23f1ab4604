//! The ledger: every need for access, recorded before anything is rendered.

use super::roles::RoleId;
use std::collections::BTreeMap;

/// All grants, in the order in which they were recorded.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    grants: Vec<Grant>,
    by_role: BTreeMap<RoleId, Vec<usize>>,
}

/// One need for access.
#[derive(Debug)]
pub(crate) struct Grant {
    /// Who.
    pub(crate) role: RoleId,
    /// What, and where.
    pub(crate) need: Need,
    /// Why, in words that follow the role's name: `reads `source``.
    pub(crate) why: String,
    /// The action that it is for, `Build/Package`; empty where it serves the pipeline as
    /// a whole.
    pub(crate) action: String,
}

/// What a role needs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Need {
    /// To read artifacts of a store.
    Read(usize),
    /// To write artifacts to a store.
    Write(usize),
    /// To assume another role.
    Assume(RoleId),
    /// To hand a role to a service.
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
    /// Who says that AWS gives these calls no resource-level permission.
    pub(crate) unscoped: Option<&'static str>,
}

impl Ledger {
    pub(crate) fn record(
        &mut self,
        role: RoleId,
        need: Need,
        why: impl Into<String>,
        action: impl Into<String>,
    ) {
        self.by_role
            .entry(role)
            .or_default()
            .push(self.grants.len());
        self.grants.push(Grant {
            role,
            need,
            why: why.into(),
            action: action.into(),
        });
    }

    pub(crate) fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The grants of one role.
    pub(crate) fn of(&self, role: RoleId) -> impl Iterator<Item = &Grant> {
        let indices = self
            .by_role
            .get(&role)
            .map(Vec::as_slice)
            .unwrap_or_default();
        indices.iter().map(|index| &self.grants[*index])
    }
}

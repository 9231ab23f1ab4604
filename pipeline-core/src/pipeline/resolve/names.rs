//! From the names of a model to the identities of a pipeline.

use super::entries::{Entries, strings};
use super::unresolved::{Resolved, Unresolved, known};
use crate::model::{self, Model, Name, TextExpr};
use crate::pipeline::{
    AccountIndex, ActionId, ActionTypeId, DeclaredStoreId, Environment, Input, ProjectId, Region,
    RoleId, Source,
};
use crate::place::Location;
use std::collections::{HashMap, HashSet};

/// A model, with what is asked of it again and again.
pub(super) struct Names<'m> {
    pub(super) model: &'m Model<Location>,
    /// The action that makes each artifact.
    makers: HashMap<&'m str, ActionId>,
    /// The namespaces of which some action uses a variable.
    pub(super) used_namespaces: HashSet<&'m str>,
}

impl<'m> Names<'m> {
    pub(super) fn of(model: &'m Model<Location>) -> Names<'m> {
        let mut makers = HashMap::new();
        for (stage, found) in model.stages.iter().enumerate() {
            for (position, action) in found.actions().enumerate() {
                for output in &action.outputs {
                    let id = ActionId { stage, position };
                    makers.entry(output.text.as_str()).or_insert(id);
                }
            }
        }
        Names {
            model,
            makers,
            used_namespaces: model.used_namespaces(),
        }
    }

    pub(super) fn home(&self) -> Resolved<AccountIndex> {
        let account = self.model.home();
        account
            .and_then(|found| index_of(&self.model.accounts, found))
            .map(AccountIndex)
            .ok_or_else(|| Unresolved::new(self.model.at, "no account is home"))
    }

    /// The account that the model has found for what stands at a place.
    pub(super) fn account(
        &self,
        found: Option<&model::Account<Location>>,
        at: Location,
    ) -> Resolved<AccountIndex> {
        found
            .and_then(|found| index_of(&self.model.accounts, found))
            .map(AccountIndex)
            .ok_or_else(|| Unresolved::new(at, "this has no account"))
    }

    /// The account and the region that the model has found for what stands at a place.
    pub(super) fn environment(
        &self,
        account: Option<&model::Account<Location>>,
        region: Option<&TextExpr<Location>>,
        at: Location,
    ) -> Resolved<Environment> {
        Ok(Environment {
            account: self.account(account, at)?,
            region: self::region(region, at)?,
        })
    }

    pub(super) fn role(&self, name: &str) -> Option<RoleId> {
        let found = self.model.role(name)?;
        index_of(&self.model.roles, found).map(RoleId)
    }

    /// The declared role that a key names, if it is there.
    pub(super) fn named_role(&self, entries: &Entries<'_>, key: &str) -> Resolved<Option<RoleId>> {
        Ok(self.named_roles(entries, key)?.first().copied())
    }

    /// The declared roles that a key names.
    pub(super) fn named_roles(&self, entries: &Entries<'_>, key: &str) -> Resolved<Vec<RoleId>> {
        let Some(value) = entries.get(key) else {
            return Ok(Vec::new());
        };
        let names = strings(value)?;
        let roles = names.iter().map(|name| {
            let what = || Unresolved::new(value.at, format!("no role is named `{name}`"));
            self.role(name).ok_or_else(what)
        });
        roles.collect()
    }

    pub(super) fn project(&self, name: &str) -> Option<ProjectId> {
        let found = self.model.project(name)?;
        index_of(&self.model.projects, found).map(ProjectId)
    }

    pub(super) fn store(&self, name: &str) -> Option<DeclaredStoreId> {
        let found = self.model.store(name)?;
        index_of(&self.model.stores, found).map(DeclaredStoreId)
    }

    /// The declared action type that an action is of.
    pub(super) fn action_type_of(&self, action: &model::Action<Location>) -> Option<ActionTypeId> {
        let found = self.model.action_type_of(action)?;
        index_of(&self.model.action_types, found).map(ActionTypeId)
    }

    /// The artifact that an action reads, with the action that makes it.
    pub(super) fn input(&self, name: &Name<Location>) -> Resolved<Input> {
        let maker = self.makers.get(name.text.as_str()).copied();
        Ok(Input {
            name: name.text.clone(),
            maker: maker.ok_or_else(|| {
                Unresolved::new(name.at, format!("no action makes artifact `{}`", name.text))
            })?,
        })
    }
}

/// The position of a declaration among its like.
fn index_of<T>(all: &[T], found: &T) -> Option<usize> {
    all.iter().position(|known| std::ptr::eq(known, found))
}

/// The region of what stands at a place.
pub(super) fn region(found: Option<&TextExpr<Location>>, at: Location) -> Resolved<Region> {
    let found = found.ok_or_else(|| Unresolved::new(at, "this has no region"))?;
    let name = known(found)?;
    Region::new(name).ok_or_else(|| Unresolved::new(found.at, format!("`{name}` is no region")))
}

/// The place of a declaration in the user's source.
pub(super) fn source(kind: &str, name: &Name<Location>) -> Source {
    Source {
        words: format!("{kind} {}", name.text),
        at: name.at,
    }
}

//! Lookups in a model that the checker and the planner share: declarations by name, and an
//! action's account, region and run order.

use std::collections::HashSet;

use super::{
    Account, Action, ActionType, Data, Environment, Model, Project, Role, Stage, Store, TextExpr,
    Value, Variable, variables_in,
};
use crate::catalogue::limits::RUN_ORDER_MAX;
use crate::catalogue::{self, Kind, Placement};

impl<P> Model<P> {
    /// The home account, in which the pipeline lives; the first one if two are declared.
    pub fn home(&self) -> Option<&Account<P>> {
        self.accounts.iter().find(|account| account.home)
    }

    /// The declared account with this name.
    pub fn account(&self, name: &str) -> Option<&Account<P>> {
        self.accounts
            .iter()
            .find(|account| account.name.text == name)
    }

    /// The declared store with this name.
    pub fn store(&self, name: &str) -> Option<&Store<P>> {
        self.stores.iter().find(|store| store.name.text == name)
    }

    /// The declared role with this name.
    pub fn role(&self, name: &str) -> Option<&Role<P>> {
        self.roles.iter().find(|role| role.name.text == name)
    }

    /// The declared pipeline variable with this name.
    pub fn variable(&self, name: &str) -> Option<&Variable<P>> {
        self.variables
            .iter()
            .find(|variable| variable.name.text == name)
    }

    /// The declared project with this name.
    pub fn project(&self, name: &str) -> Option<&Project<P>> {
        self.projects
            .iter()
            .find(|project| project.name.text == name)
    }

    /// The declared action type with this name.
    pub fn action_type(&self, name: &str) -> Option<&ActionType<P>> {
        self.action_types
            .iter()
            .find(|found| found.name.text == name)
    }

    /// The declared action type that an action names.
    pub fn action_type_of(&self, action: &Action<P>) -> Option<&ActionType<P>> {
        let key = action.known_kind()?.action_type_key()?;
        match &action.entry(&key.written())?.value.data {
            Data::Word(name) => self.action_type(name),
            _ => None,
        }
    }

    /// The category of an action: its kind's; if the kind has none, its action type's, or
    /// else its own `category`.
    pub fn category_of<'a>(&'a self, action: &'a Action<P>) -> Option<&'a str> {
        let kind = action.known_kind()?;
        if !kind.category.is_empty() {
            return Some(kind.category);
        }
        let category = match self.action_type_of(action) {
            Some(found) => found.setting("category"),
            None => action.entry("category"),
        };
        category?.value.data.constant()
    }

    /// The account of a role: the one after `in`, or home.
    pub fn account_of_role(&self, role: &Role<P>) -> Option<&Account<P>> {
        self.named_or_home(role.account.as_ref().map(|name| name.text.as_str()))
    }

    /// The account of an environment: the one after `in`, or home.
    pub fn account_of(&self, environment: &Environment<P>) -> Option<&Account<P>> {
        self.named_or_home(environment.account.as_ref().map(|name| name.text.as_str()))
    }

    /// The region of an environment: the one after `@`, else the default of its account, else
    /// home's.
    pub fn region_of<'a>(&'a self, environment: &'a Environment<P>) -> Option<&'a TextExpr<P>> {
        environment.region.as_ref().or_else(|| {
            let account = self.account_of(environment)?;
            account.region.as_ref().or_else(|| self.home_region())
        })
    }

    /// The account that an action runs in. Approvals and actions that AWS does not own
    /// belong to home, whatever their stage names.
    pub fn account_of_action(&self, stage: &Stage<P>, action: &Action<P>) -> Option<&Account<P>> {
        match placement(action) {
            Placement::Nowhere | Placement::Home => self.home(),
            Placement::HomeRegion | Placement::Anywhere => {
                let named = action
                    .environment
                    .account
                    .as_ref()
                    .or(stage.environment.account.as_ref());
                self.named_or_home(named.map(|name| name.text.as_str()))
            }
        }
    }

    /// The region that an action runs in: its own `@`, else its store's region, else its
    /// stage's `@` (unless it names another account than its stage), else the default of its
    /// account, else home's. Sources, approvals and actions that AWS does not own run in
    /// home's region.
    pub fn region_of_action<'a>(
        &'a self,
        stage: &'a Stage<P>,
        action: &'a Action<P>,
    ) -> Option<&'a TextExpr<P>> {
        if placement(action) != Placement::Anywhere {
            return self.home_region();
        }
        let own = action.environment.region.as_ref();
        let stores = || self.region_of(&self.store(&action.store.as_ref()?.text)?.environment);
        let stages = || {
            let elsewhere = match (&action.environment.account, &stage.environment.account) {
                (Some(own), Some(stages)) => own.text != stages.text,
                _ => false,
            };
            if elsewhere {
                None
            } else {
                stage.environment.region.as_ref()
            }
        };
        let accounts = || self.account_of_action(stage, action)?.region.as_ref();
        own.or_else(stores)
            .or_else(stages)
            .or_else(accounts)
            .or_else(|| self.home_region())
    }

    /// The home account's region, in which the pipeline lives.
    pub fn home_region(&self) -> Option<&TextExpr<P>> {
        self.home()?.region.as_ref()
    }

    /// The namespaces of the variables that actions and rules use.
    pub fn used_namespaces(&self) -> HashSet<&str> {
        let mut used = HashSet::new();
        for (_, action) in self.actions().chain(self.rules()) {
            for entry in &action.config {
                collect_namespaces(&entry.value, &mut used);
            }
        }
        used
    }

    fn named_or_home(&self, name: Option<&str>) -> Option<&Account<P>> {
        match name {
            Some(name) => self.account(name),
            None => self.home(),
        }
    }
}

impl<P> Stage<P> {
    /// The stage's actions with their run orders. A step gets the next number after the
    /// highest of the step before it, unless an action sets its own.
    pub fn run_orders(&self) -> Vec<(i64, &Action<P>)> {
        let mut orders = Vec::new();
        let mut next = 1;
        for step in &self.steps {
            let mut highest = next;
            for action in &step.actions {
                let order = action.run_order().unwrap_or(next);
                highest = highest.max(order);
                orders.push((order, action));
            }
            next = highest.saturating_add(1);
        }
        orders
    }
}

impl<P> Action<P> {
    /// The catalogue's entry for the action's kind, or for the provider of a rule. `None` if
    /// the catalogue has no such entry.
    pub fn known_kind(&self) -> Option<&'static Kind> {
        if self.rule {
            catalogue::rule(&self.kind.text)
        } else {
            catalogue::kind(&self.kind.text)
        }
    }

    /// The run order that the action sets itself, if AWS allows it.
    pub fn run_order(&self) -> Option<i64> {
        match self.entry("run_order")?.value.data {
            Data::Number(number) => (1..=RUN_ORDER_MAX).contains(&number).then_some(number),
            _ => None,
        }
    }
}

fn collect_namespaces<'a, P>(value: &'a Value<P>, used: &mut HashSet<&'a str>) {
    match &value.data {
        Data::Variable { namespace, .. } => {
            used.insert(&namespace.text);
        }
        Data::List(items) => items.iter().for_each(|item| collect_namespaces(item, used)),
        Data::Map(entries) => {
            entries
                .iter()
                .for_each(|entry| collect_namespaces(&entry.value, used));
        }
        other => {
            let text = other.text().unwrap_or_default();
            used.extend(variables_in(text).map(|(namespace, _)| namespace));
        }
    }
}

fn placement<P>(action: &Action<P>) -> Placement {
    action
        .known_kind()
        .map_or(Placement::Anywhere, |kind| kind.placement)
}

//! What the rules look at.

use super::run::Run;
use crate::model::{
    Account, Action, ActionType, Model, Moment, Name, Project, Role, Stage, Store, TextExpr,
    Variable,
};
use crate::place::Place;
use std::collections::BTreeMap;

/// A pipeline with its names indexed; made once, so that no rule has to search.
pub(in crate::check) struct Facts<'a, P> {
    pub(in crate::check) model: &'a Model<P>,
    pub(in crate::check) home: Option<&'a Account<P>>,
    /// The first account that is not home.
    pub(in crate::check) foreign: Option<&'a Account<P>>,
    pub(in crate::check) accounts: BTreeMap<&'a str, &'a Account<P>>,
    pub(in crate::check) stores: BTreeMap<&'a str, &'a Store<P>>,
    pub(in crate::check) roles: BTreeMap<&'a str, &'a Role<P>>,
    pub(in crate::check) projects: BTreeMap<&'a str, &'a Project<P>>,
    pub(in crate::check) action_types: BTreeMap<&'a str, &'a ActionType<P>>,
    /// Pipeline variables.
    pub(in crate::check) variables: BTreeMap<&'a str, &'a Variable<P>>,
    /// Every action, in source order.
    pub(in crate::check) runs: Vec<Run<'a, P>>,
    /// Every rule of a condition, in source order.
    pub(in crate::check) rules: Vec<Run<'a, P>>,
    /// Who makes an artifact; the first one where several do.
    pub(in crate::check) artifacts: BTreeMap<&'a str, Made<'a, P>>,
    /// The section of each stage; see [`Check::enter`](super::Check::enter).
    pub(in crate::check) stage_sections: Vec<usize>,
    stage_runs: Vec<(usize, usize)>,
    stage_rules: Vec<(usize, usize)>,
}

/// An artifact's name where it is bound, and the action that makes it.
pub(in crate::check) struct Made<'a, P> {
    pub(in crate::check) name: &'a Name<P>,
    pub(in crate::check) run: usize,
}

/// The sorts of things that are declared under a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Sort {
    Account,
    Store,
    Role,
    Project,
    ActionType,
}

impl Sort {
    pub(in crate::check) const ALL: [Sort; 5] = [
        Sort::Account,
        Sort::Store,
        Sort::Role,
        Sort::Project,
        Sort::ActionType,
    ];

    pub(in crate::check) fn word(self) -> &'static str {
        match self {
            Sort::Account => "account",
            Sort::Store => "store",
            Sort::Role => "role",
            Sort::Project => "project",
            Sort::ActionType => "action type",
        }
    }

    pub(in crate::check) fn with_article(self) -> &'static str {
        match self {
            Sort::Account => "an account",
            Sort::Store => "a store",
            Sort::Role => "a role",
            Sort::Project => "a project",
            Sort::ActionType => "an action type",
        }
    }
}

impl<'a, P: Place> Facts<'a, P> {
    pub(in crate::check) fn of(model: &'a Model<P>) -> Self {
        let mut facts = Facts {
            model,
            home: model.home(),
            foreign: model.accounts.iter().find(|account| !account.home),
            accounts: first_of(&model.accounts, |account| account.name.text.as_str()),
            stores: first_of(&model.stores, |store| store.name.text.as_str()),
            roles: first_of(&model.roles, |role| role.name.text.as_str()),
            projects: first_of(&model.projects, |project| project.name.text.as_str()),
            action_types: first_of(&model.action_types, |found| found.name.text.as_str()),
            variables: first_of(&model.variables, |variable| variable.name.text.as_str()),
            runs: Vec::new(),
            rules: Vec::new(),
            artifacts: BTreeMap::new(),
            stage_sections: Vec::new(),
            stage_runs: Vec::new(),
            stage_rules: Vec::new(),
        };
        let mut section = 1;
        for (index, stage) in model.stages.iter().enumerate() {
            facts.stage_sections.push(section);
            facts.add_rules(index, stage, section);
            section += 1;
            let first = facts.runs.len();
            for (order, action) in stage.run_orders() {
                facts.add_run(index, stage, order, action, section);
                section += 1;
            }
            facts.stage_runs.push((first, facts.runs.len()));
        }
        facts
    }

    fn add_run(
        &mut self,
        stage_index: usize,
        stage: &'a Stage<P>,
        order: i64,
        action: &'a Action<P>,
        section: usize,
    ) {
        for name in &action.outputs {
            let run = self.runs.len();
            self.artifacts
                .entry(&name.text)
                .or_insert(Made { name, run });
        }
        let run = self.run(stage_index, stage, order, action, section);
        self.runs.push(run);
    }

    /// The rules of a stage's conditions: before all its actions, or after them.
    fn add_rules(&mut self, stage_index: usize, stage: &'a Stage<P>, section: usize) {
        let first = self.rules.len();
        for (condition, rule) in stage.rules() {
            let order = match condition.moment {
                Moment::BeforeEntry => 0,
                // Which actions of a stage that failed have run is known at the run only.
                Moment::OnSuccess | Moment::OnFailure => i64::MAX,
            };
            let mut run = self.run(stage_index, stage, order, rule, section);
            run.condition = Some(condition);
            self.rules.push(run);
        }
        self.stage_rules.push((first, self.rules.len()));
    }

    fn run(
        &self,
        stage_index: usize,
        stage: &'a Stage<P>,
        order: i64,
        action: &'a Action<P>,
        section: usize,
    ) -> Run<'a, P> {
        let account = self.model.account_of_action(stage, action);
        let region = account.and_then(|_| self.model.region_of_action(stage, action));
        Run {
            stage,
            stage_index,
            action,
            condition: None,
            kind: action.known_kind(),
            action_type: self.model.action_type_of(action),
            category: self.model.category_of(action),
            order,
            account,
            region,
            section,
        }
    }

    pub(in crate::check) fn runs_of(&self, stage: usize) -> &[Run<'a, P>] {
        let (first, end) = self.stage_runs[stage];
        &self.runs[first..end]
    }

    pub(in crate::check) fn rules_of(&self, stage: usize) -> &[Run<'a, P>] {
        let (first, end) = self.stage_rules[stage];
        &self.rules[first..end]
    }

    /// Every action and every rule.
    pub(in crate::check) fn runs_and_rules(&self) -> impl Iterator<Item = &Run<'a, P>> {
        self.runs.iter().chain(&self.rules)
    }

    /// The region that the pipeline lives in, where it is known.
    pub(in crate::check) fn home_region(&self) -> Option<&'a TextExpr<P>> {
        self.home?.region.as_ref()
    }

    /// Where a name is declared as something of this sort.
    pub(in crate::check) fn place_of(&self, sort: Sort, name: &str) -> Option<P> {
        match sort {
            Sort::Account => self.accounts.get(name).map(|account| account.name.at),
            Sort::Store => self.stores.get(name).map(|store| store.name.at),
            Sort::Role => self.roles.get(name).map(|role| role.name.at),
            Sort::Project => self.projects.get(name).map(|project| project.name.at),
            Sort::ActionType => self.action_types.get(name).map(|found| found.name.at),
        }
    }

    /// Whether something of any sort is declared under this name.
    pub(in crate::check) fn is_declared(&self, name: &str) -> bool {
        let mut sorts = Sort::ALL.into_iter();
        sorts.any(|sort| self.place_of(sort, name).is_some())
    }

    /// Every name of this sort, in the order of the declarations.
    pub(in crate::check) fn names_of(&self, sort: Sort) -> Vec<&'a str> {
        let model = self.model;
        match sort {
            Sort::Account => texts(model.accounts.iter().map(|account| &account.name)),
            Sort::Store => texts(model.stores.iter().map(|store| &store.name)),
            Sort::Role => texts(model.roles.iter().map(|role| &role.name)),
            Sort::Project => texts(model.projects.iter().map(|project| &project.name)),
            Sort::ActionType => texts(model.action_types.iter().map(|found| &found.name)),
        }
    }
}

fn first_of<'a, T, K: Ord>(items: &'a [T], key: impl Fn(&'a T) -> K) -> BTreeMap<K, &'a T> {
    let mut index = BTreeMap::new();
    for item in items {
        index.entry(key(item)).or_insert(item);
    }
    index
}

fn texts<'a, P: 'a>(names: impl Iterator<Item = &'a Name<P>>) -> Vec<&'a str> {
    names.map(|name| name.text.as_str()).collect()
}

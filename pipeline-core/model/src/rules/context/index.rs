//! The model of a pipeline with its names indexed.

use super::run::Position;
use super::{DeclarationKind, IndexedStage, Run, Section, StageIndex};
use crate::model::{
    Account, Action, ActionType, Model, Moment, Name, Parameter, Project, Resource, Role, Stage,
    Store, TextExpr, Variable,
};
use crate::place::Place;
use std::collections::BTreeMap;

/// A pipeline with its names indexed; made once, so that no rule has to search.
pub(crate) struct Index<'a, P> {
    pub(crate) model: &'a Model<P>,
    pub(crate) home: Option<&'a Account<P>>,
    /// The first account that is not home.
    pub(crate) foreign: Option<&'a Account<P>>,
    pub(crate) accounts: BTreeMap<&'a str, &'a Account<P>>,
    pub(crate) stores: BTreeMap<&'a str, &'a Store<P>>,
    pub(crate) roles: BTreeMap<&'a str, &'a Role<P>>,
    pub(crate) projects: BTreeMap<&'a str, &'a Project<P>>,
    pub(crate) action_types: BTreeMap<&'a str, &'a ActionType<P>>,
    pub(crate) parameters: BTreeMap<&'a str, &'a Parameter<P>>,
    pub(crate) resources: BTreeMap<&'a str, &'a Resource<P>>,
    /// Pipeline variables.
    pub(crate) variables: BTreeMap<&'a str, &'a Variable<P>>,
    /// The stages, with their actions and rules.
    pub(crate) stages: Vec<IndexedStage<'a, P>>,
    /// The action that makes an artifact; the first one where several do.
    pub(crate) artifacts: BTreeMap<&'a str, Made<'a, P>>,
}

/// An artifact's name where it is bound, and the action that makes it.
pub(crate) struct Made<'a, P> {
    pub(crate) name: &'a Name<P>,
    stage: StageIndex,
    /// The number of the action in its stage.
    run: usize,
}

impl<'a, P: Place> Index<'a, P> {
    pub(crate) fn of(model: &'a Model<P>) -> Self {
        let stages = stages(model);
        let mut artifacts = BTreeMap::new();
        for stage in &stages {
            for (run, maker) in stage.runs.iter().enumerate() {
                for name in &maker.action.outputs {
                    let stage = stage.index;
                    let made = Made { name, stage, run };
                    artifacts.entry(name.text.as_str()).or_insert(made);
                }
            }
        }
        Index {
            model,
            home: model.home(),
            foreign: model.accounts.iter().find(|account| !account.home),
            accounts: first_of(&model.accounts, |account| &account.name),
            stores: first_of(&model.stores, |store| &store.name),
            roles: first_of(&model.roles, |role| &role.name),
            projects: first_of(&model.projects, |project| &project.name),
            action_types: first_of(&model.action_types, |found| &found.name),
            parameters: first_of(&model.parameters, |found| &found.name),
            resources: first_of(&model.resources, |resource| &resource.name),
            variables: first_of(&model.variables, |variable| &variable.name),
            stages,
            artifacts,
        }
    }

    /// Returns whether a stage holds no action.
    pub(crate) fn has_empty_stage(&self) -> bool {
        self.stages.iter().any(|stage| stage.runs.is_empty())
    }

    /// Every action, in source order.
    pub(crate) fn runs(&self) -> impl DoubleEndedIterator<Item = &Run<'a, P>> {
        self.stages.iter().flat_map(|stage| &stage.runs)
    }

    /// Every action, and every rule of a condition.
    pub(crate) fn runs_and_rules(&self) -> impl Iterator<Item = &Run<'a, P>> {
        self.runs()
            .chain(self.stages.iter().flat_map(|stage| &stage.rules))
    }

    /// The stage of an action.
    pub(crate) fn stage_of(&self, run: &Run<'_, P>) -> &IndexedStage<'a, P> {
        &self.stages[run.stage_index.0]
    }

    /// The action that makes an artifact.
    pub(crate) fn maker(&self, made: &Made<'a, P>) -> &Run<'a, P> {
        &self.stages[made.stage.0].runs[made.run]
    }

    /// The region that the pipeline lives in, where it is known.
    pub(crate) fn home_region(&self) -> Option<&'a TextExpr<P>> {
        self.home?.region.as_ref()
    }

    /// The place where a name is declared as something of this kind.
    pub(crate) fn place_of(&self, kind: DeclarationKind, name: &str) -> Option<P> {
        match kind {
            DeclarationKind::Account => self.accounts.get(name).map(|account| account.name.at),
            DeclarationKind::Store => self.stores.get(name).map(|store| store.name.at),
            DeclarationKind::Role => self.roles.get(name).map(|role| role.name.at),
            DeclarationKind::Project => self.projects.get(name).map(|project| project.name.at),
            DeclarationKind::ActionType => self.action_types.get(name).map(|found| found.name.at),
            DeclarationKind::Resource => self.resources.get(name).map(|found| found.name.at),
            DeclarationKind::Parameter => self.parameters.get(name).map(|found| found.name.at),
        }
    }

    /// The kind that a name is declared as, and the place of the declaration.
    pub(crate) fn declaration(&self, name: &str) -> Option<(DeclarationKind, P)> {
        DeclarationKind::ALL
            .into_iter()
            .find_map(|kind| Some((kind, self.place_of(kind, name)?)))
    }

    /// Every name that is declared as something of this kind, in source order.
    pub(crate) fn names_of(&self, kind: DeclarationKind) -> Vec<&'a Name<P>> {
        let model = self.model;
        match kind {
            DeclarationKind::Account => model.accounts.iter().map(|it| &it.name).collect(),
            DeclarationKind::Store => model.stores.iter().map(|it| &it.name).collect(),
            DeclarationKind::Role => model.roles.iter().map(|it| &it.name).collect(),
            DeclarationKind::Project => model.projects.iter().map(|it| &it.name).collect(),
            DeclarationKind::ActionType => model.action_types.iter().map(|it| &it.name).collect(),
            DeclarationKind::Resource => model.resources.iter().map(|it| &it.name).collect(),
            DeclarationKind::Parameter => model.parameters.iter().map(|it| &it.name).collect(),
        }
    }
}

/// The stages, each with its actions and rules, in sections that follow the declarations.
fn stages<P: Place>(model: &Model<P>) -> Vec<IndexedStage<'_, P>> {
    let mut stages = Vec::new();
    let mut section = Section::DECLARATIONS;
    for (number, stage) in model.stages.iter().enumerate() {
        section = section.next();
        let mut indexed = IndexedStage {
            stage,
            index: StageIndex(number),
            section,
            rules: rules(model, stage, StageIndex(number), section),
            runs: Vec::new(),
        };
        for (order, action) in stage.run_orders() {
            section = section.next();
            let position = Position {
                stage_index: indexed.index,
                order,
                section,
            };
            indexed.runs.push(run(model, stage, action, position));
        }
        stages.push(indexed);
    }
    stages
}

/// The rules of a stage's conditions: before all its actions, or after them.
fn rules<'a, P: Place>(
    model: &'a Model<P>,
    stage: &'a Stage<P>,
    stage_index: StageIndex,
    section: Section,
) -> Vec<Run<'a, P>> {
    let rules = stage.rules().map(|(condition, rule)| {
        let order = match condition.moment {
            Moment::BeforeEntry => 0,
            // Which actions of a stage that failed have run is known at the run only.
            Moment::OnSuccess | Moment::OnFailure => i64::MAX,
        };
        let position = Position {
            stage_index,
            order,
            section,
        };
        run(model, stage, rule, position)
    });
    rules.collect()
}

fn run<'a, P: Place>(
    model: &'a Model<P>,
    stage: &'a Stage<P>,
    action: &'a Action<P>,
    position: Position,
) -> Run<'a, P> {
    let account = model.account_of_action(stage, action);
    Run {
        stage,
        stage_index: position.stage_index,
        action,
        kind: action.known_kind(),
        action_type: model.action_type_of(action),
        category: model.category_of(action),
        order: position.order,
        account,
        region: account.and_then(|_| model.region_of_action(stage, action)),
        section: position.section,
    }
}

fn first_of<'a, T, P: 'a>(
    items: &'a [T],
    name: impl Fn(&'a T) -> &'a Name<P>,
) -> BTreeMap<&'a str, &'a T> {
    let mut index = BTreeMap::new();
    for item in items {
        index.entry(name(item).text.as_str()).or_insert(item);
    }
    index
}

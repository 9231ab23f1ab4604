//! What the rules look at, and where they write.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::catalogue::{self, Condition, Kind};
use crate::codes::Code;
use crate::finding::{Finding, Findings};
use crate::model::{
    Account, Action, ActionType, Condition as StageCondition, Data, Model, Moment, Name, Project,
    Role, Stage, Store, Text, Variable,
};
use crate::place::Place;

/// A pipeline with its names indexed; made once, so that no rule has to search.
pub(super) struct Facts<'a, P> {
    pub(super) model: &'a Model<P>,
    pub(super) home: Option<&'a Account<P>>,
    /// The first account that is not home.
    pub(super) foreign: Option<&'a Account<P>>,
    pub(super) accounts: HashMap<&'a str, &'a Account<P>>,
    pub(super) stores: HashMap<&'a str, &'a Store<P>>,
    pub(super) roles: HashMap<&'a str, &'a Role<P>>,
    pub(super) projects: HashMap<&'a str, &'a Project<P>>,
    pub(super) action_types: HashMap<&'a str, &'a ActionType<P>>,
    /// Pipeline variables.
    pub(super) variables: HashMap<&'a str, &'a Variable<P>>,
    /// Every action, in source order.
    pub(super) runs: Vec<Run<'a, P>>,
    /// Every rule of a condition, in source order.
    pub(super) rules: Vec<Run<'a, P>>,
    /// Who makes an artifact; the first one where several do.
    pub(super) artifacts: HashMap<&'a str, Made<'a, P>>,
    /// The section of each stage; see [`Check::enter`].
    pub(super) stage_sections: Vec<usize>,
    stage_runs: Vec<(usize, usize)>,
    stage_rules: Vec<(usize, usize)>,
}

/// An action or a rule, and where and when it runs.
pub(super) struct Run<'a, P> {
    pub(super) stage: &'a Stage<P>,
    pub(super) stage_index: usize,
    pub(super) action: &'a Action<P>,
    /// The condition that it is a rule of.
    pub(super) condition: Option<&'a StageCondition<P>>,
    pub(super) kind: Option<&'static Kind>,
    /// The declared action type that it is of.
    pub(super) action_type: Option<&'a ActionType<P>>,
    pub(super) category: Option<&'a str>,
    pub(super) order: i64,
    /// Its account, unless that is not declared.
    pub(super) account: Option<&'a Account<P>>,
    /// Its region, unless its account is not declared.
    pub(super) region: Option<&'a Text<P>>,
    pub(super) section: usize,
}

/// An artifact's name where it is bound, and the action that makes it.
pub(super) struct Made<'a, P> {
    pub(super) name: &'a Name<P>,
    pub(super) run: usize,
}

/// The sorts of things that are declared under a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Account,
    Store,
    Role,
    Project,
    ActionType,
}

impl Sort {
    pub(super) const ALL: [Sort; 5] = [
        Sort::Account,
        Sort::Store,
        Sort::Role,
        Sort::Project,
        Sort::ActionType,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Sort::Account => "account",
            Sort::Store => "store",
            Sort::Role => "role",
            Sort::Project => "project",
            Sort::ActionType => "action type",
        }
    }

    pub(super) fn with_article(self) -> &'static str {
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
    pub(super) fn of(model: &'a Model<P>) -> Self {
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
            artifacts: HashMap::new(),
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

    pub(super) fn runs_of(&self, stage: usize) -> &[Run<'a, P>] {
        let (first, end) = self.stage_runs[stage];
        &self.runs[first..end]
    }

    pub(super) fn rules_of(&self, stage: usize) -> &[Run<'a, P>] {
        let (first, end) = self.stage_rules[stage];
        &self.rules[first..end]
    }

    /// Every action and every rule.
    pub(super) fn runs_and_rules(&self) -> impl Iterator<Item = &Run<'a, P>> {
        self.runs.iter().chain(&self.rules)
    }

    /// The region that the pipeline lives in, where it is known.
    pub(super) fn home_region(&self) -> Option<&'a Text<P>> {
        self.home?.region.as_ref()
    }

    /// Where a name is declared as something of this sort.
    pub(super) fn place_of(&self, sort: Sort, name: &str) -> Option<P> {
        match sort {
            Sort::Account => self.accounts.get(name).map(|account| account.name.at),
            Sort::Store => self.stores.get(name).map(|store| store.name.at),
            Sort::Role => self.roles.get(name).map(|role| role.name.at),
            Sort::Project => self.projects.get(name).map(|project| project.name.at),
            Sort::ActionType => self.action_types.get(name).map(|found| found.name.at),
        }
    }

    /// Every name of this sort, in the order of the declarations.
    pub(super) fn names_of(&self, sort: Sort) -> Vec<&'a str> {
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

fn first_of<'a, T, K: Hash + Eq>(items: &'a [T], key: impl Fn(&'a T) -> K) -> HashMap<K, &'a T> {
    let mut index = HashMap::with_capacity(items.len());
    for item in items {
        index.entry(key(item)).or_insert(item);
    }
    index
}

fn texts<'a, P: 'a>(names: impl Iterator<Item = &'a Name<P>>) -> Vec<&'a str> {
    names.map(|name| name.text.as_str()).collect()
}

impl<P: Place> Run<'_, P> {
    /// `` action `Prepare` ``
    pub(super) fn title(&self) -> String {
        format!("{} `{}`", self.sort(), self.action.name.text)
    }

    /// `action`, or `rule`.
    pub(super) fn sort(&self) -> &'static str {
        if self.action.rule { "rule" } else { "action" }
    }

    pub(super) fn name(&self) -> &str {
        &self.action.name.text
    }

    /// Whether the pipeline starts with it.
    pub(super) fn is_source(&self) -> bool {
        self.category == Some("Source")
    }

    /// Whether its stage may be left out of an execution.
    pub(super) fn may_be_skipped(&self) -> bool {
        self.stage.conditions.iter().any(|condition| {
            condition.moment == Moment::BeforeEntry && condition.result.text == "SKIP"
        })
    }

    /// Whether what it makes may be missing when a run of a later stage needs it.
    pub(super) fn may_be_missing_for(&self, other: &Run<'_, P>) -> bool {
        self.stage_index < other.stage_index && self.may_be_skipped() && !other.may_be_skipped()
    }

    /// Whether it is done before the other one starts, whatever happens.
    pub(super) fn surely_before(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) < (other.stage_index, other.order)
    }

    /// Whether the two start together.
    pub(super) fn beside(&self, other: &Run<'_, P>) -> bool {
        (self.stage_index, self.order) == (other.stage_index, other.order)
    }

    /// Its account, if that is declared and not home.
    pub(super) fn foreign_account(&self) -> Option<&Account<P>> {
        self.account.filter(|account| !account.home)
    }

    /// Whether a condition holds; nothing where that is not known yet.
    pub(super) fn holds(&self, condition: &Condition) -> Option<bool> {
        match condition {
            Condition::Is(key, values) => Some(values.contains(&self.constant(key)?.as_str())),
            Condition::Has(key) => Some(self.entry(key).is_some()),
            Condition::Lacks(key) => Some(self.entry(key).is_none()),
            Condition::SeveralInputs => Some(self.action.inputs.len() > 1),
            Condition::NoInputs => Some(self.action.inputs.is_empty()),
            Condition::All(all) => all
                .iter()
                .try_fold(true, |so_far, one| Some(so_far && self.holds(one)?)),
        }
    }

    /// The value of one of AWS's keys as AWS is told it, empty where the key is
    /// absent; nothing where it is not known yet.
    pub(super) fn constant(&self, aws_key: &str) -> Option<String> {
        let Some(entry) = self.entry(aws_key) else {
            return Some(String::new());
        };
        match &entry.value.data {
            Data::Bool(truth) => Some(truth.to_string()),
            Data::Number(number) => Some(number.to_string()),
            Data::Variable { namespace, name } => {
                Some(format!("#{{{}.{}}}", namespace.text, name.text))
            }
            other => other.constant().map(str::to_owned),
        }
    }

    /// The entry of one of AWS's keys.
    pub(super) fn entry(&self, aws_key: &str) -> Option<&crate::model::Entry<P>> {
        self.action.entry(&catalogue::snake_case(aws_key))
    }
}

/// The facts, and the findings so far.
pub(super) struct Check<'a, P> {
    pub(super) facts: &'a Facts<'a, P>,
    /// Names that were probably meant where another one was written; they are not
    /// called unused.
    meant: HashSet<String>,
    /// Regions that have been reported as lying in another partition.
    pub(super) other_partitions: HashSet<String>,
    sections: Vec<Findings<P>>,
    section: usize,
}

impl<'a, P: Place> Check<'a, P> {
    pub(super) fn new(facts: &'a Facts<'a, P>) -> Self {
        let count = 1 + facts.stage_sections.len() + facts.runs.len();
        Check {
            facts,
            meant: HashSet::new(),
            other_partitions: HashSet::new(),
            sections: (0..count).map(|_| Findings::default()).collect(),
            section: 0,
        }
    }

    /// What is reported from now on belongs to this section: the declarations (0), a
    /// stage or an action. So the findings come out in the order of the source,
    /// whenever a rule runs.
    pub(super) fn enter(&mut self, section: usize) {
        self.section = section;
    }

    /// Records a finding.
    pub(super) fn report(
        &mut self,
        code: &'static Code,
        at: P,
        message: impl Into<String>,
    ) -> &mut Finding<P> {
        self.sections[self.section].report(code, at, message)
    }

    /// Remembers that a name was probably meant.
    pub(super) fn excuse(&mut self, name: &str) {
        self.meant.insert(name.to_owned());
    }

    pub(super) fn is_excused(&self, name: &str) -> bool {
        self.meant.contains(name)
    }

    pub(super) fn findings(self) -> Findings<P> {
        let mut all = Findings::default();
        for section in self.sections {
            all.extend(section);
        }
        all
    }
}

//! Syntax tree to core's model. Rust expressions go to a list, the model has their
//! numbers; included files are read.

mod value;

use pipewright_model::model::{self, Environment, Model, Name};
use proc_macro2::TokenStream;

use crate::place::At;
use crate::tree::{
    Account, Action, Clauses, Condition, Declared, Entry, Item, Origin, Stage, Step, Tree, Trigger,
    Variable, Word,
};
use value::{entries, phrase};

/// A pipeline as core knows it.
pub(crate) struct Lowered {
    pub(crate) model: Model<At>,
    /// The Rust expressions, by their numbers in the model.
    pub(crate) expressions: Vec<TokenStream>,
}

/// Sorts the items of a pipeline.
pub(crate) fn lower(tree: Tree) -> Lowered {
    let mut model = Model::new(tree.at);
    let mut expressions = Vec::new();
    let later = &mut expressions;
    for item in tree.items {
        match item {
            Item::Setting(entry) => model.settings.push(value::entry(entry, later)),
            Item::Account(found) => model.accounts.push(account(found, later)),
            Item::Organization(id) => model.organizations.push(phrase(id, later)),
            Item::Store(found) => model.stores.push(store(found, later)),
            Item::Role(found) => model.roles.push(role(found, later)),
            Item::Project(found) => model.projects.push(project(found, later)),
            Item::ActionType(found) => model.action_types.push(action_type(found, later)),
            Item::Variable(found) => model.variables.push(variable(found, later)),
            Item::Trigger(found) => model.triggers.push(trigger(found, later)),
            Item::Stage(found) => model.stages.push(stage(found, later)),
        }
    }
    Lowered { model, expressions }
}

fn name(word: Word) -> Name<At> {
    Name {
        text: word.text,
        at: word.at,
    }
}

fn account(account: Account, later: &mut Vec<TokenStream>) -> model::Account<At> {
    model::Account {
        name: name(account.name),
        home: account.home,
        id: phrase(account.id, later),
        region: account.region.map(|region| phrase(region, later)),
    }
}

fn environment(clauses: Clauses, later: &mut Vec<TokenStream>) -> Environment<At> {
    Environment {
        account: clauses.account.map(name),
        region: clauses.region.map(|region| phrase(region, later)),
    }
}

fn store(store: Declared<Vec<Entry>>, later: &mut Vec<TokenStream>) -> model::Store<At> {
    model::Store {
        name: name(store.name),
        environment: environment(store.clauses, later),
        origin: origin(store.origin, later),
    }
}

fn project(project: Declared<Vec<Entry>>, later: &mut Vec<TokenStream>) -> model::Project<At> {
    model::Project {
        name: name(project.name),
        environment: environment(project.clauses, later),
        origin: origin(project.origin, later),
    }
}

fn action_type(found: Declared<Vec<Entry>>, later: &mut Vec<TokenStream>) -> model::ActionType<At> {
    model::ActionType {
        name: name(found.name),
        origin: origin(found.origin, later),
    }
}

fn origin(
    origin: Origin<Vec<Entry>>,
    later: &mut Vec<TokenStream>,
) -> model::Origin<At, Vec<model::Entry<At>>> {
    match origin {
        Origin::Managed(settings) => model::Origin::Managed(entries(settings, later)),
        Origin::Imported(settings) => model::Origin::Imported(entries(settings, later)),
        Origin::Unread => model::Origin::Imported(Vec::new()),
    }
}

fn role(role: Declared<crate::tree::Phrase>, later: &mut Vec<TokenStream>) -> model::Role<At> {
    let origin = match role.origin {
        Origin::Managed(settings) => model::Origin::Managed(entries(settings, later)),
        Origin::Imported(arn) => model::Origin::Imported(phrase(arn, later)),
        Origin::Unread => model::Origin::Managed(Vec::new()),
    };
    model::Role {
        name: name(role.name),
        account: role.clauses.account.map(name),
        origin,
    }
}

fn variable(variable: Variable, later: &mut Vec<TokenStream>) -> model::Variable<At> {
    model::Variable {
        name: name(variable.name),
        default: variable.default.map(|text| phrase(text, later)),
        settings: entries(variable.settings, later),
    }
}

fn trigger(trigger: Trigger, later: &mut Vec<TokenStream>) -> model::Trigger<At> {
    model::Trigger {
        action: name(trigger.action),
        filters: entries(trigger.filters, later),
    }
}

fn stage(stage: Stage, later: &mut Vec<TokenStream>) -> model::Stage<At> {
    let body = stage.body;
    model::Stage {
        name: name(stage.name),
        environment: environment(stage.clauses, later),
        steps: body
            .steps
            .into_iter()
            .map(|found| step(found, later))
            .collect(),
        conditions: body
            .conditions
            .into_iter()
            .map(|found| condition(found, later))
            .collect(),
        disabled: body
            .disabled
            .into_iter()
            .map(|reason| phrase(reason, later))
            .collect(),
    }
}

fn condition(condition: Condition, later: &mut Vec<TokenStream>) -> model::Condition<At> {
    let rules = condition.rules.map(|rules| {
        let rules = rules.into_iter();
        rules.map(|rule| action(rule, later)).collect()
    });
    model::Condition {
        moment: condition.moment,
        at: condition.at,
        result: name(condition.result),
        mode: condition.mode.map(name),
        rules,
    }
}

fn step(step: Step, later: &mut Vec<TokenStream>) -> model::Step<At> {
    let actions = step.actions.into_iter();
    model::Step {
        parallel: step.parallel,
        at: step.at,
        actions: actions.map(|found| action(found, later)).collect(),
    }
}

fn action(action: Action, later: &mut Vec<TokenStream>) -> model::Action<At> {
    let clauses = action.clauses;
    model::Action {
        outputs: action.outputs.into_iter().map(name).collect(),
        name: name(action.name),
        rule: action.rule,
        kind: name(action.kind),
        inputs: action.inputs.into_iter().map(name).collect(),
        environment: Environment {
            account: clauses.account.map(name),
            region: clauses.region.map(|region| phrase(region, later)),
        },
        store: clauses.store.map(name),
        role: clauses.role.map(name),
        config: entries(action.config, later),
    }
}

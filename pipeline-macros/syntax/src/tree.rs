//! The syntax tree: what was written, in order, as much of it as could be read, and
//! what stands in a `for` once for every turn.

use pipewright_model::model::Moment;
use proc_macro2::{Span, TokenStream};

use crate::place::At;

/// A pipeline.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) at: At,
    pub(crate) items: Vec<Item>,
}

/// What ends with a `;` or a block.
#[derive(Debug)]
pub(crate) enum Item {
    Setting(Entry),
    Account(Account),
    Organization(Phrase),
    Store(Declared<Vec<Entry>>),
    Role(Declared<Phrase>),
    Project(Declared<Vec<Entry>>),
    ActionType(Declared<Vec<Entry>>),
    Variable(Variable),
    Trigger(Trigger),
    Stage(Stage),
}

/// A name, a key or another word. Not written are the empty one, which stands for
/// what is missing, and the name of something of which a part could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) at: At,
}

impl Word {
    pub(crate) fn missing(span: Span) -> Self {
        Word {
            text: String::new(),
            at: At::missing(span),
        }
    }
}

/// Something that has to be a text.
#[derive(Debug)]
pub(crate) enum Phrase {
    Text(Word),
    Rust(TokenStream, Span),
    /// It is not there, or is something else; reported already.
    Missing(Span),
}

/// `key: value`
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: Word,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) kind: ValueKind,
    pub(crate) at: At,
}

#[derive(Debug)]
pub(crate) enum ValueKind {
    Text(String),
    Number(i64),
    Bool(bool),
    List(Vec<Value>),
    Map(Vec<Entry>),
    Word(String),
    File(Word, Phrase),
    Variable(Word, Word),
    Include(String),
    Rust(TokenStream),
    /// It is not there, or is no value; reported already.
    Missing,
}

/// `home NAME = ID @ REGION;` or `account NAME = ID [@ REGION];`
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: Word,
    pub(crate) home: bool,
    pub(crate) id: Phrase,
    pub(crate) region: Option<Phrase>,
}

/// `NAME clauses { … }` or `NAME clauses = import …`: a store, a role, a project, an
/// action type.
#[derive(Debug)]
pub(crate) struct Declared<I> {
    pub(crate) name: Word,
    pub(crate) clauses: Clauses,
    pub(crate) origin: Origin<I>,
}

#[derive(Debug)]
pub(crate) enum Origin<I> {
    Managed(Vec<Entry>),
    Imported(I),
    /// An import of which the rest could not be read.
    Unread,
}

/// `[in ACCOUNT] [@ REGION] [via STORE] [as ROLE]`
#[derive(Debug, Default)]
pub(crate) struct Clauses {
    pub(crate) account: Option<Word>,
    pub(crate) region: Option<Phrase>,
    pub(crate) store: Option<Word>,
    pub(crate) role: Option<Word>,
}

impl Clauses {
    pub(crate) fn is_empty(&self) -> bool {
        self.account.is_none()
            && self.region.is_none()
            && self.store.is_none()
            && self.role.is_none()
    }
}

/// `variable NAME [= DEFAULT] [{ … }];`
#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: Word,
    pub(crate) default: Option<Phrase>,
    pub(crate) settings: Vec<Entry>,
}

/// `trigger ACTION { … }`
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) action: Word,
    pub(crate) filters: Vec<Entry>,
}

#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) name: Word,
    pub(crate) clauses: Clauses,
    pub(crate) body: Body,
}

/// Something that stands in a stage.
#[derive(Debug)]
pub(crate) enum Part {
    Step(Step),
    Condition(Condition),
    Disabled(Phrase),
}

/// What stands in a stage, sorted.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) steps: Vec<Step>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) disabled: Vec<Phrase>,
}

impl Body {
    pub(crate) fn of(parts: Vec<Part>) -> Body {
        let mut body = Body::default();
        for part in parts {
            match part {
                Part::Step(step) => body.steps.push(step),
                Part::Condition(condition) => body.conditions.push(condition),
                Part::Disabled(reason) => body.disabled.push(reason),
            }
        }
        body
    }
}

/// `MOMENT RESULT [MODE] { NAME: RULE { … }; … }`, or with a `;` in place of the block.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) moment: Moment,
    pub(crate) at: At,
    pub(crate) result: Word,
    pub(crate) mode: Option<Word>,
    pub(crate) rules: Option<Vec<Action>>,
}

/// An action, or a `parallel` block.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) parallel: bool,
    pub(crate) at: At,
    pub(crate) actions: Vec<Action>,
}

/// An action, or a rule of a condition.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) rule: bool,
    pub(crate) outputs: Vec<Word>,
    pub(crate) name: Word,
    pub(crate) kind: Word,
    pub(crate) inputs: Vec<Word>,
    pub(crate) clauses: Clauses,
    pub(crate) config: Vec<Entry>,
}

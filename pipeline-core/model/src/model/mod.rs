//! What the user said, every name with its place. Nothing here is checked yet: a
//! model can hold two homes, or an action in an account that nobody declared.

mod action_type;
mod condition;
mod lookup;
mod value;

pub use action_type::{ActionType, Property};
pub use condition::{Condition, Moment};
pub use value::{Data, Entry, ExpressionId, Text, TextExpr, Value, variables_in};

/// A pipeline as it was written.
#[derive(Clone, Debug)]
pub struct Model<P> {
    /// The pipeline as a whole.
    pub at: P,
    /// `key: value;` settings: `name`, `pipeline_type`, ….
    pub settings: Vec<Entry<P>>,
    /// `home` and `account` declarations.
    pub accounts: Vec<Account<P>>,
    /// `organization` declarations.
    pub organizations: Vec<TextExpr<P>>,
    /// `store` declarations.
    pub stores: Vec<Store<P>>,
    /// `role` declarations.
    pub roles: Vec<Role<P>>,
    /// `project` declarations.
    pub projects: Vec<Project<P>>,
    /// `action_type` declarations.
    pub action_types: Vec<ActionType<P>>,
    /// `variable` declarations.
    pub variables: Vec<Variable<P>>,
    /// `trigger` declarations.
    pub triggers: Vec<Trigger<P>>,
    /// The stages, in the order in which they run.
    pub stages: Vec<Stage<P>>,
}

impl<P> Model<P> {
    /// A pipeline of which nothing has been said yet.
    pub fn new(at: P) -> Self {
        Model {
            at,
            settings: Vec::new(),
            accounts: Vec::new(),
            organizations: Vec::new(),
            stores: Vec::new(),
            roles: Vec::new(),
            projects: Vec::new(),
            action_types: Vec::new(),
            variables: Vec::new(),
            triggers: Vec::new(),
            stages: Vec::new(),
        }
    }

    /// The value of a setting, the first one where it stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        self.settings.iter().find(|entry| entry.key.text == key)
    }

    /// Every action, stage by stage.
    pub fn actions(&self) -> impl Iterator<Item = (&Stage<P>, &Action<P>)> {
        // A list: a chain would be compiled anew for everyone who goes through it.
        let mut out = Vec::new();
        for stage in &self.stages {
            for action in stage.actions() {
                out.push((stage, action));
            }
        }
        out.into_iter()
    }

    /// Every rule of a condition, stage by stage.
    pub fn rules(&self) -> impl Iterator<Item = (&Stage<P>, &Action<P>)> {
        let mut out = Vec::new();
        for stage in &self.stages {
            for (_, rule) in stage.rules() {
                out.push((stage, rule));
            }
        }
        out.into_iter()
    }
}

/// A name that the user gave or used.
#[derive(Clone, Debug)]
pub struct Name<P> {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub at: P,
}

impl<P> Name<P> {
    /// A name that could not be read: it names nothing, and a syntax error says so.
    pub fn missing(at: P) -> Self {
        Name {
            text: String::new(),
            at,
        }
    }
}

/// `home NAME = "ID" @ "REGION";` or `account NAME = "ID" [@ "REGION"];`
#[derive(Clone, Debug)]
pub struct Account<P> {
    /// The name that actions use.
    pub name: Name<P>,
    /// Whether the pipeline lives here.
    pub home: bool,
    /// The twelve-digit account id.
    pub id: TextExpr<P>,
    /// The account's default region.
    pub region: Option<TextExpr<P>>,
}

/// `[in ACCOUNT] [@ "REGION"]`
#[derive(Clone, Debug)]
pub struct Environment<P> {
    /// The account named after `in`.
    pub account: Option<Name<P>>,
    /// The region named after `@`.
    pub region: Option<TextExpr<P>>,
}

impl<P> Default for Environment<P> {
    fn default() -> Self {
        Environment {
            account: None,
            region: None,
        }
    }
}

/// How a declared thing comes into being.
#[derive(Clone, Debug)]
pub enum Origin<P, I> {
    /// By us, with these settings.
    Managed(Vec<Entry<P>>),
    /// It exists, and is not ours to change.
    Imported(I),
}

/// `store NAME [in ACCOUNT] @ "REGION" { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct Store<P> {
    /// The name that `via` uses.
    pub name: Name<P>,
    /// Its account and region.
    pub environment: Environment<P>,
    /// Its settings; an import says `bucket` and `key`.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

/// `role NAME in ACCOUNT { … }` or `role NAME in ACCOUNT = import "ARN";`
#[derive(Clone, Debug)]
pub struct Role<P> {
    /// The name that `as` and configuration use.
    pub name: Name<P>,
    /// The account named after `in`; home where there is none.
    pub account: Option<Name<P>>,
    /// Its settings, or its ARN.
    pub origin: Origin<P, TextExpr<P>>,
}

/// `project NAME [in ACCOUNT] [@ "REGION"] { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct Project<P> {
    /// The name that `project_name` uses.
    pub name: Name<P>,
    /// Its account and region.
    pub environment: Environment<P>,
    /// Its settings; an import says `name` and `role`.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

/// `variable NAME [= "default"] [{ … }];`
#[derive(Clone, Debug)]
pub struct Variable<P> {
    /// The name that `variables.NAME` uses.
    pub name: Name<P>,
    /// Its value where an execution says none.
    pub default: Option<TextExpr<P>>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

/// `trigger ACTION { … }`
#[derive(Clone, Debug)]
pub struct Trigger<P> {
    /// The source action whose repository starts the pipeline.
    pub action: Name<P>,
    /// Its filters.
    pub filters: Vec<Entry<P>>,
}

/// `stage NAME [in ACCOUNT] [@ "REGION"] { … }`
#[derive(Clone, Debug)]
pub struct Stage<P> {
    /// Its name.
    pub name: Name<P>,
    /// Where its actions run unless they say otherwise.
    pub environment: Environment<P>,
    /// Its actions, in order.
    pub steps: Vec<Step<P>>,
    /// What is looked at before and after them.
    pub conditions: Vec<Condition<P>>,
    /// Reasons why nothing enters it: `disabled "REASON";`
    pub disabled: Vec<TextExpr<P>>,
}

impl<P> Stage<P> {
    /// Its actions, one after another, those of a parallel block as they stand.
    pub fn actions(&self) -> impl Iterator<Item = &Action<P>> {
        let mut out = Vec::new();
        for step in &self.steps {
            out.extend(&step.actions);
        }
        out.into_iter()
    }

    /// The rules of its conditions, each with its condition.
    pub fn rules(&self) -> impl Iterator<Item = (&Condition<P>, &Action<P>)> {
        let mut out = Vec::new();
        for condition in &self.conditions {
            for rule in condition.rules() {
                out.push((condition, rule));
            }
        }
        out.into_iter()
    }
}

/// One step of a stage: an action, or the actions of a `parallel` block.
#[derive(Clone, Debug)]
pub struct Step<P> {
    /// Whether it was written as a `parallel` block.
    pub parallel: bool,
    /// The action, or the block as a whole.
    pub at: P,
    /// The actions that start together.
    pub actions: Vec<Action<P>>,
}

/// `[let OUTPUT, … =] NAME: KIND(INPUT, …) in ACCOUNT @ "REGION" via STORE as ROLE { … };`
#[derive(Clone, Debug)]
pub struct Action<P> {
    /// The artifacts that it makes.
    pub outputs: Vec<Name<P>>,
    /// Its name.
    pub name: Name<P>,
    /// Whether it is a rule of a condition, which is written like an action.
    pub rule: bool,
    /// The catalogue's name of its kind.
    pub kind: Name<P>,
    /// The artifacts that it reads; the first is the primary source.
    pub inputs: Vec<Name<P>>,
    /// Where it runs, where it says so itself.
    pub environment: Environment<P>,
    /// The store named after `via`.
    pub store: Option<Name<P>>,
    /// The role named after `as`.
    pub role: Option<Name<P>>,
    /// Its configuration and common properties.
    pub config: Vec<Entry<P>>,
}

impl<P> Action<P> {
    /// An entry of its configuration, the first one where the key stands twice.
    pub fn entry(&self, key: &str) -> Option<&Entry<P>> {
        self.config.iter().find(|entry| entry.key.text == key)
    }
}

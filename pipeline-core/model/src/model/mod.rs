//! The model of a pipeline: what the user wrote, every name with its place. It is not checked
//! yet: a model can hold two homes, or an action in an account that is not declared.

mod action_type;
mod condition;
mod deploy_time;
mod events;
mod lookup;
mod made;
mod places;
mod review;
mod role_rules;
mod value;
mod visit;

pub use action_type::{ActionType, Property};
pub use condition::{Condition, Moment};
pub use deploy_time::{Braced, DeployTime, Parameter, braced};
pub use events::{Event, Notification, Schedule};
pub use made::{Attribute, Output, OutputValue, Override, Reference, Resource, Thing, Unnamed};
pub use review::Reviewed;
pub use role_rules::RoleRules;
pub use value::{
    Data, Entry, ExpressionId, Text, TextExpr, Unreadable, Value, variable_reference, variables_in,
};
pub use visit::Visitor;

/// A pipeline as the user wrote it, with places of type `P`.
///
/// ```
/// use pipewright_model::model::{Account, Model, Name, Text, TextExpr};
///
/// let mut model = Model::new(());
/// model.accounts.push(Account {
///     name: Name { text: "tools".to_owned(), at: () },
///     home: true,
///     id: TextExpr { text: Text::Known("111111111111".to_owned()), at: () },
///     region: None,
/// });
/// assert_eq!(model.home().map(|home| home.name.text.as_str()), Some("tools"));
/// ```
#[derive(Clone, Debug)]
pub struct Model<P> {
    /// The place of the whole pipeline.
    pub at: P,
    /// The settings, `key: value;`: `name`, `pipeline_type`, ….
    pub settings: Vec<Entry<P>>,
    /// The `home` and `account` declarations.
    pub accounts: Vec<Account<P>>,
    /// The `organization` declarations.
    pub organizations: Vec<TextExpr<P>>,
    /// The `store` declarations.
    pub stores: Vec<Store<P>>,
    /// The `role` declarations.
    pub roles: Vec<Role<P>>,
    /// The `roles` declarations: the rules for all roles that we make.
    pub role_rules: Vec<RoleRules<P>>,
    /// The `project` declarations.
    pub projects: Vec<Project<P>>,
    /// The `action_type` declarations.
    pub action_types: Vec<ActionType<P>>,
    /// The `variable` declarations.
    pub variables: Vec<Variable<P>>,
    /// The `parameter` declarations.
    pub parameters: Vec<Parameter<P>>,
    /// The `trigger` declarations.
    pub triggers: Vec<Trigger<P>>,
    /// The `notify` declarations.
    pub notifications: Vec<Notification<P>>,
    /// The `schedule` declarations.
    pub schedules: Vec<Schedule<P>>,
    /// The `on_event` declarations.
    pub events: Vec<Event<P>>,
    /// The `output` declarations.
    pub outputs: Vec<Output<P>>,
    /// The `resource` declarations.
    pub resources: Vec<Resource<P>>,
    /// The `override` declarations.
    pub overrides: Vec<Override<P>>,
    /// The stages, in the order in which they run.
    pub stages: Vec<Stage<P>>,
}

impl<P> Model<P> {
    /// An empty pipeline.
    pub fn new(at: P) -> Self {
        Model {
            at,
            settings: Vec::new(),
            accounts: Vec::new(),
            organizations: Vec::new(),
            stores: Vec::new(),
            roles: Vec::new(),
            role_rules: Vec::new(),
            projects: Vec::new(),
            action_types: Vec::new(),
            variables: Vec::new(),
            parameters: Vec::new(),
            triggers: Vec::new(),
            notifications: Vec::new(),
            schedules: Vec::new(),
            events: Vec::new(),
            outputs: Vec::new(),
            resources: Vec::new(),
            overrides: Vec::new(),
            stages: Vec::new(),
        }
    }

    /// Keeps what stands at places of which this is true: declarations, stages, actions, rules.
    ///
    /// A `parallel` block of which nothing is kept is left out.
    pub fn retain(&mut self, keep: &dyn Fn(&P) -> bool) {
        let Model {
            at: _,
            settings,
            accounts,
            organizations,
            stores,
            roles,
            role_rules,
            projects,
            action_types,
            variables,
            triggers,
            notifications,
            schedules,
            events,
            outputs,
            resources,
            overrides,
            parameters,
            stages,
        } = self;
        settings.retain(|entry| keep(&entry.key.at));
        accounts.retain(|account| keep(&account.name.at));
        organizations.retain(|id| keep(&id.at));
        stores.retain(|store| keep(&store.name.at));
        roles.retain(|role| keep(&role.name.at));
        role_rules.retain(|rules| keep(&rules.at));
        projects.retain(|project| keep(&project.name.at));
        action_types.retain(|action_type| keep(&action_type.name.at));
        variables.retain(|variable| keep(&variable.name.at));
        triggers.retain(|trigger| keep(&trigger.action.at));
        notifications.retain(|notification| keep(&notification.name.at));
        schedules.retain(|schedule| keep(&schedule.name.at));
        events.retain(|event| keep(&event.name.at));
        outputs.retain(|output| keep(&output.name.at));
        resources.retain(|found| keep(&found.name.at));
        overrides.retain(|found| keep(&found.thing.first.at));
        parameters.retain(|parameter| keep(&parameter.name.at));
        stages.retain(|stage| keep(&stage.name.at));
        for stage in stages {
            stage.retain(keep);
        }
    }

    /// The setting with this key; the first one if the key stands twice.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        self.settings.iter().find(|entry| entry.key.text == key)
    }

    /// All actions, stage by stage.
    pub fn actions(&self) -> impl Iterator<Item = (&Stage<P>, &Action<P>)> {
        // A list, since every caller would compile a chain of iterators again.
        let mut out = Vec::new();
        for stage in &self.stages {
            for action in stage.actions() {
                out.push((stage, action));
            }
        }
        out.into_iter()
    }

    /// All rules of conditions, stage by stage.
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

/// A name that the user declared or used.
#[derive(Clone, Debug)]
pub struct Name<P> {
    /// The name.
    pub text: String,
    /// Its place.
    pub at: P,
}

impl<P> Name<P> {
    /// A name that could not be read, empty. A syntax error reports it.
    pub fn missing(at: P) -> Self {
        Name {
            text: String::new(),
            at,
        }
    }
}

/// An account: `home NAME = "ID" @ "REGION";` or `account NAME = "ID" [@ "REGION"];`
#[derive(Clone, Debug)]
pub struct Account<P> {
    /// The name that actions use.
    pub name: Name<P>,
    /// `true` for the home account, in which the pipeline lives.
    pub home: bool,
    /// The account id, 12 digits.
    pub id: TextExpr<P>,
    /// The account's default region, such as `eu-west-1`.
    pub region: Option<TextExpr<P>>,
}

/// An account and a region, both optional: `[in ACCOUNT] [@ "REGION"]`
#[derive(Clone, Debug)]
pub struct Environment<P> {
    /// The account after `in`.
    pub account: Option<Name<P>>,
    /// The region after `@`.
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

/// The origin of a declared thing: managed or imported.
#[derive(Clone, Debug)]
pub enum Origin<P, I> {
    /// We create it, with these settings.
    Managed(Vec<Entry<P>>),
    /// It exists, and we do not change it.
    Imported(I),
}

impl<P> Origin<P, Vec<Entry<P>>> {
    /// The settings, of a managed or an imported thing.
    pub fn entries(&self) -> &[Entry<P>] {
        let (Origin::Managed(entries) | Origin::Imported(entries)) = self;
        entries
    }
}

/// An artifact store: `store NAME [in ACCOUNT] @ "REGION" { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct Store<P> {
    /// The name that `via` uses.
    pub name: Name<P>,
    /// Its account and region.
    pub environment: Environment<P>,
    /// Its settings; those of an import are `bucket` and `key`.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

impl<P> Store<P> {
    /// The setting with this key, of a managed or an imported store.
    pub fn setting(&self, key: &str) -> Option<&Entry<P>> {
        let mut entries = self.origin.entries().iter();
        entries.find(|entry| entry.key.text == key)
    }

    /// The name of its bucket, if one is given: of a store that several pipelines share, among the
    /// settings that they share.
    pub fn bucket(&self) -> Option<&Value<P>> {
        let of_shared = || {
            let shared = self.setting("shared")?.value.data.as_map()?;
            shared.iter().find(|entry| entry.key.text == "bucket_name")
        };
        let mut own = ["bucket", "bucket_name"].iter();
        let entry = own.find_map(|key| self.setting(key)).or_else(of_shared);
        entry.map(|entry| &entry.value)
    }
}

/// A role: `role NAME in ACCOUNT { … }` or `role NAME in ACCOUNT = import "ARN";`
#[derive(Clone, Debug)]
pub struct Role<P> {
    /// The name that `as` and configuration use.
    pub name: Name<P>,
    /// The account after `in`; `None` for home.
    pub account: Option<Name<P>>,
    /// Its settings, or its ARN.
    pub origin: Origin<P, Value<P>>,
}

/// A CodeBuild project: `project NAME [in ACCOUNT] [@ "REGION"] { … }` or `… = import { … };`
#[derive(Clone, Debug)]
pub struct Project<P> {
    /// The name that `project_name` uses.
    pub name: Name<P>,
    /// Its account and region.
    pub environment: Environment<P>,
    /// Its settings; those of an import are `name` and `role`.
    pub origin: Origin<P, Vec<Entry<P>>>,
}

/// A pipeline variable: `variable NAME [= "default"] [{ … }];`
#[derive(Clone, Debug)]
pub struct Variable<P> {
    /// The name that `variables.NAME` uses.
    pub name: Name<P>,
    /// Its value if an execution sets none.
    pub default: Option<TextExpr<P>>,
    /// Its settings.
    pub settings: Vec<Entry<P>>,
}

/// A trigger: `trigger ACTION { … }`
#[derive(Clone, Debug)]
pub struct Trigger<P> {
    /// The source action whose repository starts the pipeline.
    pub action: Name<P>,
    /// Its filters.
    pub filters: Vec<Entry<P>>,
}

/// A stage: `stage NAME [in ACCOUNT] [@ "REGION"] { … }`
#[derive(Clone, Debug)]
pub struct Stage<P> {
    /// Its name.
    pub name: Name<P>,
    /// The account and region of its actions, unless they name their own.
    pub environment: Environment<P>,
    /// Its steps, in the order in which they run.
    pub steps: Vec<Step<P>>,
    /// The conditions before and after its actions.
    pub conditions: Vec<Condition<P>>,
    /// The reasons why no execution enters it: `disabled "REASON";`
    pub disabled: Vec<TextExpr<P>>,
}

impl<P> Stage<P> {
    fn retain(&mut self, keep: &dyn Fn(&P) -> bool) {
        self.disabled.retain(|reason| keep(&reason.at));
        self.conditions.retain(|condition| keep(&condition.at));
        for rules in self
            .conditions
            .iter_mut()
            .filter_map(|it| it.rules.as_mut())
        {
            rules.retain(|rule| keep(&rule.name.at));
        }
        self.steps.retain_mut(|step| {
            let empty = step.actions.is_empty();
            step.actions.retain(|action| keep(&action.name.at));
            keep(&step.at) && (empty || !step.actions.is_empty())
        });
    }

    /// Its actions in the order of the source, those of `parallel` blocks included.
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
    /// `true` for a `parallel` block.
    pub parallel: bool,
    /// The place of the action, or of the whole block.
    pub at: P,
    /// The actions that start together.
    pub actions: Vec<Action<P>>,
}

/// An action:
/// `[let [pub] OUTPUT, … =] NAME: KIND(INPUT, …) in ACCOUNT @ "REGION" via STORE as ROLE { … };`
#[derive(Clone, Debug)]
pub struct Action<P> {
    /// The output artifacts.
    pub outputs: Vec<Name<P>>,
    /// The names of those that are for others than the pipeline's actions: `let pub OUTPUT = …`
    pub public: Vec<String>,
    /// Its name.
    pub name: Name<P>,
    /// `true` for a rule of a condition, which is written like an action.
    pub rule: bool,
    /// The name of its kind in the catalogue.
    pub kind: Name<P>,
    /// The input artifacts; the first one is the primary source.
    pub inputs: Vec<Name<P>>,
    /// The account and region that it names itself.
    pub environment: Environment<P>,
    /// The store after `via`.
    pub store: Option<Name<P>>,
    /// The role after `as`.
    pub role: Option<Name<P>>,
    /// The actions after `of`, whose change sets an approval is about.
    pub of: Option<Value<P>>,
    /// Its configuration and common properties.
    pub config: Vec<Entry<P>>,
}

impl<P> Action<P> {
    /// The configuration entry with this key; the first one if the key stands twice.
    pub fn entry(&self, key: &str) -> Option<&Entry<P>> {
        self.config.iter().find(|entry| entry.key.text == key)
    }
}

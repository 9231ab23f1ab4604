//! Settings and declarations: what stands outside of stages.

use pipewright_model::catalogue::declared::SETTINGS;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::branches::starts_if;
use super::entry::{entry, is_whole};
use super::group::bump;
use super::lookahead::Lookahead;
use super::name::{is_keyword, unraw};
use super::recover::{Recover, Terminator, end, skip, skip_to};
use super::repetition::starts_for;
use super::{
    Context, NameKind, account, action_type, events, named, output, overriding, parameter, project,
    resource, role, role_rules, stage, store, trigger, variable,
};
use crate::hints;
use crate::model::{
    Account, ActionType, Entry, Event, Model, Notification, Output, Override, Parameter, Project,
    Resource, Role, RoleRules, Schedule, Stage, Store, TextExpr, Trigger, Variable,
};
use crate::place::SourceSpan;

/// The first words of declarations.
pub const DECLARATIONS: &[&str] = &[
    "home",
    "account",
    "organization",
    "store",
    "role",
    "roles",
    "project",
    "action_type",
    "variable",
    "parameter",
    "trigger",
    "notify",
    "schedule",
    "on_event",
    "output",
    "override",
    "resource",
    "value",
    "stage",
];

/// A setting or a declaration, which ends with a `;` or a block.
#[derive(Debug)]
pub(crate) enum Item {
    Setting(Entry),
    Account(Account),
    Organization(TextExpr),
    Store(Store),
    Role(Role),
    RoleRules(RoleRules),
    Project(Project),
    ActionType(ActionType),
    Variable(Variable),
    Parameter(Parameter),
    Trigger(Trigger),
    Notification(Notification),
    Schedule(Schedule),
    Event(Event),
    Output(Output),
    Override(Override),
    Resource(Resource),
    Stage(Stage),
}

impl Item {
    /// Returns whether what it declares is known by its name. What looks like a setting, and is
    /// none, may be a declaration without its first word.
    fn has_its_name(&self) -> bool {
        match self {
            Item::Setting(entry) => is_setting(&entry.key.text),
            Item::Stage(stage) => !stage.name.text.is_empty(),
            _ => true,
        }
    }

    /// Adds it to its kind.
    pub(super) fn add_to(self, model: &mut Model) {
        match self {
            Item::Setting(entry) => model.settings.push(entry),
            Item::Account(account) => model.accounts.push(account),
            Item::Organization(id) => model.organizations.push(id),
            Item::Store(store) => model.stores.push(store),
            Item::Role(role) => model.roles.push(role),
            Item::RoleRules(rules) => model.role_rules.push(rules),
            Item::Project(project) => model.projects.push(project),
            Item::ActionType(action_type) => model.action_types.push(action_type),
            Item::Variable(variable) => model.variables.push(variable),
            Item::Parameter(parameter) => model.parameters.push(parameter),
            Item::Trigger(trigger) => model.triggers.push(trigger),
            Item::Notification(notification) => model.notifications.push(notification),
            Item::Schedule(schedule) => model.schedules.push(schedule),
            Item::Event(event) => model.events.push(event),
            Item::Output(output) => model.outputs.push(output),
            Item::Override(found) => model.overrides.push(found),
            Item::Resource(found) => model.resources.push(found),
            Item::Stage(stage) => model.stages.push(stage),
        }
    }
}

impl Recover for Item {
    const TERMINATOR: Terminator = Terminator::Semicolon;
    const DECLARES: bool = true;

    fn starts(cursor: Cursor) -> bool {
        starts_declaration(cursor)
    }

    fn words(_: &mut Context) -> Option<NameKind> {
        Some(NameKind::Declaration)
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        cx.mark_next(input, NameKind::Declaration);
        let before = cx.error_count();
        let item = item(cx, input);
        let broken = cx.error_count() != before;
        cx.unread.declaration |= broken && !matches!(item, Some(Item::Stage(_)));
        cx.unread.name |= broken && !item.as_ref().is_some_and(Item::has_its_name);
        found.extend(item);
        found.append(&mut cx.misplaced);
    }

    fn lose(cx: &mut Context) {
        cx.lose_items();
    }

    fn places(&mut self) -> Vec<&mut SourceSpan> {
        vec![self.place()]
    }
}

impl Item {
    /// The place that says in which branch of an `if` it stands.
    fn place(&mut self) -> &mut SourceSpan {
        match self {
            Item::Setting(entry) => &mut entry.key.at,
            Item::Account(account) => &mut account.name.at,
            Item::Organization(id) => &mut id.at,
            Item::Store(store) => &mut store.name.at,
            Item::Role(role) => &mut role.name.at,
            Item::RoleRules(rules) => &mut rules.at,
            Item::Project(project) => &mut project.name.at,
            Item::ActionType(action_type) => &mut action_type.name.at,
            Item::Variable(variable) => &mut variable.name.at,
            Item::Trigger(trigger) => &mut trigger.action.at,
            Item::Notification(notification) => &mut notification.name.at,
            Item::Schedule(schedule) => &mut schedule.name.at,
            Item::Event(event) => &mut event.name.at,
            Item::Output(output) => &mut output.name.at,
            Item::Parameter(parameter) => &mut parameter.name.at,
            Item::Override(found) => &mut found.thing.first.at,
            Item::Resource(found) => &mut found.name.at,
            Item::Stage(stage) => &mut stage.name.at,
        }
    }
}

/// A setting or a declaration.
pub(crate) fn item(cx: &mut Context, input: ParseStream) -> Option<Item> {
    if input.is_keyed()
        && !is_declaration(input.cursor())
        && !hints::item::is_plural(input.cursor())
        && !hints::item::is_foreign(input.cursor())
    {
        return if hints::item::is_action(input.cursor()) {
            hints::item::misplaced_action(cx, input)
        } else {
            setting(cx, input)
        };
    }
    let Some(first) = input.nth_ident(0) else {
        cx.expected(input, "a declaration or a setting");
        // It could have been a stage, or have declared anything.
        cx.lose_items();
        bump(input);
        skip_to(input, Terminator::Semicolon, starts_known);
        return None;
    };
    let word = unraw(&first);
    if is_setting(&word) {
        return setting(cx, input);
    }
    bump(input);
    let known = DECLARATIONS.iter().copied().find(|known| *known == word);
    let declaration = match known {
        Some(known) => known,
        None => hints::item::misspelled(cx, input, &first, &word)?,
    };
    hints::item::colon(cx, input, declaration);
    let is_variable = |next: Ident| cx.scope.variable(&unraw(&next)).is_some();
    let variable = input.nth_ident(0).is_some_and(is_variable);
    if starts_named(input.cursor()) && !variable {
        cx.expected(input, "a name");
        return None;
    }
    match declaration {
        "home" => account::account(cx, input, true).map(Item::Account),
        "account" => account::account(cx, input, false).map(Item::Account),
        "organization" => account::organization(cx, input).map(Item::Organization),
        "store" => store::store(cx, input).map(Item::Store),
        "project" => project::project(cx, input).map(Item::Project),
        "action_type" => action_type::action_type(cx, input).map(Item::ActionType),
        "role" => role::role(cx, input).map(Item::Role),
        "roles" => role_rules::role_rules(cx, input, &first).map(Item::RoleRules),
        "variable" => variable::variable(cx, input).map(Item::Variable),
        "parameter" => parameter::parameter(cx, input).map(Item::Parameter),
        "value" => {
            named::declaration(cx, input);
            None
        }
        "trigger" => trigger::trigger(cx, input).map(Item::Trigger),
        "notify" => events::notification(cx, input).map(Item::Notification),
        "schedule" => events::schedule(cx, input).map(Item::Schedule),
        "on_event" => events::event(cx, input).map(Item::Event),
        "output" => output::output(cx, input).map(Item::Output),
        "resource" => resource::resource(cx, input).map(Item::Resource),
        "override" => overriding::overriding(cx, input).map(Item::Override),
        _ => Some(Item::Stage(stage::stage(cx, input))),
    }
}

/// `key: value;`
fn setting(cx: &mut Context, input: ParseStream) -> Option<Item> {
    let entry = cx.read_setting(|cx| entry(cx, input, starts_declaration));
    if entry.as_ref().is_some_and(is_whole) {
        end::<Item>(cx, input, false);
    } else {
        skip::<Item>(input);
    }
    entry.map(Item::Setting)
}

fn is_setting(word: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.written() == word)
}

/// Returns whether a declaration or a setting that there is begins here.
fn starts_known(cursor: Cursor) -> bool {
    let is_known = |first: Ident| is_setting(&unraw(&first));
    starts_named(cursor) || cursor.is_keyed() && cursor.nth_ident(0).is_some_and(is_known)
}

/// Returns whether the first word of a declaration stands here.
fn is_declaration(cursor: Cursor) -> bool {
    DECLARATIONS.iter().any(|known| cursor.is_ident(0, known))
}

/// Returns whether a declaration or a setting begins here.
pub(crate) fn starts_declaration(cursor: Cursor) -> bool {
    cursor.is_keyed()
        || starts_for(cursor)
        || starts_if(cursor)
        || starts_named(cursor)
        || role_rules::starts_role_rules(cursor)
}

/// Returns whether a declaration begins here.
pub(crate) fn starts_named(cursor: Cursor) -> bool {
    // `via` follows the name of an account more often than it is one: in
    // `in account via store`, with a loop variable of that name.
    let is_name = |ident: Ident| !is_keyword(&ident) && ident != "via";
    let named = cursor.nth_ident(1).is_some_and(is_name) || cursor.is_literal(1);
    named && is_declaration(cursor)
}

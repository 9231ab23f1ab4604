//! `stage NAME [in ACCOUNT] [@ "REGION"] { … }`, and the steps in it.

use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::action::starts_action;
use super::clause::{Clause, clauses, ends_clause};
use super::condition::{condition, disabled, starts_condition, starts_disabled};
use super::group::{bump, bump_until, take_braces};
use super::item::{Item, starts_declaration};
use super::lookahead::Lookahead;
use super::recover::{Recover, Terminator, end, items, skip};
use super::string::string_or_name;
use super::{Context, NameKind, Reported};
use crate::hints;
use crate::model::{Action, Condition, Name, Stage, Step, TextExpr};
use crate::place::SourceSpan;

/// A stage, behind the word `stage`.
pub(super) fn stage(cx: &mut Context, input: ParseStream) -> Stage {
    let name = string_or_name(cx, input, "the stage's name", NameKind::Stage, true);
    let name = name.unwrap_or_else(|Reported| {
        let at = cx.missing_at(cx.span(input));
        bump_until(input, |rest| ends_clause(rest) || starts_declaration(rest));
        Name::missing(at)
    });
    let allowed = &[Clause::In, Clause::At];
    let (clauses, clean) = clauses::<Item>(cx, input, "a stage", allowed);
    if !clean {
        cx.unread.incomplete.add_missing(name.at);
    }
    let mut stage = Stage {
        name,
        environment: clauses.environment(),
        steps: Vec::new(),
        conditions: Vec::new(),
        disabled: Vec::new(),
    };
    hints::block::early_semicolon(cx, input, "the stage's actions");
    if let Some(block) = take_braces(input) {
        let before = cx.error_count();
        let parts = block.read(cx, items::<Part>);
        add_parts(&mut stage, parts);
        // A stage of which nothing could be read holds something all the same.
        if cx.error_count() != before && stage.actions().next().is_none() {
            cx.unread.incomplete.add_partial(stage.name.at);
        }
        end::<Item>(cx, input, true);
        return stage;
    }
    if !cx.unread.incomplete.is_missing(stage.name.at) {
        let help = hints::clause::accounts(input);
        cx.expected(input, "`{ … }`, the stage's actions")
            .maybe_help(help);
    }
    cx.unread.incomplete.add_missing(stage.name.at);
    cx.unread.action = true;
    if is_action(input.cursor()) {
        let mut parts = Vec::new();
        while is_action(input.cursor()) {
            recover_action(cx, input, &mut parts);
        }
        add_parts(&mut stage, parts);
    } else {
        skip::<Item>(input);
    }
    stage
}

fn is_action(cursor: Cursor) -> bool {
    hints::item::is_action(cursor) || cursor.is_ident(0, "let")
}

/// Something that stands in a stage.
pub(crate) enum Part {
    Step(Step),
    Condition(Condition),
    /// The reason why nothing enters the stage.
    Disabled(TextExpr),
}

fn add_parts(stage: &mut Stage, parts: Vec<Part>) {
    for part in parts {
        match part {
            Part::Step(step) => stage.steps.push(step),
            Part::Condition(condition) => stage.conditions.push(condition),
            Part::Disabled(reason) => stage.disabled.push(reason),
        }
    }
}

impl Recover for Part {
    const TERMINATOR: Terminator = Terminator::Semicolon;

    fn starts(cursor: Cursor) -> bool {
        starts_action(cursor)
    }

    fn words(_: &mut Context) -> Option<NameKind> {
        Some(NameKind::Step)
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        if starts_condition(input.cursor()) || starts_parallel(input.cursor()) {
            cx.mark_next(input, NameKind::Step);
        }
        if starts_disabled(input.cursor()) {
            found.extend(disabled(cx, input).map(Part::Disabled));
        } else if starts_condition(input.cursor()) {
            found.extend(condition(cx, input).map(Part::Condition));
        } else if starts_parallel(input.cursor()) {
            found.extend(parallel(cx, input).map(Part::Step));
        } else {
            recover_action(cx, input, found);
        }
    }

    fn lose(cx: &mut Context) {
        cx.unread.action = true;
    }

    fn places(&mut self) -> Vec<&mut SourceSpan> {
        match self {
            Part::Step(Step {
                parallel: true, at, ..
            }) => vec![at],
            Part::Step(Step { at, actions, .. }) => {
                let actions = actions.iter_mut().map(|action| &mut action.name.at);
                std::iter::once(at).chain(actions).collect()
            }
            Part::Condition(condition) => vec![&mut condition.at],
            Part::Disabled(reason) => vec![&mut reason.at],
        }
    }
}

/// An action by itself.
fn recover_action(cx: &mut Context, input: ParseStream, found: &mut Vec<Part>) {
    let mut actions: Vec<Action> = Vec::new();
    Action::recover(cx, input, &mut actions);
    found.extend(actions.into_iter().map(|action| {
        Part::Step(Step {
            parallel: false,
            at: action.name.at,
            actions: vec![action],
        })
    }));
}

/// `parallel { … }`
fn parallel(cx: &mut Context, input: ParseStream) -> Option<Step> {
    let span = cx.span(input);
    bump(input);
    let block = take_braces(input)?;
    Some(Step {
        parallel: true,
        at: cx.at(span),
        actions: block.read(cx, items),
    })
}

/// Returns whether a `parallel` block begins here.
pub(crate) fn starts_parallel(cursor: Cursor) -> bool {
    cursor.is_ident(0, "parallel") && cursor.is_brace(1)
}

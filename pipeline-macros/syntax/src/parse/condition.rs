//! `before_entry RESULT { … }`, `on_failure RETRY;` and `disabled "REASON";`

use pipewright_model::catalogue;
use pipewright_model::model::Moment;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::action::{RULE, action, starts_action};
use super::group::{bump, bump_until, take_braces, take_punct};
use super::lookahead::Lookahead;
use super::name::{is_keyword, name, unraw};
use super::recover::{Recover, Terminator, end, items, skip};
use super::stage::Part;
use super::string::string;
use super::{Context, NameKind, Reported};
use crate::hints;
use crate::model::{Action, Condition, Name, TextExpr};
use crate::place::{SourceSpan, behind};

/// The first words of what stands in a stage beside actions.
pub const STAGE_WORDS: &[&str] = &[
    "parallel",
    Moment::BeforeEntry.word(),
    Moment::OnSuccess.word(),
    Moment::OnFailure.word(),
    DISABLED,
];

pub(crate) const DISABLED: &str = "disabled";

/// `disabled "REASON";`
pub(super) fn disabled(cx: &mut Context, input: ParseStream) -> Option<TextExpr> {
    bump(input);
    if hints::condition::missing_reason(cx, input) {
        skip::<Part>(input);
        return None;
    }
    let reason = string(cx, input, hints::condition::REASON);
    if reason.is_ok() {
        end::<Part>(cx, input, false);
    } else {
        skip::<Part>(input);
    }
    reason.ok()
}

/// `MOMENT RESULT [MODE] { NAME: RULE { … }; … }`, or with a `;` in place of the block.
pub(super) fn condition(cx: &mut Context, input: ParseStream) -> Option<Condition> {
    let moment = next_moment(input.cursor())?;
    let span = cx.span(input);
    bump(input);
    let result = result(cx, input, moment);
    let named = result.is_ok();
    let result = result.unwrap_or_else(|Reported| {
        bump_until(input, |rest| {
            rest.is_brace(0) || rest.is_punct(0, ';') || starts_action(rest)
        });
        Name::missing(cx.missing_at(behind(span)))
    });
    let mode = mode(cx, input);
    if mode.is_none() {
        cx.mark_insertion_point(input, NameKind::Result);
    }
    let at = cx.at(span);
    let mut rules = None;
    if starts_rule(input.cursor()) {
        rules = Some(rules_without_braces(cx, input));
    } else if let Some(block) = take_braces(input) {
        let found = block.read(cx, items::<Rule>);
        rules = Some(found.into_iter().map(|rule| rule.0).collect());
        end::<Part>(cx, input, true);
    } else if named {
        // Whether rules were meant to stand here is not known.
        if !input.is_punct(0, ';') {
            cx.unread.incomplete.add_missing(at);
        }
        end::<Part>(cx, input, false);
    } else {
        cx.unread.incomplete.add_missing(at);
        take_punct(input, ';');
    }
    Some(Condition {
        moment,
        at,
        result,
        mode,
        rules,
    })
}

fn result(cx: &mut Context, input: ParseStream, moment: Moment) -> Result<Name, Reported> {
    if input.is_keyed() || !input.is_any_ident(0) {
        cx.mark_insertion_point(input, NameKind::Result);
        hints::condition::missing_result(cx, input, moment);
        return Err(Reported);
    }
    name(cx, input, "the result, `FAIL`", NameKind::Result, false)
}

/// The mode of a retry: the actions that it runs again.
fn mode(cx: &mut Context, input: ParseStream) -> Option<Name> {
    let word = input.nth_ident(0)?;
    if is_keyword(&word) || starts_action(input.cursor()) {
        return None;
    }
    name(cx, input, "a retry mode", NameKind::Result, false).ok()
}

/// A rule of a condition, which is written like an action.
struct Rule(Action);

impl Recover for Rule {
    const TERMINATOR: Terminator = Terminator::Semicolon;

    fn starts(cursor: Cursor) -> bool {
        starts_action(cursor)
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        found.extend(action(cx, input, &RULE).map(Rule));
    }

    fn places(&mut self) -> Vec<&mut SourceSpan> {
        vec![&mut self.0.name.at]
    }
}

fn rules_without_braces(cx: &mut Context, input: ParseStream) -> Vec<Action> {
    cx.expected(input, "`{ … }`, the condition's rules");
    let mut rules = Vec::new();
    while starts_rule(input.cursor()) {
        rules.extend(action(cx, input, &RULE));
    }
    rules
}

/// Returns whether a rule stands here, whatever should.
fn starts_rule(cursor: Cursor) -> bool {
    let is_provider = |provider: Ident| {
        let provider = unraw(&provider);
        catalogue::rule(&provider).is_some() && catalogue::kind(&provider).is_none()
    };
    cursor.is_keyed() && cursor.nth_ident(2).is_some_and(is_provider)
}

fn next_moment(cursor: Cursor) -> Option<Moment> {
    let found = Moment::ALL
        .into_iter()
        .find(|moment| cursor.is_ident(0, moment.word()))?;
    (!cursor.is_colon(1)).then_some(found)
}

/// Returns whether a reason begins here why nothing enters the stage.
pub(super) fn starts_disabled(cursor: Cursor) -> bool {
    cursor.is_ident(0, DISABLED) && !cursor.is_colon(1)
}

/// Returns whether a condition begins here, or why nothing enters the stage.
pub(crate) fn starts_condition(cursor: Cursor) -> bool {
    next_moment(cursor).is_some() || starts_disabled(cursor)
}

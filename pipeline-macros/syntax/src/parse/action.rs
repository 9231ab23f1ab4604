//! `let [pub] OUTPUT = NAME: KIND(INPUT) in ACCOUNT @ "REGION" via STORE as ROLE { … };`

use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::artifacts::{outputs, take_inputs, take_let};
use super::clause::{Clause, clauses};
use super::condition::starts_condition;
use super::group::{bump, bump_until, take_braces};
use super::item::starts_named;
use super::lookahead::{Lookahead, Token};
use super::name::name;
use super::offer::Keys;
use super::recover::{Recover, Terminator, end, skip};
use super::repetition::starts_for;
use super::stage::{Part, starts_parallel};
use super::string::string_or_name;
use super::{Context, NameKind, Reported, entry};
use crate::hints;
use crate::model::{Action, Environment, Name};
use crate::place::SourceSpan;

/// The differences between actions and rules.
pub(crate) struct ActionSyntax {
    pub(crate) rule: bool,
    pub(crate) article: &'static str,
    pub(crate) title: &'static str,
    pub(crate) colon: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) names: NameKind,
    kinds: NameKind,
    clauses: &'static [Clause],
}

static ACTION: ActionSyntax = ActionSyntax {
    rule: false,
    article: "an action",
    title: "an action, `NAME: KIND`",
    colon: "`:` and the action's kind",
    kind: "the action's kind",
    names: NameKind::Action,
    kinds: NameKind::Kind,
    clauses: &[Clause::In, Clause::At, Clause::Via, Clause::As, Clause::Of],
};

/// A rule of a condition.
pub(super) static RULE: ActionSyntax = ActionSyntax {
    rule: true,
    article: "a rule",
    title: "a rule, `NAME: PROVIDER`",
    colon: "`:` and the rule's provider",
    kind: "the rule's provider",
    names: NameKind::Rule,
    kinds: NameKind::Provider,
    clauses: &[Clause::In, Clause::At, Clause::As],
};

impl Recover for Action {
    const TERMINATOR: Terminator = Terminator::Semicolon;

    fn starts(cursor: Cursor) -> bool {
        starts_action(cursor)
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        found.extend(action(cx, input, &ACTION));
    }

    fn places(&mut self) -> Vec<&mut SourceSpan> {
        vec![&mut self.name.at]
    }
}

/// An action or a rule; nothing where there is not even a name.
pub(super) fn action(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
) -> Option<Action> {
    let begin = cx.at(cx.span(input));
    hints::action::early_pub(cx, input, syntax);
    if !syntax.rule {
        if input.is_keyed() {
            cx.mark_insertion_point(input, NameKind::Step);
        } else {
            cx.mark_next(input, NameKind::Step);
        }
    }
    if hints::action::misplaced(cx, input, syntax) {
        return None;
    }
    let mut action = Action {
        outputs: Vec::new(),
        public: Vec::new(),
        name: Name::missing(begin),
        rule: syntax.rule,
        kind: Name::missing(begin),
        inputs: Vec::new(),
        environment: Environment::default(),
        store: None,
        role: None,
        of: None,
        config: Vec::new(),
    };
    let before = input.cursor();
    if let Err(Reported) = parts(cx, input, syntax, &mut action) {
        cx.unread.incomplete.add_missing(action.name.at);
        cx.unread.incomplete.add_missing(begin);
        cx.unread.action = true;
        // What cannot begin an action must not be met again.
        if input.cursor() == before {
            bump(input);
        }
        if is_torn(input) {
            return rest_of_torn(cx, input, syntax);
        }
        skip::<Part>(input);
    }
    Some(action)
}

/// Passes over signs, numbers and an output, and returns whether the rest of the same action stands
/// behind them: its name is read there.
fn is_torn(input: ParseStream) -> bool {
    bump_until(input, |rest| {
        let is_stray = matches!(rest.nth(0), Some(Token::Punct(_) | Token::Literal(_)));
        !is_stray || rest.is_punct(0, ';') || rest.is_keyed()
    });
    let is_part =
        |rest: Cursor| rest.is_any_ident(0) || rest.is_punct(0, '=') || rest.is_punct(0, ',');
    bump_until(input, |rest| starts_action(rest) || !is_part(rest));
    input.is_keyed()
}

/// The rest of an action, of which the outputs could not be read.
fn rest_of_torn(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) -> Option<Action> {
    let rest = action(cx, input, syntax)?;
    cx.unread.incomplete.add_partial(rest.name.at);
    cx.unread.incomplete.add_partial(rest.kind.at);
    Some(rest)
}

fn parts(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &mut Action,
) -> Result<(), Reported> {
    let bound = take_let(cx, input, syntax);
    if bound {
        outputs(cx, input, action)?;
    }
    let quoted = input.is_literal(0);
    action.name = string_or_name(cx, input, syntax.title, syntax.names, true)?;
    if hints::kind::needless_colon(cx, input, &action.name.text) {
        return Err(Reported);
    }
    if input.is_colon(0) {
        bump(input);
    } else {
        hints::kind::missing_colon(cx, input, syntax, action, bound && quoted)?;
    }
    hints::kind::path(cx, input, syntax);
    if input.is_keyed() {
        cx.mark_insertion_point(input, syntax.kinds);
    }
    if !hints::kind::has_colon_behind(cx, input) {
        hints::kind::missing(cx, input, syntax, action)?;
    }
    action.kind = name(cx, input, syntax.kind, syntax.kinds, false)?;
    hints::kind::skip_path(input);
    let colon = format!("what follows {}", syntax.kind);
    hints::block::needless_colon(cx, input, &colon);
    let before = cx.error_count();
    let mut behind = false;
    take_inputs(cx, input, syntax, action, behind);
    hints::block::needless_colon(cx, input, &colon);
    let (clauses, clean) = clauses::<Part>(cx, input, syntax.article, syntax.clauses);
    if !clean {
        cx.unread.incomplete.add_missing(action.name.at);
    }
    behind |= !clauses.is_empty();
    action.environment.account = clauses.account;
    action.environment.region = clauses.region;
    action.store = clauses.store;
    action.role = clauses.role;
    action.of = clauses.of;
    if action.inputs.is_empty() && input.is_parenthesis(0)
        || hints::artifacts::holds_settings(input.cursor())
    {
        take_inputs(cx, input, syntax, action, behind);
    }
    if !clean && action.inputs.is_empty() {
        // They may stand in what was passed over.
        let at = cx.missing_at(cx.behind_last(input));
        action.inputs.push(Name::missing(at));
    }
    let early = hints::block::early_semicolon(cx, input, "the configuration");
    let block = take_braces(input);
    if let Some(block) = &block {
        let keys = Keys::of_action(&action.kind.text, syntax.rule);
        action.config = entry::block(cx, block, keys);
        behind |= !action.config.is_empty();
        if input.is_parenthesis(0) {
            take_inputs(cx, input, syntax, action, behind);
        }
    }
    let torn = std::mem::take(&mut cx.torn);
    let optional = early || torn || (block.is_none() && !clean);
    end::<Part>(cx, input, optional);
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(action.name.at);
        cx.unread.incomplete.add_partial(action.kind.at);
        cx.unread.action = true;
    }
    cx.last_action = Some((action.name.clone(), action.kind.clone()));
    Ok(())
}

/// Returns whether an action or a `parallel` block begins here, or a declaration in its place.
pub(crate) fn starts_action(cursor: Cursor) -> bool {
    cursor.is_ident(0, "let")
        || (cursor.is_ident(0, "pub") && cursor.is_ident(1, "let"))
        || cursor.is_keyed()
        || starts_parallel(cursor)
        || starts_condition(cursor)
        || starts_for(cursor)
        || starts_named(cursor)
}

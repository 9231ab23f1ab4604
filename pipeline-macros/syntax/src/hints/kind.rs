//! Mistakes around the kind of an action: no `:` before it, no kind at all, a kind with a
//! path.

use pipewright_model::catalogue::{self, Key, declared::SETTINGS};
use pipewright_model::codes::UNEXPECTED;
use pipewright_model::foreign::{Spot, advice};
use pipewright_model::similar::closest;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::clause::{is_in_line, nth_cursor};
use super::condition::{DISABLED_FORM, REASON};
use super::foreign;
use super::item::RUST;
use crate::model::Action;
use crate::parse::{
    ActionSyntax, Clause, Context, DISABLED, Keys, Lookahead, Reported, STAGE_WORDS, bump,
    bump_all, string_or_name, unraw,
};

/// The words that other languages write before an action.
const KEYWORDS: &[&str] = &["action", "job", "rule", "run", "step", "task"];

/// Reports what stands in place of a `:`, and reads on where the kind follows.
pub(crate) fn missing_colon(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &mut Action,
    bound_string: bool,
) -> Result<(), Reported> {
    let name = action.name.text.clone();
    let equals = usize::from(input.is_punct(0, '='));
    let kind = input.nth_ident(equals).filter(is_known);
    let kind = kind.map(|kind| unraw(&kind));
    let doubled = input.nth_ident(0).is_some_and(|next| unraw(&next) == name);
    let prefixed = input.is_keyed() && (doubled || KEYWORDS.contains(&name.as_str()));
    let mut foreign_call = false;
    let help = if let Some(kind) = &kind {
        Some(format!("write `{name}: {kind}`"))
    } else if prefixed {
        Some(format!("leave out `{name}`"))
    } else if bound_string {
        Some(RUST.to_owned())
    } else if let Some(foreign) = foreign::action(input, &name) {
        foreign_call = true;
        Some(foreign)
    } else if input.is_parenthesis(0) && name_help(syntax, &name).is_none() {
        let inputs = input.nth(0).map(|inputs| inputs.to_string());
        let inputs = inputs.unwrap_or_default();
        Some(format!(
            "a kind stands before the inputs: `{name}: KIND{inputs}`"
        ))
    } else {
        name_help(syntax, &name)
    };
    cx.expected(input, syntax.colon).maybe_help(help);
    if foreign_call {
        foreign::skip_call(input);
        return Err(Reported);
    }
    if prefixed {
        action.name = string_or_name(cx, input, syntax.title, syntax.names, true)?;
        bump(input);
        Ok(())
    } else if kind.is_some() {
        bump_all(input, equals);
        Ok(())
    } else {
        Err(Reported)
    }
}

/// The advice on a name alone.
fn name_help(syntax: &ActionSyntax, name: &str) -> Option<String> {
    let is_kind = if syntax.rule {
        catalogue::rule(name).is_some()
    } else {
        catalogue::kind(name).is_some()
    };
    if is_kind {
        let article = syntax.article;
        return Some(format!("{article} has a name of its own: `NAME: {name}`"));
    }
    if STAGE_WORDS.contains(&name) {
        return Some(format!("write `{name} {{ … }}`"));
    }
    if name == "on_entry" && !syntax.rule {
        return Some("did you mean `before_entry`?".to_owned());
    }
    let meant = closest(name, STAGE_WORDS.iter().copied()).filter(|_| !syntax.rule);
    meant.map(|meant| format!("did you mean `{meant}`?"))
}

/// Returns whether the kind stands here with a `:` too many behind it, `Lambda: {`, and not the next
/// action.
pub(crate) fn has_colon_behind(cx: &Context, input: ParseStream) -> bool {
    let Some(kind) = input.nth_ident(0).filter(|_| input.is_keyed()) else {
        return false;
    };
    let is_other = input.is_any_ident(2) && Clause::next(nth_cursor(input.cursor(), 2)).is_none();
    !is_other && !input.is_literal(2) && (is_known(&kind) || is_in_line(cx, input))
}

/// Reports that no kind follows: the next action does, or the value of a setting.
pub(crate) fn missing(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &Action,
) -> Result<(), Reported> {
    let name = &action.name.text;
    if key_behind_block(cx, input, syntax, action) {
    } else if input.is_keyed() {
        // The next action, below one that is half-written.
        let span = cx.behind_last(input);
        cx.report(
            &UNEXPECTED,
            span,
            format!("expected {} behind `:`", syntax.kind),
        )
        .help(format!("write `{name}: KIND;`"));
    } else if let Some(help) = foreign::action_type(input, name) {
        cx.expected(input, syntax.kind).help(help);
    } else if let Some(help) = other_word(input, name) {
        cx.expected(input, syntax.kind).help(help);
    } else if input.is_literal(0) && SETTINGS.iter().map(Key::written).any(|key| key == *name) {
        cx.expected(input, syntax.kind)
            .help("settings of the pipeline stand outside of stages");
    } else {
        return Ok(());
    }
    Err(Reported)
}

/// Reports a key of the action before, which stands behind its block.
fn key_behind_block(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &Action,
) -> bool {
    let is_action = input.is_keyed() || input.nth_ident(0).is_some_and(|kind| is_known(&kind));
    let Some((before, kind)) = cx.last_action.clone().filter(|_| !is_action) else {
        return false;
    };
    let key = &action.name.text;
    if !Keys::of_action(&kind.text, syntax.rule).has(key) {
        return false;
    }
    let message = format!("expected {}, found the key `{key}`", syntax.article);
    cx.report(&UNEXPECTED, action.name.at.span, message)
        .help(format!(
            "it is a key of `{}`: put it into that action's `{{ … }}`",
            before.text
        ));
    for at in [before.at, kind.at] {
        cx.unread.incomplete.add_partial(at);
    }
    true
}

/// The advice on a word of CloudFormation's for what a stage consists of: `Actions: [ … ]`.
fn other_word(input: ParseStream, name: &str) -> Option<&'static str> {
    let value = input.is_literal(0) || input.is_group(0, proc_macro2::Delimiter::Bracket);
    value.then(|| advice(Spot::Stage, name)).flatten()
}

/// Reports the `:` behind a word that takes none: `on_failure: ROLLBACK;`.
pub(crate) fn needless_colon(cx: &mut Context, input: ParseStream, name: &str) -> bool {
    let is_kind = input.nth_ident(1).is_some_and(|kind| is_known(&kind));
    if !STAGE_WORDS.contains(&name) || is_kind || !input.is_colon(0) {
        return false;
    }
    let Some(behind) = foreign::behind_colon(input) else {
        return false;
    };
    if name == DISABLED {
        cx.expected(input, REASON).help(match input.is_string(1) {
            true => format!("leave out the `:`: `{name} {behind}`"),
            false => DISABLED_FORM.to_owned(),
        });
        return true;
    }
    cx.expected(input, "what it leads to")
        .help(format!("leave out the `:`: `{name} {behind}`"));
    true
}

/// Reports a path before a kind, `aws::S3Deploy`, and passes over it.
pub(crate) fn path(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) {
    if is_path(input.cursor()) {
        cx.expected(input, syntax.kind)
            .help("it is a single word, without a path");
    }
    // `CodeDeploy::Server` is the kind of the first word, `aws::S3Deploy` of the last.
    while is_path(input.cursor()) && !input.nth_ident(0).is_some_and(|kind| is_known(&kind)) {
        bump_all(input, 3);
    }
}

/// Passes over what follows a kind as a path.
pub(crate) fn skip_path(input: ParseStream) {
    while input.is_path(0) && input.is_any_ident(2) {
        bump_all(input, 3);
    }
}

fn is_path(cursor: Cursor) -> bool {
    cursor.is_any_ident(0) && cursor.is_path(1)
}

pub(super) fn is_known(kind: &Ident) -> bool {
    let kind = unraw(kind);
    catalogue::kind(&kind).or(catalogue::rule(&kind)).is_some()
}

//! The outputs of an action, `let [pub] OUTPUT, … =`, and its inputs, `(INPUT, …)`.

use proc_macro2::Delimiter;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::action::ActionSyntax;
use super::group::{bump, bump_until, take_group, take_punct};
use super::lookahead::Lookahead;
use super::offer::Keys;
use super::recover::{Recover, Terminator, end_entry, items};
use super::string::string_or_name;
use super::{Context, NameKind, Reported, entry};
use crate::hints;
use crate::model::{Action, Name};

/// Takes the `let` of an action, also where it is missing or misspelt: an `=` follows the
/// output then, and the action that.
pub(super) fn take_let(cx: &mut Context, input: ParseStream, syntax: &ActionSyntax) -> bool {
    if input.is_ident(0, "let") {
        bump(input);
        return true;
    }
    !syntax.rule && hints::artifacts::missing_let(cx, input, syntax)
}

/// `[pub] OUTPUT, … =`
pub(super) fn outputs(
    cx: &mut Context,
    input: ParseStream,
    action: &mut Action,
) -> Result<(), Reported> {
    const WHAT: &str = "the name of an output artifact";
    hints::artifacts::needless_mut(cx, input, WHAT);
    loop {
        if !action.outputs.is_empty() && hints::artifacts::needless_comma(cx, input, WHAT) {
            return Ok(());
        }
        let public = input.is_ident(0, "pub");
        if public {
            bump(input);
        }
        let output = string_or_name(cx, input, WHAT, NameKind::Artifact, true)?;
        if public {
            action.public.push(output.text.clone());
        }
        action.outputs.push(output);
        if take_punct(input, '=') {
            return Ok(());
        }
        if !take_punct(input, ',') {
            return hints::artifacts::missing_equals(cx, input);
        }
    }
}

/// Takes the inputs, which stand in parentheses right behind the kind.
pub(super) fn take_inputs(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &mut Action,
    behind: bool,
) {
    let brackets = input.is_group(0, Delimiter::Bracket);
    if !brackets && !input.is_parenthesis(0) {
        return;
    }
    if !brackets && hints::artifacts::holds_settings(input.cursor()) {
        hints::artifacts::settings_in_parentheses(cx, input, syntax);
        if let Some(group) = take_group(input, Delimiter::Parenthesis) {
            let keys = Keys::of_action(&action.kind.text, syntax.rule);
            action.config = entry::block(cx, &group, keys);
        }
        return;
    }
    if behind || brackets {
        hints::artifacts::misplaced_inputs(cx, input, syntax, &action.kind.text);
    }
    let delimiter = if brackets {
        Delimiter::Bracket
    } else {
        Delimiter::Parenthesis
    };
    if let Some(group) = take_group(input, delimiter) {
        let inputs = group.read(cx, items::<Input>);
        action.inputs = inputs.into_iter().map(|input| input.0).collect();
    }
}

/// An artifact that an action reads.
struct Input(Name);

impl Recover for Input {
    const TERMINATOR: Terminator = Terminator::Comma;

    fn starts(cursor: Cursor) -> bool {
        cursor.is_any_ident(0) || cursor.is_literal(0)
    }

    fn words(_: &mut Context) -> Option<NameKind> {
        Some(NameKind::Artifact)
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        const WHAT: &str = "the name of an artifact";
        hints::artifacts::reference(cx, input, WHAT);
        match string_or_name(cx, input, WHAT, NameKind::Artifact, false) {
            Ok(name) => found.push(Input(name)),
            Err(Reported) => {
                // Whatever was meant is an input.
                let at = cx.missing_at(cx.span(input));
                found.push(Input(Name::missing(at)));
                if !input.is_separator() {
                    bump(input);
                }
            }
        }
        if !Self::starts(input.cursor()) && !input.is_end() && !input.is_separator() {
            if let Some(Input(name)) = found.last() {
                cx.unread.incomplete.add_missing(name.at);
            }
            cx.expected(input, "`,`")
                .help("an input is an artifact, by the name that a `let` gives it");
            bump_until(input, |rest| rest.is_separator());
        }
        end_entry(cx, input, Self::starts);
    }
}

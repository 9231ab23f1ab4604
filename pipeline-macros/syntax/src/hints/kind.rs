//! Mistakes around the kind of an action: no `:` before it, no kind at all, a kind with a
//! path.

use pipewright_model::catalogue::{self, Key, declared::SETTINGS};
use pipewright_model::similar::closest;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::item::RUST;
use crate::model::Action;
use crate::parse::{
    ActionSyntax, Context, Lookahead, Reported, STAGE_WORDS, bump, bump_all, string_or_name, unraw,
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
    let help = if let Some(kind) = &kind {
        Some(format!("write `{name}: {kind}`"))
    } else if prefixed {
        Some(format!("leave out `{name}`"))
    } else if bound_string {
        Some(RUST.to_owned())
    } else {
        name_help(syntax, &name)
    };
    cx.expected(input, syntax.colon).maybe_help(help);
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
    let meant = closest(name, STAGE_WORDS.iter().copied()).filter(|_| !syntax.rule);
    meant.map(|meant| format!("did you mean `{meant}`?"))
}

/// Reports that no kind follows: the next action does, or the value of a setting.
pub(crate) fn missing(
    cx: &mut Context,
    input: ParseStream,
    syntax: &ActionSyntax,
    action: &Action,
) -> Result<(), Reported> {
    let name = &action.name.text;
    if input.is_keyed() {
        // The next action, below one that is half-written.
        cx.expected(input, syntax.kind);
    } else if input.is_literal(0) && SETTINGS.iter().map(Key::written).any(|key| key == *name) {
        cx.expected(input, syntax.kind)
            .help("settings of the pipeline stand outside of stages");
    } else {
        return Ok(());
    }
    Err(Reported)
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

fn is_known(kind: &Ident) -> bool {
    let kind = unraw(kind);
    catalogue::kind(&kind).or(catalogue::rule(&kind)).is_some()
}

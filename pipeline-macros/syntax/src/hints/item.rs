//! Misspelled declarations, and actions and Rust code in the place of one.

use pipewright_model::catalogue::{self, Key, declared::SETTINGS, snake_case};
use pipewright_model::codes::UNKNOWN_DECLARATION;
use pipewright_model::foreign::{Spot, advice};
use pipewright_model::rules::words::choice;
use pipewright_model::similar::closest;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::branches;
use crate::parse::{
    Context, DECLARATIONS, Item, Lookahead, Reported, Terminator, Token, bump, is_keyword, skip_to,
    starts_named, unraw,
};

/// The advice on Rust code that stands in a pipeline.
pub(super) const RUST: &str =
    "Rust code stands outside of `pipeline!`; a value of it is used in parentheses: `(NAME)`";

const ACTIONS: &str = "actions stand inside of a stage, `stage NAME { … }`";

/// Returns whether `stages` stands here, or the like.
pub(crate) fn is_plural(cursor: Cursor) -> bool {
    cursor
        .nth_ident(0)
        .is_some_and(|first| singular(&unraw(&first)).is_some())
}

/// Returns whether a word of CloudFormation's for a declaration stands here as a key.
pub(crate) fn is_foreign(cursor: Cursor) -> bool {
    cursor.nth_ident(0).is_some_and(|first| {
        let first = unraw(&first);
        let is_setting = SETTINGS
            .iter()
            .any(|key| key.is_written(&snake_case(&first)));
        !is_setting && advice(Spot::Pipeline, &first).is_some()
    })
}

/// The declaration of which a word is the plural.
fn singular(word: &str) -> Option<&str> {
    word.strip_suffix('s')
        .filter(|one| DECLARATIONS.contains(one) && !DECLARATIONS.contains(&word))
}

/// Returns whether an action stands here, where only a setting can.
pub(crate) fn is_action(cursor: Cursor) -> bool {
    let kind = cursor.nth_ident(2).map(|kind| unraw(&kind));
    kind.is_some_and(|kind| catalogue::kind(&kind).is_some())
        && matches!(cursor.nth(3), Some(Token::Group(..)))
}

/// Reports and passes over an action outside of a stage.
pub(crate) fn misplaced_action(cx: &mut Context, input: ParseStream) -> Option<Item> {
    cx.expected(input, "a declaration or a setting")
        .help(ACTIONS);
    bump(input);
    skip_to(input, Terminator::Semicolon, starts_named);
    None
}

/// Reports and passes over the `:` of `account: NAME`. The `:` of `parameter: String` is in its
/// place, and it is the name that is not there.
pub(crate) fn colon(cx: &mut Context, input: ParseStream, declaration: &str) {
    let has_type = matches!(declaration, "parameter" | "resource");
    let in_place = has_type && !(input.is_any_ident(1) && input.is_colon(2));
    if input.is_colon(0) && !in_place {
        let (what, example) = match declaration {
            "roles" => ("`{ … }`", "{ … }"),
            _ => ("a name", "NAME"),
        };
        cx.expected(input, what)
            .help(format!("leave it out: `{declaration} {example}`"));
        bump(input);
    }
}

/// Reports a first word that is none, and gives the one that was probably meant, if what
/// follows fits it.
pub(crate) fn misspelled(
    cx: &mut Context,
    input: ParseStream,
    first: &Ident,
    word: &str,
) -> Option<&'static str> {
    let meant = closest(word, DECLARATIONS.iter().copied());
    let plural = singular(word);
    let is_else_if = branches::is_else_if(word) && input.is_parenthesis(0);
    let help = misspelled_help(input.cursor(), first, word, meant);
    let message = format!("there is no declaration `{word}`");
    cx.report(&UNKNOWN_DECLARATION, first.span(), message)
        .help(help);
    let fits = plural.is_none() && input.is_any_ident(0) || input.is_literal(0);
    if fits && meant.is_some() {
        return meant;
    }
    // It could have been a stage, or have declared anything.
    cx.lose_items();
    if word == "else" || is_else_if {
        branches::skip_branch(input);
        branches::skip_else(input);
    } else {
        skip_to(input, Terminator::Semicolon, starts_named);
    }
    None
}

fn misspelled_help(behind: Cursor, first: &Ident, word: &str, meant: Option<&str>) -> String {
    // `let NAME = ACTION: KIND`
    let bound_action = word == "let" && behind.is_colon(3);
    if bound_action || word == "parallel" {
        return ACTIONS.to_owned();
    }
    if is_keyword(first) && word != "let" && starts_named(behind) {
        return format!("leave out `{word}`");
    }
    if let Some(name) = behind
        .nth_ident(0)
        .filter(|_| word == "let" && behind.is_punct(1, '='))
    {
        return give_a_name(&unraw(&name));
    }
    if word == "else" {
        return branches::ELSE.to_owned();
    }
    if is_keyword(first) {
        return RUST.to_owned();
    }
    let called = behind
        .is_punct(0, '.')
        .then(|| behind.nth_ident(1))
        .flatten();
    let called = called.and_then(|method| advice(Spot::Pipeline, &unraw(&method)));
    if let Some(ours) =
        called.or_else(|| advice(Spot::Pipeline, word).filter(|_| !behind.is_punct(0, '=')))
    {
        return ours.to_owned();
    }
    if let Some(one) = singular(word) {
        return format!("each one is declared by itself: `{one} NAME …`");
    }
    if let Some(meant) = meant {
        return format!("did you mean `{meant}`?");
    }
    let settings: Vec<String> = SETTINGS.iter().map(Key::written).collect();
    if let Some(setting) = closest(word, settings.iter().map(String::as_str)) {
        return format!("did you mean the setting `{setting}: …;`?");
    }
    if behind.is_punct(0, '=') {
        return give_a_name(word);
    }
    format!("a declaration begins with {}", choice(DECLARATIONS))
}

fn give_a_name(name: &str) -> String {
    format!("`value {name} = …;` gives a value a name")
}

/// Reports that no `=` stands before `import`.
pub(crate) fn missing_equals(cx: &mut Context, input: ParseStream) -> bool {
    let there = input.is_ident(0, "import");
    if there {
        cx.expected(input, "`=` before `import`")
            .help("write `= import …`");
    }
    there
}

/// Reports what stands in place of `import`, and passes over it where that is clear.
pub(crate) fn missing_import(cx: &mut Context, input: ParseStream) -> Result<(), Reported> {
    let literal = input.is_literal(0);
    let block = input.is_brace(0);
    let found = input.nth(0).map(|token| token.to_string());
    let found = found.unwrap_or_default();
    // `imprt`, `imported`
    let meant = found.starts_with("import") || closest(&found, ["import"]).is_some();
    let finding = cx.expected(input, "`import`");
    if literal {
        finding.help(format!("write `= import {found}`"));
        Ok(())
    } else if block {
        finding.help("write `= import { … }`, or leave out the `=` if the pipeline makes it");
        // What is in the block says which of both it is.
        Err(Reported)
    } else if meant {
        finding.help("did you mean `import`?");
        bump(input);
        Ok(())
    } else {
        Err(Reported)
    }
}

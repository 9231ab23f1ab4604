//! Misspelled declarations, and actions and Rust code in the place of one.

use pipewright_model::catalogue::{self, Key, Needed, declared::SETTINGS, snake_case};
use pipewright_model::codes::UNKNOWN_DECLARATION;
use pipewright_model::foreign::{Spot, advice};
use pipewright_model::rules::words::choice;
use pipewright_model::similar::closest;
use proc_macro2::{Delimiter, Ident};
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::branches;
use super::clause::is_in_line;
use super::foreign::text_of;
use crate::parse::{
    Context, DECLARATIONS, Item, Keys, Lookahead, Reported, Terminator, Token, bump, bump_all,
    bump_until, ends_clause, is_keyword, next, skip_to, starts_named, tokens, unraw,
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
    cx.unread.outside = true;
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
    let in_line = is_in_line(cx, input);
    let is_else_if = branches::is_else_if(word) && input.is_parenthesis(0);
    let help = misspelled_help(input.cursor(), first, word, meant, in_line);
    let message = format!("there is no declaration `{word}`");
    cx.report(&UNKNOWN_DECLARATION, first.span(), message)
        .help(help);
    let fits = plural.is_none() && input.is_any_ident(0) || input.is_literal(0);
    if fits && meant.is_some() && swapped(input.cursor(), word, meant).is_none() {
        return meant;
    }
    // It could have been a stage, or have declared anything.
    cx.lose_items();
    cx.unread.outside |= is_bound_action(word, input.cursor());
    skip_head(input, word);
    if word == "else" || is_else_if {
        branches::skip_branch(input);
        branches::skip_else(input);
    } else {
        skip_to(input, Terminator::Semicolon, starts_named);
    }
    None
}

/// Passes over `role NAME` behind another `import`, and over `NAME = account`, so that the
/// declaration there is not met again.
fn skip_head(input: ParseStream, word: &str) {
    if word == "import" && starts_named(input.cursor()) {
        bump_all(input, 2);
    } else if bound(word, input.cursor()).is_some() {
        bump_until(input, |rest| rest.is_punct(0, '='));
        bump_all(input, 2);
    }
}

/// `let NAME = ACTION: KIND`
fn is_bound_action(word: &str, behind: Cursor) -> bool {
    word == "let" && behind.is_colon(3)
}

/// The declaration behind its name, `Source stage {`. A word that is close to one may be misspelled.
fn swapped(behind: Cursor, word: &str, meant: Option<&str>) -> Option<String> {
    let misspelled = meant.is_some() && !word.starts_with(char::is_uppercase);
    let declared = unraw(&behind.nth_ident(0)?);
    let ends = next(behind).is_some_and(|(_, rest)| ends_clause(rest));
    (!misspelled && ends && DECLARATIONS.contains(&declared.as_str())).then_some(declared)
}

/// The name and the declaration of `let NAME = account "ID"` and `NAME = role { … }`.
fn bound(word: &str, behind: Cursor) -> Option<(String, String)> {
    let (name, equals) = if behind.is_punct(0, '=') {
        (word.to_owned(), 0_usize)
    } else {
        (unraw(&behind.nth_ident(0)?), 1)
    };
    let declared = unraw(&behind.nth_ident(equals.saturating_add(1))?);
    let follows = matches!(
        behind.nth(equals.saturating_add(2)),
        Some(Token::Literal(_) | Token::Group(Delimiter::Brace, ..) | Token::Ident(_))
    );
    let is_declared = behind.is_punct(equals, '=') && DECLARATIONS.contains(&declared.as_str());
    (is_declared && follows).then_some((name, declared))
}

fn misspelled_help(
    behind: Cursor,
    first: &Ident,
    word: &str,
    meant: Option<&str>,
    in_line: bool,
) -> String {
    if is_bound_action(word, behind) || word == "parallel" {
        return ACTIONS.to_owned();
    }
    if in_line && starts_named(behind) {
        let declared = behind.nth_ident(0).map(|declared| unraw(&declared));
        return match (word, declared) {
            ("import", Some(declared)) => {
                format!("`import` stands behind the name: `{declared} NAME … = import …`")
            }
            _ => format!("leave out `{word}`"),
        };
    }
    if let Some(declared) = swapped(behind, word, meant) {
        return format!("the name stands behind `{declared}`: `{declared} {word} …`");
    }
    if let Some((name, declared)) = bound(word, behind) {
        let mut behind = tokens(behind).skip_while(|token| token.to_string() != declared);
        let id = behind.nth(1).filter(|id| matches!(id, Token::Literal(_)));
        if let Some(id) = id.filter(|_| declared == "account" || declared == "home") {
            return format!("write `{declared} {name} = {id}`");
        }
        return format!("the name stands behind `{declared}`: `{declared} {name} …`");
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
pub(crate) fn missing_import(
    cx: &mut Context,
    input: ParseStream,
    keys: Keys,
) -> Result<(), Reported> {
    let literal = input.is_literal(0);
    let block = input.is_brace(0);
    let found = input.nth(0).map(|token| token.to_string());
    let found = found.unwrap_or_default();
    // `imprt`, `imported`
    let meant = found.starts_with("import") || closest(&found, ["import"]).is_some();
    let form = import_form(input, keys);
    let finding = cx.expected(input, "`import`");
    if literal {
        finding.help(format!("write `= import {form}`"));
        needs_no_block(keys)
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

/// Reports a text where `= import` should stand before it, `role NAME in ACCOUNT "ARN";`.
pub(crate) fn bare_import(cx: &mut Context, input: ParseStream, keys: Keys) -> bool {
    let there = input.is_string(0);
    if there {
        let form = import_form(input, keys);
        cx.expected(input, "`{ … }`, `= import` or `;`")
            .help(format!("write `= import {form}`"));
    }
    there
}

/// What is imported, as it is written behind `import`, with the text that stands here.
pub(crate) fn import_form(input: ParseStream, keys: Keys) -> String {
    let text = input.nth(0).filter(|_| input.is_string(0));
    let text = text.map(|text| text.to_string());
    let needed: Vec<String> = all(keys)
        .filter(|key| matches!(key.needed, Needed::Always))
        .map(Key::written)
        .collect();
    if all(keys).next().is_none() {
        return text.unwrap_or_else(|| "\"ARN\"".to_owned());
    }
    let mut first = text.filter(|text| !text.starts_with("\"arn:"));
    let entries: Vec<String> = needed
        .iter()
        .map(|key| format!("{key}: {}", first.take().unwrap_or_else(|| "…".to_owned())))
        .collect();
    format!("{{ {} }}", entries.join(", "))
}

/// What is imported stands in a block if it has keys, and a text in its place says too little.
pub(crate) fn needs_no_block(keys: Keys) -> Result<(), Reported> {
    match all(keys).next() {
        Some(_) => Err(Reported),
        None => Ok(()),
    }
}

fn all(keys: Keys) -> impl Iterator<Item = &'static Key> {
    keys.lists.into_iter().flatten()
}

/// Reports the ARN of a role in braces: `= import { arn: "…" }`.
pub(crate) fn arn_in_braces(
    cx: &mut Context,
    input: ParseStream,
    what: &str,
) -> Result<(), Reported> {
    let Some(Token::Group(Delimiter::Brace, _, inside)) = input.nth(0) else {
        return Ok(());
    };
    let arn = text_of(inside, &["arn", "role_arn", "roleArn", "Arn", "RoleArn"]);
    let arn = arn.unwrap_or_else(|| "ARN".to_owned());
    cx.expected(input, what)
        .help(format!("write `= import \"{arn}\"`"));
    Err(Reported)
}

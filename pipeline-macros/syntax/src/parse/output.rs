//! `output NAME = VALUE { description: …, export_name: … }`, and the names of things.

use pipewright_model::catalogue::declared;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::group::{take_braces, take_punct};
use super::item::{Item, starts_named};
use super::lookahead::Lookahead;
use super::offer::Keys;
use super::recover::{end, skip};
use super::string::string_or_name;
use super::value::value;
use super::{Context, NameKind, Reported, entry};
use crate::model::{Data, Name, Output, OutputValue, Reference, Value};

/// An output, behind the word `output`.
pub(super) fn output(cx: &mut Context, input: ParseStream) -> Option<Output> {
    let Ok(name) = string_or_name(cx, input, "the output's name", NameKind::Output, true) else {
        skip::<Item>(input);
        return None;
    };
    let before = cx.error_count();
    if !take_punct(input, '=') {
        cx.expected(input, "`=` and the output's value")
            .help(format!("write `output {} = pipeline.arn;`", name.text));
        if !take_punct(input, ':') {
            skip::<Item>(input);
            return None;
        }
    }
    let value = if starts_next(input.cursor()) {
        cx.expected(input, "the output's value")
            .help(format!("write `output {} = pipeline.arn;`", name.text));
        return None;
    } else if input.is_brace(0) && !input.is_punct(1, ';') {
        // The settings stand there, and no value before them.
        let at = cx.span(input);
        cx.expected(input, "the output's value").help(format!(
            "write `output {} = pipeline.arn {{ … }}`",
            name.text
        ));
        OutputValue::Text(Value {
            data: Data::Missing,
            at: cx.missing_at(at),
        })
    } else if names_a_thing(input.cursor()) {
        match reference(cx, input) {
            Ok(reference) => OutputValue::Of(reference),
            Err(Reported) => {
                skip::<Item>(input);
                return None;
            }
        }
    } else {
        OutputValue::Text(value(cx, input))
    };
    let mut output = Output {
        name,
        value,
        settings: Vec::new(),
    };
    let block = take_braces(input);
    if let Some(block) = &block {
        output.settings = entry::block(cx, block, Keys::new("output", declared::OUTPUT));
    }
    if is_missing(&output.value) && block.is_none() {
        skip::<Item>(input);
    } else {
        end::<Item>(cx, input, block.is_some());
    }
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(output.name.at);
    }
    Some(output)
}

fn is_missing(value: &OutputValue) -> bool {
    matches!(
        value,
        OutputValue::Text(Value {
            data: Data::Missing,
            ..
        })
    )
}

/// Returns whether the name of a thing stands here, and no text.
fn names_a_thing(cursor: Cursor) -> bool {
    let constant = ["true", "false"]
        .iter()
        .any(|word| cursor.is_ident(0, word));
    let looked_up = cursor.is_literal(1) || cursor.is_parenthesis(1);
    let word = cursor.is_any_ident(0) && !constant && !looked_up;
    word || cursor.is_literal(0) && cursor.is_punct(1, '.')
}

/// Returns whether the next declaration stands here already: a half-typed line ends before it. A
/// thing may have the name of a word of the language, and then no name stands behind it.
fn starts_next(cursor: Cursor) -> bool {
    starts_named(cursor)
}

/// `NAME.NAME…`
pub(super) fn reference(cx: &mut Context, input: ParseStream) -> Result<Reference, Reported> {
    let what = "the name of something that is made, such as `pipeline`";
    let first = string_or_name(cx, input, what, NameKind::Value, false)?;
    let mut rest = Vec::new();
    while take_punct(input, '.') {
        if starts_next(input.cursor()) {
            cx.expected(input, "a part or an attribute of it");
            return Err(Reported);
        }
        rest.push(part(cx, input)?);
    }
    Ok(Reference { first, rest })
}

/// A name behind a dot: of an action, a part or an attribute.
fn part(cx: &mut Context, input: ParseStream) -> Result<Name, Reported> {
    string_or_name(
        cx,
        input,
        "a part or an attribute of it",
        NameKind::Value,
        false,
    )
}

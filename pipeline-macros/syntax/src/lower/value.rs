//! Entries, values and texts.

use std::path::PathBuf;

use pipewright_model::model::{self, Data, ExpressionId, Text, TextExpr};
use proc_macro2::TokenStream;

use super::name;
use crate::place::At;
use crate::tree::{Entry, Phrase, Value, ValueKind};

pub(super) fn entries(entries: Vec<Entry>, later: &mut Vec<TokenStream>) -> Vec<model::Entry<At>> {
    entries
        .into_iter()
        .map(|found| entry(found, later))
        .collect()
}

pub(super) fn entry(entry: Entry, later: &mut Vec<TokenStream>) -> model::Entry<At> {
    model::Entry {
        key: name(entry.key),
        value: value(entry.value, later),
    }
}

pub(super) fn phrase(phrase: Phrase, later: &mut Vec<TokenStream>) -> TextExpr<At> {
    match phrase {
        Phrase::Text(word) => TextExpr {
            text: Text::Known(word.text),
            at: word.at,
        },
        Phrase::Rust(tokens, span) => TextExpr {
            text: Text::Deferred(number(tokens, later)),
            at: At::written(span),
        },
        Phrase::Missing(span) => TextExpr {
            text: Text::Missing,
            at: At::missing(span),
        },
    }
}

fn value(value: Value, later: &mut Vec<TokenStream>) -> model::Value<At> {
    let mut at = value.at;
    let data = match value.kind {
        ValueKind::Text(text) => Data::String(text),
        ValueKind::Number(number) => Data::Number(number),
        ValueKind::Bool(truth) => Data::Bool(truth),
        ValueKind::List(items) => Data::List(
            items
                .into_iter()
                .map(|item| self::value(item, later))
                .collect(),
        ),
        ValueKind::Map(found) => Data::Map(entries(found, later)),
        ValueKind::Word(word) => Data::Word(word),
        ValueKind::File(artifact, path) => Data::File {
            artifact: name(artifact),
            path: phrase(path, later),
        },
        ValueKind::Variable(namespace, variable) => Data::Variable {
            namespace: name(namespace),
            name: name(variable),
        },
        ValueKind::Include(path) => Data::Include {
            content: read(&path),
            path,
        },
        ValueKind::Rust(tokens) => Data::Deferred(number(tokens, later)),
        ValueKind::Missing => {
            at.written = false;
            Data::Missing
        }
    };
    model::Value { data, at }
}

/// Keeps an expression, and gives its number.
fn number(tokens: TokenStream, later: &mut Vec<TokenStream>) -> ExpressionId {
    later.push(tokens);
    ExpressionId(later.len().saturating_sub(1))
}

/// The text of a file of the crate that is being compiled.
fn read(path: &str) -> Result<String, String> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    std::fs::read_to_string(root.join(path)).map_err(|error| error.to_string())
}

//! Values: what stands behind a key.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use pipewright_model::catalogue::limits;
use pipewright_model::codes::{LITERAL, TOO_DEEP};
use pipewright_model::model::{Text, Unreadable};
use proc_macro2::{Delimiter, Ident, Span};
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::entry::entries;
use super::group::{Group, bump, take_group, take_punct};
use super::literal::{Literal, read_literal};
use super::lookahead::{Lookahead, Token};
use super::name::{is_keyword, unraw};
use super::recover::{Recover, Terminator, end_entry, items, skip_to};
use super::string::{expression, missing_string, string, string_or_name};
use super::{Context, NameKind, Reported, deploy_time, named, repetition};
use crate::hints;
use crate::model::{Data, Entry, Name, TextExpr, Value};

/// The depth of the deepest list or map.
const DEPTH: usize = 32;

impl Recover for Value {
    const TERMINATOR: Terminator = Terminator::Comma;

    fn starts(cursor: Cursor) -> bool {
        starts_value(cursor)
    }

    fn words(cx: &mut Context) -> Option<NameKind> {
        Some(cx.value_name_kind())
    }

    fn recover(cx: &mut Context, input: ParseStream, found: &mut Vec<Self>) {
        if named::starts_spread(input.cursor()) {
            named::items(cx, input, found);
            return end_entry(cx, input, Self::starts);
        }
        let value = value(cx, input);
        if matches!(value.data, Data::Missing) {
            skip_to(input, Self::TERMINATOR, |_| false);
        } else {
            end_entry(cx, input, Self::starts);
        }
        found.push(value);
    }
}

pub(super) fn starts_value(cursor: Cursor) -> bool {
    matches!(
        cursor.nth(0),
        Some(Token::Group(..) | Token::Literal(_) | Token::Ident(_))
    )
}

/// A value that is not there; reported already.
pub(super) fn missing_value(cx: &mut Context, input: ParseStream) -> Value {
    Value {
        data: Data::Missing,
        at: cx.missing_at(cx.behind_last(input)),
    }
}

/// The value that is a string.
pub(super) fn of_text(found: TextExpr) -> Value {
    let data = match found.text {
        Text::Known(text) => Data::String(text),
        Text::Deferred(id) => Data::Deferred(id),
        Text::Failed(error) => Data::Failed(error),
        Text::Missing => Data::Missing,
    };
    Value { data, at: found.at }
}

/// Whatever can stand behind a key.
pub(crate) fn value(cx: &mut Context, input: ParseStream) -> Value {
    let span = cx.span(input);
    if !is_bare_word(cx, input.cursor()) {
        let name_kind = cx.value_name_kind();
        cx.mark_insertion_point(input, name_kind);
    }
    let file = is_file_in_quotes(input.cursor()) || hints::bare::is_hyphenated_file(input.cursor());
    let file = file || is_thing(input.cursor());
    if !file && hints::bare::expression(cx, input, "a value") {
        return Value {
            data: Data::Missing,
            at: cx.missing_at(span),
        };
    }
    if let Some(value) = repetition::value(cx, input) {
        return value;
    }
    let span = included(input.cursor())
        .or_else(|| deploy_time::name_span(input.cursor()))
        .unwrap_or(span);
    let data = match input.nth(0) {
        Some(_) if file && !is_thing(input.cursor()) => {
            file_or_variable(cx, input, NameKind::Artifact)
        }
        Some(Token::Literal(literal)) => {
            bump(input);
            literal_value(cx, &literal)
        }
        Some(Token::Punct(_)) if input.is_punct(0, '-') && input.is_literal(1) => {
            bump(input);
            negative(cx, input)
        }
        Some(Token::Ident(ident)) if !input.is_keyed() => word(cx, input, &ident),
        Some(Token::Group(delimiter, ..)) => match take_group(input, delimiter) {
            Some(group) => {
                let before = cx.error_count();
                let data = group_value(cx, &group);
                if cx.error_count() != before {
                    let at = cx.at(span);
                    cx.unread.incomplete.add_partial(at);
                }
                data
            }
            None => Data::Missing,
        },
        _ => {
            cx.expected(input, "a value");
            return missing_value(cx, input);
        }
    };
    let at = match data {
        Data::Missing => cx.missing_at(span),
        Data::Word(_) if cx.named.lost => cx.missing_at(span),
        _ => cx.at(span),
    };
    Value { data, at }
}

/// Returns whether a word stands here that is all of a value, and no variable.
fn is_bare_word(cx: &Context, cursor: Cursor) -> bool {
    let is_variable =
        |word: &str| cx.scope.variable(word).is_some() || cx.named.find(word).is_some();
    let ends = cursor.nth(1).is_none()
        || cursor.is_punct(1, ',')
        || cursor.is_punct(1, ';')
        || cursor.is_any_ident(1)
        || cursor.is_brace(1)
        || cursor.is_literal(1) && included(cursor).is_none() && !deploy_time::stands_here(cursor);
    let word = cursor.nth_ident(0).filter(|ident| !is_keyword(ident));
    ends && word.is_some_and(|ident| !is_variable(&unraw(&ident)))
}

/// Returns whether something that is made is named here, `Deploy.Prepare.role`, or a nested
/// attribute, `database.Endpoint.Address`: unlike a field of Rust's, the second name begins with a
/// capital letter.
fn is_thing(cursor: Cursor) -> bool {
    let capital = |ident: Ident| unraw(&ident).starts_with(|c: char| c.is_ascii_uppercase());
    cursor.is_punct(1, '.')
        && cursor.nth_ident(0).is_some_and(|ident| !is_keyword(&ident))
        && cursor.nth_ident(2).is_some_and(capital)
        && cursor.is_punct(3, '.')
        && cursor.is_any_ident(4)
        && !cursor.is_parenthesis(5)
        && !cursor.is_parenthesis(7)
}

fn literal_value(cx: &mut Context, literal: &proc_macro2::Literal) -> Data {
    match read_literal(literal) {
        Literal::String(string) => {
            repetition::filled(cx, string, literal.span()).map_or(Data::Missing, Data::String)
        }
        Literal::Number(number) => Data::Number(number),
        Literal::Other(what) => {
            hints::literal::not_a_value(cx, literal, what);
            Data::Missing
        }
    }
}

fn negative(cx: &mut Context, input: ParseStream) -> Data {
    let Some(Token::Literal(literal)) = input.nth(0) else {
        return Data::Missing;
    };
    bump(input);
    match literal_value(cx, &literal) {
        Data::Number(number) => Data::Number(number.saturating_neg()),
        Data::Missing => Data::Missing,
        _ => {
            let message = "only a number can stand behind `-`";
            cx.report(&LITERAL, literal.span(), message);
            Data::Missing
        }
    }
}

/// A value that begins with a word.
fn word(cx: &mut Context, input: ParseStream, ident: &Ident) -> Data {
    let first = unraw(ident);
    if first == "true" || first == "false" {
        bump(input);
        return Data::Bool(first == "true");
    }
    if included(input.cursor()).is_some() {
        bump(input);
        return include(cx, input);
    }
    if deploy_time::stands_here(input.cursor()) {
        return deploy_time::looked_up(cx, input);
    }
    if hints::entry::misspelled_include(cx, input, &first)
        || hints::entry::nothing(cx, input, &first)
    {
        return Data::Missing;
    }
    let name_kind = if input.is_punct(1, '/') {
        NameKind::Artifact
    } else if input.is_punct(1, '.') && first != "variables" {
        NameKind::Action
    } else {
        cx.value_name_kind()
    };
    file_or_variable(cx, input, name_kind)
}

/// A name, and the file in it or the variable of it if one follows.
fn file_or_variable(cx: &mut Context, input: ParseStream, name_kind: NameKind) -> Data {
    let Ok(first) = string_or_name(cx, input, "a value", name_kind, false) else {
        bump(input);
        return Data::Missing;
    };
    if hints::entry::path_to_action(cx, input, &first.text) {
        return variable(cx, input, first);
    }
    if take_punct(input, '/') {
        let path = string(cx, input, "a path in the artifact, `\"template.yml\"`");
        let path = path.unwrap_or_else(|Reported| {
            if !input.is_separator() {
                bump(input);
            }
            let span = cx.behind_last(input);
            missing_string(cx, span)
        });
        return Data::File {
            artifact: first,
            path,
        };
    }
    if take_punct(input, '.') {
        return variable(cx, input, first);
    }
    Data::Word(first.text)
}

/// The name behind `ACTION.` or `variables.`
fn variable(cx: &mut Context, input: ParseStream, namespace: Name) -> Data {
    if let Some(name_kind) = cx.part_name_kind(&namespace.text) {
        cx.mark_next(input, name_kind);
    }
    let Some(ident) = input.nth_ident(0) else {
        cx.expected(input, "the name of a variable");
        return Data::Missing;
    };
    bump(input);
    let name = Name {
        text: unraw(&ident),
        at: cx.fixed_at(ident.span()),
    };
    let mut name = name;
    if namespace.text != "variables" {
        // A nested attribute of a resource: `table.Endpoint.Address`.
        while input.is_punct(0, '.') && input.is_any_ident(1) {
            bump(input);
            if let Some(part) = input.nth_ident(0) {
                name.text.push('.');
                name.text.push_str(&unraw(&part));
            }
            bump(input);
        }
    }
    Data::Variable { namespace, name }
}

/// The place of the path, if a file's content is included here.
fn included(cursor: Cursor) -> Option<Span> {
    match cursor.nth(1) {
        Some(Token::Literal(path)) if cursor.is_ident(0, "include") => Some(path.span()),
        _ => None,
    }
}

/// Returns whether a file of an artifact stands here whose name is a string.
fn is_file_in_quotes(cursor: Cursor) -> bool {
    cursor.is_punct(1, '/')
        && matches!(cursor.nth(0), Some(Token::Literal(literal))
            if matches!(read_literal(&literal), Literal::String(_)))
}

/// The file behind `include`.
fn include(cx: &mut Context, input: ParseStream) -> Data {
    match string(cx, input, "a file, `\"buildspec.yml\"`").map(|path| path.text) {
        Ok(Text::Known(path)) => Data::Include {
            content: read_file(&cx.root, &path),
            path,
        },
        _ => Data::Missing,
    }
}

/// The content of a file below this folder. Of a file that is larger than any template, no more
/// than that is read.
fn read_file(root: &Path, path: &str) -> Result<String, Unreadable> {
    let most = u64::try_from(limits::TEMPLATE_MAX).unwrap_or(u64::MAX);
    let read = || {
        let path = root.join(path);
        // Opening a pipe would wait for whoever writes to it.
        if !path.metadata()?.is_file() {
            return Err(io::Error::other("it is not a file"));
        }
        let mut bytes = Vec::new();
        let file = File::open(path)?;
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let failed = |error: io::Error| Unreadable::Failed(error.to_string());
    let bytes = read().map_err(failed)?;
    if bytes.len() > limits::TEMPLATE_MAX {
        return Err(Unreadable::TooLarge);
    }
    let no_text = |_| Unreadable::Failed("it is not UTF-8 text".to_owned());
    String::from_utf8(bytes).map_err(no_text)
}

/// A Rust expression, a list or a map.
fn group_value(cx: &mut Context, group: &Group) -> Data {
    if group.delimiter == Delimiter::Parenthesis {
        return expression(cx, group).map_or(Data::Missing, Data::Deferred);
    }
    if cx.depth >= DEPTH {
        let message = format!("this value is nested more than {DEPTH} deep");
        cx.report(&TOO_DEEP, group.span.open(), message)
            .help("make it with a Rust expression in parentheses, `(…)`");
        return Data::Missing;
    }
    cx.depth = cx.depth.saturating_add(1);
    let data = if group.delimiter == Delimiter::Brace {
        cx.read_map(group, |cx, input| Data::Map(entries(cx, input)))
    } else {
        group.read(cx, |cx, input| {
            if input.is_keyed() {
                hints::entry::map_in_brackets(cx, input);
                items::<Entry>(cx, input);
                Data::Missing
            } else {
                Data::List(items(cx, input))
            }
        })
    };
    cx.depth = cx.depth.saturating_sub(1);
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_that_no_template_holds_little_is_read() {
        let folder =
            std::env::temp_dir().join(format!("pipewright-include-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).expect("a file");
            read_file(&folder, name)
        };
        let most = "a".repeat(limits::TEMPLATE_MAX);
        assert_eq!(file("most", most.as_bytes()), Ok(most.clone()));
        assert_eq!(
            file("more", format!("{most}a").as_bytes()),
            Err(Unreadable::TooLarge)
        );
        let failed = |why: &str| Err(Unreadable::Failed(why.to_owned()));
        assert_eq!(file("bytes", b"\xff"), failed("it is not UTF-8 text"));
        // A folder, and what has no end.
        for path in [env!("CARGO_MANIFEST_DIR"), "/dev/zero"] {
            if Path::new(path).exists() {
                assert_eq!(read_file(Path::new(""), path), failed("it is not a file"));
            }
        }
        std::fs::remove_dir_all(folder).expect("it is gone");
    }
}

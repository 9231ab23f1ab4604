//! The common part of stores, roles, projects and action types:
//! `NAME clauses { … }` and `NAME clauses = import …;`

use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::clause::{Clause, Clauses, clauses};
use super::group::{bump, bump_until, take_braces, take_punct};
use super::item::Item;
use super::lookahead::Lookahead;
use super::name::name;
use super::offer::Keys;
use super::recover::{Recover, end, skip};
use super::{Context, NameKind, Reported, entry};
use crate::hints;
use crate::model::{Entry, Name, Origin};

/// A declared thing.
pub(super) struct Declared<I> {
    pub(super) name: Name,
    pub(super) clauses: Clauses,
    pub(super) origin: Origin<I>,
}

/// The differences between them.
pub(super) struct DeclarationSyntax<I> {
    pub(super) name: &'static str,
    pub(super) article: &'static str,
    pub(super) name_kind: NameKind,
    pub(super) clauses: &'static [Clause],
    /// The keys of its block.
    pub(super) keys: Keys,
    /// The keys of an import.
    pub(super) imported: Keys,
    /// Reads what is imported.
    pub(super) import: fn(&mut Context, ParseStream, Keys) -> Result<I, Reported>,
    /// An import of which the rest could not be read.
    pub(super) unread: fn(&mut Context, &Name) -> Origin<I>,
}

/// A declared thing, behind its first word.
pub(super) fn declared<I>(
    cx: &mut Context,
    input: ParseStream,
    syntax: &DeclarationSyntax<I>,
) -> Option<Declared<I>> {
    let Ok(name) = name(cx, input, syntax.name, syntax.name_kind, true) else {
        skip::<Item>(input);
        return None;
    };
    let before = cx.error_count();
    let (clauses, clean) = clauses::<Item>(cx, input, syntax.article, syntax.clauses);
    if !clean {
        cx.unread.incomplete.add_missing(name.at);
    }
    let mut origin = Origin::Managed(Vec::new());
    // What follows a clause that could not be read is passed over with it.
    let mut optional = !clean;
    if !clean {
        bump_until(input, |rest| {
            rest.is_punct(0, ';') || rest.is_brace(0) || is_import(rest) || Item::starts(rest)
        });
    }
    let imported = !clean && input.is_ident(0, "import");
    if clean {
        hints::block::needless_colon(cx, input, "`{ … }`, `= import` or `;`");
    }
    let bare = clean && hints::item::bare_import(cx, input, syntax.imported);
    if bare || imported || hints::item::missing_equals(cx, input) || take_punct(input, '=') {
        let Ok(imported) = import(cx, input, syntax, bare) else {
            cx.unread.incomplete.add_missing(name.at);
            skip::<Item>(input);
            let origin = (syntax.unread)(cx, &name);
            return Some(Declared {
                name,
                clauses,
                origin,
            });
        };
        origin = Origin::Imported(imported);
        optional = false;
    } else if let Some(block) = take_braces(input) {
        origin = Origin::Managed(entry::block(cx, &block, syntax.keys));
        optional = true;
    }
    end::<Item>(cx, input, optional);
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(name.at);
    }
    Some(Declared {
        name,
        clauses,
        origin,
    })
}

fn is_import(cursor: Cursor) -> bool {
    cursor.is_ident(0, "import") || cursor.is_punct(0, '=') && cursor.is_ident(1, "import")
}

fn import<I>(
    cx: &mut Context,
    input: ParseStream,
    syntax: &DeclarationSyntax<I>,
    bare: bool,
) -> Result<I, Reported> {
    if bare {
        hints::item::needs_no_block(syntax.imported)?;
    } else if input.is_ident(0, "import") {
        bump(input);
    } else {
        hints::item::missing_import(cx, input, syntax.imported)?;
    }
    (syntax.import)(cx, input, syntax.imported)
}

/// `{ … }` of an import.
pub(super) fn imported_entries(
    cx: &mut Context,
    input: ParseStream,
    keys: Keys,
) -> Result<Vec<Entry>, Reported> {
    let Some(block) = take_braces(input) else {
        let form = hints::item::import_form(input, keys);
        cx.expected(input, "`{ … }`, what is imported")
            .help(format!("write `= import {form}`"));
        return Err(Reported);
    };
    Ok(entry::block(cx, &block, keys))
}

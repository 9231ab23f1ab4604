//! `trigger ACTION { … }`

use pipewright_model::model::Trigger;
use syn::parse::ParseStream;

use super::entry::entries;
use super::group::take_braces;
use super::item::starts_declaration;
use super::recover::{Terminator, end, skip};
use super::string::string_or_name;
use super::{Context, Space};
use crate::place::SourceSpan;

/// A trigger, behind the word `trigger`.
pub(super) fn trigger(cx: &mut Context, input: ParseStream) -> Option<Trigger<SourceSpan>> {
    let what = "the name of a source action";
    let Ok(action) = string_or_name(cx, input, what, Space::Action, false) else {
        skip(input, Terminator::Semicolon, starts_declaration);
        return None;
    };
    let mut filters = Vec::new();
    if let Some(block) = take_braces(input) {
        filters = block.read(cx, entries);
        end(cx, input, Terminator::Semicolon, true, starts_declaration);
    } else {
        cx.expected(input, "`{ … }`, what starts the pipeline");
        cx.unread.incomplete.add_missing(action.at);
        skip(input, Terminator::Semicolon, starts_declaration);
    }
    Some(Trigger { action, filters })
}

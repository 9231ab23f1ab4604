//! `trigger ACTION { … }`

use pipewright_model::catalogue::declared;
use syn::parse::ParseStream;

use super::group::take_braces;
use super::item::Item;
use super::offer::Keys;
use super::recover::{end, skip};
use super::string::string_or_name;
use super::{Context, NameKind, entry};
use crate::model::Trigger;

/// A trigger, behind the word `trigger`.
pub(super) fn trigger(cx: &mut Context, input: ParseStream) -> Option<Trigger> {
    let what = "the name of a source action";
    let Ok(action) = string_or_name(cx, input, what, NameKind::Action, false) else {
        skip::<Item>(input);
        return None;
    };
    let mut filters = Vec::new();
    if let Some(block) = take_braces(input) {
        filters = entry::block(cx, &block, Keys::new("trigger", declared::TRIGGER));
        end::<Item>(cx, input, true);
    } else {
        cx.expected(input, "`{ … }`, what starts the pipeline");
        cx.unread.incomplete.add_missing(action.at);
        skip::<Item>(input);
    }
    Some(Trigger { action, filters })
}

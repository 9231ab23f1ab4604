//! `override THING [in ACCOUNT] [@ "REGION"] { "Properties.…": … }`

use syn::parse::ParseStream;

use super::Context;
use super::clause::{Clause, clauses};
use super::entry::entries;
use super::group::take_braces;
use super::item::Item;
use super::output::reference;
use super::recover::{end, skip};
use crate::model::Override;

/// An override, behind the word `override`.
pub(super) fn overriding(cx: &mut Context, input: ParseStream) -> Option<Override> {
    let Ok(thing) = reference(cx, input) else {
        skip::<Item>(input);
        return None;
    };
    let allowed = &[Clause::In, Clause::At];
    let (clauses, clean) = clauses::<Item>(cx, input, "an override", allowed);
    if !clean {
        cx.unread.incomplete.add_missing(thing.first.at);
    }
    let mut overriding = Override {
        thing,
        environment: clauses.environment(),
        entries: Vec::new(),
    };
    if let Some(block) = take_braces(input) {
        let before = cx.error_count();
        overriding.entries = block.read(cx, entries);
        if cx.error_count() != before {
            let thing = overriding.thing.first.at;
            cx.unread.incomplete.add_partial(thing);
        }
        end::<Item>(cx, input, true);
    } else {
        if clean {
            cx.expected(input, "`{ … }`, what it overrides")
                .help("write `{ \"Properties.Description\": \"…\" }`");
        }
        cx.unread.incomplete.add_missing(overriding.thing.first.at);
        skip::<Item>(input);
    }
    Some(overriding)
}

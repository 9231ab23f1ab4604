//! `roles { … }` and `roles in ACCOUNT { … }`

use pipewright_model::catalogue::declared;
use proc_macro2::Ident;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

use super::clause::{Clause, clauses};
use super::group::take_braces;
use super::item::Item;
use super::lookahead::Lookahead;
use super::offer::Keys;
use super::recover::{end, skip};
use super::{Context, entry};
use crate::hints;
use crate::model::RoleRules;

/// The rules for all roles, behind the word `roles`.
pub(super) fn role_rules(cx: &mut Context, input: ParseStream, word: &Ident) -> Option<RoleRules> {
    let at = cx.at(word.span());
    let before = cx.error_count();
    if !input.is_brace(0) && (input.is_end() || input.is_any_ident(0) || input.is_literal(0)) {
        let clause = input.is_ident(0, Clause::In.sign());
        if !clause {
            hints::role_rules::no_block(cx, input);
            skip::<Item>(input);
            return None;
        }
    }
    let (clauses, clean) = clauses::<Item>(cx, input, "`roles`", &[Clause::In]);
    if !clean {
        cx.unread.incomplete.add_missing(at);
    }
    let Some(block) = take_braces(input) else {
        if clean {
            hints::role_rules::no_block(cx, input);
        }
        skip::<Item>(input);
        return None;
    };
    let settings = entry::block(cx, &block, Keys::new("roles", declared::ROLE_RULES));
    end::<Item>(cx, input, true);
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(at);
    }
    Some(RoleRules {
        at,
        account: clauses.account,
        settings,
    })
}

/// Returns whether the rules for all roles begin here. They have no name.
pub(super) fn starts_role_rules(cursor: Cursor) -> bool {
    cursor.is_ident(0, "roles") && (cursor.is_brace(1) || cursor.is_ident(1, "in"))
}

//! `home NAME = "ID" @ "REGION";`, `account NAME = "ID" [@ "REGION"];` and
//! `organization "ID";`

use syn::parse::ParseStream;

use super::group::take_punct;
use super::item::Item;
use super::name::name;
use super::recover::{end, skip};
use super::string::{missing_string, region, string};
use super::{Context, NameKind, Reported};
use crate::hints;
use crate::model::{Account, TextExpr};

/// An account, behind the word `account` or `home`.
pub(super) fn account(cx: &mut Context, input: ParseStream, home: bool) -> Option<Account> {
    let Ok(name) = name(cx, input, "the account's name", NameKind::Account, true) else {
        skip::<Item>(input);
        return None;
    };
    let word = if home { "home" } else { "account" };
    if hints::account::in_braces(cx, input, word, &name.text) {
        cx.unread.incomplete.add_missing(name.at);
        skip::<Item>(input);
        return Some(Account {
            id: missing_string(cx, name.at.span),
            name,
            home,
            region: None,
        });
    }
    let (id, region) = id_and_region(cx, input);
    match region {
        Ok(_) => {
            if !end::<Item>(cx, input, false) {
                cx.unread.incomplete.add_partial(name.at);
            }
        }
        Err(Reported) => {
            cx.unread.incomplete.add_missing(name.at);
            skip::<Item>(input);
        }
    }
    Some(Account {
        id: id.unwrap_or_else(|| missing_string(cx, name.at.span)),
        name,
        home,
        region: region.ok().flatten(),
    })
}

type Text = TextExpr;

/// `= "ID" [@ "REGION"]`: the id, as far as it could be read, and the region.
fn id_and_region(
    cx: &mut Context,
    input: ParseStream,
) -> (Option<Text>, Result<Option<Text>, Reported>) {
    if let Err(Reported) = equals(cx, input) {
        return (None, Err(Reported));
    }
    hints::account::needless_import(cx, input);
    let Ok(id) = string(cx, input, "the account's id, 12 digits in quotes") else {
        return (None, Err(Reported));
    };
    let region = if hints::account::region_without_at(cx, input) || take_punct(input, '@') {
        region(cx, input).map(Some)
    } else {
        Ok(None)
    };
    (Some(id), region)
}

fn equals(cx: &mut Context, input: ParseStream) -> Result<(), Reported> {
    if take_punct(input, '=') {
        Ok(())
    } else {
        hints::account::missing_equals(cx, input, "`=` and the account's id")
    }
}

/// An organization, behind the word `organization`.
pub(super) fn organization(cx: &mut Context, input: ParseStream) -> Option<Text> {
    const WHAT: &str = "the organization's id, `\"o-…\"`";
    hints::account::needless_sign(cx, input, WHAT);
    let id = string(cx, input, WHAT);
    if id.is_ok() {
        end::<Item>(cx, input, false);
    } else {
        skip::<Item>(input);
    }
    id.ok()
}

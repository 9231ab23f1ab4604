//! `variable NAME [= "default"] [{ … }];`

use pipewright_model::catalogue::declared;
use syn::parse::ParseStream;

use super::group::{take_braces, take_punct};
use super::item::Item;
use super::lookahead::Lookahead;
use super::offer::Keys;
use super::recover::{end, skip};
use super::string::{string, string_or_name};
use super::{Context, NameKind, Reported, entry};
use crate::model::Variable;

/// A pipeline variable, behind the word `variable`.
pub(super) fn variable(cx: &mut Context, input: ParseStream) -> Option<Variable> {
    let what = "the variable's name";
    let Ok(name) = string_or_name(cx, input, what, NameKind::Variable, true) else {
        skip::<Item>(input);
        return None;
    };
    let mut variable = Variable {
        name,
        default: None,
        settings: Vec::new(),
    };
    if input.is_colon(0) {
        cx.expected(input, "`=` and the variable's default, or `;`")
            .help("write `=` in place of `:`");
    }
    if take_punct(input, '=') || take_punct(input, ':') {
        match string(cx, input, "the variable's default, `\"…\"`") {
            Ok(default) => variable.default = Some(default),
            Err(Reported) => {
                cx.unread.incomplete.add_missing(variable.name.at);
                skip::<Item>(input);
                return Some(variable);
            }
        }
    }
    let block = take_braces(input);
    if let Some(block) = &block {
        variable.settings = entry::block(cx, block, Keys::new("variable", declared::VARIABLE));
    }
    end::<Item>(cx, input, block.is_some());
    Some(variable)
}

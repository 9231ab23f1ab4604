//! `action_type NAME { … }` and `action_type NAME = import { … };`

use pipewright_model::catalogue::action_type;
use syn::parse::ParseStream;

use super::declared::{DeclarationSyntax, declared, imported_entries};
use super::offer::Keys;
use super::{Context, NameKind};
use crate::model::{ActionType, Entry, Origin};

static SYNTAX: DeclarationSyntax<Vec<Entry>> = DeclarationSyntax {
    name: "the action type's name",
    article: "an action type",
    name_kind: NameKind::ActionType,
    clauses: &[],
    keys: Keys::new("action_type", action_type::MANAGED),
    imported: Keys::new("imported_action_type", action_type::IMPORTED),
    import: imported_entries,
    unread: |_, _| Origin::Imported(Vec::new()),
};

/// An action type, behind the word `action_type`.
pub(super) fn action_type(cx: &mut Context, input: ParseStream) -> Option<ActionType> {
    declared(cx, input, &SYNTAX).map(|found| ActionType {
        name: found.name,
        origin: found.origin,
    })
}

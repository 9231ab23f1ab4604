//! `store NAME [in ACCOUNT] @ "REGION" { … }` and `store NAME = import { … };`

use pipewright_model::catalogue::declared;
use syn::parse::ParseStream;

use super::clause::Clause;
use super::declared::{DeclarationSyntax, declared, imported_entries};
use super::offer::Keys;
use super::{Context, NameKind};
use crate::model::{Entry, Origin, Store};

static SYNTAX: DeclarationSyntax<Vec<Entry>> = DeclarationSyntax {
    name: "the store's name",
    article: "a store",
    name_kind: NameKind::Store,
    clauses: &[Clause::In, Clause::At],
    keys: Keys::new("store", declared::MANAGED_STORE),
    imported: Keys::new("imported_store", declared::IMPORTED_STORE),
    import: imported_entries,
    unread: |_, _| Origin::Imported(Vec::new()),
};

/// A store, behind the word `store`.
pub(super) fn store(cx: &mut Context, input: ParseStream) -> Option<Store> {
    declared(cx, input, &SYNTAX).map(|found| Store {
        name: found.name,
        environment: found.clauses.environment(),
        origin: found.origin,
    })
}

//! `role NAME in ACCOUNT { … }` and `role NAME in ACCOUNT = import "ARN";`

use pipewright_model::catalogue::declared::MANAGED_ROLE;
use syn::parse::ParseStream;

use super::clause::Clause;
use super::declared::{DeclarationSyntax, declared};
use super::offer::Keys;
use super::string::{missing_string, string};
use super::{Context, Space};
use crate::model::{Origin, Role, TextExpr};

static SYNTAX: DeclarationSyntax<TextExpr> = DeclarationSyntax {
    name: "the role's name",
    article: "a role",
    space: Space::Role,
    clauses: &[Clause::In],
    keys: Keys::new("role", MANAGED_ROLE),
    imported: Keys::new("imported_role", &[]),
    import: |cx, input, _| string(cx, input, "the role's ARN, `\"arn:aws:iam::…\"`"),
    unread: |cx, name| Origin::Imported(missing_string(cx, name.at.span)),
};

/// A role, behind the word `role`.
pub(super) fn role(cx: &mut Context, input: ParseStream) -> Option<Role> {
    declared(cx, input, &SYNTAX).map(|found| Role {
        name: found.name,
        account: found.clauses.account,
        origin: found.origin,
    })
}

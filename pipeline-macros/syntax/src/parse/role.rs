//! `role NAME in ACCOUNT { … }` and `role NAME in ACCOUNT = import "ARN";`

use pipewright_model::catalogue::declared::MANAGED_ROLE;
use syn::parse::ParseStream;

use super::clause::Clause;
use super::declared::{DeclarationSyntax, declared};
use super::offer::Keys;
use super::string::{missing_string, string};
use super::value::{of_text, value};
use super::{Context, NameKind, Reported, deploy_time};
use crate::hints;
use crate::model::{Origin, Role, Value};

static SYNTAX: DeclarationSyntax<Value> = DeclarationSyntax {
    name: "the role's name",
    article: "a role",
    name_kind: NameKind::Role,
    clauses: &[Clause::In],
    keys: Keys::new("role", MANAGED_ROLE),
    imported: Keys::new("imported_role", &[]),
    import: |cx, input, _| arn(cx, input),
    unread: |cx, name| Origin::Imported(of_text(missing_string(cx, name.at.span))),
};

fn arn(cx: &mut Context, input: ParseStream) -> Result<Value, Reported> {
    if deploy_time::stands_here(input.cursor()) {
        return Ok(value(cx, input));
    }
    const WHAT: &str = "the role's ARN, `\"arn:aws:iam::…\"`";
    hints::item::arn_in_braces(cx, input, WHAT)?;
    string(cx, input, WHAT).map(of_text)
}

/// A role, behind the word `role`.
pub(super) fn role(cx: &mut Context, input: ParseStream) -> Option<Role> {
    declared(cx, input, &SYNTAX).map(|found| Role {
        name: found.name,
        account: found.clauses.account,
        origin: found.origin,
    })
}

//! `project NAME [in ACCOUNT] [@ "REGION"] { … }` and `project NAME = import { … };`

use pipewright_model::catalogue::declared;
use syn::parse::ParseStream;

use super::clause::Clause;
use super::declared::{DeclarationSyntax, declared, imported_entries};
use super::offer::Keys;
use super::{Context, NameKind};
use crate::model::{Entry, Origin, Project};

static SYNTAX: DeclarationSyntax<Vec<Entry>> = DeclarationSyntax {
    name: "the project's name",
    article: "a project",
    name_kind: NameKind::Project,
    clauses: &[Clause::In, Clause::At],
    keys: Keys::new("project", declared::MANAGED_PROJECT),
    imported: Keys::new("imported_project", declared::IMPORTED_PROJECT),
    import: imported_entries,
    unread: |_, _| Origin::Imported(Vec::new()),
};

/// A project, behind the word `project`.
pub(super) fn project(cx: &mut Context, input: ParseStream) -> Option<Project> {
    declared(cx, input, &SYNTAX).map(|found| Project {
        name: found.name,
        environment: found.clauses.environment(),
        origin: found.origin,
    })
}

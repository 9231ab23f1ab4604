//! The kinds of declarations that share one scope of names.

/// The kind of a declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeclarationKind {
    Account,
    Store,
    Role,
    Project,
    ActionType,
    Parameter,
    Resource,
}

impl DeclarationKind {
    pub(crate) const ALL: [DeclarationKind; 7] = [
        DeclarationKind::Account,
        DeclarationKind::Store,
        DeclarationKind::Role,
        DeclarationKind::Project,
        DeclarationKind::ActionType,
        DeclarationKind::Parameter,
        DeclarationKind::Resource,
    ];

    pub(crate) fn word(self) -> &'static str {
        match self {
            DeclarationKind::Account => "account",
            DeclarationKind::Store => "store",
            DeclarationKind::Role => "role",
            DeclarationKind::Project => "project",
            DeclarationKind::ActionType => "action type",
            DeclarationKind::Parameter => "parameter",
            DeclarationKind::Resource => "resource",
        }
    }

    pub(crate) fn with_article(self) -> &'static str {
        match self {
            DeclarationKind::Account => "an account",
            DeclarationKind::Store => "a store",
            DeclarationKind::Role => "a role",
            DeclarationKind::Project => "a project",
            DeclarationKind::ActionType => "an action type",
            DeclarationKind::Parameter => "a parameter",
            DeclarationKind::Resource => "a resource",
        }
    }
}

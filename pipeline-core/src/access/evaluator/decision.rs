//! Decisions, and what they were made by.

use super::policy::Policy;
use super::statement::Statement;

/// The decision on a request.
#[derive(Clone, Debug)]
pub(crate) enum Decision<'a> {
    Allowed {
        by: Vec<StatementRef<'a>>,
    },
    ExplicitDeny {
        by: StatementRef<'a>,
    },
    ImplicitDeny {
        missing: Vec<MissingAllow>,
    },
    /// Something that is not known decides.
    Undetermined {
        why: Cause,
        by: Vec<StatementRef<'a>>,
        /// The identity policies are known, and allow nothing.
        identity_missing: bool,
    },
}

/// The kind of policy that would have to allow a request, and does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MissingAllow {
    IdentityPolicy,
    ResourcePolicy,
    PermissionsBoundary,
}

/// A statement of a policy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatementRef<'a> {
    pub(crate) policy: &'a Policy<'a>,
    pub(crate) index: usize,
}

impl<'a> StatementRef<'a> {
    pub(crate) fn statement(&self) -> &'a Statement<'a> {
        &self.policy.statements[self.index]
    }

    /// The statement's name: its `Sid`, or its number.
    pub(crate) fn name(&self) -> String {
        match self.statement().sid.as_ref() {
            "" => format!("statement {}", self.index + 1),
            sid => format!("`{sid}`"),
        }
    }
}

/// The reason why a request cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cause {
    /// A context key of which nothing is known.
    UnknownKey(String),
    /// A policy that IAM would not accept, or that cannot be read here.
    Malformed(String),
    /// A pattern of a resource with a `*` that may match more than its part of the ARN.
    BeyondPart(String),
    /// The policies of an imported role, bucket or key, in words that end in "is" or "are".
    Imported(String),
    /// A managed policy whose document is not known, by its ARN.
    ManagedPolicy(String),
    /// It is one of AWS's own managed policies that allows it, by its ARN.
    AwsManaged(String),
    /// A permissions boundary whose document is not known, by its ARN.
    PermissionsBoundary(String),
    /// Something about a permissions boundary whose document is known, by its ARN.
    OfBoundary(String, Box<Cause>),
    /// Something about a statement that the user wrote.
    UserStatement(Box<Cause>),
}

impl Cause {
    /// Returns whether it lies in something that is not ours, so that its owner decides.
    pub(crate) fn is_foreign(&self) -> bool {
        matches!(
            self,
            Cause::Imported(_)
                | Cause::ManagedPolicy(_)
                | Cause::AwsManaged(_)
                | Cause::PermissionsBoundary(_)
                | Cause::OfBoundary(..)
        )
    }
}

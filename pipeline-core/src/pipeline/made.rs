//! Things that are made for a pipeline, by their identities, and the outputs that name them.

use super::{ActionId, DeclaredStoreId, ProjectId, RoleId, Source};
pub(crate) use crate::model::Attribute;

/// A thing that is made for a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ThingId {
    Pipeline,
    ServiceRole,
    Bucket(DeclaredStoreId),
    StoreKey(DeclaredStoreId),
    Role(RoleId),
    Project(ProjectId),
    ProjectRole(ProjectId),
    ActionRole(ActionId),
}

/// A thing, as the user names it.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) id: ThingId,
    /// The name in the source.
    pub(crate) written: String,
    pub(crate) source: Source,
}

/// An output of a stack.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    pub(crate) name: String,
    pub(crate) value: OutputValue,
    pub(crate) description: Option<String>,
    pub(crate) export_name: Option<String>,
    pub(crate) source: Source,
}

/// The value of an output.
#[derive(Clone, Debug)]
pub(crate) enum OutputValue {
    /// An attribute of a thing.
    Of(Named, Attribute),
    Text(String),
}

//! Things that are made for a pipeline, by their identities, and the outputs that name them.

use super::{AccountIndex, ActionId, DeclaredStoreId, ProjectId, Region, RoleId, Source};
pub(crate) use crate::model::Attribute;
use crate::place::Location;

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

/// A value of a template.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    String(String),
    Number(i64),
    Bool(bool),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// An attribute of a thing.
    Of(Named, Attribute),
}

/// Other values of a resource.
#[derive(Clone, Debug)]
pub(crate) struct Override {
    pub(crate) target: Target,
    /// The name in the source.
    pub(crate) written: String,
    pub(crate) paths: Vec<OverriddenPath>,
    pub(crate) at: Location,
}

/// The resource that an override is of.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Thing(Named),
    /// The resource of the logical id, in the stacks of this account and region.
    LogicalId(Option<AccountIndex>, Option<Region>),
}

/// A path of a resource, and its other value.
#[derive(Clone, Debug)]
pub(crate) struct OverriddenPath {
    pub(crate) path: String,
    /// Nothing, where it is taken out.
    pub(crate) value: Option<Node>,
    pub(crate) at: Location,
}

//! Things that are made for a pipeline, by their identities, and the outputs that name them.

use super::{
    AccountIndex, ActionId, DeclaredStoreId, Environment, ProjectId, Region, RoleId, Source,
    UserStatement,
};
pub(crate) use crate::model::Attribute;
use crate::model::Entry;
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
    /// What the user wrote.
    pub(crate) entry: Entry<Location>,
    pub(crate) at: Location,
}

/// A resource beside the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) name: String,
    /// Its type.
    pub(crate) kind: String,
    pub(crate) environment: Environment,
    pub(crate) properties: Vec<ResourceProperty>,
    /// The resources that it is made after.
    pub(crate) depends_on: Vec<String>,
    /// Whether it is deleted with its stack, where the user says so.
    pub(crate) delete: Option<bool>,
    /// What stands for every statement in its policies.
    pub(crate) statement: UserStatement,
    pub(crate) source: Source,
}

/// A property of a resource beside the pipeline.
#[derive(Clone, Debug)]
pub(crate) struct ResourceProperty {
    pub(crate) name: String,
    pub(crate) value: Node,
    pub(crate) at: Location,
}

impl Resource {
    /// The place of a property; that of the resource, if it has no such one.
    pub(crate) fn place_of(&self, property: &str) -> Location {
        let mut all = self.properties.iter();
        let found = all.find(|one| one.name == property);
        found.map_or(self.source.at, |found| found.at)
    }

    /// Returns whether a place is that of the resource or of one of its properties.
    pub(crate) fn stands_at(&self, at: Location) -> bool {
        self.source.at == at || self.properties.iter().any(|one| one.at == at)
    }
}

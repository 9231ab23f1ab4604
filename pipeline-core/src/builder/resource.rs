//! Resources beside the pipeline, and their attributes.

use super::{Name, Text, Value, entry};
use crate::model::{self, Data, DeployTime, Environment, TextExpr};
use crate::place::Location;

/// A resource of any type of CloudFormation, beside the pipeline. Its properties are spelled as
/// CloudFormation spells them.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Resource, word};
///
/// let topic = Resource::new("approvals", "AWS::SNS::Topic").set("DisplayName", "Approvals");
/// let review = Action::new("Review", "Manual").set("notification_arn", word("approvals"));
/// ```
#[derive(Clone, Debug)]
pub struct Resource(pub(super) model::Resource<Location>);

impl Resource {
    /// A resource of this name and type.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, kind: impl Into<Text>) -> Self {
        let at = Location::here();
        Resource(model::Resource {
            name: name.into().or_at(at),
            kind: kind.into().or_at(at),
            environment: Environment::default(),
            entries: Vec::new(),
        })
    }

    /// Its account.
    #[must_use]
    #[track_caller]
    pub fn account(mut self, account: impl Into<Name>) -> Self {
        self.0.environment.account = Some(account.into().or_at(Location::here()));
        self
    }

    /// Its region.
    #[must_use]
    #[track_caller]
    pub fn region(mut self, region: impl Into<Text>) -> Self {
        self.0.environment.region = Some(region.into().or_at(Location::here()));
        self
    }

    /// A property, or `depends_on` or `removal_policy`.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.entries.extend(entry(key.into(), value.into()));
        self
    }
}

/// An attribute of a declared resource, as CloudFormation names it:
/// `attribute("approvals", "TopicArn")`.
#[must_use]
#[track_caller]
pub fn attribute(resource: impl Into<Name>, attribute: impl Into<Text>) -> Value {
    let attribute = attribute.into();
    let found = DeployTime::Attribute {
        resource: resource.into().maybe_placed(),
        attribute: TextExpr {
            text: attribute.text,
            at: attribute.at,
        },
    };
    Value::placed(Data::DeployTime(found), Location::here())
}

//! Values that are known only when a stack is deployed.

use super::{Name, Text, Value, entry};
use crate::model::{self, Data, DeployTime, TextExpr};
use crate::place::Location;

/// A template parameter: whoever deploys gives its value.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Action, Parameter, word};
///
/// let function = Parameter::new("function", "String")
///     .default("smoke-test")
///     .set("description", "the function that is called");
/// let call = Action::new("Call", "Lambda").set("function_name", word("function"));
/// ```
#[derive(Clone, Debug)]
pub struct Parameter(pub(super) model::Parameter<Location>);

impl Parameter {
    /// A parameter of this name, and of a type of CloudFormation's: `String`,
    /// `List<AWS::EC2::Subnet::Id>`.
    #[must_use]
    #[track_caller]
    pub fn new(name: impl Into<Name>, kind: impl Into<Text>) -> Self {
        let at = Location::here();
        Parameter(model::Parameter {
            name: name.into().or_at(at),
            kind: kind.into().or_at(at),
            default: None,
            settings: Vec::new(),
        })
    }

    /// Its value where a deployment gives none.
    #[must_use]
    #[track_caller]
    pub fn default(mut self, value: impl Into<Value>) -> Self {
        self.0.default = value.into().or_left_out(Location::here());
        self
    }

    /// A setting: `description`, `allowed_values`, `no_echo`.
    #[must_use]
    #[track_caller]
    pub fn set(mut self, key: impl Into<Name>, value: impl Into<Value>) -> Self {
        self.0.settings.extend(entry(key.into(), value.into()));
        self
    }
}

fn name(text: Text) -> TextExpr<Option<Location>> {
    TextExpr {
        text: text.text,
        at: text.at,
    }
}

/// A parameter of the Systems Manager, `ssm("/app/vpc-id")`; with a version, `ssm("/app/vpc-id:3")`.
/// It is looked up in the account and the region of the stack that uses it.
#[must_use]
#[track_caller]
pub fn ssm(parameter: impl Into<Text>) -> Value {
    let found = DeployTime::Ssm(name(parameter.into()));
    Value::placed(Data::DeployTime(found), Location::here())
}

/// An export of another stack, `import_value("network-VpcId")`. It is looked up in the account and
/// the region of the stack that uses it.
#[must_use]
#[track_caller]
pub fn import_value(export: impl Into<Text>) -> Value {
    let found = DeployTime::ImportValue(name(export.into()));
    Value::placed(Data::DeployTime(found), Location::here())
}

/// A text with values in it that are known when a stack is deployed.
///
/// ```
/// # mod pipewright { pub use pipewright_core::{builder::*, front::*, pipeline::Pipeline, write::Assembly}; }
/// use pipewright::{Value, join, word};
///
/// let topic = join([Value::from("arn:aws:sns:us-east-1:111111111111:"), word("topic")]);
/// ```
#[must_use]
#[track_caller]
pub fn join<V: Into<Value>>(parts: impl IntoIterator<Item = V>) -> Value {
    let parts = parts.into_iter().filter_map(|part| part.into().0).collect();
    Value::placed(Data::Joined(parts), Location::here())
}

//! The model, with places in the macro's input.

use pipewright_model::model;

use crate::place::SourceSpan;

pub(crate) type Account = model::Account<SourceSpan>;
pub(crate) type Action = model::Action<SourceSpan>;
pub(crate) type ActionType = model::ActionType<SourceSpan>;
pub(crate) type Condition = model::Condition<SourceSpan>;
pub(crate) type Data = model::Data<SourceSpan>;
pub(crate) type Entry = model::Entry<SourceSpan>;
pub(crate) type Environment = model::Environment<SourceSpan>;
pub(crate) type Event = model::Event<SourceSpan>;
pub(crate) type Model = model::Model<SourceSpan>;
pub(crate) type Name = model::Name<SourceSpan>;
pub(crate) type Notification = model::Notification<SourceSpan>;
pub(crate) type Origin<Imported> = model::Origin<SourceSpan, Imported>;
pub(crate) type Parameter = model::Parameter<SourceSpan>;
pub(crate) type Output = model::Output<SourceSpan>;
pub(crate) type OutputValue = model::OutputValue<SourceSpan>;
pub(crate) type Override = model::Override<SourceSpan>;
pub(crate) type Project = model::Project<SourceSpan>;
pub(crate) type Reference = model::Reference<SourceSpan>;
pub(crate) type Resource = model::Resource<SourceSpan>;
pub(crate) type Role = model::Role<SourceSpan>;
pub(crate) type Schedule = model::Schedule<SourceSpan>;
pub(crate) type RoleRules = model::RoleRules<SourceSpan>;
pub(crate) type Stage = model::Stage<SourceSpan>;
pub(crate) type Step = model::Step<SourceSpan>;
pub(crate) type Store = model::Store<SourceSpan>;
pub(crate) type TextExpr = model::TextExpr<SourceSpan>;
pub(crate) type Trigger = model::Trigger<SourceSpan>;
pub(crate) type Value = model::Value<SourceSpan>;
pub(crate) type Variable = model::Variable<SourceSpan>;

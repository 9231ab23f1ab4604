//! A model with places of another type.

use super::{
    Account, Action, ActionType, Condition, Data, DeployTime, Entry, Environment, Event, Model,
    Name, Notification, Origin, Output, OutputValue, Override, Parameter, Project, Reference,
    Resource, Role, RoleRules, Schedule, Stage, Step, Store, TextExpr, Trigger, Value, Variable,
};

/// A part of a model whose places can become others.
trait Relocate<P, Q> {
    /// The part with places of type `Q`.
    type Relocated;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated;
}

impl<P> Model<P> {
    /// The same model, with what this function makes of each place.
    ///
    /// ```
    /// use pipewright_model::model::Model;
    ///
    /// let model: Model<usize> = Model::new("build.rs").relocate(&mut |file: &str| file.len());
    /// assert_eq!(model.at, 8);
    /// ```
    pub fn relocate<Q>(self, place: &mut dyn FnMut(P) -> Q) -> Model<Q> {
        Relocate::relocate(self, place)
    }
}

/// Relocates a struct: its places, its parts with places in them, and the rest as it is.
macro_rules! structs {
    ($($type:ident { $($at:ident)? ; $($part:ident),* ; $($kept:ident),* })*) => {$(
        impl<P, Q> Relocate<P, Q> for $type<P> {
            type Relocated = $type<Q>;

            fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> $type<Q> {
                // Each field is named, so that a new one is not forgotten.
                let $type { $($at,)? $($part,)* $($kept,)* } = self;
                $type {
                    $($at: place($at),)?
                    $($part: $part.relocate(place),)*
                    $($kept,)*
                }
            }
        }
    )*};
}

structs! {
    Model {
        at;
        settings, accounts, organizations, stores, roles, role_rules, projects, action_types,
        variables, parameters, triggers, notifications, schedules, events, outputs, resources,
        overrides, stages;
    }
    Name { at; ; text }
    TextExpr { at; ; text }
    Value { at; data; }
    Entry { ; key, value; }
    Environment { ; account, region; }
    Account { ; name, id, region; home }
    Store { ; name, environment, origin; }
    Role { ; name, account, origin; }
    RoleRules { at; account, settings; }
    Project { ; name, environment, origin; }
    ActionType { ; name, origin; }
    Variable { ; name, default, settings; }
    Parameter { ; name, kind, default, settings; }
    Trigger { ; action, filters; }
    Notification { ; name, settings; }
    Schedule { ; name, expression, settings; }
    Event { ; name, environment, settings; }
    Reference { ; first, rest; }
    Output { ; name, value, settings; }
    Resource { ; name, kind, environment, entries; }
    Override { ; thing, environment, entries; }
    Stage { ; name, environment, steps, conditions, disabled; }
    Step { at; actions; parallel }
    Action { ; outputs, name, kind, inputs, environment, store, role, of, config; rule, public }
    Condition { at; result, mode, rules; moment }
}

impl<P, Q, T: Relocate<P, Q>> Relocate<P, Q> for Vec<T> {
    type Relocated = Vec<T::Relocated>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        self.into_iter().map(|part| part.relocate(place)).collect()
    }
}

impl<P, Q, T: Relocate<P, Q>> Relocate<P, Q> for Option<T> {
    type Relocated = Option<T::Relocated>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        self.map(|part| part.relocate(place))
    }
}

impl<P, Q, I: Relocate<P, Q>> Relocate<P, Q> for Origin<P, I> {
    type Relocated = Origin<Q, I::Relocated>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        match self {
            Origin::Managed(settings) => Origin::Managed(settings.relocate(place)),
            Origin::Imported(found) => Origin::Imported(found.relocate(place)),
        }
    }
}

impl<P, Q> Relocate<P, Q> for OutputValue<P> {
    type Relocated = OutputValue<Q>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        match self {
            OutputValue::Of(thing) => OutputValue::Of(thing.relocate(place)),
            OutputValue::Text(text) => OutputValue::Text(text.relocate(place)),
        }
    }
}

impl<P, Q> Relocate<P, Q> for DeployTime<P> {
    type Relocated = DeployTime<Q>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        match self {
            DeployTime::Ssm(name) => DeployTime::Ssm(name.relocate(place)),
            DeployTime::ImportValue(name) => DeployTime::ImportValue(name.relocate(place)),
            DeployTime::Attribute {
                resource,
                attribute,
            } => DeployTime::Attribute {
                resource: resource.relocate(place),
                attribute: attribute.relocate(place),
            },
        }
    }
}

impl<P, Q> Relocate<P, Q> for Data<P> {
    type Relocated = Data<Q>;

    fn relocate(self, place: &mut dyn FnMut(P) -> Q) -> Self::Relocated {
        match self {
            Data::String(text) => Data::String(text),
            Data::Number(number) => Data::Number(number),
            Data::Bool(truth) => Data::Bool(truth),
            Data::List(items) => Data::List(items.relocate(place)),
            Data::Map(entries) => Data::Map(entries.relocate(place)),
            Data::Word(word) => Data::Word(word),
            Data::File { artifact, path } => Data::File {
                artifact: artifact.relocate(place),
                path: path.relocate(place),
            },
            Data::Variable { namespace, name } => Data::Variable {
                namespace: namespace.relocate(place),
                name: name.relocate(place),
            },
            Data::DeployTime(found) => Data::DeployTime(found.relocate(place)),
            Data::Joined(parts) => Data::Joined(parts.relocate(place)),
            Data::Include { path, content } => Data::Include { path, content },
            Data::Deferred(expression) => Data::Deferred(expression),
            Data::Failed(error) => Data::Failed(error),
            Data::Missing => Data::Missing,
        }
    }
}

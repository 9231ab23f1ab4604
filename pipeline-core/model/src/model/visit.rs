//! Every value and every text of a model, in one walk.

use super::{
    Account, Action, ActionType, Condition, Data, DeployTime, Entry, Environment, Event, Model,
    Notification, Origin, Output, OutputValue, Override, Parameter, Project, Resource, Role,
    RoleRules, Schedule, Stage, Step, Store, TextExpr, Trigger, Value, Variable,
};

/// A visitor of what stands in a model.
pub trait Visitor<P> {
    /// A value. Those in a list or a map are visited before it.
    fn value(&mut self, value: &mut Value<P>) {
        let _ = value;
    }

    /// A text that is no value: an id, a region, a path.
    fn text(&mut self, text: &mut TextExpr<P>) {
        let _ = text;
    }
}

impl<P> Model<P> {
    /// Shows a visitor every value and every text.
    pub fn visit(&mut self, visitor: &mut dyn Visitor<P>) {
        // Each field is named, so that a new one is not forgotten.
        let Model {
            at: _,
            settings,
            accounts,
            organizations,
            stores,
            roles,
            role_rules,
            projects,
            action_types,
            variables,
            parameters,
            triggers,
            notifications,
            schedules,
            events,
            outputs,
            resources,
            overrides,
            stages,
        } = self;
        entries(settings, visitor);
        for Account { id, region, .. } in accounts {
            visitor.text(id);
            optional(region, visitor);
        }
        for id in organizations {
            visitor.text(id);
        }
        for Store {
            environment: place,
            origin: Origin::Managed(settings) | Origin::Imported(settings),
            ..
        } in stores
        {
            environment(place, visitor);
            entries(settings, visitor);
        }
        for Role { origin, .. } in roles {
            match origin {
                Origin::Managed(settings) => entries(settings, visitor),
                Origin::Imported(arn) => value(arn, visitor),
            }
        }
        for RoleRules { settings, .. } in role_rules {
            entries(settings, visitor);
        }
        for Project {
            environment: place,
            origin: Origin::Managed(settings) | Origin::Imported(settings),
            ..
        } in projects
        {
            environment(place, visitor);
            entries(settings, visitor);
        }
        for ActionType {
            origin: Origin::Managed(settings) | Origin::Imported(settings),
            ..
        } in action_types
        {
            entries(settings, visitor);
        }
        for Variable {
            default, settings, ..
        } in variables
        {
            optional(default, visitor);
            entries(settings, visitor);
        }
        for Parameter {
            kind,
            default,
            settings,
            ..
        } in parameters
        {
            visitor.text(kind);
            if let Some(default) = default {
                value(default, visitor);
            }
            entries(settings, visitor);
        }
        for Trigger { filters, .. } in triggers {
            entries(filters, visitor);
        }
        for Notification { settings, .. } in notifications {
            entries(settings, visitor);
        }
        for Schedule {
            expression,
            settings,
            ..
        } in schedules
        {
            visitor.text(expression);
            entries(settings, visitor);
        }
        for Event {
            environment: place,
            settings,
            ..
        } in events
        {
            environment(place, visitor);
            entries(settings, visitor);
        }
        for Output {
            value: found,
            settings,
            ..
        } in outputs
        {
            if let OutputValue::Text(text) = found {
                value(text, visitor);
            }
            entries(settings, visitor);
        }
        for Resource {
            kind,
            environment: place,
            entries: properties,
            ..
        } in resources
        {
            visitor.text(kind);
            environment(place, visitor);
            entries(properties, visitor);
        }
        for Override {
            environment: place,
            entries: settings,
            ..
        } in overrides
        {
            environment(place, visitor);
            entries(settings, visitor);
        }
        for found in stages {
            stage(found, visitor);
        }
    }
}

impl<P> Value<P> {
    /// Shows a visitor the value, and every value and text in it.
    pub fn visit(&mut self, visitor: &mut dyn Visitor<P>) {
        value(self, visitor);
    }
}

fn stage<P>(stage: &mut Stage<P>, visitor: &mut dyn Visitor<P>) {
    let Stage {
        name: _,
        environment: place,
        steps,
        conditions,
        disabled,
    } = stage;
    environment(place, visitor);
    for Step { actions, .. } in steps {
        for found in actions {
            action(found, visitor);
        }
    }
    for Condition { rules, .. } in conditions {
        for rule in rules.iter_mut().flatten() {
            action(rule, visitor);
        }
    }
    for reason in disabled {
        visitor.text(reason);
    }
}

fn action<P>(action: &mut Action<P>, visitor: &mut dyn Visitor<P>) {
    environment(&mut action.environment, visitor);
    if let Some(of) = &mut action.of {
        value(of, visitor);
    }
    entries(&mut action.config, visitor);
}

fn environment<P>(environment: &mut Environment<P>, visitor: &mut dyn Visitor<P>) {
    optional(&mut environment.region, visitor);
}

fn optional<P>(text: &mut Option<TextExpr<P>>, visitor: &mut dyn Visitor<P>) {
    if let Some(text) = text {
        visitor.text(text);
    }
}

fn entries<P>(entries: &mut [Entry<P>], visitor: &mut dyn Visitor<P>) {
    for entry in entries {
        value(&mut entry.value, visitor);
    }
}

fn value<P>(found: &mut Value<P>, visitor: &mut dyn Visitor<P>) {
    match &mut found.data {
        Data::List(items) | Data::Joined(items) => {
            for item in items {
                value(item, visitor);
            }
        }
        Data::Map(inner) => entries(inner, visitor),
        Data::File { path, .. } => visitor.text(path),
        Data::DeployTime(DeployTime::Attribute { .. }) => {}
        Data::DeployTime(DeployTime::Ssm(name) | DeployTime::ImportValue(name)) => {
            visitor.text(name);
        }
        Data::String(_)
        | Data::Number(_)
        | Data::Bool(_)
        | Data::Word(_)
        | Data::Variable { .. }
        | Data::Include { .. }
        | Data::Deferred(_)
        | Data::Failed(_)
        | Data::Missing => {}
    }
    visitor.value(found);
}

//! Things by their names, and the outputs that name them.

use super::entries::{Entries, scalar};
use super::names::{Names, region, source};
use super::unresolved::{Resolved, Unresolved, known};
use crate::model::{self, Data, Name, Reference, Thing, Value};
use crate::pipeline::{
    ActionId, Attribute, Named, Node, Output, OutputValue, OverriddenPath, Override, Resource,
    ResourceProperty, Source, Target, ThingId, UserStatement,
};
use crate::place::Location;

pub(super) fn output(names: &Names<'_>, found: &model::Output<Location>) -> Resolved<Output> {
    let settings = Entries::new(&found.settings, found.name.at);
    let value = match &found.value {
        model::OutputValue::Of(reference) => {
            let (named, attribute) = thing(names, reference)?;
            OutputValue::Of(named, attribute)
        }
        model::OutputValue::Text(value) => OutputValue::Text(scalar(value)?),
    };
    Ok(Output {
        name: found.name.text.clone(),
        value,
        description: settings.string("description")?,
        export_name: settings.string("export_name")?,
        source: source("output", &found.name),
    })
}

/// The thing that a reference names, with an attribute of it: its first one, if it names none.
pub(super) fn thing(
    names: &Names<'_>,
    reference: &Reference<Location>,
) -> Resolved<(Named, Attribute)> {
    let at = reference.first.at;
    let written = reference.text();
    let nothing = || Unresolved::new(at, format!("nothing is named `{written}`"));
    let (thing, attribute) = names.model.thing(reference).map_err(|_| nothing())?;
    let first = thing.attributes().first().copied();
    let attribute = attribute.or(first).ok_or_else(nothing)?;
    let id = id(names, &thing).ok_or_else(nothing)?;
    let source = Source {
        words: format!("`{written}`"),
        at,
    };
    let named = Named {
        id,
        written,
        source,
    };
    Ok((named, attribute))
}

fn id(names: &Names<'_>, thing: &Thing<'_, Location>) -> Option<ThingId> {
    Some(match thing {
        Thing::Pipeline => ThingId::Pipeline,
        Thing::ServiceRole => ThingId::ServiceRole,
        Thing::Bucket(store) => ThingId::Bucket(names.store(&store.name.text)?),
        Thing::StoreKey(store) => ThingId::StoreKey(names.store(&store.name.text)?),
        Thing::Role(role) => ThingId::Role(names.role(&role.name.text)?),
        Thing::Project(project) => ThingId::Project(names.project(&project.name.text)?),
        Thing::ProjectRole(project) => ThingId::ProjectRole(names.project(&project.name.text)?),
        Thing::ActionRole(stage, action) => ThingId::ActionRole(action_id(names, stage, action)?),
    })
}

fn action_id(
    names: &Names<'_>,
    stage: &model::Stage<Location>,
    action: &model::Action<Location>,
) -> Option<ActionId> {
    let mut stages = names.model.stages.iter();
    let mut actions = stage.actions();
    Some(ActionId {
        stage: stages.position(|one| std::ptr::eq(one, stage))?,
        position: actions.position(|one| std::ptr::eq(one, action))?,
    })
}

pub(super) fn overriding(
    names: &Names<'_>,
    found: &model::Override<Location>,
) -> Resolved<Override> {
    let at = found.thing.first.at;
    let environment = &found.environment;
    let target = match names.model.thing(&found.thing) {
        Ok(_) => Target::Thing(thing(names, &found.thing)?.0),
        Err(_) => {
            let account = environment.account.as_ref();
            let account =
                account.map(|name| names.account(names.model.account(&name.text), name.at));
            let region = environment.region.as_ref();
            let region = region.map(|found| region_of(found, at));
            Target::LogicalId(account.transpose()?, region.transpose()?)
        }
    };
    let paths = found.entries.iter().map(|entry| {
        let removed = matches!(&entry.value.data, Data::Word(word) if word == "None");
        Ok(OverriddenPath {
            path: entry.key.text.clone(),
            value: match removed {
                true => None,
                false => Some(node(names, &entry.value)?),
            },
            entry: entry.clone(),
            at: entry.key.at,
        })
    });
    Ok(Override {
        target,
        written: found.thing.text(),
        paths: paths.collect::<Resolved<_>>()?,
        at,
    })
}

/// The properties in which a resource of IAM has its policies.
const POLICIES: [&str; 2] = ["Policies", "PolicyDocument"];

pub(super) fn resource(names: &Names<'_>, found: &model::Resource<Location>) -> Resolved<Resource> {
    let at = found.name.at;
    let mut out = Resource {
        name: found.name.text.clone(),
        kind: known(&found.kind)?.to_owned(),
        environment: names.environment(
            names.model.account_of(&found.environment),
            names.model.region_of(&found.environment),
            at,
        )?,
        properties: Vec::new(),
        depends_on: Vec::new(),
        delete: None,
        statement: UserStatement {
            at,
            deny: false,
            actions: Vec::new(),
            resources: Vec::new(),
            conditions: Vec::new(),
        },
        source: source("resource", &found.name),
    };
    for entry in &found.entries {
        match entry.key.text.as_str() {
            "removal_policy" => out.delete = Some(entry.value.data.constant() == Some("DELETE")),
            "depends_on" => {
                // Their names stand as the values that the names have.
                let items = entry.value.items().iter().map(scalar);
                out.depends_on = items.collect::<Resolved<_>>()?;
            }
            property => {
                // Its policies are the statements of a role, so that these are told of there.
                if POLICIES.contains(&property) {
                    out.statement.at = entry.key.at;
                }
                let value = node(names, &entry.value)?;
                out.properties.push(ResourceProperty {
                    name: property.to_owned(),
                    value,
                    at: entry.key.at,
                });
            }
        }
    }
    Ok(out)
}

fn region_of(found: &model::TextExpr<Location>, at: Location) -> Resolved<crate::pipeline::Region> {
    region(Some(found), at)
}

/// A value that goes into a template.
pub(super) fn node(names: &Names<'_>, value: &Value<Location>) -> Resolved<Node> {
    let of = |first: &Name<Location>, rest: Vec<Name<Location>>| {
        let first = first.clone();
        let (named, attribute) = thing(names, &Reference { first, rest })?;
        Ok(Node::Of(named, attribute))
    };
    Ok(match &value.data {
        Data::Number(number) => Node::Number(*number),
        Data::Bool(found) => Node::Bool(*found),
        Data::List(items) => {
            let items = items.iter().map(|item| node(names, item));
            Node::List(items.collect::<Resolved<_>>()?)
        }
        Data::Map(entries) => {
            let entries = entries
                .iter()
                .map(|entry| Ok((entry.key.text.clone(), node(names, &entry.value)?)));
            Node::Map(entries.collect::<Resolved<_>>()?)
        }
        Data::Word(word) => match names.model.account(word) {
            Some(account) => Node::String(known(&account.id)?.to_owned()),
            None => {
                let name = Name {
                    text: word.clone(),
                    at: value.at,
                };
                of(&name, Vec::new())?
            }
        },
        Data::Variable { namespace, name } => {
            let parts = name.text.split('.').map(|part| Name {
                text: part.to_owned(),
                at: name.at,
            });
            of(namespace, parts.collect())?
        }
        _ => Node::String(scalar(value)?),
    })
}

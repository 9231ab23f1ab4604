//! Things by their names, and the outputs that name them.

use super::entries::{Entries, scalar};
use super::names::{Names, source};
use super::unresolved::{Resolved, Unresolved};
use crate::model::{self, Reference, Thing};
use crate::pipeline::{ActionId, Attribute, Named, Output, OutputValue, Source, ThingId};
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

//! Notifications, schedules, and the events that start the pipeline.

use super::entries::{Entries, list, scalar};
use super::names::{Names, source};
use super::unresolved::{Resolved, Unresolved, known};
use crate::model::{self, Data, Value};
use crate::pipeline::{Event, Notification, Schedule, State};
use crate::place::Location;
use serde_json::json;

pub(super) fn notification(found: &model::Notification<Location>) -> Resolved<Notification> {
    let entries = Entries::new(&found.settings, found.name.at);
    let actions = match entries.get("actions") {
        Some(value) => list(value)?.iter().map(action).collect::<Resolved<_>>()?,
        None => Vec::new(),
    };
    Ok(Notification {
        name: found.name.text.clone(),
        pipeline_states: entries.strings("pipeline_states")?,
        stage_states: entries.strings("stage_states")?,
        action_states: entries.strings("action_states")?,
        stages: entries.strings("stages")?,
        actions,
        email: entries.strings("email")?,
        https: entries.strings("https")?,
        key: entries.string("kms_master_key_id")?,
        topic: entries.string("topic")?,
        chatbot: entries.string("chatbot")?,
        detail_type: entries.string("detail_type")?,
        description: entries.string("description")?,
        state: state(&entries)?,
        source: source("notification", &found.name),
    })
}

/// The stage of an action, if it is said, and its name.
fn action(value: &Value<Location>) -> Resolved<(Option<String>, String)> {
    if let Data::Variable { namespace, name } = &value.data {
        return Ok((Some(namespace.text.clone()), name.text.clone()));
    }
    let text = scalar(value)?;
    Ok(match text.split_once('/') {
        Some((stage, name)) => (Some(stage.to_owned()), name.to_owned()),
        None => (None, text),
    })
}

pub(super) fn schedule(names: &Names<'_>, found: &model::Schedule<Location>) -> Resolved<Schedule> {
    let entries = Entries::new(&found.settings, found.name.at);
    Ok(Schedule {
        name: found.name.text.clone(),
        expression: known(&found.expression)?.to_owned(),
        time_zone: entries.string("schedule_expression_timezone")?,
        flexible_time_window: entries.number("flexible_time_window"),
        start_date: entries.string("start_date")?,
        end_date: entries.string("end_date")?,
        role: names.named_role(&entries, "role")?,
        dead_letter_queue: entries.string("dead_letter_queue")?,
        description: entries.string("description")?,
        state: state(&entries)?,
        source: source("schedule", &found.name),
    })
}

pub(super) fn event(names: &Names<'_>, found: &model::Event<Location>) -> Resolved<Event> {
    let entries = Entries::new(&found.settings, found.name.at);
    let at = found.name.at;
    let model = names.model;
    let account = model.account_of(&found.environment);
    let region = model.region_of(&found.environment);
    let environment = names.environment(account, region, at)?;
    let written = entries.get("pattern");
    let mut pattern = json(written.ok_or_else(|| Unresolved::new(at, "this has no pattern"))?)?;
    if let (Some(fields), Some(account)) = (pattern.as_object_mut(), account) {
        fields.insert("account".to_owned(), json!([known(&account.id)?]));
        fields.insert("region".to_owned(), json!([environment.region.as_str()]));
    }
    Ok(Event {
        name: found.name.text.clone(),
        environment,
        bus: entries
            .string("event_bus_name")?
            .filter(|bus| bus != "default"),
        pattern,
        dead_letter_queue: entries.string("dead_letter_queue")?,
        description: entries.string("description")?,
        state: state(&entries)?,
        source: source("event", &found.name),
    })
}

fn state(entries: &Entries<'_>) -> Resolved<State> {
    Ok(match entries.string("state")?.as_deref() {
        Some("DISABLED") => State::Disabled,
        _ => State::Enabled,
    })
}

/// A value as JSON.
fn json(value: &Value<Location>) -> Resolved<serde_json::Value> {
    Ok(match &value.data {
        Data::Number(number) => json!(number),
        Data::Bool(truth) => json!(truth),
        Data::List(items) => items.iter().map(json).collect::<Resolved<_>>()?,
        Data::Map(entries) => {
            let mut out = serde_json::Map::new();
            for entry in entries {
                out.insert(entry.key.text.clone(), json(&entry.value)?);
            }
            out.into()
        }
        _ => json!(scalar(value)?),
    })
}

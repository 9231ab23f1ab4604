//! Notifications, schedules, and the events that start the pipeline.

mod alternatives;
pub(crate) mod comparisons;
pub(crate) mod filters;
pub(crate) mod notifications;
pub(crate) mod patterns;
pub(crate) mod queues;
pub(crate) mod schedules;
pub(crate) mod self_start;

use crate::catalogue::declared;
use crate::code::code;
use crate::model::{Event, Name};
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::places::{self, regions};
use std::collections::BTreeMap;

/// Checks every notification, schedule and event.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>) {
    names(cx);
    let model = cx.index.model;
    for notification in &model.notifications {
        notifications::check(cx, notification);
    }
    for schedule in &model.schedules {
        schedules::check(cx, schedule);
    }
    for event in &model.events {
        self::event(cx, event);
    }
}

code! {
    EVENT_TWICE = "P370" Error "a notification, a schedule or an event is declared twice",
    why: "Notifications, schedules and events share one scope: what is made for each is named after it.",
    example: "schedule nightly \"cron(0 2 * * ? *)\";\nnotify nightly { pipeline_states: [FAILED], email: [\"team@example.com\"] }",
    fix: "Give each its own name: `notify failures { … }`.",
    source: "",
}

fn names<P: Place>(cx: &mut Check<'_, P>) {
    let model = cx.index.model;
    let mut all: Vec<(&str, &Name<P>)> = Vec::new();
    all.extend(
        model
            .notifications
            .iter()
            .map(|it| ("notification", &it.name)),
    );
    all.extend(model.schedules.iter().map(|it| ("schedule", &it.name)));
    all.extend(model.events.iter().map(|it| ("event", &it.name)));
    let mut seen: BTreeMap<&str, (&str, P)> = BTreeMap::new();
    for (kind, name) in all {
        let Some((first, at)) = seen.get(name.text.as_str()).copied() else {
            seen.insert(&name.text, (kind, name.at));
            continue;
        };
        let text = &name.text;
        let message = if first == kind {
            format!("{kind} `{text}` is declared twice")
        } else {
            format!("`{text}` is declared twice, as {first} and as {kind}")
        };
        cx.report(&EVENT_TWICE, name.at, message)
            .help("notifications, schedules and events share one scope: give each its own name")
            .related("first declared here", at);
    }
}

fn event<P: Place>(cx: &mut Check<'_, P>, event: &Event<P>) {
    if let Some(account) = &event.environment.account {
        places::account(cx, account);
    }
    if let Some(region) = &event.environment.region {
        regions::region(cx, region);
    }
    let subject = Subject::declared("event", &event.name);
    configuration::all(cx, &subject, &[declared::EVENT], &event.settings);
    queues::check(cx, &event.settings);
    self_start::check(cx, event);
}

//! What starts a pipeline, in words that follow "starts".

use serde_json::{Value, json};

use crate::pipeline::{Filter, Patterns, Pipeline, State};

pub(super) fn starts(pipeline: &Pipeline) -> Value {
    let mut out = Vec::new();
    let mut say = |words: String, source: String| {
        out.push(json!({ "source": source, "words": words }));
    };
    for action in pipeline.actions().filter(|action| action.kind.is_source()) {
        let title = action.title();
        let source = action.source.exact();
        let mut triggers = pipeline.triggers.iter();
        if let Some(trigger) = triggers.find(|trigger| trigger.action == action.name) {
            for (verb, filters) in [
                ("a push", &trigger.push),
                ("a pull request", &trigger.pull_request),
            ] {
                for filter in filters {
                    let words = format!("on {verb} to `{title}`{}", filtered(filter));
                    say(words, source.clone());
                }
            }
        } else if action.start_on_change {
            say(format!("on a change of `{title}`"), source);
        }
    }
    for schedule in &pipeline.schedules {
        let zone = schedule.time_zone.as_deref();
        let zone = zone.map_or(String::new(), |zone| format!(" in {zone}"));
        let words = format!("by schedule `{}`{zone}", schedule.expression);
        say(words + off(schedule.state), schedule.source.exact());
    }
    for event in &pipeline.events {
        let account = &pipeline.accounts[event.environment.account].name;
        let bus = event.bus.as_deref();
        let bus = bus.map_or(String::new(), |bus| format!(" on bus `{bus}`"));
        let words = format!(
            "on event `{}` of account `{account}` in {}{bus}",
            event.name, event.environment.region
        );
        say(words + off(event.state), event.source.exact());
    }
    Value::Array(out)
}

fn off(state: State) -> &'static str {
    match state {
        State::Enabled => "",
        State::Disabled => " (off)",
    }
}

/// The conditions of a trigger's filter.
fn filtered(filter: &Filter) -> String {
    let mut words = String::new();
    let mut say = |what: &str, patterns: &Patterns| {
        for (verb, patterns) in [("", &patterns.includes), ("not ", &patterns.excludes)] {
            if !patterns.is_empty() {
                words += &format!(", {verb}{what} `{}`", patterns.join("`, `"));
            }
        }
    };
    say("branch", &filter.branches);
    say("tag", &filter.tags);
    say("files", &filter.file_paths);
    words
}

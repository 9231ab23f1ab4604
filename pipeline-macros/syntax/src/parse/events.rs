//! `notify NAME { … }`, `schedule NAME "EXPRESSION" [{ … }];` and
//! `on_event NAME [in ACCOUNT] [@ "REGION"] { … }`

use pipewright_model::catalogue::declared as catalogue;
use syn::parse::ParseStream;

use super::clause::{Clause, clauses};
use super::group::take_braces;
use super::item::Item;
use super::name::name;
use super::offer::Keys;
use super::recover::{end, skip};
use super::string::{missing_string, string};
use super::{Context, NameKind, Reported, entry};
use crate::hints;
use crate::model::{Entry, Event, Name, Notification, Schedule};

/// A notification, behind the word `notify`.
pub(super) fn notification(cx: &mut Context, input: ParseStream) -> Option<Notification> {
    let name = declared(cx, input, "the notification's name")?;
    let what = "`{ … }`, which states are told, and to whom";
    let settings = settings(
        cx,
        input,
        &name,
        what,
        Keys::new("notify", catalogue::NOTIFICATION),
    );
    Some(Notification { name, settings })
}

/// A schedule, behind the word `schedule`.
pub(super) fn schedule(cx: &mut Context, input: ParseStream) -> Option<Schedule> {
    let name = declared(cx, input, "the schedule's name")?;
    let before = cx.error_count();
    let what = "when the pipeline starts, `\"cron(0 6 ? * MON-FRI *)\"` or `\"rate(1 day)\"`";
    hints::events::sign(cx, input, what);
    let span = cx.span(input);
    let expression = match hints::events::unquoted(cx, input, what) {
        true => Ok(missing_string(cx, span)),
        false => string(cx, input, what),
    };
    let Ok(expression) = expression else {
        cx.unread.incomplete.add_missing(name.at);
        skip::<Item>(input);
        return None;
    };
    let mut schedule = Schedule {
        name,
        expression,
        settings: Vec::new(),
    };
    let block = take_braces(input);
    if let Some(block) = &block {
        schedule.settings = entry::block(cx, block, Keys::new("schedule", catalogue::SCHEDULE));
    }
    end::<Item>(cx, input, block.is_some());
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(schedule.name.at);
    }
    Some(schedule)
}

/// An event that starts the pipeline, behind the word `on_event`.
pub(super) fn event(cx: &mut Context, input: ParseStream) -> Option<Event> {
    let name = declared(cx, input, "the event's name")?;
    let (clauses, clean) = clauses::<Item>(cx, input, "an event", &[Clause::In, Clause::At]);
    if !clean {
        cx.unread.incomplete.add_missing(name.at);
    }
    let settings = settings(
        cx,
        input,
        &name,
        "`{ … }`, which events start the pipeline",
        Keys::new("on_event", catalogue::EVENT),
    );
    Some(Event {
        name,
        environment: clauses.environment(),
        settings,
    })
}

fn declared(cx: &mut Context, input: ParseStream, what: &str) -> Option<Name> {
    match name(cx, input, what, NameKind::Event, true) {
        Ok(name) => Some(name),
        Err(Reported) => {
            skip::<Item>(input);
            None
        }
    }
}

/// The block of a declaration that cannot be without one.
fn settings(
    cx: &mut Context,
    input: ParseStream,
    name: &Name,
    what: &str,
    keys: Keys,
) -> Vec<Entry> {
    let before = cx.error_count();
    hints::events::sign(cx, input, what);
    let mut settings = Vec::new();
    if let Some(block) = take_braces(input) {
        settings = entry::block(cx, &block, keys);
        end::<Item>(cx, input, true);
    } else {
        cx.expected(input, what);
        cx.unread.incomplete.add_missing(name.at);
        skip::<Item>(input);
    }
    if cx.error_count() != before {
        cx.unread.incomplete.add_partial(name.at);
    }
    settings
}

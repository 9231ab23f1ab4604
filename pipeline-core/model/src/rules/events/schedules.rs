//! Schedules: when they start the pipeline.

use crate::catalogue::{declared, pattern};
use crate::code::code;
use crate::model::Schedule;
use crate::place::Place;
use crate::rules::configuration;
use crate::rules::configuration::subject::Subject;
use crate::rules::context::Check;
use crate::rules::declarations::given_roles;
use crate::rules::events::queues;
use crate::rules::remedy;
use crate::rules::values::known;

/// Checks a schedule.
pub(crate) fn check<P: Place>(cx: &mut Check<'_, P>, schedule: &Schedule<P>) {
    expression(cx, schedule);
    let subject = Subject::declared("schedule", &schedule.name);
    configuration::all(cx, &subject, &[declared::SCHEDULE], &schedule.settings);
    given_roles::of_schedule(cx, &schedule.settings);
    times(cx, schedule);
    occasions(cx, schedule);
    queues::check(cx, &schedule.settings);
}

code! {
    SCHEDULE_EXPRESSION = "P380" Error "a schedule's expression is malformed",
    why: "A schedule is `cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR)`, `rate(NUMBER UNIT)` with minutes, hours or days, or `at(DATE-AND-TIME)` for a single start. The cron expressions of EventBridge have six fields, without seconds and with a year, and exactly one of the two fields for days is `?`. EventBridge refuses others when the stack is deployed.",
    example: "schedule nightly \"cron(0 2 * * *)\";",
    fix: "Write all six fields: `schedule nightly \"cron(0 2 * * ? *)\";`.",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
}

fn expression<P: Place>(cx: &mut Check<'_, P>, schedule: &Schedule<P>) {
    let expression = &schedule.expression;
    let Some(text) = known::string(cx, expression) else {
        return;
    };
    if let Some((wrong, help)) = pattern::wrong_schedule(text) {
        let message = format!("`{text}` is no schedule{wrong}");
        let help = remedy::resolved_later(cx, text).map_or(help, str::to_owned);
        cx.report(&SCHEDULE_EXPRESSION, expression.at, message)
            .help(help);
    }
}

code! {
    SCHEDULE_ENDS = "P382" Error "a schedule that ends before it begins",
    why: "EventBridge Scheduler refuses a schedule whose end is not after its start.",
    example: "schedule nightly \"rate(1 day)\" { start_date: \"2027-06-01T00:00:00Z\", end_date: \"2027-01-01T00:00:00Z\" }",
    fix: "Write the earlier one into `start_date`.",
    source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
}

code! {
    WITHOUT_EFFECT_ON_A_SCHEDULE = "P383" Warning "a setting without effect on this kind of schedule",
    why: "A time zone is for `cron(…)` and `at(…)`: an interval, `rate(…)`, has no time of day. A schedule that starts the pipeline once, `at(…)`, has neither a start nor an end.",
    example: "schedule hourly \"rate(1 hour)\" { schedule_expression_timezone: \"Europe/Berlin\" }",
    fix: "Leave the setting out, or write a `cron(…)`.",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
}

fn times<P: Place>(cx: &mut Check<'_, P>, schedule: &Schedule<P>) {
    let entry = |key: &str| schedule.settings.iter().find(|it| it.key.text == key);
    let kind = schedule.expression.known().unwrap_or_default();
    let ignored: &[&str] = if kind.starts_with("rate(") {
        &["schedule_expression_timezone"]
    } else if kind.starts_with("at(") {
        &["start_date", "end_date"]
    } else {
        &[]
    };
    for entry in ignored.iter().filter_map(|key| entry(key)) {
        let key = &entry.key.text;
        let word = kind.split('(').next().unwrap_or_default();
        let message = format!("`{key}` has no effect on a schedule of `{word}(…)`");
        cx.report(&WITHOUT_EFFECT_ON_A_SCHEDULE, entry.key.at, message)
            .help("leave it out");
    }
    let fits = |key: &str| {
        let entry = entry(key)?;
        let text = entry.value.data.text()?;
        let date = pattern::DATE_TIME.complaint(text).is_none();
        // A date without a fraction of a second is one with none.
        let seconds = text.trim_end_matches('Z').split('.').next()?;
        date.then_some((entry.value.at, text, seconds))
    };
    if let (Some((start_at, start, first)), Some((end_at, end, last))) =
        (fits("start_date"), fits("end_date"))
        && last <= first
    {
        let message = format!("the schedule ends on {end}, and begins on {start}");
        cx.report(&SCHEDULE_ENDS, end_at, message)
            .help("write the earlier one into `start_date`")
            .related("it begins here", start_at);
    }
}

code! {
    NEVER_STARTS = "P540" Error "a schedule that never starts the pipeline",
    why: "No day of the calendar fits the schedule: there is no 31 February, and no 29 February 2027. Days before 10 November 2022 lie before EventBridge Scheduler exists, and nothing starts before `start_date` or after `end_date`. What lies in the past otherwise is not known here, since the build does not look at the clock.",
    example: "schedule monthly \"cron(0 6 31 2,4 ? *)\";",
    fix: "Correct the day, the month or the year. `L` is the last day of each month: `schedule monthly \"cron(0 6 L * ? *)\";`.",
    source: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
}

fn occasions<P: Place>(cx: &mut Check<'_, P>, schedule: &Schedule<P>) {
    let Some(text) = schedule.expression.known() else {
        return;
    };
    let date = |key: &str| {
        let entry = schedule.settings.iter().find(|it| it.key.text == key)?;
        let text = entry.value.data.text()?;
        pattern::DATE_TIME
            .complaint(text)
            .is_none()
            .then_some((entry, text))
    };
    let (first, last) = (date("start_date"), date("end_date"));
    let end = last.map(|(_, text)| text);
    if pattern::wrong_schedule(text).is_some() {
        return;
    }
    let (at, message, is_date) = if !pattern::can_start(text, None, None) {
        (
            schedule.expression.at,
            format!("`{text}` never starts the pipeline: no day fits it"),
            false,
        )
    } else if let Some((entry, _)) =
        last.filter(|(_, last)| !pattern::can_start(text, None, Some(last)))
    {
        let message = format!("no day up to then fits `{text}`, which never starts the pipeline");
        (entry.value.at, message, true)
    } else if let Some((entry, _)) = first.filter(|(_, first)| {
        end.is_none_or(|last| last > *first) && !pattern::can_start(text, Some(first), end)
    }) {
        let message = format!("no day from then on fits `{text}`, which never starts the pipeline");
        (entry.value.at, message, true)
    } else {
        return;
    };
    let help = if is_date {
        "write another day here, or leave it out"
    } else if text.starts_with("at(") {
        "write a day to come"
    } else {
        "the last day of each month is `L`; a year that is not written out is `*`"
    };
    cx.report(&NEVER_STARTS, at, message).help(help);
}

//! The expression of a schedule: `cron(…)`, `rate(…)` or `at(…)`.
//!
//! Source: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>

use super::schedule::{DAYS, Field, MONTHS, moment};

/// The fields of EventBridge's cron expressions, which have no seconds and always a year.
///
/// Source: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based>
const FIELDS: [Field; 6] = [
    Field("minutes", 0, 59, &[], ""),
    Field("hours", 0, 23, &[], ""),
    Field("day of the month", 1, 31, &[], "?LW"),
    Field("month", 1, 12, &MONTHS, ""),
    Field("day of the week", 1, 7, &DAYS, "?L#"),
    Field("year", 1970, 2199, &[], ""),
];

const KINDS: &str =
    "it is `cron(…)`, `rate(…)` or `at(…)`: `cron(0 6 ? * MON-FRI *)`, `rate(1 day)`";

/// The first mistake in a schedule's expression, in words that follow "is no schedule", and what to
/// do.
#[must_use]
pub fn wrong_schedule(text: &str) -> Option<(String, String)> {
    if let Some(fields) = inside(text, "cron") {
        return cron(fields);
    }
    if let Some(interval) = inside(text, "rate") {
        return rate(interval);
    }
    if let Some(time) = inside(text, "at") {
        return (!moment(time)).then(|| {
            (
                format!(": `{time}` is no date and time"),
                "write `at(2027-01-31T06:00:00)`, without a zone: that is \
                 `schedule_expression_timezone`"
                    .to_owned(),
            )
        });
    }
    let fields = text.split_whitespace().count();
    let written = match fields {
        5 if !text.contains('(') => with_year(text),
        6 | 7 if !text.contains('(') => {
            let fields: Vec<&str> = text.split_whitespace().collect();
            Some(fields.join(" "))
        }
        _ => None,
    };
    let help = match written {
        Some(fields) => format!("write `cron({fields})`"),
        None => KINDS.to_owned(),
    };
    Some((String::new(), help))
}

/// The inside of `word(…)`.
pub(super) fn inside<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.strip_prefix(word)?
        .strip_prefix('(')?
        .strip_suffix(')')
}

/// A cron expression of Unix, which has five fields, in EventBridge's form; if it can be written so.
fn with_year(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let &[minutes, hours, month_day, month, week_day] = fields.as_slice() else {
        return None;
    };
    let named = week_of_unix(week_day);
    // One of the two fields for days must be `?`.
    let (month_day, week_day) = match (month_day, named.as_str()) {
        ("*" | "?", "*" | "?") => ("*", "?"),
        (month_day, "*" | "?") => (month_day, "?"),
        ("*" | "?", week_day) => ("?", week_day),
        // Unix takes days that fit either.
        _ => return None,
    };
    Some(format!(
        "{minutes} {hours} {month_day} {month} {week_day} *"
    ))
}

/// The days of the week by their names: Unix counts them from Sunday, 0, and EventBridge from
/// Sunday, 1.
fn week_of_unix(field: &str) -> String {
    const DAYS: [&str; 8] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
    let named = |day: &str| {
        let number = day.parse::<usize>().ok();
        let name = number.and_then(|number| DAYS.get(number));
        name.map_or_else(|| day.to_owned(), |name| (*name).to_owned())
    };
    let part = |part: &str| {
        let (days, step) = match part.split_once('/') {
            Some((days, step)) => (days, format!("/{step}")),
            None => (part, String::new()),
        };
        let days: Vec<String> = days.split('-').map(named).collect();
        format!("{}{step}", days.join("-"))
    };
    let parts: Vec<String> = field.split(',').map(part).collect();
    parts.join(",")
}

fn cron(text: &str) -> Option<(String, String)> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let names = "minutes, hours, day of the month, month, day of the week, year";
    if fields.len() != FIELDS.len() {
        let count = fields.len();
        let s = if count == 1 { "" } else { "s" };
        let help = match (count, fields.split_first()) {
            (5, _) => match with_year(text) {
                Some(right) => format!("write `cron({right})`"),
                None => format!("write six, and `?` for one of the fields for days: {names}"),
            },
            (7, Some((&("0" | "*"), rest))) => {
                format!("there are no seconds: write `cron({})`", rest.join(" "))
            }
            _ => format!("write six: {names}"),
        };
        return Some((format!(": it has {count} field{s}, and needs 6"), help));
    }
    let mut both = fields.iter().zip(&FIELDS);
    if let Some(wrong) = both.find_map(|(field, of)| of.complaint(field)) {
        let help = format!("the fields are {names}");
        return Some((format!(": {wrong}"), help));
    }
    days(&fields)
}

/// Of the two fields for days, exactly one is `?`.
fn days(fields: &[&str]) -> Option<(String, String)> {
    let [minutes, hours, month_day, month, week_day, year] = fields else {
        return None;
    };
    let written = |month_day: &str, week_day: &str| {
        format!("`cron({minutes} {hours} {month_day} {month} {week_day} {year})`")
    };
    let (message, help) = match (*month_day, *week_day) {
        ("?", "?") => (
            "it says neither the day of the month nor the day of the week",
            format!("for every day, write {}", written("*", "?")),
        ),
        ("?", _) | (_, "?") => return None,
        ("*", week) => (
            "it says both the day of the month and the day of the week",
            format!(
                "one of them is `?`: {}",
                written("?", if week == "*" { "*" } else { week })
            ),
        ),
        (month, "*") => (
            "it says both the day of the month and the day of the week",
            format!("one of them is `?`: {}", written(month, "?")),
        ),
        (month, week) => (
            "it says both the day of the month and the day of the week",
            format!(
                "one of them is `?`: {} or {}",
                written(month, "?"),
                written("?", week)
            ),
        ),
    };
    Some((format!(": {message}"), help))
}

fn rate(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let help = || "write a whole number and a unit: `rate(15 minutes)`, `rate(1 day)`".to_owned();
    let [value, unit] = words.as_slice() else {
        return Some((format!(": `{text}` is no interval"), help()));
    };
    let plain = value.bytes().all(|b| b.is_ascii_digit());
    let value_is_right = plain && value.parse::<u32>().is_ok_and(|value| value > 0);
    if !value_is_right {
        return Some((format!(": `{value}` is no number of them"), help()));
    }
    let units = ["minute", "minutes", "hour", "hours", "day", "days"];
    if units.contains(unit) {
        return None;
    }
    let more = match *unit {
        "week" | "weeks" => value
            .parse::<u32>()
            .ok()
            .and_then(|weeks| weeks.checked_mul(7))
            .map(|days| format!("write `rate({days} days)`")),
        "second" | "seconds" => Some("a minute is the shortest interval".to_owned()),
        _ => None,
    };
    let message = format!(": `{unit}` is no unit of an interval");
    Some((message, more.unwrap_or_else(help)))
}

#[cfg(test)]
mod tests {
    use super::{with_year, wrong_schedule};

    /// What is advised is right, and of the same days.
    #[test]
    fn five_fields_of_unix_are_told_as_eventbridge_has_them() {
        for (unix, right) in [
            ("0 2 * * *", Some("0 2 * * ? *")),
            ("0 2 * * ?", Some("0 2 * * ? *")),
            ("0 2 ? * *", Some("0 2 * * ? *")),
            ("0 2 1 * *", Some("0 2 1 * ? *")),
            ("0 2 1 * ?", Some("0 2 1 * ? *")),
            ("0 2 * * 1", Some("0 2 ? * MON *")),
            ("0 2 * * 0", Some("0 2 ? * SUN *")),
            ("0 2 * * 7", Some("0 2 ? * SUN *")),
            ("0 2 ? * 1-5", Some("0 2 ? * MON-FRI *")),
            ("0 2 * 3 1,3,FRI", Some("0 2 ? 3 MON,WED,FRI *")),
            ("0 2 1 * 1", None),
        ] {
            assert_eq!(with_year(unix).as_deref(), right, "{unix}");
            if let Some(right) = right {
                let right = format!("cron({right})");
                assert_eq!(wrong_schedule(&right), None, "{right}");
            }
        }
    }

    #[test]
    fn a_schedule_has_the_form_of_eventbridge() {
        for good in [
            "cron(0 6 ? * MON-FRI *)",
            "cron(0/15 8-17 * * ? *)",
            "cron(15 10 ? * 6L 2022-2023)",
            "cron(0 10 L * ? *)",
            "cron(0 10 3W * ? *)",
            "cron(0 9 ? * 2#1 *)",
            "cron(0  6 1,15 JAN,jul ? *)",
            "rate(1 minute)",
            "rate(5 minutes)",
            "rate(12 hours)",
            "at(2027-02-28T23:59:59)",
            "at(2028-02-29T00:00:00)",
        ] {
            assert_eq!(wrong_schedule(good), None, "{good}");
        }
        for bad in [
            "",
            "daily",
            "cron",
            "cron()",
            "cron(0 6 * * *)",
            "0 6 * * *",
            "cron(0 0 6 ? * MON *)",
            "cron(60 6 ? * MON *)",
            "cron(0 24 ? * MON *)",
            "cron(0 6 32 * ? *)",
            "cron(0 6 * 13 ? *)",
            "cron(0 6 ? * 8 *)",
            "cron(0 6 ? * MON 1969)",
            "cron(0 6 * * MON *)",
            "cron(0 6 ? * ? *)",
            "cron(0 6 1 * MON *)",
            "CRON(0 6 ? * MON *)",
            "rate(0 days)",
            "rate(1.5 hours)",
            "rate(1 week)",
            "rate(10 seconds)",
            "rate(-1 days)",
            "rate(1)",
            "rate()",
            "at(2027-02-29T00:00:00)",
            "at(2027-01-31T06:00:00Z)",
            "at(tomorrow)",
            " rate(1 day)",
        ] {
            assert!(wrong_schedule(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn the_advice_is_right_itself() {
        for bad in [
            "cron(0 6 * * *)",
            "cron(0 6 * * MON)",
            "0 6 * * *",
            "cron(0 0 6 ? * MON *)",
            "cron(0 6 * * MON *)",
            "cron(0 6 * * * *)",
            "cron(0 6 1 * * *)",
            "cron(0 6 ? * ? *)",
            "rate(2 weeks)",
        ] {
            let (_, help) = wrong_schedule(bad).expect("a mistake");
            let written = help
                .split('`')
                .find(|part| part.contains('(') && !part.contains('…'));
            let written = written.unwrap_or_default();
            assert_eq!(wrong_schedule(written), None, "{bad}: {help}");
        }
    }
}

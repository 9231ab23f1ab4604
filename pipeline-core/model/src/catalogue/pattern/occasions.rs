//! The days on which a schedule starts something, if there is one.

use super::expression::inside;
use super::schedule::{DAYS, MONTHS};

/// The day of EventBridge Scheduler's launch. Nothing was started before it.
///
/// Source: <https://aws.amazon.com/about-aws/whats-new/2022/11/amazon-eventbridge-launches-new-scheduler/>
const LAUNCH: Day = Day(2022, 11, 10);

/// The last year of a cron expression.
const LAST_YEAR: u32 = 2199;

/// Year, month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Day(u32, u32, u32);

/// Returns whether a well-formed schedule can start something: on a day since the service exists,
/// and between a first and a last day, `2027-01-31T06:00:00Z`, if it has these.
#[must_use]
pub fn can_start(expression: &str, first: Option<&str>, last: Option<&str>) -> bool {
    let first = first.and_then(day).unwrap_or(LAUNCH).max(LAUNCH);
    let last = last.and_then(day).unwrap_or(Day(LAST_YEAR, 12, 31));
    if let Some(time) = inside(expression, "at") {
        return day(time).is_none_or(|day| day >= LAUNCH);
    }
    let Some(fields) = inside(expression, "cron") else {
        return last >= LAUNCH;
    };
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let [_, _, month_day, month, week_day, year] = fields.as_slice() else {
        return true;
    };
    // A time zone moves what happens on a day to the one before or behind it.
    let (first, last) = (before(first), behind(last));
    for of_year in (first.0..=last.0).filter(|it| has(year, *it, 1970, &[])) {
        for of_month in (1..=12).filter(|it| has(month, *it, 1, &MONTHS)) {
            for of_day in 1..=days_in(of_year, of_month) {
                let day = Day(of_year, of_month, of_day);
                if (first..=last).contains(&day)
                    && is_month_day(month_day, day)
                    && is_week_day(week_day, day)
                {
                    return true;
                }
            }
        }
    }
    false
}

/// The day of a date and time.
fn day(text: &str) -> Option<Day> {
    let mut parts = text
        .split('T')
        .next()?
        .split('-')
        .map(|part| part.parse().ok());
    Some(Day(parts.next()??, parts.next()??, parts.next()??))
}

fn before(Day(year, month, day): Day) -> Day {
    match (month, day) {
        (1, 1) => Day(year - 1, 12, 31),
        (_, 1) => Day(year, month - 1, days_in(year, month - 1)),
        _ => Day(year, month, day - 1),
    }
}

fn behind(Day(year, month, day): Day) -> Day {
    match (month, day == days_in(year, month)) {
        (12, true) => Day(year + 1, 1, 1),
        (_, true) => Day(year, month + 1, 1),
        _ => Day(year, month, day + 1),
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// The day of the week, from 1 for Sunday.
fn week_day_of(Day(year, month, day): Day) -> u32 {
    // Zeller's congruence, with January and February as months of the year before.
    let (year, month) = if month < 3 {
        (year - 1, month + 12)
    } else {
        (year, month)
    };
    let sum = day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400;
    (sum + 6) % 7 + 1
}

/// Returns whether a field has a number: `*`, `5`, `9-17`, `0/15`, or the name of it.
fn has(field: &str, number: u32, least: u32, names: &[&str]) -> bool {
    let value = |text: &str| -> Option<u32> {
        let name = names
            .iter()
            .position(|name| name.eq_ignore_ascii_case(text));
        let numbered = name.and_then(|at| u32::try_from(at).ok()).map(|at| at + 1);
        numbered.or_else(|| text.parse().ok())
    };
    let within = |range: &str| match range.split_once('-') {
        _ if matches!(range, "*" | "?") => true,
        Some((from, to)) => match (value(from), value(to)) {
            (Some(from), Some(to)) if from <= to => (from..=to).contains(&number),
            // Such a range goes round: from Friday to Monday.
            (Some(from), Some(to)) => number >= from || number <= to,
            _ => true,
        },
        None => value(range) == Some(number),
    };
    field.split(',').any(|item| match item.split_once('/') {
        None => within(item),
        Some((from, step)) => {
            let Ok(step) = step.parse::<u32>() else {
                return true;
            };
            let (start, is_within) = match from.split_once('-') {
                Some((start, _)) => (value(start), within(from)),
                None if from == "*" => (Some(least), true),
                None => (value(from), value(from).is_some_and(|from| number >= from)),
            };
            is_within
                && start.is_none_or(|start| number.abs_diff(start).is_multiple_of(step.max(1)))
        }
    })
}

/// Returns whether a day can be one of the field: `L` and `W` stand for days that every month has.
fn is_month_day(field: &str, day: Day) -> bool {
    field.split(',').any(|item| {
        let weekday = item
            .strip_suffix(['W', 'w'])
            .and_then(|day| day.parse::<u32>().ok());
        match weekday {
            Some(near) => near.abs_diff(day.2) <= 2 && near <= days_in(day.0, day.1),
            None if item.starts_with(['L', 'l']) => true,
            None => has(item, day.2, 1, &[]),
        }
    })
}

fn is_week_day(field: &str, day: Day) -> bool {
    let of_week = week_day_of(day);
    field.split(',').any(|item| match item.split_once('#') {
        Some((name, number)) => {
            has(name, of_week, 1, &DAYS)
                && number
                    .parse::<u32>()
                    .is_ok_and(|number| (day.2 - 1) / 7 + 1 == number)
        }
        None if item.ends_with(['L', 'l']) => true,
        None => has(item, of_week, 1, &DAYS),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        for (day, of_week) in [
            (Day(2022, 11, 10), 5),
            (Day(2024, 2, 29), 5),
            (Day(2026, 11, 30), 2),
            (Day(2100, 3, 1), 2),
        ] {
            assert_eq!(week_day_of(day), of_week, "{day:?}");
        }
    }

    #[test]
    fn what_the_calendar_has_can_start() {
        for good in [
            "cron(0 0 29 2 ? *)",
            "cron(0 0 29 2 ? 2028)",
            "cron(0 0 31 * ? *)",
            "cron(0 0 31 1/2 ? *)",
            "cron(0 0 30,31 FEB,MAR ? *)",
            "cron(0 0 L 2 ? *)",
            "cron(0 0 31W JAN ? *)",
            "cron(0 0 ? * FRI-MON *)",
            "cron(0 0 ? 2 FRI#5 *)",
            "cron(0 0 ? 2 6L 2027)",
            "cron(0 0 ? * 2#1 2026-2030)",
            "cron(0 0 ? * * 2022)",
            "cron(0 0/5 * * ? 2199)",
            "rate(1 day)",
            "at(2027-01-31T06:00:00)",
            "at(2022-11-10T00:00:00)",
        ] {
            assert!(can_start(good, None, None), "{good}");
        }
        for bad in [
            "cron(0 0 31 2 ? *)",
            "cron(0 0 30 FEB ? *)",
            "cron(0 0 31 4,6,9,11 ? *)",
            "cron(0 0 31 APR-APR ? *)",
            "cron(0 0 29 2 ? 2027)",
            "cron(0 0 29 2 ? 2100)",
            "cron(0 0 ? 2 FRI#5 2027)",
            "cron(0 0 31W 2 ? *)",
            "cron(0 0 1 1 ? 2020)",
            "cron(0 0 ? * * 1970-2021)",
            "cron(0 0 1 10 ? 2022)",
            "at(2020-01-31T06:00:00)",
        ] {
            assert!(!can_start(bad, None, None), "{bad}");
        }
    }

    #[test]
    fn what_lies_between_two_days_can_start() {
        let between = |expression, first, last| can_start(expression, Some(first), Some(last));
        let (first, last) = ("2027-01-01T00:00:00Z", "2027-06-30T00:00:00Z");
        assert!(between("cron(0 0 1 3 ? *)", first, last));
        assert!(between("cron(0 0 1 7 ? *)", first, last), "in another zone");
        assert!(!between("cron(0 0 1 8 ? *)", first, last));
        assert!(!between(
            "cron(0 0 * * ? 2026)",
            "2027-01-05T00:00:00Z",
            last
        ));
        assert!(!can_start(
            "rate(1 day)",
            None,
            Some("2020-01-01T00:00:00Z")
        ));
    }
}

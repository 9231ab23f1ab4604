//! Schedules: cron expressions, time zones, and the shifting of traffic.

/// The fields of a cron expression. For the seconds, AWS's table allows only `*`, but AWS's
/// example has `0`.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html>
const FIELDS: [Field; 7] = [
    Field("seconds", 0, 59, &[], ""),
    Field("minutes", 0, 59, &[], ""),
    Field("hours", 0, 23, &[], ""),
    Field("day of the month", 1, 31, &[], "?LW"),
    Field("month", 1, 12, &MONTHS, ""),
    Field("day of the week", 1, 7, &DAYS, "?L#"),
    Field("year", 1970, 2199, &[], ""),
];

/// A field: its name, the least and the largest number, the names of the numbers, and the
/// characters that it allows besides `*`, `,`, `-` and `/`.
pub(super) struct Field(
    pub(super) &'static str,
    pub(super) u32,
    pub(super) u32,
    pub(super) &'static [&'static str],
    pub(super) &'static str,
);

pub(super) const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

pub(super) const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Returns whether a string is a cron expression: six fields, or seven with a year.
pub(super) fn cron(text: &str) -> bool {
    wrong_field(text).is_none()
}

/// The description of the first mistake in a cron expression, if there is one.
pub(super) fn wrong_field(text: &str) -> Option<String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if !(6..=7).contains(&fields.len()) {
        return Some(format!(
            "it has {} fields: write seconds, minutes, hours, day of the month, month, day of the week, and a year if need be",
            fields.len()
        ));
    }
    let mut both = fields.iter().zip(&FIELDS);
    both.find_map(|(field, of)| of.complaint(field))
}

impl Field {
    /// What is wrong with a field, if anything is.
    pub(super) fn complaint(&self, field: &str) -> Option<String> {
        if field.split(',').all(|item| self.takes(item)) {
            return None;
        }
        let Field(what, least, most, names, also) = self;
        let mut takes = format!("{least} to {most}");
        if let (Some(first), Some(last)) = (names.first(), names.last()) {
            takes = format!("{takes} or {first} to {last}");
        }
        let signs = if also.contains('?') {
            "`*` or `?`"
        } else {
            "`*`"
        };
        Some(format!(
            "`{field}` stands for the {what}: {takes}, with `,`, `-` and `/` between them, or {signs}"
        ))
    }

    fn takes(&self, item: &str) -> bool {
        let Field(_, least, most, names, also) = self;
        let item = item.to_ascii_uppercase();
        let value = |text: &str| {
            names.contains(&text)
                || text
                    .parse()
                    .is_ok_and(|n: u32| (least..=most).contains(&&n))
        };
        of_field(&item, &value, also)
    }
}

/// Returns whether a field allows an item of its list: `*`, `5`, `9-17`, `0/15`, `L-3`,
/// `15W`, `6#3`.
fn of_field(item: &str, value: &dyn Fn(&str) -> bool, also: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().is_ok();
    if item == "*" || value(item) || (item == "?" && also.contains('?')) {
        return true;
    }
    if let Some((from, step)) = item.split_once('/') {
        let step = step.parse().is_ok_and(|step: u32| step > 0);
        return step && (from == "*" || value(from) || is_range(from, value));
    }
    if is_range(item, value) {
        return true;
    }
    let last = also.contains('L')
        && (item == "L"
            || item.strip_prefix("L-").is_some_and(number)
            || also.contains('#') && item.strip_suffix('L').is_some_and(value));
    let weekday = also.contains('W') && (item == "LW" || item.strip_suffix('W').is_some_and(value));
    let nth = also.contains('#')
        && item.split_once('#').is_some_and(|(day, nth)| {
            value(day) && nth.parse().is_ok_and(|n: u32| (1..=5).contains(&n))
        });
    last || weekday || nth
}

fn is_range(item: &str, value: &dyn Fn(&str) -> bool) -> bool {
    item.split_once('-')
        .is_some_and(|(from, to)| value(from) && value(to))
}

/// Returns whether a string has the form of a time zone: `Region/City`, `UTC` with or without
/// an offset, or an abbreviation.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html>
pub(super) fn time_zone(text: &str) -> bool {
    let alphabetic = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic());
    let place = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+'))
    };
    if let Some((region, city)) = text.split_once('/') {
        return alphabetic(region) && city.split('/').all(place);
    }
    if let Some(offset) = text.strip_prefix("UTC").filter(|offset| !offset.is_empty()) {
        let two =
            |text: &str, most: u32| text.len() == 2 && text.parse().is_ok_and(|n: u32| n <= most);
        return offset
            .strip_prefix(['+', '-'])
            .and_then(|offset| offset.split_once(':'))
            .is_some_and(|(hours, minutes)| two(hours, 23) && two(minutes, 59));
    }
    alphabetic(text) && (3..=5).contains(&text.len())
}

/// Returns whether a string is a date and a time in UTC: `2027-01-31T06:00:00Z`, with three digits
/// of a second if need be.
pub(super) fn date_time(text: &str) -> bool {
    let Some(rest) = text.strip_suffix('Z') else {
        return false;
    };
    match rest.split_once('.') {
        Some((rest, fraction)) => {
            fraction.len() == 3 && fraction.bytes().all(|b| b.is_ascii_digit()) && moment(rest)
        }
        None => moment(rest),
    }
}

/// Returns whether a string is a date and a time, `2027-01-31T06:00:00`.
pub(super) fn moment(text: &str) -> bool {
    let number = |text: &str, digits: usize| -> Option<u32> {
        let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten()
    };
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let date: Vec<&str> = date.split('-').collect();
    let time: Vec<&str> = time.split(':').collect();
    let ([year, month, day], [hour, minute, second]) = (date.as_slice(), time.as_slice()) else {
        return false;
    };
    let in_range = |text: &str, least: u32, most: u32| {
        number(text, 2).is_some_and(|found| (least..=most).contains(&found))
    };
    let Some(year) = number(year, 4) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match number(month, 2) {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if leap => 29,
        Some(2) => 28,
        _ => 31,
    };
    year > 0
        && in_range(month, 1, 12)
        && in_range(day, 1, days)
        && in_range(hour, 0, 23)
        && in_range(minute, 0, 59)
        && in_range(second, 0, 59)
}

/// The longest deployment in minutes: two days.
///
/// Source: <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html>
const LONGEST: u32 = 2 * 24 * 60;

/// Returns whether a string is a deployment strategy of at most two days: `AllAtOnce`,
/// `Canary10Percent5Minutes`, `Linear10PercentEvery1Minute`.
pub(super) fn deploy_strategy(text: &str) -> bool {
    let shifted = |kind: &str, between: &str| -> Option<(u32, u32)> {
        let (percent, minutes) = text.strip_prefix(kind)?.split_once(between)?;
        let minutes = minutes.strip_suffix('s').unwrap_or(minutes);
        let minutes = minutes.strip_suffix("Minute")?.parse().ok()?;
        let percent = percent.parse().ok()?;
        ((1..100).contains(&percent) && minutes > 0).then_some((percent, minutes))
    };
    let canary = shifted("Canary", "Percent").map(|(_, minutes)| minutes);
    // The first step has no wait before it.
    let linear = shifted("Linear", "PercentEvery")
        .map(|(percent, minutes)| minutes.saturating_mul(100_u32.div_ceil(percent) - 1));
    text == "AllAtOnce" || canary.or(linear).is_some_and(|minutes| minutes <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cron_expression_keeps_to_the_ranges_of_its_fields() {
        for good in [
            // AWS's own example.
            "0 0 9-17 ? * MON-FRI *",
            "* * 9-17 ? * mon,wed *",
            "0 0/15 * L-3 1-6 ? 2026-2030",
            "0 0 12 15W * ?",
            "0 0 12 LW JAN ?",
            "0 0 12 ? * 6#3",
            "0 0 12 ? * 6L",
            "*/5 */5 8-18/2 * * *",
        ] {
            assert!(cron(good), "{good}");
        }
        for bad in [
            "0 9-17 ? * MON-FRI",
            "0 0 9-25 ? * MON-FRI *",
            "0 60 9 ? * MON-FRI *",
            "0 0 9 0 * ?",
            "0 0 9 ? 13 MON",
            "0 0 9 ? * MONDAY",
            "0 0 9 ? * 0",
            "0 0 ? ? * MON",
            "0 0 9 ? * MON 26",
            "0 0/0 9 ? * MON",
            "0 0 9 ? * 6#6",
            "a b c d e f",
            "0 0 9, ? * MON",
        ] {
            assert!(!cron(bad), "{bad}");
        }
    }

    #[test]
    fn the_wrong_field_is_named() {
        assert_eq!(
            wrong_field("0 0 9-25 ? * MON-FRI").as_deref(),
            Some(
                "`9-25` stands for the hours: 0 to 23, with `,`, `-` and `/` between them, or `*`"
            )
        );
        assert_eq!(
            wrong_field("0 0 9 ? * MONDAY").as_deref(),
            Some(
                "`MONDAY` stands for the day of the week: 1 to 7 or SUN to SAT, with `,`, `-` and `/` between them, or `*` or `?`"
            )
        );
        assert_eq!(
            wrong_field("0 9 * * MON").as_deref(),
            Some(
                "it has 5 fields: write seconds, minutes, hours, day of the month, month, day of the week, and a year if need be"
            )
        );
    }

    #[test]
    fn a_time_zone_has_one_of_three_forms() {
        for good in [
            "Europe/Berlin",
            "America/New_York",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+5",
            "UTC",
            "UTC+05:30",
            "UTC-03:00",
            "EST",
            "PST",
        ] {
            assert!(time_zone(good), "{good}");
        }
        for bad in [
            "",
            "Berlin/",
            "/Berlin",
            "UTC+5",
            "UTC+05:3",
            "UTC+25:00",
            "GMT+2",
            "Berlin",
            "+02:00",
            "ES",
        ] {
            assert!(!time_zone(bad), "{bad}");
        }
    }

    #[test]
    fn traffic_moves_in_two_days() {
        for good in [
            "AllAtOnce",
            "Canary10Percent5Minutes",
            "Linear10PercentEvery1Minute",
            "Linear25PercentEvery30Minutes",
            "Canary50Percent2880Minutes",
            "Linear10PercentEvery320Minutes",
        ] {
            assert!(deploy_strategy(good), "{good}");
        }
        for bad in [
            "allAtOnce",
            "Canary",
            "Canary0Percent5Minutes",
            "Canary100Percent5Minutes",
            "Canary10Percent0Minutes",
            "Canary10Percent2881Minutes",
            "Linear10PercentEvery321Minutes",
            "Linear10Percent5Minutes",
            "Linear10PercentEvery5Hours",
        ] {
            assert!(!deploy_strategy(bad), "{bad}");
        }
    }
}

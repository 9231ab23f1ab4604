//! Texts that keep to their pattern, and yet are probably not meant.

use super::context::Check;
use crate::catalogue::pattern::{self, Pattern};
use crate::catalogue::time_zones;
use crate::codes;
use crate::place::Place;

/// A text that keeps to this pattern.
pub(super) fn text<P: Place>(
    cx: &mut Check<'_, P>,
    key: &str,
    at: P,
    text: &str,
    pattern: &'static Pattern,
) {
    if std::ptr::eq(pattern, &pattern::CRON) {
        for (message, help) in days(text).into_iter().chain(backwards(text)) {
            cx.report(&codes::DOUBTFUL_WINDOW, at, format!("`{key}` {message}"))
                .help(help);
        }
    } else if std::ptr::eq(pattern, &pattern::TIME_ZONE) && time_zones::is_unknown(text) {
        let message = format!("`{key}`: no time zone is called `{text}`");
        let help = match time_zones::closest(text) {
            Some(close) => format!("a time zone with a similar name: `{close}`"),
            None => "it is called as in the IANA database: `Europe/Berlin`".to_owned(),
        };
        cx.report(&codes::UNKNOWN_TIME_ZONE, at, message).help(help);
    } else if std::ptr::eq(pattern, &pattern::BRANCH_NAME)
        && let Some(name) = text
            .strip_prefix("refs/heads/")
            .filter(|name| !name.is_empty())
    {
        let message = format!("`{key}` is a branch's full name, and AWS takes the short one");
        cx.report(&codes::FULL_BRANCH_NAME, at, message)
            .help(format!("write `{name}`"));
    }
}

/// The days of a cron expression: one of the two fields says them, and the other one is `?`.
///
/// Source: <https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html>
fn days(text: &str) -> Option<(String, String)> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let (month, week) = (*fields.get(3)?, *fields.get(5)?);
    let written = |month: &str, week: &str| {
        let mut fields = fields.clone();
        fields[3] = month;
        fields[5] = week;
        format!("`{}`", fields.join(" "))
    };
    let both = "says both the day of the month and the day of the week".to_owned();
    match (month, week) {
        ("?", "?") => Some((
            "says neither the day of the month nor the day of the week".to_owned(),
            format!("for every day, write {}", written("*", "?")),
        )),
        ("?", _) | (_, "?") => None,
        ("*", _) => Some((both, format!("one of them is `?`: {}", written("?", week)))),
        (_, "*") => Some((both, format!("one of them is `?`: {}", written(month, "?")))),
        _ => Some((
            both,
            format!(
                "one of them is `?`: {} or {}",
                written(month, "?"),
                written("?", week)
            ),
        )),
    }
}

/// Where a field begins and ends, in the order of the fields.
const ENDS: [(&str, &str); 7] = [
    ("0", "59"),
    ("0", "59"),
    ("0", "23"),
    ("1", "31"),
    ("1", "12"),
    ("1", "7"),
    ("1970", "2199"),
];

/// The names of months and days, in their order.
const NAMES: [&str; 19] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "SUN",
    "MON", "TUE", "WED", "THU", "FRI", "SAT",
];

/// A range that ends before it begins: AWS does not say whether it goes on at the field's
/// other end, as Quartz has it.
fn backwards(text: &str) -> Option<(String, String)> {
    let number = |text: &str| -> Option<usize> {
        let name = text.to_ascii_uppercase();
        let named = NAMES.iter().position(|known| *known == name);
        named
            .map(|at| if at < 12 { at + 1 } else { at - 11 })
            .or_else(|| text.parse().ok())
    };
    let mut fields = text.split_whitespace().zip(ENDS);
    let (range, (from, to), (least, most)) = fields.find_map(|(field, ends)| {
        field.split(',').find_map(|item| {
            let range = item.split('/').next().unwrap_or(item);
            let (from, to) = range.split_once('-')?;
            (number(from)? > number(to)?).then_some((range, (from, to), ends))
        })
    })?;
    let help = if most == "2199" {
        format!("write `{to}-{from}`")
    } else {
        format!("write both parts: `{from}-{most},{least}-{to}`")
    };
    Some((format!("has a range that runs backwards, `{range}`"), help))
}

#[cfg(test)]
mod tests {
    use crate::builder::{Action, Builder, Condition, Rule};
    use crate::check::testing::{assert_finds, base, finding, home, reads, stage};

    fn window(cron: &str) -> Builder {
        zoned(Rule::new("Window", "DeploymentWindow").set("cron", cron))
    }

    fn zoned(rule: Rule) -> Builder {
        base().stage(reads("Deploy").before_entry(Condition::new("FAIL").rule(rule)))
    }

    #[test]
    fn one_field_says_the_day() {
        for good in [
            "0 0 9-17 ? * MON-FRI *",
            "* * 9 * * ?",
            "* * 9 1,15 * ? 2026",
        ] {
            assert_finds(&window(good), &[]);
        }
        for (bad, message, help) in [
            (
                "0 0 9 ? * ?",
                "says neither the day of the month nor the day of the week",
                "for every day, write `0 0 9 * * ?`",
            ),
            (
                "0 0 9 1 * MON",
                "says both the day of the month and the day of the week",
                "one of them is `?`: `0 0 9 1 * ?` or `0 0 9 ? * MON`",
            ),
            (
                "0 0 9 * * *",
                "says both the day of the month and the day of the week",
                "one of them is `?`: `0 0 9 ? * *`",
            ),
        ] {
            assert_finds(&window(bad), &[&format!("P442 `cron` {message}")]);
            assert_eq!(finding(&window(bad)).help.as_deref(), Some(help));
        }
    }

    #[test]
    fn a_range_runs_forwards() {
        for (range, cron, help) in [
            ("17-9", "0 0 17-9 ? * MON", "write both parts: `17-23,0-9`"),
            (
                "FRI-MON",
                "0 0 9 ? * WED,FRI-MON",
                "write both parts: `FRI-7,1-MON`",
            ),
            (
                "40-5",
                "0 40-5/5 9 ? * MON",
                "write both parts: `40-59,0-5`",
            ),
            ("2030-2026", "0 0 9 ? * MON 2030-2026", "write `2026-2030`"),
        ] {
            let message = format!("P442 `cron` has a range that runs backwards, `{range}`");
            assert_finds(&window(cron), &[&message]);
            assert_eq!(finding(&window(cron)).help.as_deref(), Some(help));
        }
        assert_finds(&window("0 0 9 L-3 * ?"), &[]);
    }

    #[test]
    fn a_time_zone_is_there() {
        let zone = |zone: &str| {
            let rule = Rule::new("Window", "DeploymentWindow").set("cron", "0 0 9 ? * MON");
            zoned(rule.set("time_zone", zone))
        };
        assert_finds(&zone("Europe/Berlin"), &[]);
        assert_finds(
            &zone("Europe/Berln"),
            &["P443 `time_zone`: no time zone is called `Europe/Berln`"],
        );
        assert_eq!(
            finding(&zone("Europe/Berln")).help.as_deref(),
            Some("a time zone with a similar name: `Europe/Berlin`")
        );
    }

    #[test]
    fn a_branch_has_its_short_name() {
        let on = |branch: &str| {
            let checkout = Action::new("Checkout", "CodeCommit")
                .output("source")
                .set("repository_name", "x")
                .set("branch_name", branch);
            Builder::new()
                .setting("name", "x")
                .account(home())
                .stage(stage("Source", [checkout]))
                .stage(reads("Read"))
        };
        assert_finds(&on("release/refs/heads"), &[]);
        let full = on("refs/heads/main");
        assert_finds(
            &full,
            &["P444 `branch_name` is a branch's full name, and AWS takes the short one"],
        );
        assert_eq!(finding(&full).help.as_deref(), Some("write `main`"));
    }
}

//! Dates of conditions: ISO 8601, or seconds since 1970.

/// The seconds since 1970 of `2026-01-31`, `2026-01-31T12:00:00Z` with or without a
/// fraction or an offset, or of a plain number.
pub(super) fn seconds(string: &str) -> Option<f64> {
    if let Ok(number) = string.parse::<f64>() {
        return Some(number);
    }
    let (date, time) = match string.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (string, None),
    };
    let mut parts = date.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = parts.next()?.parse().ok()?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let whole = days(year, month, day) * 86_400;
    let within = match time {
        Some(time) => clock(time)?,
        None => 0.0,
    };
    // Within the years of a policy, seconds are exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    Some(whole as f64 + within)
}

fn clock(string: &str) -> Option<f64> {
    let end = string.find(['Z', '+', '-']).unwrap_or(string.len());
    let (clock, zone) = string.split_at(end);
    let mut parts = clock.split(':');
    let hours: f64 = parts.next()?.parse().ok()?;
    let minutes: f64 = parts.next()?.parse().ok()?;
    let seconds: f64 = match parts.next() {
        Some(seconds) => seconds.parse().ok()?,
        None => 0.0,
    };
    let offset = match zone {
        "" | "Z" => 0.0,
        zone => {
            let sign = if zone.starts_with('-') { -1.0 } else { 1.0 };
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let hours: f64 = digits.get(..2)?.parse().ok()?;
            let minutes: f64 = digits.get(2..4).unwrap_or("0").parse().ok()?;
            sign * (hours * 3600.0 + minutes * 60.0)
        }
    };
    Some(hours * 3600.0 + minutes * 60.0 + seconds - offset)
}

/// The days from 1970-01-01 to a day of the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn dates_are_read() {
        assert_eq!(seconds("1970-01-02"), Some(86_400.0));
        assert_eq!(seconds("2000-03-01T00:00:00Z"), Some(951_868_800.0));
        assert_eq!(seconds("2000-03-01T01:00:00+01:00"), Some(951_868_800.0));
        assert_eq!(seconds("951868800"), Some(951_868_800.0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("2000-13-01"), None);
    }
}

//! The time zones that are named after a place.

use crate::similar;

/// Release 2025b of the IANA time zone database: a region on each line, then its places.
///
/// Source: <https://www.iana.org/time-zones>
const NAMES: &str = include_str!("time_zones.txt");

fn names() -> impl Iterator<Item = String> {
    NAMES.lines().flat_map(|line| {
        let (region, places) = line.split_once(' ').unwrap_or((line, ""));
        places
            .split(' ')
            .map(move |place| format!("{region}/{place}"))
    })
}

/// Returns whether a string has the form `Region/Place`, but is not in the list.
pub fn is_unknown(text: &str) -> bool {
    text.contains('/') && !names().any(|name| name == text)
}

/// The listed time zone that a string probably means.
pub fn closest(text: &str) -> Option<String> {
    let names: Vec<String> = names().collect();
    similar::closest(text, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_by_their_names() {
        for good in [
            "Europe/Berlin",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+5",
            "Europe/Kyiv",
            "US/Pacific",
            "UTC",
            "EST",
        ] {
            assert!(!is_unknown(good), "{good}");
        }
        for (bad, meant) in [
            ("Europe/Berln", Some("Europe/Berlin")),
            ("europe/berlin", Some("Europe/Berlin")),
            ("America/New-York", Some("America/New_York")),
            ("Nowhere/Land_of_nobody", None),
        ] {
            assert!(is_unknown(bad), "{bad}");
            assert_eq!(closest(bad).as_deref(), meant);
        }
    }
}

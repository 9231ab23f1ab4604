//! The time zones of the IANA database.

use crate::similar;

/// Release 2025b of the IANA time zone database, with its old names: a region on each line, then
/// its places. The first line has the names without a region. `Factory` is left out: it stands for
/// no time zone.
///
/// Source: <https://www.iana.org/time-zones>
const NAMES: &str = include_str!("time_zones.txt");

fn names() -> impl Iterator<Item = String> {
    NAMES.lines().flat_map(|line| {
        let (region, places) = line.split_once(' ').unwrap_or((line, ""));
        places.split(' ').map(move |place| match region {
            "" => place.to_owned(),
            _ => format!("{region}/{place}"),
        })
    })
}

/// Returns whether the list has a time zone of this name.
pub fn is_known(text: &str) -> bool {
    names().any(|name| name == text)
}

/// Returns whether a string has the form `Region/Place`, but is not in the list.
pub fn is_unknown(text: &str) -> bool {
    text.contains('/') && !is_known(text)
}

/// The listed time zone that a string probably means.
pub fn closest(text: &str) -> Option<String> {
    let names: Vec<String> = names().collect();
    similar::closest(text, names.iter().map(String::as_str)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::pattern::SCHEDULE_TIME_ZONE;
    use std::collections::BTreeSet;
    use std::fs;

    /// Where systems have the database, if its release is the one of the list.
    const DATABASE: &str = "/usr/share/zoneinfo/tzdata.zi";

    /// The names of `Z` lines, which are zones, and of `L` lines, which are links to zones.
    ///
    /// Source: <https://man7.org/linux/man-pages/man8/zic.8.html>
    fn names_of(database: &str) -> BTreeSet<String> {
        let name = |line: &str| -> Option<String> {
            let mut words = line.split(' ');
            let name = match words.next()? {
                "Z" => words.next()?,
                "L" => words.nth(1)?,
                _ => return None,
            };
            Some(name.to_owned())
        };
        let names = database.lines().filter_map(name);
        names.filter(|name| name != "Factory").collect()
    }

    #[test]
    fn the_list_is_the_database() {
        let ours: BTreeSet<String> = names().collect();
        assert_eq!(ours.len(), 597);
        assert_eq!(names().count(), ours.len());
        let database = fs::read_to_string(DATABASE).unwrap_or_default();
        if database.starts_with("# version 2025b\n") {
            assert_eq!(ours, names_of(&database));
        }
    }

    #[test]
    fn a_schedule_is_in_any_of_them() {
        let pattern = &SCHEDULE_TIME_ZONE;
        for name in names() {
            assert!((pattern.fits)(&name), "{name}");
            assert!((pattern.doubts)(&name).is_empty(), "{name}");
        }
        for bad in ["PST", "UTC+01:00", "GMT+1", "Factory", ""] {
            assert!(!(pattern.fits)(bad), "{bad}");
        }
    }

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

//! What a region's name says: its form, its partition, and what AWS offers there.

use super::partitions::{PARTITIONS, Partition, WITHOUT_ACCOUNT_REGIONAL_BUCKETS};
use crate::similar;

/// The directions in the names of regions: `us-east-1`.
const DIRECTIONS: &[&str] = &[
    "central",
    "east",
    "north",
    "northeast",
    "northwest",
    "south",
    "southeast",
    "southwest",
    "west",
];

/// Every region of every partition.
pub fn all() -> impl Iterator<Item = &'static str> + Clone {
    PARTITIONS
        .iter()
        .flat_map(|partition| partition.regions.iter().copied())
}

/// Every region in which CodePipeline runs.
pub fn with_codepipeline() -> impl Iterator<Item = &'static str> + Clone {
    PARTITIONS.iter().flat_map(|partition| {
        let regions = partition.regions.iter().copied();
        regions.filter(|region| !partition.without_codepipeline.contains(region))
    })
}

/// Returns whether CodePipeline runs in a region, as far as AWS lists it.
#[must_use]
pub fn has_codepipeline(region: &str) -> bool {
    with_codepipeline().any(|listed| listed == region)
}

/// Returns whether a string has the form of a region's name, such as `eu-west-1`. The region
/// need not exist.
#[must_use]
pub fn is_well_formed(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lowercase = |part: &&str| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_lowercase());
    match parts.as_slice() {
        [words @ .., number] => {
            matches!(words.len(), 2 | 3)
                && words.iter().all(lowercase)
                && number.len() == 1
                && number.bytes().all(|b| b.is_ascii_digit() && b != b'0')
        }
        [] => false,
    }
}

/// The partition of a region, also of a region that is newer than the list: its name begins like
/// those of the partition's other regions. `None` if no partition has such names.
///
/// ```
/// use pipewright_model::catalogue::region::partition;
/// assert_eq!(partition("eu-west-1").map(|found| found.name), Some("aws"));
/// assert_eq!(partition("eusc-de-east-2").map(|found| found.name), Some("aws-eusc"));
/// assert!(partition("mars-north-1").is_none());
/// ```
#[must_use]
pub fn partition(region: &str) -> Option<&'static Partition> {
    if !is_well_formed(region) {
        return None;
    }
    let (geography, _) = parts(region)?;
    let mut partitions = PARTITIONS.iter();
    partitions.find(|partition| partition.geographies.contains(&geography))
}

/// The partition of a name: `aws-cn`.
#[must_use]
pub fn partition_named(name: &str) -> Option<&'static Partition> {
    PARTITIONS.iter().find(|partition| partition.name == name)
}

/// Returns whether a name that no list has could be that of a region which AWS opened since: it
/// begins like other regions, and names a direction.
#[must_use]
pub fn could_be_new(region: &str) -> bool {
    partition(region).is_some()
        && parts(region).is_some_and(|(_, direction)| DIRECTIONS.contains(&direction))
}

/// The region that a name is one slip of the hand away from. A name that AWS could give a new
/// region is none: `ca-east-1` is not meant to be `sa-east-1`.
#[must_use]
pub fn one_slip_away(name: &str) -> Option<&'static str> {
    if could_be_new(name) {
        return None;
    }
    let (words, number) = name.rsplit_once('-')?;
    all().find(|region| {
        region
            .rsplit_once('-')
            .is_some_and(|(known, known_number)| {
                number == known_number && similar::distance(words, known, 1) == Some(1)
            })
    })
}

/// What a region's name begins with, and the direction: `us-gov` and `east` of `us-gov-east-1`.
fn parts(region: &str) -> Option<(&str, &str)> {
    let (words, _number) = region.rsplit_once('-')?;
    words.rsplit_once('-')
}

/// Returns whether a bucket of the region can have a name of its account's own namespace.
#[must_use]
pub fn has_account_regional_buckets(region: &str) -> bool {
    partition(region).is_some_and(|partition| partition.account_regional_buckets)
        && !WITHOUT_ACCOUNT_REGIONAL_BUCKETS.contains(&region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_well_formed_and_of_its_partition() {
        for partition in PARTITIONS {
            for region in partition.regions {
                assert!(is_well_formed(region), "{region}");
                let found = super::partition(region).map(|found| found.name);
                assert_eq!(found, Some(partition.name), "{region}");
                assert!(could_be_new(region), "{region}");
            }
            for region in partition.without_codepipeline {
                assert!(partition.regions.contains(region), "{region}");
            }
        }
        for bad in [
            "",
            "us",
            "us-east",
            "us-east-0",
            "US-EAST-1",
            "us_east_1",
            "us-east-11",
            "-1",
        ] {
            assert!(!is_well_formed(bad), "{bad}");
            assert!(partition(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_new_region_is_of_the_partition_that_its_name_begins_like() {
        for (region, of) in [
            ("us-east-9", "aws"),
            ("ca-east-1", "aws"),
            ("cn-south-1", "aws-cn"),
            ("us-gov-central-1", "aws-us-gov"),
            ("us-iso-south-1", "aws-iso"),
            ("us-isob-north-1", "aws-iso-b"),
            ("eu-isoe-east-1", "aws-iso-e"),
            ("us-isof-west-1", "aws-iso-f"),
            ("eusc-de-west-1", "aws-eusc"),
        ] {
            let found = partition(region).map(|found| found.name);
            assert_eq!(found, Some(of), "{region}");
        }
        for none in [
            "xx-east-1",
            "us-goof-east-1",
            "eusc-fr-east-1",
            "gov-east-1",
        ] {
            assert!(partition(none).is_none(), "{none}");
        }
    }
}

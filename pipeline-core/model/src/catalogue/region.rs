//! The regions of CodePipeline, and the partitions that they belong to.

/// The regions in which CodePipeline runs, as
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html> lists them.
pub const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

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

/// The partition of a region: `aws`, `aws-cn`, `aws-us-gov`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[must_use]
pub fn partition(region: &str) -> &'static str {
    if region.starts_with("cn-") {
        "aws-cn"
    } else if region.starts_with("us-gov-") {
        "aws-us-gov"
    } else {
        "aws"
    }
}

/// The domain of a region's AWS console.
#[must_use]
pub fn console(region: &str) -> &'static str {
    match partition(region) {
        "aws-cn" => "console.amazonaws.cn",
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        _ => "console.aws.amazon.com",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_well_formed() {
        for region in REGIONS {
            assert!(is_well_formed(region), "{region}");
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
        }
    }
}

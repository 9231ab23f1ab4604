//! The partitions of AWS and their regions, as of botocore 1.43.106.
//!
//! `tests/geography.rs` compares the lists with the `partitions.json` and `endpoints.json` of the
//! pinned botocore, and with the regions of the pinned cfn-lint.

/// A partition: regions with accounts, roles and names of their own, apart from all others.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[derive(Debug)]
pub struct Partition {
    /// Its name, the second field of an ARN: `aws-cn`.
    pub name: &'static str,
    /// What the names of its regions begin with. The rest is a direction and a number:
    /// `-east-1`.
    pub geographies: &'static [&'static str],
    /// The domain of its services' endpoints, also the value of `AWS::URLSuffix`.
    pub url_suffix: &'static str,
    /// The domain of its console; `None` where no public page of AWS names it.
    pub console: Option<&'static str>,
    /// Its regions.
    pub regions: &'static [&'static str],
    /// The regions in which CodePipeline does not run, as far as AWS lists them.
    pub without_codepipeline: &'static [&'static str],
    /// Whether S3 has a namespace for each account and region in it.
    ///
    /// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html>
    pub account_regional_buckets: bool,
}

/// All partitions. CodePipeline's own list of regions is at
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>.
pub static PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws",
        geographies: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
        url_suffix: "amazonaws.com",
        console: Some("console.aws.amazon.com"),
        regions: &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
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
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
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
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
        without_codepipeline: &["ap-east-2", "ap-southeast-7", "ca-west-1", "mx-central-1"],
        account_regional_buckets: true,
    },
    Partition {
        name: "aws-cn",
        geographies: &["cn"],
        url_suffix: "amazonaws.com.cn",
        console: Some("console.amazonaws.cn"),
        regions: &["cn-north-1", "cn-northwest-1"],
        without_codepipeline: &[],
        account_regional_buckets: true,
    },
    Partition {
        name: "aws-us-gov",
        geographies: &["us-gov"],
        url_suffix: "amazonaws.com",
        console: Some("console.amazonaws-us-gov.com"),
        regions: &["us-gov-east-1", "us-gov-west-1"],
        without_codepipeline: &[],
        account_regional_buckets: true,
    },
    Partition {
        name: "aws-iso",
        geographies: &["us-iso"],
        url_suffix: "c2s.ic.gov",
        console: None,
        regions: &["us-iso-east-1", "us-iso-west-1"],
        without_codepipeline: &["us-iso-east-1", "us-iso-west-1"],
        account_regional_buckets: false,
    },
    Partition {
        name: "aws-iso-b",
        geographies: &["us-isob"],
        url_suffix: "sc2s.sgov.gov",
        console: None,
        regions: &["us-isob-east-1", "us-isob-west-1"],
        without_codepipeline: &["us-isob-east-1", "us-isob-west-1"],
        account_regional_buckets: false,
    },
    Partition {
        name: "aws-iso-e",
        geographies: &["eu-isoe"],
        url_suffix: "cloud.adc-e.uk",
        console: None,
        regions: &["eu-isoe-west-1"],
        without_codepipeline: &["eu-isoe-west-1"],
        account_regional_buckets: false,
    },
    Partition {
        name: "aws-iso-f",
        geographies: &["us-isof"],
        url_suffix: "csp.hci.ic.gov",
        console: None,
        regions: &["us-isof-east-1", "us-isof-south-1"],
        without_codepipeline: &[],
        account_regional_buckets: false,
    },
    Partition {
        name: "aws-eusc",
        geographies: &["eusc-de"],
        url_suffix: "amazonaws.eu",
        console: None,
        regions: &["eusc-de-east-1"],
        without_codepipeline: &["eusc-de-east-1"],
        account_regional_buckets: true,
    },
];

/// The regions of the partitions above in which S3 has no namespace for an account.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html>
pub static WITHOUT_ACCOUNT_REGIONAL_BUCKETS: &[&str] = &["me-central-1", "me-south-1"];

//! Prices in US dollars, of us-east-1, without taxes and free tiers, as AWS's pages had them in 2026.

/// The region of the prices.
pub(super) const REGION: &str = "us-east-1, 2026";

/// A minute of an action in a pipeline of type `V2`, rounded up for each action; approvals and custom
/// actions are free. <https://aws.amazon.com/codepipeline/pricing/>
pub(super) const ACTION_MINUTE: f64 = 0.002;

/// A month of a pipeline of type `V1` that runs in it. <https://aws.amazon.com/codepipeline/pricing/>
pub(super) const V1_MONTH: f64 = 1.0;

/// A month of a key. <https://aws.amazon.com/kms/pricing/>
pub(super) const KEY_MONTH: f64 = 1.0;

/// A call of a key. <https://aws.amazon.com/kms/pricing/>
pub(super) const KEY_CALL: f64 = 0.03 / 10_000.0;

/// An object that is written, and one that is read. <https://aws.amazon.com/s3/pricing/>
pub(super) const PUT: f64 = 0.005 / 1_000.0;
pub(super) const GET: f64 = 0.0004 / 1_000.0;

/// A minute of a Linux machine by its size, rounded up. <https://aws.amazon.com/codebuild/pricing/>
pub(super) const MACHINES: &[(&str, f64)] = &[
    ("BUILD_GENERAL1_SMALL", 0.005),
    ("BUILD_GENERAL1_MEDIUM", 0.01),
    ("BUILD_GENERAL1_LARGE", 0.02),
];

/// The machines of that price.
pub(super) const MACHINE_TYPE: &str = "LINUX_CONTAINER";
